"""Reading TOML, and writing the blocks that bookmarks are kept in."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomli

from wrans.errors import SettingsError


def read(path: Path) -> dict[str, Any]:
    """The tables of a file. Raises SettingsError naming file, line and column."""
    try:
        return parse(path.read_bytes(), path.name)
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror}") from error


def parse(data: bytes, name: str) -> dict[str, Any]:
    """The tables in the bytes of a file. Raises SettingsError naming file, line and column."""
    try:
        return tomli.loads(data.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SettingsError(f"{name}, line {line}: is not UTF-8") from error
    except RecursionError as error:
        raise SettingsError(f"{name}: is nested too deeply") from error
    except ValueError as error:
        # A TOMLDecodeError says where; a number of thousands of digits is a bare ValueError.
        where = re.search(r"\(at (?:line (\d+), column (\d+)|end of document)\)", str(error))
        what = str(error).split(" (at ")[0].removesuffix(".")
        place = f", line {where[1]}, column {where[2]}" if where and where[1] else ""
        raise SettingsError(f"{name}{place}: {what[:200]}") from error


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
