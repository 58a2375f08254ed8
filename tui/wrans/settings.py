"""The user's settings, keys and themes over those that are shipped."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Final, TypeVar

from wrans import paths, toml
from wrans.errors import SettingsError, UnknownSetting
from wrans.records.text import one_line
from wrans.values import dataclass

T = TypeVar("T")
Table = dict[str, Any]

_CHOICES: Final = {"list.dates": ("short", "iso")}
_RANGES: Final = {
    "answer.measure": (20, 400),
    "answer.read_after": (0.0, 3600.0),
    "sync.rate": (0.1, 10.0),
}
_KINDS: Final = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a text in quotes",
}

CITED: Final = frozenset(
    "uin number heading body house initials asker answerer tabled tabled_iso answered answered_iso "
    "year url accessed accessed_iso id".split()
)
"""What a citation style may name in braces."""

NO_KEY: Final = "none"
"""Stands where a command has no key: Textual would go back to the shipped one for an empty text."""


@dataclass(frozen=True, slots=True)
class ListSettings:
    """``[list]``."""

    dates: str


@dataclass(frozen=True, slots=True)
class AnswerSettings:
    """``[answer]``."""

    measure: int
    mended: bool
    read_after: float


@dataclass(frozen=True, slots=True)
class SidebarSettings:
    """``[sidebar]``."""

    grouped: bool


@dataclass(frozen=True, slots=True)
class ScreenSettings:
    """``[screen]``."""

    theme: str


@dataclass(frozen=True, slots=True)
class SyncSettings:
    """``[sync]``."""

    at_start: bool
    rate: float
    contact: str


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
    sync: SyncSettings
    citation: CitationSettings
    keys: dict[str, str]
    """The keys of each command by its name, with commas, as Textual names them."""
    themes: dict[str, Table]


def load() -> Settings:
    """The shipped values, and over them the user's. Raises SettingsError."""
    return _made(lambda lay, name: lay(_mine(name)))


def load_or_shipped() -> tuple[Settings, list[str]]:
    """The settings without what is wrong in the user's files, and a sentence for each of that."""
    troubles: list[str] = []

    def tell(error: SettingsError, remedy: str) -> None:
        told = str(error)
        troubles.append(f"{told}{'' if told.endswith(('?', '.')) else '.'} {remedy}")

    def forgiving(lay: Callable[[Table], T], name: str) -> T:
        try:
            mine = _mine(name)
        except SettingsError as error:
            tell(error, f"The shipped {name} is used until that is put right.")
            return lay({})
        try:
            return lay(mine)
        except SettingsError:
            sound, wrong = _sifted(lay, mine)
            for fault in wrong:
                tell(fault, "It is passed over until that is put right.")
            return lay(sound)

    return _made(forgiving), troubles


def _sifted(lay: Callable[[Table], Any], mine: Table) -> tuple[Table, list[SettingsError]]:
    """What of a file makes sense, and what is wrong with each of the other values."""
    sound: Table = {}
    left = list(_lines(mine))
    while True:
        wrong: list[SettingsError] = []
        again = []
        for path, value in left:
            try:
                lay(_with(sound, path, value))
            except SettingsError as error:
                wrong.append(error)
                again.append((path, value))
            else:
                sound = _with(sound, path, value)
        if len(again) == len(left):
            return sound, wrong
        # One may have been wrong only for want of another: a style that stands further down.
        left = again


def _lines(table: Table) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Each value of a table by the names that lead to it."""
    for name, value in table.items():
        if isinstance(value, dict) and value:
            for path, inner in _lines(value):
                yield (name, *path), inner
        else:
            yield (name,), value


def _with(table: Table, path: tuple[str, ...], value: Any) -> Table:
    """A copy of a table that has one value more."""
    name, *rest = path
    return table | {name: _with(table.get(name, {}), tuple(rest), value) if rest else value}


def _made(laid: Callable[[Callable[[Table], Any], str], Any]) -> Settings:
    values = laid(_values, "settings.toml")
    return Settings(
        ListSettings(**values["list"]),
        AnswerSettings(**values["answer"]),
        SidebarSettings(**values["sidebar"]),
        ScreenSettings(**values["screen"]),
        SyncSettings(**values["sync"]),
        CitationSettings(**values["citation"]),
        laid(_keys, "keys.toml"),
        laid(_themes, "themes.toml"),
    )


def _shipped(name: str) -> Table:
    return toml.read(paths.shipped("config") / name)


def _mine(name: str) -> Table:
    try:
        return toml.read(paths.config_dir() / name)
    except SettingsError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return {}
        raise


# -- settings.toml


def _values(mine: Table) -> Table:
    values = _shipped("settings.toml")
    _lay(values, mine, "")
    styles, style = values["citation"]["styles"], values["citation"]["style"]
    if style not in styles:
        raise _unknown("settings.toml", "citation style", style, styles)
    return values


def _lay(under: Table, over: Table, within: str) -> None:
    for name, value in over.items():
        path = f"{within}{name}"
        if within == "citation.styles.":  # their names are the user's to choose
            under[name] = _template(value, path)
        elif name not in under:
            raise _unknown("settings.toml", "setting", path, _names(under, within))
        elif isinstance(under[name], dict):
            _lay(under[name], _table(value, "settings.toml", path), f"{path}.")
        else:
            under[name] = _fitting(value, under[name], path)


def _fitting(value: Any, shipped: Any, path: str) -> Any:
    if type(shipped) is float and type(value) is int:
        value = float(value)
    if type(value) is not type(shipped):
        raise _wrong(path, _KINDS[type(shipped)], value)
    if path in _CHOICES and value not in _CHOICES[path]:
        raise _wrong(path, f"one of {', '.join(_CHOICES[path])}", value)
    if path in _RANGES:
        least, most = _RANGES[path]
        if not least <= value <= most:
            raise _wrong(path, f"between {least} and {most}", value)
    return value


def _template(value: Any, path: str) -> str:
    template: str = _fitting(value, "", path)
    for field in re.findall(r"\{(\w+)\}", template):
        if field not in CITED:
            raise _unknown("settings.toml", "field", f"{{{field}}} for {path}", CITED, field)
    return template


def _names(table: Table, within: str) -> Iterable[str]:
    for name, value in table.items():
        yield f"{within}{name}"
        if isinstance(value, dict):
            yield from _names(value, f"{within}{name}.")


# -- keys.toml

_MODIFIERS: Final = frozenset("alt ctrl hyper meta shift super".split())
_NAMED: Final = frozenset(
    "escape enter tab space backspace delete insert home end pageup pagedown up down left right "
    "slash backslash at minus plus underscore".split()
) | {f"f{number}" for number in range(1, 25)}
_OTHER_NAMES: Final = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
# What a terminal cannot tell apart.
_SAME: Final = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+left_square_bracket": "escape"}
_SIGNS: Final = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"


def _keys(mine: Table) -> dict[str, str]:
    """Every command's keys. Raises SettingsError for a key that is no key, or is given twice."""
    pressed = _shipped("keys.toml")["keys"]
    for name, table in mine.items():
        if name != "keys":
            raise _unknown("keys.toml", "table", name, ["keys"])
        for command, keys in _table(table, "keys.toml", name).items():
            if command not in pressed:
                raise _unknown("keys.toml", "command", command, pressed)
            pressed[command] = _list_of_keys(keys, command)
    return _given_once({name: list(map(_key, keys)) for name, keys in pressed.items()})


def _given_once(pressed: Mapping[str, list[str]]) -> dict[str, str]:
    taken: dict[str, str] = {}
    for command, keys in pressed.items():
        for key in keys:
            if taken.setdefault(key, command) != command:
                raise SettingsError(f"keys.toml: {key} is given to both {taken[key]} and {command}")
    return {name: ",".join(dict.fromkeys(keys)) or NO_KEY for name, keys in pressed.items()}


def _list_of_keys(value: Any, command: str) -> list[str]:
    keys = [value] if isinstance(value, str) else value
    if isinstance(keys, list) and all(isinstance(key, str) for key in keys):
        return keys
    raise SettingsError(f'keys.toml: {command} must be a list of keys, such as ["b", "ctrl+b"]')


def _key(written: str) -> str:
    """A key as Textual names it, whether its sign or its name was written."""
    *modifiers, name = written.split("+") if written != "+" else [written]
    key = _named(name) if _MODIFIERS.issuperset(modifiers) else None
    # A terminal sends the letter itself: "B", never "shift+b"; and ctrl has no capitals.
    if key is None or (modifiers == ["shift"] and len(key) == 1):
        near = get_close_matches(name.lower(), sorted(_NAMED | {_sign_name(s) for s in _SIGNS}), 1)
        hint = f"; did you mean {near[0]}?" if near else '; write it like "b", "B", "/" or "ctrl+b"'
        raise SettingsError(f"keys.toml: {written[:40]!r} is no key that can be bound{hint}")
    if "ctrl" in modifiers:
        key = key.lower()
    told = "+".join([*sorted(set(modifiers)), key])
    return _SAME.get(told, told)


def _named(name: str) -> str | None:
    if name in _NAMED or (len(name) == 1 and name.isalnum()):
        return name
    if len(name) == 1 and name.isprintable():
        return _sign_name(name)
    return next((_sign_name(sign) for sign in _SIGNS if name == _own_name(sign)), None)


def _sign_name(sign: str) -> str:
    return _OTHER_NAMES.get(_own_name(sign), _own_name(sign))


def _own_name(sign: str) -> str:
    return unicodedata.name(sign, "").lower().replace("-", "_").replace(" ", "_")


# -- themes.toml

_COLOURS: Final = frozenset(
    "primary secondary accent warning error success foreground background surface panel "
    "boost".split()
)
_SHARES: Final = frozenset(["luminosity_spread", "text_alpha"])
_SWITCHES: Final = frozenset(["dark", "ansi"])
_COLOUR: Final = re.compile(
    "#(?:[0-9a-fA-F]{3}){1,2}|ansi_default"
    "|ansi_(?:bright_)?(?:black|red|green|yellow|blue|magenta|cyan|white)"
)


def _themes(mine: Table) -> dict[str, Table]:
    """The shipped themes, with the user's changes to them and own ones."""
    themes = _shipped("themes.toml")
    roles = {role for theme in themes.values() for role in theme["variables"]}
    ansi = themes["wrans-16"]
    for name, written in mine.items():
        values = _table(written, "themes.toml", name)
        if not re.fullmatch("[A-Za-z][A-Za-z0-9_-]*", name):
            raise SettingsError(
                f"themes.toml: {name[:40]!r} is no name for a theme; use a-z, 0-9 and -"
            )
        variables = _table(values.get("variables", {}), "themes.toml", f"{name}.variables")
        for field, value in values.items():
            _check_field(f"{name}.{field}", field, value)
        for role, value in variables.items():
            if role not in roles:
                raise _unknown("themes.toml", "role", f"{name}.variables.{role}", roles, role)
            _check_field(f"{name}.variables.{role}", "primary", value)
        shade = "wrans-light" if values.get("dark") is False else "wrans-dark"
        base = themes.get(name) or (ansi if values.get("ansi") else themes[shade])
        # Textual wants two colours more of a theme of the terminal's own.
        every = ansi["variables"] | base["variables"] | variables
        themes[name] = base | values | {"variables": every}
    return themes


def _check_field(path: str, field: str, value: Any) -> None:
    if field in _COLOURS:
        if not isinstance(value, str) or not _COLOUR.fullmatch(value):
            raise _wrong(path, 'a colour, such as "#7aa2d6" or "ansi_blue"', value, "themes.toml")
    elif field in _SWITCHES:
        if not isinstance(value, bool):
            raise _wrong(path, _KINDS[bool], value, "themes.toml")
    elif field in _SHARES:
        if type(value) not in (int, float) or not 0 <= value <= 1:
            raise _wrong(path, "a number from 0 to 1", value, "themes.toml")
    elif field != "variables":
        known = _COLOURS | _SWITCHES | _SHARES | {"variables"}
        raise _unknown("themes.toml", "theme colour", path, known, field)


# -- what is wrong


def _table(value: Any, file: str, path: str) -> Table:
    if not isinstance(value, dict):
        shown = one_line(path)[:80]
        raise SettingsError(f"{file}: {shown} is a table; write it as [{shown}]")
    return value


def _wrong(path: str, wanted: str, value: Any, file: str = "settings.toml") -> SettingsError:
    told = "a table" if isinstance(value, dict) else "a list" if isinstance(value, list) else ""
    shown = told or (repr(value) if isinstance(value, str) else str(value).lower())
    return SettingsError(f"{file}: {one_line(path)} must be {wanted}, not {shown[:60]}")


def _unknown(
    file: str, what: str, path: str, known: Iterable[str], name: str = ""
) -> UnknownSetting:
    near = get_close_matches(name or path, sorted(known), 1, 0.5)
    hint = f"; did you mean {near[0].rpartition('.')[2]}?" if near else ""
    return UnknownSetting(f"{file}: no {what} {one_line(path)[:80]}{hint}")
