"""Settings, keys and themes: the user's over the shipped ones."""

from dataclasses import fields
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import ClassVar

import pytest
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.keys import _character_to_key
from textual.theme import Theme
from textual.widgets import Static

from wrans import commands, paths, settings
from wrans.errors import SettingsError, UnknownSetting
from wrans.records import House, Key, Question, citation


def write(name: str, text: str) -> None:
    folder = paths.config_dir()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text)


def test_without_a_file_of_ones_own_the_shipped_values_hold() -> None:
    assert settings.load().answer.measure == 88
    assert settings.load().keys["bookmark"] == "b"


def test_the_users_values_are_laid_over() -> None:
    write("settings.toml", "[answer]\nmeasure = 100\n")
    write("keys.toml", '[keys]\nbookmark = ["m", "ctrl+b"]\npage_up = ["pageup"]\n')
    loaded = settings.load()
    assert loaded.answer.measure == 100
    assert loaded.answer.mended
    assert loaded.keys["bookmark"] == "m,ctrl+b"


def test_an_unknown_setting_names_the_nearest() -> None:
    write("settings.toml", "[answer]\nmesure = 100\n")
    with pytest.raises(
        UnknownSetting, match=r"settings.toml: no setting answer.mesure; did you mean measure\?"
    ):
        settings.load()


def test_an_unknown_command_names_the_nearest() -> None:
    write("keys.toml", '[keys]\nbokmark = ["m"]\n')
    with pytest.raises(UnknownSetting, match="did you mean bookmark"):
        settings.load()


WRONG = [
    ("settings.toml", "[answer]\nmeasure = true\n", "measure must be a whole number, not true"),
    ("settings.toml", "[answer]\nmeasure = 88.0\n", "must be a whole number, not 88.0"),
    ("settings.toml", '[answer]\nmeasure = "88"\n', "must be a whole number, not '88'"),
    ("settings.toml", "[answer]\nmeasure.a = 1\n", "must be a whole number, not a table"),
    ("settings.toml", "[answer]\nmeasure = [[1]]\n", "must be a whole number, not a list"),
    ("settings.toml", "[answer]\nmended = 1\n", "answer.mended must be true or false, not 1"),
    ("settings.toml", "[answer]\nmeasure = 3\n", "between 20 and 400, not 3"),
    ("settings.toml", "answer = 3\n", "write it as [answer]"),
    ("settings.toml", "[anser]\nmeasure = 90\n", "no setting anser; did you mean answer?"),
    ("settings.toml", '[list]\ndates = "long"\n', "must be one of short, iso, not 'long'"),
    ("settings.toml", "[screen]\ntheme = 3\n", "screen.theme must be a text in quotes, not 3"),
    ("settings.toml", '[citation]\nstyle = "parliment"\n', "did you mean parliament?"),
    ("settings.toml", "[citation.styles]\nmine = 3\n", "styles.mine must be a text in quotes"),
    (
        "settings.toml",
        '[citation.styles]\nmine = "{headng}"\n',
        "no field {headng} for citation.styles.mine; did you mean heading?",
    ),
    ("settings.toml", '[citation.styles.mine]\na = ""\n', "must be a text in quotes, not a table"),
    ("settings.toml", '"\\u202e\\u001b[2J\\n" = 1\n', "no setting ␛[2J"),
    ("settings.toml", "[answer\n", "settings.toml, line 1, column 8"),
    ("settings.toml", "x = " + "[" * 9000, "nested too deeply"),
    ("keys.toml", '[keys]\nbookmark = ["q"]\n', "q is given to both bookmark and quit"),
    ("keys.toml", '[keys]\nbookmark = ["?"]\n', "question_mark is given to both bookmark and help"),
    ("keys.toml", '[keys]\nbookmark = ["ctrl+m"]\n', "enter is given to both bookmark and choose"),
    ("keys.toml", '[keys]\nbookmark = ["ä ö"]\n', "no key that can be bound"),
    ("keys.toml", '[keys]\nbookmark = [""]\n', "'' is no key that can be bound"),
    ("keys.toml", '[keys]\nbookmark = ["\\n"]\n', "no key that can be bound"),
    ("keys.toml", '[keys]\nbookmark = ["a,b"]\n', "no key that can be bound"),
    ("keys.toml", '[keys]\nbookmark = ["crtl+b"]\n', "no key that can be bound"),
    ("keys.toml", '[keys]\nbookmark = ["shift+x"]\n', "'shift+x' is no key that can be bound"),
    ("keys.toml", '[keys]\nbookmark = ["pgdown"]\n', "did you mean pagedown?"),
    ("keys.toml", '[keys]\nbookmark = ["questionmark"]\n', "did you mean question_mark?"),
    ("keys.toml", "[keys]\nbookmark = 5\n", "must be a list of keys"),
    ("keys.toml", "[keys]\nbookmark = [5]\n", "must be a list of keys"),
    ("keys.toml", "[kyes]\n", "no table kyes; did you mean keys?"),
    ("keys.toml", "keys = 3\n", "write it as [keys]"),
    ("themes.toml", '[mine]\nprimry = "#fff"\n', "did you mean primary?"),
    ("themes.toml", "mine = 3\n", "write it as [mine]"),
    ("themes.toml", '[mine]\nprimary = "blueish"\n', "mine.primary must be a colour, such as"),
    ("themes.toml", "[mine]\nprimary = 3\n", "must be a colour"),
    ("themes.toml", '[mine]\nprimary = "#12345"\n', "must be a colour"),
    ("themes.toml", '[mine]\nprimary = "ansi_blu"\n', "must be a colour"),
    ("themes.toml", '[mine]\ndark = "no"\n', "mine.dark must be true or false, not 'no'"),
    ("themes.toml", "[mine]\ntext_alpha = 2.5\n", "must be a number from 0 to 1, not 2.5"),
    ("themes.toml", "[mine]\nvariables = 3\n", "write it as [mine.variables]"),
    ("themes.toml", '[mine.variables]\nmony = "#fff"\n', "no role mine.variables.mony; did you"),
    ("themes.toml", '[mine.variables]\nmoney = "}"\n', "mine.variables.money must be a colour"),
    ("themes.toml", '["my own"]\ndark = true\n', "'my own' is no name for a theme"),
]


@pytest.mark.parametrize(("name", "text", "told"), WRONG)
def test_what_is_wrong_is_said_and_the_reader_starts_anyway(
    name: str, text: str, told: str
) -> None:
    write(name, text)
    with pytest.raises(SettingsError) as error:
        settings.load()
    assert str(error.value).startswith(name)
    assert told in str(error.value)
    assert str(error.value).isprintable()
    loaded, (trouble,) = settings.load_or_shipped()
    assert loaded.answer.measure == 88
    assert told in trouble
    assert trouble.endswith(" until that is put right.")
    assert (paths.config_dir() / name).read_text() == text


def test_a_wrong_line_does_not_take_the_others_along_and_each_is_told_of() -> None:
    write(
        "settings.toml",
        """
[answer]
measure = 90
mendd = true
[list]
dates = "long"
[citation]
style = "mine"
[citation.styles]
mine = "{uin}"
""",
    )
    write("keys.toml", '[keys]\nbookmark = ["m"]\nzoom = ["m"]\nundo = ["U"]\n')
    write("themes.toml", '[wrans-dark]\nprimary = "#123456"\nsecondary = "bluish"\n')
    loaded, troubles = settings.load_or_shipped()
    assert loaded.answer.measure == 90
    assert loaded.list.dates == "short"
    assert loaded.citation.style == "mine"
    assert (loaded.keys["bookmark"], loaded.keys["zoom"], loaded.keys["undo"]) == ("m", "z", "U")
    assert loaded.themes["wrans-dark"]["primary"] == "#123456"
    assert [t for t in troubles if "mendd" in t]
    assert [t for t in troubles if "list.dates" in t]
    assert [t for t in troubles if "m is given to both" in t]
    assert [t for t in troubles if "bluish" in t]
    assert len(troubles) == 4


def test_a_wrong_file_does_not_take_the_others_along() -> None:
    write("settings.toml", "[answer]\nmeasure = 90\n")
    write("keys.toml", '[keys]\nbookmark = ["pgdown"]\n')
    write("themes.toml", "[")
    loaded, troubles = settings.load_or_shipped()
    assert loaded.answer.measure == 90
    assert loaded.keys["bookmark"] == "b"
    assert [trouble.split(":")[0] for trouble in troubles] == [
        "keys.toml",
        "themes.toml, line 1, column 2",
    ]


@pytest.mark.parametrize("name", ["settings.toml", "keys.toml", "themes.toml"])
def test_a_file_that_cannot_be_read_is_said_to_be_so(name: str) -> None:
    (paths.config_dir() / name).mkdir(parents=True)
    assert "cannot be read" in settings.load_or_shipped()[1][0]


def test_a_key_may_be_written_by_its_sign_or_its_name() -> None:
    write("keys.toml", '[keys]\nzoom = ["+", "ctrl+X", "shift+alt+up", "+", "é", "full_stop"]\n')
    assert settings.load().keys["zoom"] == "plus,ctrl+x,alt+shift+up,é,full_stop"


def test_signs_have_the_names_that_textual_gives_them() -> None:
    for sign in settings._SIGNS:
        assert settings._key(sign) == settings._key(_character_to_key(sign))
        assert settings._key(sign) == _character_to_key(sign)


def test_the_shipped_keys_are_as_textual_names_them() -> None:
    assert settings.load().keys == commands.shipped_keys()


async def test_a_command_without_a_key_has_none_on_the_screen_either() -> None:
    write("keys.toml", '[keys]\nbookmark = []\nzoom = ["b"]\n')
    done = []

    class Reader(App[None]):
        BINDINGS: ClassVar[list[BindingType]] = [*commands.bindings("")]

        def action_bookmark(self) -> None:
            done.append("bookmark")

        def action_zoom(self) -> None:
            done.append("zoom")

    reader = Reader()
    reader.set_keymap(settings.load().keys)
    async with reader.run_test() as pilot:
        await pilot.press("b", "z")
    assert done == ["zoom"]


def test_what_a_citation_can_name_is_what_may_be_written() -> None:
    question = Question(Key(House.LORDS, date(2025, 3, 4), "HL7"), "", "", "")
    assert set(citation._fields(question, date(2026, 1, 2))) == settings.CITED
    comment = Path(paths.shipped("config") / "settings.toml").read_text()
    told = comment[comment.index("Fields in braces:") : comment.index(". A part in square")]
    assert set(told.replace("#", "").split()[3:]) == settings.CITED


def test_every_setting_is_shipped_and_every_shipped_one_is_a_setting() -> None:
    shipped = settings._shipped("settings.toml")
    loaded = settings.load()
    assert set(shipped) == {f.name for f in fields(loaded)} - {"keys", "themes"}
    for name, table in shipped.items():
        assert set(table) == {f.name for f in fields(getattr(loaded, name))}


def test_a_style_of_ones_own() -> None:
    write("settings.toml", '[citation]\nstyle = "mine"\n[citation.styles]\nmine = "{heading}"\n')
    assert settings.load().citation.styles["mine"] == "{heading}"


def test_a_byte_order_mark_and_windows_lines_are_fine() -> None:
    folder = paths.config_dir()
    folder.mkdir(parents=True)
    (folder / "settings.toml").write_bytes(b"\xef\xbb\xbf[answer]\r\nmeasure = 90\r\n")
    assert settings.load().answer.measure == 90


def test_a_theme_of_ones_own_stands_on_the_shipped_one() -> None:
    write("themes.toml", '[wrans-dark]\nprimary = "#ff0000"\n[mine]\ndark = false\n')
    themes = settings.load().themes
    assert themes["wrans-dark"]["primary"] == "#ff0000"
    assert themes["mine"]["variables"]["money"]


@pytest.mark.parametrize(
    ("text", "like"),
    [
        ("[mine]\ndark = true\n", "wrans-dark"),
        ("[mine]\ndark = false\n", "wrans-light"),
        ("[mine]\nansi = true\n", "wrans-16"),
    ],
)
def test_what_a_theme_leaves_out_is_as_in_the_shipped_one(text: str, like: str) -> None:
    write("themes.toml", text)
    themes = settings.load().themes
    assert themes["mine"]["background"] == themes[like]["background"]
    assert themes["mine"]["variables"]["money"] == themes[like]["variables"]["money"]


@pytest.mark.parametrize(
    "text", ["", "[wrans-light]\nansi = true\n", '[mine]\nboost = "#fff"\ntext_alpha = 1\n']
)
async def test_every_theme_can_be_shown(text: str) -> None:
    write("themes.toml", text)
    themes = settings.load().themes

    class Roles(App[None]):
        CSS = "".join(f"#{role} {{ color: ${role}; }}" for role in ROLES)

        def get_theme_variable_defaults(self) -> dict[str, str]:
            return dict(themes["wrans-dark"]["variables"])

        def compose(self) -> ComposeResult:
            yield from (Static(role, id=role) for role in ROLES)

    app = Roles()
    for name, values in themes.items():
        app.register_theme(Theme(name, **values))
    async with app.run_test() as pilot:
        for name in themes:
            app.theme = name
            await pilot.pause()
            shown = app.query_one("#money").rich_style.color
            assert shown
            is_own = themes[name]["variables"]["money"].startswith("ansi_")
            assert (shown.number == 10) if is_own else (shown.triplet is not None)


async def test_sixteen_colours_are_the_terminals_own() -> None:
    app = App[None]()
    app.register_theme(Theme("wrans-16", **settings.load().themes["wrans-16"]))
    app.theme = "wrans-16"
    assert app.native_ansi_color


ROLES = ("money", "place", "reference", "link", "match-ground", "match-now-ground")


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", ["wrans-dark", "wrans-light"])
@pytest.mark.parametrize("ground", ["background", "surface", "panel"])
def test_every_role_can_be_read(name: str, ground: str) -> None:
    theme = settings.load().themes[name]
    variables = theme["variables"]
    for role in ("money", "place", "reference", "link"):
        assert contrast(variables[role], theme[ground]) >= 4.5, role
    for colour in ("primary", "secondary", "accent", "warning", "error", "success"):
        assert contrast(theme[colour], theme[ground]) >= 4.5, colour
    assert contrast(theme["foreground"], theme[ground]) >= 7


@pytest.mark.parametrize("name", ["wrans-dark", "wrans-light"])
@pytest.mark.parametrize("role", ["match", "match-now"])
def test_a_match_can_be_read_and_seen(name: str, role: str) -> None:
    theme = settings.load().themes[name]
    letters, ground = theme["variables"][role], theme["variables"][f"{role}-ground"]
    assert contrast(letters, ground) >= 4.5


def test_every_shipped_setting_has_a_comment() -> None:
    lines = (Path(paths.shipped("config")) / "settings.toml").read_text().splitlines()
    for before, line in pairwise(lines):
        if " = " in line and not line.startswith("#"):
            in_styles = lines.index("[citation.styles]") < lines.index(line)
            assert before.startswith("#") or in_styles, line
