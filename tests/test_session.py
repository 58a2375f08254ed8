"""Where the reader was: it comes back, and a file that makes no sense is no trouble."""

from pathlib import Path

import pytest

from wrans.session import Session


def test_a_session_comes_back(tmp_path: Path) -> None:
    file = tmp_path / "state" / "session.json"
    was = Session(
        "sewage", "commons/2024-07-19/1234", "answer", True, False, True, "x", "y", (3, 1), 17, True
    )
    was.save(file)
    assert Session.load(file) == was


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[1]",
        b"null",
        b'{"query": 3}',
        b'{"ids": ["x"]}',
        b'{"ids": 5}',
        b'{"ids": [true]}',
        b'{"count": "many"}',
        b'{"query": "' + b"x" * 5000 + b'"}',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
def test_a_file_that_makes_no_sense_is_a_new_session(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "session.json"
    file.write_bytes(content)
    assert Session.load(file) == Session()


def test_a_folder_that_cannot_be_written_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where the folder should be")
    Session().save(tmp_path / "state" / "session.json")
