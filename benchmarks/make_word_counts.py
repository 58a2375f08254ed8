"""Count the words of real answers, for the mending of broken ones.

python benchmarks/make_word_counts.py ANSWERS.jsonl.gz

Each line is an object with ``question_text`` and ``answer_text``, HTML. Words seen three times or
more in answers, and hyphenated forms seen twice or more in either, go to
``tui/wrans/records/data``. Counts are facts about the record (Open Parliament Licence v3.0), not
texts of it.
"""

import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from wrans.formats import html
from wrans.records.text import clean

DATA = Path(__file__).parents[1] / "tui" / "wrans" / "records" / "data"
LETTERS = "[a-zà-öø-ÿ]+"
HYPHENATED = re.compile(rf"(?<![\w/.@-]){LETTERS}(?:-{LETTERS})+(?![\w@-]|/\w)")
WORD = re.compile(rf"{LETTERS}(?:['’][a-z]+)?")


def main(source: str) -> None:
    """Write the two files."""
    words: Counter[str] = Counter()
    hyphenated: Counter[str] = Counter()
    for question, answer in texts(source):
        hyphenated.update(HYPHENATED.findall(question))
        hyphenated.update(HYPHENATED.findall(answer))
        # A word inside a hyphenated form is not counted as one.
        words.update(WORD.findall(HYPHENATED.sub(" ", answer)))
    write("words.txt", words, 3)
    write("hyphenated.txt", hyphenated, 2)


def texts(source: str) -> Iterator[tuple[str, str]]:
    """Each question and its answer, in lower case."""
    with gzip.open(source, "rt", encoding="utf-8") as lines:
        for line in lines:
            told = json.loads(line)
            answer = html.read(told["answer_text"] or "").text
            yield clean(told["question_text"] or "").lower(), clean(answer).lower()


def write(name: str, counts: Counter[str], least: int) -> None:
    """Word and count, in the order of the alphabet."""
    kept = sorted((word, n) for word, n in counts.items() if n >= least)
    (DATA / name).write_text("".join(f"{word} {n}\n" for word, n in kept), "utf-8")
    print(f"{name}: {len(kept):,}")


if __name__ == "__main__":
    main(sys.argv[1])
