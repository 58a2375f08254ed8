"""The day files of TheyWorkForYou: XML of three shapes, a file for each House and day.

A file is split into sources, one a question. Each is a day file again, with one question and
what the file says of it: the day, its headings, the replies, the keys of the others they answer.
"""

import re
from collections.abc import Iterator
from typing import Final

from wrans.errors import NotAWrittenQuestion
from wrans.formats import day_file_record
from wrans.formats.day_file_xml import Group, Piece, groups
from wrans.records import House, Key, Question, Source

DAY_FILE: Final = Source.DAY_FILE

_NAME: Final = re.compile(r"(lordswrans|answers)([0-9]{4}-[0-9]{2}-[0-9]{2})[a-z]?\.xml")
_REPLACED: Final = re.compile(rb"""<publicwhip\s[^<>]*?\blatest\s*=\s*["']no["']""")
"""So begins a file of a day of which there is another, with the same put right."""
_HEAD: Final = 20_000
# Each source holds the headings and the replies again, which must not fill the disk.
_LONGEST_HEADINGS: Final = 10_000
_MOST_OF_GROUP: Final = 64 << 20
_KEY_WRITTEN: Final = 64


def looks_like_one(start: bytes) -> bool:
    """Does a document begin as these do?"""
    head = start.lstrip()
    if head.startswith(b"<publicwhip"):
        return True
    return head.startswith((b"<?xml", b"<!DOCTYPE")) and b"publicwhip" in head[:_HEAD]


def sources(document: bytes, name: str) -> Iterator[tuple[int, bytes]]:
    """The source of each question of a file, and the line where it stands.

    Raises NotAWrittenQuestion where the file is unsafe or no XML, behind what came before that.
    """
    if _REPLACED.search(document[:_HEAD]):
        return
    told = _told_by(name)
    is_empty = True
    for group in groups(document.lstrip()):
        is_empty = False
        group.file.attributes.update(told)
        yield from _of_group(group)
    if is_empty:
        raise NotAWrittenQuestion("holds no written question")


def question(source: bytes) -> Question:
    """The question in a source that was kept. Raises NotAWrittenQuestion."""
    for group in groups(source):
        return day_file_record.question(group, group.questions[0])
    raise NotAWrittenQuestion("holds no written question")


def _told_by(name: str) -> dict[str, str]:
    """The House and the day that the name of a file tells."""
    found = _NAME.search(name)
    if found is None:
        return {}
    return {"house": House.LORDS if found[1] == "lordswrans" else House.COMMONS, "day": found[2]}


def _of_group(group: Group) -> Iterator[tuple[int, bytes]]:
    headings = "".join(str(piece) for piece in (group.body, group.heading) if piece)
    replies = "".join(map(str, group.replies))
    if len(headings) + len(str(group.file)) > _LONGEST_HEADINGS:
        raise NotAWrittenQuestion("has a heading that is longer than any there was")
    count = len(group.questions)
    if (len(replies) + _KEY_WRITTEN * count) * count > _MOST_OF_GROUP:
        raise NotAWrittenQuestion("holds a group of questions that is larger than any there was")
    keys = [_key(group, asked) for asked in group.questions]
    for asked, key in zip(group.questions, keys, strict=True):
        others = dict.fromkeys(other for other in keys if other and other != key)
        grouped = "".join(str(Piece("grouped", {}, str(other))) for other in others)
        file = Piece(
            "publicwhip", _told_of(group, asked, key), f"{headings}{asked}{replies}{grouped}"
        )
        yield asked.line, str(file).encode("utf-8")


def _key(group: Group, asked: Piece) -> Key | None:
    try:
        return day_file_record.key_of(group, asked)
    except NotAWrittenQuestion:
        return None


def _told_of(group: Group, asked: Piece, key: Key | None) -> dict[str, str]:
    """What the file tells of all its questions, and what could be told by its name."""
    told = dict(group.file.attributes)
    if key:
        told["house"] = key.house
        if day := day_file_record.day_of(group, asked):
            told["day"] = str(day)
    return told
