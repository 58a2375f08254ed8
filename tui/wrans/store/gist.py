"""What is alike in a page and the official record of one question, for looking it up."""

import re
from typing import Final
from zlib import crc32

from wrans.records import Question

# As much of a question as is there in the words of one cut at 255 characters, however many of
# those were brackets.
_LENGTH: Final = 180
_LOOKED_AT: Final = 600


def short(question: Question) -> int:
    """The gist as a number that an index holds cheaply; it is looked at closer where it meets."""
    gist = f"{body(question)}\n{words(question.text[:_LOOKED_AT])[:_LENGTH]}"
    return crc32(gist.encode())


def body(question: Question) -> str:
    """The answering body, however its name is written."""
    name = words(question.answering_body.replace("&", " and "))
    return name.removeprefix("the ").removeprefix("hm ")


def words(text: str) -> str:
    """The words of a text and nothing else."""
    return re.sub(r"\W+", " ", text.lower()).strip()
