"""TOML that people wrote: read, or said where it is wrong; and its tables as text."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wrans import toml
from wrans.errors import SettingsError


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (b"a = \n", "line 1, column"),
        (b"a\n", "line 1, column"),
        (b"a = 1 b = 2\n", "line 1, column"),
        (b"ok = 1\n[a\n", "line 2, column"),
        (b"[[a]\n", "line 1, column"),
        (b"[]\n", "line 1, column"),
        (b"= 1\n", "line 1, column"),
        (b"a = 1\na = 2\n", "line 2, column"),
        (b"[a]\nx = 1\n[a]\n", "line 3, column"),
        (b"a = [1]\n[[a]]\n", "line 2, column"),
        (b"a = 1\n[a.b]\n", "line 2, column"),
        (b"a = yes\n", "line 1, column"),
        (b"a = 2024-13-45\n", "line 1, column"),
        (b"a = 0123\n", "line 1, column"),
        (b"a = [1, 2\n", "line 2, column"),
        (b"a = {b = 1\n", "line 2, column"),
        (b'a = "half\n', "line 1, column"),
        (b"a = 'half", "line 1, column"),
        (b'a = """half\n\n', "line 3, column"),
        (b'a = "\\q"\n', "line 1, column"),
        (b'a = "\\ud800"\n', "line 1, column"),
        (b'a = "x\x00y"\n', "line 1, column"),
        (b'a = "x\x1b]0;hi"\n', "line 1, column"),
        (b"a = 1\rb = 2\r", "line 1, column"),
        (b"<<<<<<< ours\na = 1\n=======\na = 2\n>>>>>>> theirs\n", "line 1, column"),
        (b"# caf\xe9\n", "line 1, column 6: is not UTF-8"),
        (b"# ok \xc3\xa9\nab\xff\n", "line 2, column 3: is not UTF-8"),
        (b"\xef\xbb\xbfa\xff\n", "line 1, column 2: is not UTF-8"),
        ("a = 1\n".encode("utf-16"), "line 1, column 1: is not UTF-8"),
        (b"a = " + b"9" * 5000, "too many digits"),
        (b"a = " + b"[" * 9000, "nested too deeply"),
        (b"a = " + b"{a=" * 9000, "nested too deeply"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(written: bytes, told: str) -> None:
    with pytest.raises(SettingsError) as error:
        toml.parse(written, "mine.toml")
    assert str(error.value).startswith("mine.toml")
    assert told in str(error.value)
    assert str(error.value).isprintable()


@pytest.mark.parametrize(
    "written",
    [b"a = 1\n", b"\xef\xbb\xbfa = 1\n", b"a = 1\r\n", b"a = 1", b"\xef\xbb\xbfa = 1\r\n"],
)
def test_windows_lines_and_a_byte_order_mark_are_fine(tmp_path: Path, written: bytes) -> None:
    (tmp_path / "mine.toml").write_bytes(written)
    assert toml.read(tmp_path / "mine.toml") == {"a": 1}


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"gone\.toml: cannot be read: No such file"):
        toml.read(tmp_path / "gone.toml")
    with pytest.raises(SettingsError, match="cannot be read: Is a directory"):
        toml.read(tmp_path)


@given(st.text(st.characters(codec=None)), st.lists(st.text(st.characters(codec=None)), max_size=3))
def test_any_text_is_written_so_that_it_can_be_read(note: str, tags: list[str]) -> None:
    written = toml.block("mark", {"note": note, "tags": tags}).encode()
    told = toml.parse(written, "")["mark"]
    half = [text.encode("utf-8", "replace").decode() for text in (note, *tags)]
    assert [told[0]["note"], *told[0]["tags"]] == half


@given(st.text())
def test_any_text_at_all_is_read_or_refused(text: str) -> None:
    try:
        told = toml.loads(text, "mine.toml")
    except SettingsError:
        return
    assert isinstance(told, dict)


MARKS = '''# not ours
[other]
x = [
["mark"],
]
[[mark]]  # one
n = 1
lines = """
[[mark]]
n = "not a mark" """
more = [ # [[mark]]
  "]", ']', "\\"[",
] # its end

# between

[[ "mark" ]]
n = 2
[mark.inner]
y = 2
[[mark.list]]
[third]
# [[mark]]
[[mark]]'''


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_each_table_is_found_with_what_is_its_own(newline: str, bom: str) -> None:
    text = bom + MARKS.replace("\n", newline)
    tables = [text[start:end] for start, end in toml.blocks(text, "mark")]
    assert [toml.loads(table, "")["mark"] for table in tables] == [
        [table] for table in toml.loads(text, "")["mark"]
    ]
    first, second, third = (table.replace("\r", "") for table in tables)
    assert first.startswith("[[mark]]  # one\n")
    assert first.endswith("] # its end\n")
    assert second == '[[ "mark" ]]\nn = 2\n[mark.inner]\ny = 2\n[[mark.list]]\n'
    assert third == "[[mark]]"


@pytest.mark.parametrize(
    "value", ['""""two quotes" here"""""', "''''a' ''''", '"""\\""""', '"#"', "'[['", "{a = ']'}"]
)
def test_quotes_and_brackets_hide_no_header(value: str) -> None:
    text = f"[[mark]]\nv = {value}\n[[mark]]\nv = {value}\n"
    assert len(toml.loads(text, "")["mark"]) == 2
    half = len(text) // 2
    assert toml.blocks(text, "mark") == [(0, half), (half, len(text))]
