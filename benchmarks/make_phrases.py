"""Find the phrases that questions and answers have in common, for the packing of records.

python benchmarks/make_phrases.py ANSWERS.jsonl.gz [--half]

Each line is an object with ``question_text`` and ``answer_text``, HTML. Phrases that stand in
``LEAST`` texts or more and save the most room, as JSON writes them and the most frequent last,
go to ``tui/wrans/store/data/phrases.txt``. That a phrase is a common one is a fact about the
record (Open Parliament Licence v3.0), not a text of it. ``--half`` learns from every other line
only and says what that saves in the others: what is to be expected of records that are not known
yet.
"""

import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from wrans.store import packing

FILE = Path(__file__).parents[1] / "tui" / "wrans" / "store" / "data" / "phrases.txt"
ROOM = 28_200
"""Bytes that the older dictionary and the longest reach of deflate leave."""
LEAST = 24
LONGEST = 24
"""Words of a phrase."""
MATCH = 2.8
"""Bytes that deflate takes for a phrase that it knows."""
WORD = re.compile(r"<[^<>]*>|\s*[^\s<]+")
Phrase = tuple[int, ...]


def main(source: str, *, is_half: bool) -> None:
    """Write the file, or say what it would save."""
    lines = list(read(source))
    texts = list(chain.from_iterable(lines[::2] if is_half else lines))
    phrases = chosen(texts, LEAST // 2 if is_half else LEAST)
    size = sum(len(phrase.encode()) for phrase in phrases)
    print(f"{len(phrases):,} phrases, {size:,} bytes")
    if is_half:
        measure(phrases, lines[1::16])
    else:
        FILE.write_text("".join(f"{phrase}\n" for phrase in phrases), "utf-8")


def read(source: str) -> Iterator[list[str]]:
    """Each question and its answer as they stand in a record."""
    with gzip.open(source, "rt", encoding="utf-8") as lines:
        for line in lines:
            told = json.loads(line)
            texts = (told["question_text"], told["answer_text"])
            yield [json.dumps(text or "", ensure_ascii=False)[1:-1] for text in texts]


def chosen(texts: list[str], least: int) -> list[str]:
    """The phrases that are worth their room, the most frequent last."""
    numbers: dict[str, int] = {}
    split = [[numbers.setdefault(w, len(numbers)) for w in WORD.findall(text)] for text in texts]
    words = list(numbers)
    known = common(split, least)
    print(f"{len(known):,} phrases stand in {least} texts or more", flush=True)
    bytes_of = {phrase: len("".join(words[w] for w in phrase).encode()) for phrase in known}
    uses = used(split, {phrase for phrase in known if bytes_of[phrase] >= 6}, bytes_of)
    spelt = {phrase: "".join(words[w] for w in phrase) for phrase in uses}
    kept: list[Phrase] = []
    all_of_them = ""
    for phrase in sorted(uses, key=lambda phrase: -bytes_of[phrase]):
        if spelt[phrase] not in all_of_them:
            kept.append(phrase)
            all_of_them += spelt[phrase]
    worth = sorted(kept, key=lambda phrase: worth_of(uses[phrase], bytes_of[phrase]), reverse=True)
    room, fitting = ROOM, []
    for phrase in worth:
        if (room := room - bytes_of[phrase]) < 0:
            break
        fitting.append(phrase)
    return [spelt[phrase] for phrase in sorted(fitting, key=uses.__getitem__)]


def common(split: list[list[int]], least: int) -> set[Phrase]:
    """The phrases that stand in so many texts, found by lengthening those that do."""
    known: set[Phrase] = set()
    begins = [[True] * len(text) + [False] for text in split]
    for length in range(1, LONGEST + 1):
        counts: Counter[Phrase] = Counter()
        for text, may in zip(split, begins, strict=True):
            last = len(text) - length + 1
            # A phrase is no more common than it is without its first word, or its last.
            starts = (at for at in range(last) if may[at] and (length == 1 or may[at + 1]))
            counts.update({tuple(text[at : at + length]) for at in starts})
        found = {phrase for phrase, count in counts.items() if count >= least}
        if not found:
            break
        known |= found
        for text, may in zip(split, begins, strict=True):
            may[:] = [
                flag and tuple(text[at : at + length]) in found for at, flag in enumerate(may)
            ]
    return known


def used(
    split: list[list[int]], phrases: set[Phrase], bytes_of: dict[Phrase, int]
) -> dict[Phrase, int]:
    """Which phrases are worth their room, and how often each is met where the longest is taken."""
    share = 6.0
    while True:
        uses = met(split, phrases)
        by_worth = sorted(
            uses, key=lambda phrase: worth_of(uses[phrase], bytes_of[phrase]), reverse=True
        )
        # Some are part of others and take no room of their own.
        room = 1.42 * ROOM * max(share, 1.0)
        phrases = set()
        for phrase in by_worth:
            if (room := room - bytes_of[phrase]) < 0:
                break
            phrases.add(phrase)
        if share <= 1.0:
            return {phrase: uses[phrase] for phrase in phrases}
        share *= 0.75


def met(split: list[list[int]], phrases: set[Phrase]) -> Counter[Phrase]:
    """How often each is met by who reads on from the end of the longest one that is."""
    lengths: dict[int, set[int]] = {}
    for phrase in phrases:
        lengths.setdefault(phrase[0], set()).add(len(phrase))
    longest_first = {word: sorted(those, reverse=True) for word, those in lengths.items()}
    uses: Counter[Phrase] = Counter()
    for text in split:
        at = 0
        while at < len(text):
            for length in longest_first.get(text[at], ()):
                phrase = tuple(text[at : at + length])
                if phrase in phrases:
                    uses[phrase] += 1
                    at += length
                    break
            else:
                at += 1
    return uses


def worth_of(uses: int, size: int) -> float:
    """Bytes saved by each byte of room."""
    return uses * (size - MATCH) / size


def measure(phrases: list[str], lines: list[list[str]]) -> None:
    """Print what a question and its answer take without and with these phrases."""
    older = packing.dictionary(1)
    for what, before in (("without", b""), ("with", "".join(phrases).encode())):
        packer = packing.packer_of(before + older)
        size = 0
        for texts in lines:
            one = packer.copy()
            size += len(one.compress("\n".join(texts).encode()) + one.flush())
        print(f"{what} them: {size / len(lines):.1f} bytes a question with its answer")


if __name__ == "__main__":
    main(sys.argv[1], is_half="--half" in sys.argv)
