"""Reading TOML, and the tables of an array as the text that a person edits."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import tomli

from wrans.errors import SettingsError

_BOM: Final = "\ufeff"
_WHERE: Final = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)\Z")
# What a line's end, a bracket or a quote can hide in. A string of several lines ends in up to two
# quotes of its own and then three.
_TOKEN: Final = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\''
    r"|[\[{]|[\]}]|(?:#[^\n]*)?(?:\n|\Z)",
    re.DOTALL,
)


def read(path: Path) -> dict[str, Any]:
    """The tables of a file. Raises SettingsError naming file, line and column."""
    try:
        return parse(path.read_bytes(), path.name)
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror}") from error


def parse(data: bytes, name: str) -> dict[str, Any]:
    """The tables in the bytes of a file. Raises SettingsError naming file, line and column."""
    return loads(decode(data, name), name)


def decode(data: bytes, name: str) -> str:
    """The bytes of a file as text, all of it. Raises SettingsError naming line and column."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8").removeprefix(_BOM)
        raise SettingsError(f"{name}{_place(before)}: is not UTF-8") from error


def loads(text: str, name: str) -> dict[str, Any]:
    """The tables in the text of a file. Raises SettingsError naming file, line and column."""
    text = text.removeprefix(_BOM)
    try:
        return tomli.loads(text)
    except RecursionError as error:
        raise SettingsError(f"{name}: is nested too deeply") from error
    except tomli.TOMLDecodeError as error:
        where = _WHERE.search(str(error))
        what = str(error)[: where.start()] if where else str(error)
        place = f", line {where[1]}, column {where[2]}" if where and where[1] else _place(text)
        raise SettingsError(f"{name}{place}: {what[:200]}") from error
    except ValueError as error:
        # Python reads no whole number of more than some thousand digits, and doesn't say where.
        raise SettingsError(f"{name}: has a number with too many digits") from error


def _place(before: str) -> str:
    """Where the text ends."""
    return f", line {before.count(chr(10)) + 1}, column {len(before) - before.rfind(chr(10))}"


def block(name: str, values: Mapping[str, Any]) -> str:
    """One table of an array of tables, as text."""
    import tomli_w  # only who changes a bookmark pays for it

    told = {key: _encodable(value) for key, value in values.items()}
    return f"[[{name}]]\n{tomli_w.dumps(told)}"


def _encodable(value: Any) -> Any:
    """Half a surrogate pair, which no file can hold, becomes a question mark."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    return [_encodable(one) for one in value] if isinstance(value, list) else value


def blocks(text: str, name: str) -> list[tuple[int, int]]:
    """Where each table of an array stands in a text that parses, its own tables included.

    From the line of its header to the line of its last value: comments and blank lines between
    there and the next header belong to no table.
    """
    found: list[tuple[int, int]] = []
    is_ours = False
    for start, _, end in _statements(text):
        statement = text[start:end].strip()
        if statement.startswith("["):
            begins, within = _header(statement, name)
            is_ours = begins or (is_ours and within)
            if begins:
                found.append((start, end))
        if is_ours:
            found[-1] = found[-1][0], end
    return found


def saying(block: str, values: Mapping[str, Any]) -> str:
    """The text of a table with other values; comments and all else in it stay."""
    import tomli_w  # only who changes a value pays for it

    left = {name: tomli_w.dumps({name: _encodable(v)}).strip() for name, v in values.items()}
    header, *statements = _statements(block)
    at = header[2]
    told = ""
    for start, value_end, end in statements:
        statement = block[start:value_end]
        if statement.lstrip().startswith("["):
            break
        for name in set(tomli.loads(statement.strip())) & left.keys():
            begins = start + len(statement) - len(statement.lstrip())
            told += block[at:begins] + left.pop(name)
            at = start + len(statement.rstrip())
        told += block[at:end]
        at = end
    newline = "\r\n" if "\r\n" in block else "\n"
    head = block[: header[2]]
    new = "".join(line + newline for line in left.values())
    if new and not head.endswith("\n"):
        head += newline
    return head + new + told + block[at:]


@lru_cache(64)
def _header(statement: str, name: str) -> tuple[bool, bool]:
    """Does a header begin a table of the array; does it stand within one?"""
    table = tomli.loads(statement).get(name)
    return table == [{}], table is not None


def _statements(text: str) -> Iterator[tuple[int, int, int]]:
    """Each header and each value with its name: whole lines, the last with its comment.

    Where it starts, where the comment or the line's end does, and where the line is over.
    """
    start = len(_BOM) if text.startswith(_BOM) else 0
    depth = 0
    for token in _TOKEN.finditer(text):
        if token[0] in ("[", "{"):
            depth += 1
        elif token[0] in ("]", "}"):
            depth -= 1
        elif not depth and (not token[0] or token[0][0] in "#\n"):
            if text[start : token.start()].strip():
                yield start, token.start(), token.end()
            start = token.end()
