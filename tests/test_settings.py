"""Settings, keys and themes: the user's over the shipped ones."""

from itertools import pairwise
from pathlib import Path

import pytest

from wrans import paths, settings
from wrans.errors import SettingsError, UnknownSetting


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


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("settings.toml", "[answer]\nmeasure = true\n", "must be a whole number"),
        ("settings.toml", "[answer]\nmeasure = 3\n", "between 20 and 400"),
        ("settings.toml", "answer = 3\n", r"write it as \[answer\]"),
        ("settings.toml", '[list]\ndates = "long"\n', "one of short, iso"),
        ("settings.toml", '[citation]\nstyle = "parliment"\n', "did you mean parliament"),
        ("settings.toml", "[answer\n", "settings.toml, line 1, column 8"),
        ("settings.toml", "x = " + "[" * 9000, "nested too deeply"),
        ("keys.toml", '[keys]\nbookmark = ["q"]\n', "q is given to both"),
        ("keys.toml", '[keys]\nbookmark = ["ä ö"]\n', "no key that can be bound"),
        ("keys.toml", "[keys]\nbookmark = 5\n", "must be a list of keys"),
        ("themes.toml", '[mine]\nprimry = "#fff"\n', "did you mean primary"),
        ("themes.toml", "mine = 3\n", r"write it as \[mine\]"),
    ],
)
def test_what_is_wrong_is_said_and_the_reader_starts_anyway(
    name: str, text: str, told: str
) -> None:
    write(name, text)
    with pytest.raises(SettingsError, match=told):
        settings.load()
    loaded, troubles = settings.load_or_shipped()
    assert loaded.answer.measure == 88
    assert len(troubles) == 1
    assert (paths.config_dir() / name).read_text() == text


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


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", ["wrans-dark", "wrans-light"])
def test_every_role_can_be_read(name: str) -> None:
    theme = settings.load().themes[name]
    variables, ground = theme["variables"], theme["background"]
    for role in ("money", "place", "reference", "link"):
        assert contrast(variables[role], ground) >= 4.5, role
    for role in ("match", "match-now"):
        assert contrast(variables[role], variables[f"{role}-ground"]) >= 4.5, role
    assert contrast(theme["foreground"], ground) >= 7


def test_every_shipped_setting_has_a_comment() -> None:
    lines = (Path(paths.shipped("config")) / "settings.toml").read_text().splitlines()
    for before, line in pairwise(lines):
        if " = " in line and not line.startswith("#"):
            in_styles = lines.index("[citation.styles]") < lines.index(line)
            assert before.startswith("#") or in_styles, line
