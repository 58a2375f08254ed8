"""Count the words of real answers, for the mending of broken ones.

python benchmarks/make_word_counts.py ANSWERS.jsonl.gz

Each line is an object with ``answer_text``, HTML. Words seen three times or more and hyphenated
forms seen twice or more go to ``tui/wrans/records/data``. Counts are facts about the record
(Open Parliament Licence v3.0), not texts of it.
"""

import gzip
import json
import re
import sys
from collections import Counter
from pathlib import Path

from wrans.formats import html
from wrans.records.text import clean

DATA = Path(__file__).parents[1] / "tui" / "wrans" / "records" / "data"
# An address is made of words, but is not written in them.
ADDRESS = re.compile(r"\S*(?:/|@|www\.)\S*")
TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def main(source: str) -> None:
    """Write the two files."""
    words: Counter[str] = Counter()
    hyphenated: Counter[str] = Counter()
    with gzip.open(source, "rt", encoding="utf-8") as lines:
        for line in lines:
            answer = json.loads(line)["answer_text"] or ""
            text = ADDRESS.sub(" ", clean(html.read(answer).text))
            for token in TOKEN.findall(text.lower()):
                (hyphenated if "-" in token else words)[token] += 1
    write("words.txt", words, 3)
    write("hyphenated.txt", hyphenated, 2)


def write(name: str, counted: Counter[str], least: int) -> None:
    """Word and count, in the order of the alphabet."""
    kept = sorted((word, n) for word, n in counted.items() if n >= least)
    (DATA / name).write_text("".join(f"{word} {n}\n" for word, n in kept), "utf-8")
    print(f"{name}: {len(kept):,}")


if __name__ == "__main__":
    main(sys.argv[1])
