"""The user's settings, keys and themes over those that are shipped."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final

from wrans import paths, toml
from wrans.errors import SettingsError, UnknownSetting

_KEY: Final = re.compile(r"(?:(?:ctrl|shift|alt)\+){0,3}[a-zA-Z0-9_@]+\Z")
_CHOICES: Final = {"list.dates": ("short", "iso")}
_KINDS: Final = {bool: "true or false", int: "a whole number", str: "a text in quotes"}


@dataclass(frozen=True, slots=True)
class ListSettings:
    """``[list]``."""

    dates: str


@dataclass(frozen=True, slots=True)
class AnswerSettings:
    """``[answer]``."""

    measure: int
    mended: bool


@dataclass(frozen=True, slots=True)
class SidebarSettings:
    """``[sidebar]``."""

    grouped: bool


@dataclass(frozen=True, slots=True)
class ScreenSettings:
    """``[screen]``."""

    theme: str
    cursor: bool


@dataclass(frozen=True, slots=True)
class CitationSettings:
    """``[citation]``."""

    style: str
    styles: dict[str, str]


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting. Their defaults are in ``config/settings.toml``."""

    list: ListSettings
    answer: AnswerSettings
    sidebar: SidebarSettings
    screen: ScreenSettings
    citation: CitationSettings
    keys: dict[str, str]
    """The keys of each command by its name, with commas."""
    themes: dict[str, dict[str, Any]]


def load() -> Settings:
    """The shipped values, and over them the user's. Raises SettingsError."""
    values = _laid_over("settings.toml")
    settings = _made(values, _keys(_laid_over("keys.toml")["keys"]), _themes())
    if settings.citation.style not in settings.citation.styles:
        raise _unknown(
            "settings.toml", "citation style", settings.citation.style, values["citation"]["styles"]
        )
    if not 20 <= settings.answer.measure <= 400:
        raise SettingsError("settings.toml: answer.measure must be between 20 and 400")
    return settings


def load_or_shipped() -> tuple[Settings, list[str]]:
    """The settings; where a file of the user's is wrong, what is wrong, and the shipped ones."""
    try:
        return load(), []
    except SettingsError as error:
        return _shipped_only(), [f"{error}. The shipped settings are used until that is put right."]


def _shipped_only() -> Settings:
    return _made(
        _shipped("settings.toml"), _keys(_shipped("keys.toml")["keys"]), _shipped("themes.toml")
    )


def _made(
    values: dict[str, Any], keys: dict[str, str], themes: dict[str, dict[str, Any]]
) -> Settings:
    return Settings(
        ListSettings(**values["list"]),
        AnswerSettings(**values["answer"]),
        SidebarSettings(**values["sidebar"]),
        ScreenSettings(**values["screen"]),
        CitationSettings(**values["citation"]),
        keys,
        themes,
    )


def _shipped(name: str) -> dict[str, Any]:
    return toml.read(paths.shipped("config") / name)


def _mine(name: str) -> dict[str, Any]:
    file = paths.config_dir() / name
    return toml.read(file) if file.exists() else {}


def _laid_over(name: str) -> dict[str, Any]:
    values = _shipped(name)
    _lay(values, _mine(name), name, "")
    return values


def _lay(under: dict[str, Any], over: Mapping[str, Any], file: str, within: str) -> None:
    for name, value in over.items():
        path = f"{within}{name}"
        if name not in under:
            # A citation style is the user's to name.
            if within == "citation.styles." and isinstance(value, str):
                under[name] = value
                continue
            raise _unknown(
                file,
                "command" if file == "keys.toml" and within else "setting",
                path,
                _names(under, within),
            )
        here = under[name]
        if isinstance(here, dict):
            if not isinstance(value, dict):
                raise SettingsError(f"{file}: {path} is a table; write it as [{path}]")
            _lay(here, value, file, f"{path}.")
        else:
            under[name] = _fitting(value, here, file, path)


def _fitting(value: Any, shipped: Any, file: str, path: str) -> Any:
    if isinstance(shipped, list):
        told = [value] if isinstance(value, str) else value
        if isinstance(told, list) and all(isinstance(key, str) for key in told):
            return told
        raise SettingsError(f'{file}: {path} must be a list of keys, such as ["b", "ctrl+b"]')
    if type(value) is not type(shipped):
        raise SettingsError(f"{file}: {path} must be {_KINDS[type(shipped)]}, not {value!r}")
    choices = _CHOICES.get(path)
    if choices and value not in choices:
        raise SettingsError(f"{file}: {path} must be one of {', '.join(choices)}, not {value!r}")
    return value


def _names(table: Mapping[str, Any], within: str) -> Iterator[str]:
    for name, value in table.items():
        yield f"{within}{name}"
        if isinstance(value, dict):
            yield from _names(value, f"{within}{name}.")


def _unknown(file: str, what: str, name: str, known: Any) -> UnknownSetting:
    near = get_close_matches(name, list(known), 1, 0.5)
    hint = f"; did you mean {near[0].rpartition('.')[2]}?" if near else ""
    return UnknownSetting(f"{file}: no {what} {name}{hint}")


def _keys(pressed: Mapping[str, list[str]]) -> dict[str, str]:
    """Every command's keys. Raises SettingsError for a key that is no key, or is given twice."""
    taken: dict[str, str] = {}
    for command, keys in pressed.items():
        for key in keys:
            if not _KEY.match(key):
                raise SettingsError(
                    f"keys.toml: {key!r} is no key that can be bound; write, for example, "
                    '"b", "ctrl+b", "slash" or "question_mark"'
                )
            if other := taken.get(key):
                raise SettingsError(f"keys.toml: {key} is given to both {other} and {command}")
            taken[key] = command
    return {command: ",".join(keys) for command, keys in pressed.items()}


_THEME: Final = frozenset(
    "dark primary secondary accent warning error success foreground background surface panel boost "
    "luminosity_spread text_alpha variables".split()
)


def _themes() -> dict[str, dict[str, Any]]:
    """The shipped themes, with the user's changes to them and own ones."""
    themes = _shipped("themes.toml")
    for name, values in _mine("themes.toml").items():
        if not isinstance(values, dict):
            raise SettingsError(f"themes.toml: {name} is a table; write it as [{name}]")
        for field, value in values.items():
            if field not in _THEME:
                raise _unknown("themes.toml", "theme colour", field, _THEME)
            if field == "variables" and not isinstance(value, dict):
                raise SettingsError(f"themes.toml: write [{name}.variables] as a table")
        base = themes.get(name, themes["wrans-dark"])
        variables = base["variables"] | values.get("variables", {})
        themes[name] = base | values | {"variables": variables}
    return themes
