"""Places of the reader's own, from ``places.toml`` beside the settings."""

import os
import zlib
from functools import cache
from typing import Any

from wrans import paths
from wrans.errors import SettingsError
from wrans.values import dataclass


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """A place that a reader has named."""

    kind: str = "town"
    country: str = ""
    nation: str = ""
    latitude: float | None = None
    longitude: float | None = None


def places() -> dict[str, OwnPlace]:
    """The reader's places by their names."""
    return _read()[0]


def troubles() -> tuple[str, ...]:
    """What in the file is wrong, a sentence each; the rest of it holds."""
    return _read()[1]


def sign() -> str:
    """A few letters that tell one state of the file from another; none where there is no file."""
    try:
        told = (paths.config_dir() / "places.toml").read_bytes()
    except OSError:
        return ""
    return f".{zlib.crc32(told):08x}"


@cache
def _read() -> tuple[dict[str, OwnPlace], tuple[str, ...]]:
    file = paths.config_dir() / "places.toml"
    try:
        os.stat(file)
    except FileNotFoundError:
        return {}, ()
    except OSError:
        pass  # which is told of when it is read
    from wrans import toml  # only where there are any

    try:
        told = toml.read(file)
    except SettingsError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return {}, ()
        return {}, (f"{error}. No places of your own are known until that is put right.",)
    found: dict[str, OwnPlace] = {}
    wrong = []
    for name, value in told.items():
        try:
            found[_name(name)] = _place(name, value)
        except SettingsError as error:
            wrong.append(f"{error}. It is passed over until that is put right.")
    return found, tuple(wrong)


def _name(name: str) -> str:
    from wrans.records.text import one_line  # only where there are such places

    if name[:1].isupper() and len(name) <= 80 and name == one_line(name).strip():
        return name
    raise SettingsError(
        f"places.toml: {one_line(name)[:40]!r} must be a name that begins with a capital"
    )


def _place(name: str, value: Any) -> OwnPlace:
    from wrans.records.text import one_line

    shown = one_line(name)[:40]
    if not isinstance(value, dict):
        raise SettingsError(f'places.toml: "{shown}" is a table; write it as ["{shown}"]')
    kinds = {"kind": str, "country": str, "nation": str, "latitude": float, "longitude": float}
    held: dict[str, Any] = {}
    for field, given in value.items():
        if field not in kinds:
            known = ", ".join(kinds)
            raise SettingsError(
                f"places.toml: {shown} has {one_line(field)[:40]!r}, which is none of {known}"
            )
        number = kinds[field] is float
        if number and type(given) is int:
            given = float(given)
        if type(given) is not kinds[field]:
            wanted = "a number" if number else "a text in quotes"
            raise SettingsError(f"places.toml: {field} of {shown} must be {wanted}")
        held[field] = given
    for field, most in (("latitude", 90), ("longitude", 180)):
        if not -most <= held.get(field, 0.0) <= most:  # NaN too
            raise SettingsError(f"places.toml: {field} of {shown} must be from -{most} to {most}")
    return OwnPlace(**held)
