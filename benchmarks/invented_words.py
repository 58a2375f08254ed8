"""Words for questions that nobody asked: drawn as often as the record has them, put at random.

Only the counts of words that ship with the program are used. Names, rare words and what is said
with them are invented by rule.
"""

import random
from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import accumulate, cycle
from typing import Final

from wrans.records import mending

# Words that hold a sentence together. What they are put between is drawn by its count.
_SMALL: Final = frozenset(
    "the to and of in for a is on with will are that this as be we by has their have not from at "
    "which or including an it all our can they been these also through its under any was who "
    "more where those there no other further over into how such i within were following should "
    "when does would between being do but about what if so than while both only each because "
    "out up may made make since during whether his her he she my them your you me".split()
)
# Parts of addresses and of bracketed letters, which are counted as words too.
_ODD: Final = frozenset("https http www gov uk org com co pdf html govuk".split())
PHRASES: Final = tuple(
    """secretary of state;local authorities;universal credit;mental health;pension credit;
    in due course;local government;social care;his majesty's government;northern ireland;
    public health;higher education;armed forces;climate change;prime minister;council tax;
    early years;integrated care board;financial year;police officers;child benefit;
    border force;fuel poverty;special educational needs;national insurance;legal aid;
    affordable housing;electric vehicles;human rights;domestic abuse;small businesses;
    data protection;income tax;carer's allowance;sewage discharges;prison officers;
    apprenticeship levy;winter fuel payment;free school meals;food security;state pension;
    air quality;waiting lists;asylum seekers;rail services;offshore wind;flood defences;
    student loans;court backlog;broadband coverage;animal welfare;heat pumps;bus services;
    dental contract;cancer screening;veterans' gateway;housing benefit;knife crime;
    rough sleeping;foreign aid;maternity services;plastic packaging;green belt;
    gambling levy;private rented sector;nuclear deterrent;trade agreement;peat extraction;
    lead ammunition;coastal erosion;ticket touting;orphan works;beaver reintroduction""".replace(
        "\n    ", ""
    ).split(";")
)
"""What stands together more often than chance would have it, the commonest first."""
# F a small word, C another, P a phrase. About two words in five are small, as in the record.
_PATTERNS: Final = (
    "FCCFC FCFCC CFCFCC FCFCFCC CCFC FCCFFCC FCFCCFC CFFCC FCCCFC CFCFCFCC "
    "FPFCC FCCFP FPCC CFCFPFC FCFCFC FCCFCFC CCFCFCC FCFCCC FFCCFC FCFFCC "
    "FCFCCFCFC CFCC FCCFCC FCFCCFFC"
).split()
_SYLLABLES: Final = (
    "ba be bo bu da de do du fa fe fi fo ga ge gi gu ha he hi ho ka ke ki ko la le li lo ma me mi "
    "mo na ne ni no pa pe pi po ra re ri ro sa se si so ta te ti to va ve vi vo wa we wi wo ya yo "
    "za zu"
).split()
_ENDINGS: Final = "n r l s th ck nd x m rt st ng lm wick ton by ford ham".split()
_TAIL: Final = 3_000
_FIRST_NAMES: Final = (
    "Ada Alan Amina Anna Arthur Beth Bryn Carol Chris Clara Dan David Dilys Ed Elena Emma Fay "
    "Fergus Fiona Gareth Grace Hamish Hana Harry Helen Ian Imran Iona Jack Jane Jo Joyce Kate "
    "Kemi Ken Lena Liam Lucy Mary Max Megan Mohan Nadia Neil Nia Olga Omar Pat Paul Priya Rhys "
    "Rosa Ruth Sam Sara Sean Shazia Sophie Stuart Tanya Tom Uma Una Vera Will Yasmin Zoe"
).split()


def rare(number: int) -> str:
    """An invented word: the same for the same number, another for each."""
    # An odd factor gives each number below 2**22 another place.
    mixed = number * 2_654_435_769 & 0x3FFFFF
    start = _SYLLABLES[mixed & 63] + _SYLLABLES[mixed >> 6 & 63]
    rest = mixed >> 12 & 63
    middle = _SYLLABLES[rest] if rest else ""
    return start + middle + _ENDINGS[(mixed >> 18) % len(_ENDINGS)] * (number % 3 > 0)


def person(chance: random.Random) -> str:
    """A name that a member might have."""
    surname = rare(int(chance.random() * (1 << 22))).capitalize()
    return f"{chance.choice(_FIRST_NAMES)} {surname}"


def place_names() -> list[str]:
    """Names of places, as the program knows them, in a fixed order."""
    from importlib.resources import files

    listed = (files("wrans.entities") / "data" / "names.txt").read_text("utf-8").splitlines()
    return [name for name in listed if name[:1].isupper() and len(name) > 4 and name.isascii()]


class Words:
    """Clauses of each subject, names of places and headings, made once and drawn from."""

    def __init__(self, seed: int, own: dict[str, str], clauses: int = 8_000) -> None:
        """For each subject the words that are its own, and how many clauses to make of each."""
        self._chance = chance = random.Random(f"words {seed}")
        counted = [
            (word, count)
            for word, count in mending.counts().words.items()
            if word not in _ODD and len(word) > 1
        ]
        small = [(word, count) for word, count in counted if word in _SMALL]
        self._small = [w for w, _ in small], list(accumulate(n for _, n in small))
        self._other = [(word, count) for word, count in counted if word not in _SMALL]
        self._phrases = list(accumulate((n + 1.5) ** -1.5 for n in range(len(PHRASES))))
        self.next_clause: dict[str, Callable[[], str]] = {}
        """The next clause of a subject, some of them far more often than others."""
        self.next_start: dict[str, Callable[[], str]] = {}
        """The same with a capital."""
        self.headings: dict[str, list[str]] = {}
        for subject, its in own.items():
            stream = self._of(subject, frozenset(its.split()))
            made = [self._clause(stream) for _ in range(clauses)]
            # Of two rounds whose lengths have no common factor, no two meet again for long.
            starts = [clause[0].upper() + clause[1:] for clause in made]
            self.next_clause[subject] = cycle(self._often(made, 50_021)).__next__
            self.next_start[subject] = cycle(self._often(starts, 40_009)).__next__
            self.headings[subject] = [
                " ".join(next(stream) for _ in range(1 + n % 3)).capitalize()
                for n in range(clauses // 4)
            ]
        names = place_names()
        chance.shuffle(names)
        # The places that are spoken of most are those that everyone knows.
        self.places = [*"London England Scotland Wales Leeds Manchester Ukraine".split(), *names]

    def _often(self, made: list[str], count: int) -> list[str]:
        chance = self._chance.random
        return [made[int(len(made) * chance() ** 2)] for _ in range(count)]

    def _of(self, subject: str, its: frozenset[str]) -> Iterator[str]:
        """Other than small words without end, those of the subject more often than elsewhere."""
        share = {
            word: 1.6 if hash_of(word + subject) % 12 == 0 else 0.95 for word, _ in self._other
        }
        lasting = list(accumulate(n * (12 if w in its else share[w]) for w, n in self._other))
        listed = [word for word, _ in self._other]
        while True:
            yield from self._chance.choices(listed, cum_weights=lasting, k=10_000)

    def _clause(self, stream: Iterator[str]) -> str:
        chance = self._chance
        pattern = _PATTERNS[int(chance.random() * len(_PATTERNS))]
        smalls = iter(chance.choices(self._small[0], cum_weights=self._small[1], k=len(pattern)))
        return " ".join(
            next(smalls) if kind == "F" else next(stream) if kind == "C" else self._phrase()
            for kind in pattern
        )

    def _phrase(self) -> str:
        at = self._chance.random() * self._phrases[-1]
        return PHRASES[min(bisect_right(self._phrases, at), len(PHRASES) - 1)]


def hash_of(text: str) -> int:
    """A number that is the same in every process."""
    from zlib import crc32

    return crc32(text.encode())


def rank(chance: float) -> int:
    """Which of the rare words, out of a chance below 1: ever more of them are met, ever slower."""
    return int(_TAIL * (1 / (1 - chance) - 1)) & 0x3FFFFF
