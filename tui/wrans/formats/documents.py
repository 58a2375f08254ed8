"""Recognising a document, and reading its records one by one."""

import gzip
import json
import lzma
import os
import zlib
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from wrans.errors import NotAWrittenQuestion
from wrans.formats import api, day_file, export, page
from wrans.formats.export import Kept
from wrans.records import Question, Source
from wrans.values import dataclass

_MOST: Final = 256 << 20
"""No document that holds written questions is larger; what unpacks to more is an attack."""
_LARGEST_PAGE: Final = 16 << 20
_START: Final = 4096
_MOST_DIGITS: Final = 100
_NESTED: Final = "is nested too deeply to be the API's JSON"


@dataclass(frozen=True, slots=True)
class Record:
    """A question, and the part of a document that it was read from."""

    question: Question
    source: bytes
    """UTF-8: the item's JSON, the question's part of a day file, or the record's lines."""
    form: str
    """A `Source` by its value: how the source is to be read again."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A document, or one record of it, that could not be read."""

    where: str
    reason: str


def parse(source: bytes, form: str) -> Question:
    """The question in a source that was kept. Raises NotAWrittenQuestion."""
    if form == day_file.DAY_FILE:
        return day_file.question(source)
    if form == page.PAGE:
        return page.question(source.decode("utf-8"))
    # Bytes are first looked at for how they are encoded, which of most is known.
    told = source.decode("utf-8", "surrogatepass") if source.startswith(b'{"') else source
    return api.question(json.loads(told), form)


def of_item(item: Any, form: Source) -> Record:
    """The record in one item of the API, as it came. Raises NotAWrittenQuestion."""
    source = _compact(item.get("value", item) if isinstance(item, dict) else item)
    return Record(api.question(json.loads(source), form), source, form)


def read_path(path: Path) -> Iterator[Record | Kept | Rejected]:
    """The records of a file, or of every file in a folder."""
    if path.is_dir():
        yield from _read_folder(path)
        return
    try:
        with path.open("rb") as stream:
            yield from read(stream, str(path))
    except OSError as error:
        yield Rejected(str(path), f"cannot be read: {error.strerror or error}")


def _read_folder(path: Path) -> Iterator[Record | Kept | Rejected]:
    closed: list[OSError] = []
    found = [
        Path(at) / name for at, _, names in os.walk(path, onerror=closed.append) for name in names
    ]
    files = [file for file in sorted(found) if file.is_file() and not _is_hidden(file, path)]
    for error in closed:
        yield Rejected(str(error.filename), f"cannot be read: {error.strerror}")
    if not files and not closed:
        yield Rejected(str(path), "has no documents in it")
    for file in files:
        yield from read_path(file)


def _is_hidden(file: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(folder).parts)


def read(stream: BinaryIO, name: str) -> Iterator[Record | Kept | Rejected]:
    """The records of a document, whichever kind it is."""
    try:
        with _unpacked(stream) as document:
            if export.looks_like_one(document.peek(_START)[:_START]):
                yield from _kept(document, name)
                return
            data = document.read(_MOST + 1)
        if len(data) > _MOST:
            raise NotAWrittenQuestion("is larger than 256 MB")
        yield from _records(data, name)
    except NotAWrittenQuestion as error:
        yield Rejected(name, str(error))
    except EOFError:
        yield Rejected(name, "ends too soon: the packed file is cut off")
    except (gzip.BadGzipFile, lzma.LZMAError, zlib.error):
        yield Rejected(name, "is damaged: it cannot be unpacked")


def _unpacked(stream: BinaryIO) -> BufferedReader:
    """A stream to read from, unpacked as it goes where it is packed."""
    document = stream if isinstance(stream, BufferedReader) else BufferedReader(cast(Any, stream))
    head = document.peek(6)
    if head.startswith(b"\x1f\x8b"):
        return BufferedReader(cast(Any, gzip.GzipFile(fileobj=document)))
    if head.startswith(b"\xfd7zXZ\x00"):
        return BufferedReader(cast(Any, lzma.LZMAFile(document)))
    return document


def _kept(document: BufferedReader, name: str) -> Iterator[Kept | Rejected]:
    """The questions of an export, a line each, of which there may be a million."""
    number = 0
    while line := document.readline(export.LONGEST + 1):
        number += 1
        if not line.strip():
            continue
        line = line.removeprefix(export.BOM)
        where = f"{name}, line {number:,}"
        try:
            yield export.read(line, where)
        except NotAWrittenQuestion as error:
            yield Rejected(where, str(error))


def _records(data: bytes, name: str) -> Iterator[Record | Rejected]:
    data = data.removeprefix(export.BOM)
    start = data[:4096].lstrip()
    if not data.strip():
        raise NotAWrittenQuestion("is empty")
    if start.startswith((b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8", b"SQLite format")):
        raise NotAWrittenQuestion("is not text; save the page as text, or give the API's JSON")
    if day_file.looks_like_one(data[:20_000]):
        yield from _day_file_records(data, name)
        return
    if start.startswith((b"{", b"[")):
        lines = data.split(b"\n")
        if _is_object(lines[0]) and any(line.strip() for line in lines[1:]):
            yield from _api_lines(lines, name)
            return
        is_json, value = _json(data)
        if is_json:
            yield from _api_records(value, name)
            return
    if len(data) > _LARGEST_PAGE:
        raise NotAWrittenQuestion("is larger than 16 MB, which no saved page is")
    yield from _page_records(_decoded(data), name)


def _decoded(data: bytes) -> str:
    """UTF-8, a few damaged letters replaced; or, where hardly any letter is, Windows-1252."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    if bad and bad > sum(character > "\x7f" for character in text) - bad:
        # Pages saved on an old Windows machine.
        return data.decode("cp1252", "replace")
    return text


def _json(data: bytes) -> tuple[bool, Any]:
    """Whether a document is JSON, and its value. Text may begin with a bracket too."""
    text = data.decode("utf-8", "replace")
    try:
        return True, json.loads(text, parse_int=_integer)
    except RecursionError as error:
        raise NotAWrittenQuestion(_NESTED) from error
    except ValueError as error:
        if page.looks_like_one(text):
            return False, None
        where = f"line {error.lineno}" if isinstance(error, json.JSONDecodeError) else "a number"
        raise NotAWrittenQuestion(f"is JSON that breaks off or is malformed ({where})") from error


def _integer(digits: str) -> int | str:
    """A number; one that Python will not read stays text, for its record to be rejected."""
    return int(digits) if len(digits) < _MOST_DIGITS else digits[:_MOST_DIGITS]


# -- the API's JSON


def _is_object(line: bytes) -> bool:
    """Is a line a whole object of JSON by itself?"""
    line = line.strip()
    try:
        return line.endswith(b"}") and isinstance(_parsed(line), dict)
    except (ValueError, RecursionError):
        return False


def _api_lines(lines: list[bytes], name: str) -> Iterator[Record | Rejected]:
    """An item a line. Each may be of a list, and so may be clipped."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            value = _parsed(line)
        except (ValueError, RecursionError):
            yield Rejected(f"{name}, line {number:,}", "is JSON that breaks off or is malformed")
        else:
            yield _of_told(value, f"{name}, line {number:,}", api.LIST)


def _parsed(line: bytes) -> Any:
    return json.loads(line.decode("utf-8", "replace"), parse_int=_integer)


def _api_records(value: Any, name: str) -> Iterator[Record | Rejected]:
    items, form = _items(value)
    for number, item in enumerate(items, 1):
        yield _of_told(item, f"{name}, record {number:,}", form)


def _of_told(item: Any, where: str, form: str) -> Record | Rejected:
    told = item.get("value", item) if isinstance(item, dict) else item
    try:
        source = _compact(told)
        return Record(api.question(json.loads(source), form), source, form)
    except NotAWrittenQuestion as error:
        uin = told.get("uin") if isinstance(told, dict) else None
        known = f" (UIN {uin})" if isinstance(uin, str) and uin else ""
        return Rejected(f"{where}{known}", str(error))


def _items(value: Any) -> tuple[list[Any], str]:
    if isinstance(value, list):
        if value and not any(isinstance(item, dict) for item in value):
            raise NotAWrittenQuestion("is JSON, but not a list of the API's questions")
        if not value:
            raise NotAWrittenQuestion("is an empty list")
        return value, api.LIST
    if isinstance(value, dict):
        results = value.get("results")
        if isinstance(results, list):
            if not results:
                raise NotAWrittenQuestion("is a page of the API without results")
            return results, api.LIST
        item = value.get("value", value)
        if isinstance(item, dict) and "questionText" in item:
            return [value], api.SINGLE
        if "status" in value and "title" in value:
            raise NotAWrittenQuestion("is an error message of the API, not its questions")
    raise NotAWrittenQuestion("is JSON, but not the API's questions")


def _compact(told: Any) -> bytes:
    try:
        text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    except RecursionError as error:
        raise NotAWrittenQuestion(_NESTED) from error
    # JSON may escape half a surrogate pair, which no UTF-8 can hold.
    return text.encode("utf-8", "replace")


# -- day files


def _day_file_records(data: bytes, name: str) -> Iterator[Record | Rejected]:
    for line, source in day_file.sources(data, name):
        try:
            yield Record(day_file.question(source), source, day_file.DAY_FILE)
        except NotAWrittenQuestion as error:
            yield Rejected(f"{name}, line {line:,}", str(error))


# -- saved pages


def _page_records(text: str, name: str) -> Iterator[Record | Rejected]:
    if not page.looks_like_one(text):
        raise NotAWrittenQuestion("holds no written question")
    sources = list(page.records(text))
    if not sources:
        raise NotAWrittenQuestion("holds no written question with a title and a date or asker")
    for number, source in enumerate(sources, 1):
        try:
            asked = page.question(source)
            yield Record(asked, source.encode("utf-8"), page.PAGE)
        except NotAWrittenQuestion as error:
            where = name if len(sources) == 1 else f"{name}, record {number:,}"
            yield Rejected(where, str(error))
