"""Bookmarks: kept in a file that is the user's too."""

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wrans import toml
from wrans.bookmarks import Bookmark, Bookmarks
from wrans.errors import ChangedSince
from wrans.records import House, Key
from wrans.records.text import one_line

TODAY = date(2026, 1, 2)
SHEEP = Key(House.COMMONS, date(2025, 3, 3), "41001")
GOATS = Key(House.LORDS, date(2025, 3, 4), "HL7")
COWS = Key(House.COMMONS, date(2025, 3, 5), "3")

BY_HAND = """# My marks. Keep!

[[bookmark]]
key = "commons/2025-03-03/41001"   # the sheep
heading = "Sheep: Exports"
added = 2025-03-09
note = '''
two
lines'''
tags = ["farm", "export"]
colour = "blue"

# about goats
[[bookmark]]
key = "lords/2025-03-04/HL7"
heading = "Goats"
added = 2025-03-10

[other]
thing = 1
"""


def marks(folder: Path) -> Bookmarks:
    return Bookmarks(folder / "config" / "bookmarks.toml", folder / "state" / "bookmarks.pending")


def file_of(folder: Path) -> Path:
    return folder / "config" / "bookmarks.toml"


@pytest.fixture
def by_hand(tmp_path: Path) -> Path:
    """A folder whose bookmarks a person has edited."""
    file_of(tmp_path).parent.mkdir(exist_ok=True)
    file_of(tmp_path).write_text(BY_HAND)
    return tmp_path


def test_a_mark_is_there_tomorrow(tmp_path: Path) -> None:
    assert marks(tmp_path).toggle(SHEEP, "Sheep: Exports", TODAY)
    assert list(marks(tmp_path)) == [Bookmark(SHEEP, "Sheep: Exports", TODAY)]
    assert file_of(tmp_path).stat().st_mode & 0o777 == 0o600


def test_a_second_time_lets_the_question_go(tmp_path: Path) -> None:
    bookmarks = marks(tmp_path)
    bookmarks.toggle(SHEEP, "Sheep", TODAY)
    assert not bookmarks.toggle(SHEEP, "Sheep", TODAY)
    assert SHEEP not in marks(tmp_path)


def test_what_a_person_wrote_is_read(by_hand: Path) -> None:
    goats, sheep = marks(by_hand)
    assert goats.heading == "Goats"
    assert sheep.tags == ("farm", "export")
    assert sheep.note == "two lines"


def test_adding_and_removing_leaves_the_rest_byte_for_byte(by_hand: Path) -> None:
    bookmarks = marks(by_hand)
    bookmarks.toggle(COWS, "Cows", TODAY)
    assert file_of(by_hand).read_text().startswith(BY_HAND)
    bookmarks.toggle(COWS, "Cows", TODAY)
    assert file_of(by_hand).read_text() == BY_HAND


def test_removing_one_leaves_the_comment_above_the_next(by_hand: Path) -> None:
    marks(by_hand).remove(SHEEP)
    text = file_of(by_hand).read_text()
    assert "41001" not in text
    assert "# about goats\n[[bookmark]]" in text
    assert text.startswith("# My marks. Keep!\n")


def test_undo_brings_back_note_and_comments(by_hand: Path) -> None:
    bookmarks = marks(by_hand)
    bookmarks.remove(SHEEP)
    assert bookmarks.undo() == "Restored: Sheep: Exports"
    text = file_of(by_hand).read_text()
    assert "# the sheep" in text
    assert 'colour = "blue"' in text
    assert bookmarks.undo() is None


def test_undo_of_a_mark_takes_it_away(tmp_path: Path) -> None:
    bookmarks = marks(tmp_path)
    bookmarks.toggle(SHEEP, "Sheep", TODAY)
    bookmarks.toggle(GOATS, "Goats", TODAY)
    assert bookmarks.undo() == "Removed: Goats"
    assert bookmarks.undo() == "Removed: Sheep"
    assert len(bookmarks) == 0


@pytest.mark.parametrize(
    ("block", "why"),
    [
        ('heading = "no key"', "it has no key"),
        ("key = 5", "its key '5' is not like commons/2024-07-19/1234"),
        ('key = "x"', "its key 'x' is not like"),
        ('key = "commons/2024-13-19/1"', "is not like"),
        ('key = "commons/2024-07-19/one"', "is not like"),
        ('key = "commons/2024-07-19/1"\nadded = "yesterday"', "its date 'yesterday' is not like"),
        ('key = "commons/2024-07-19/1"\nadded = 07:00:00', "its date '07:00:00' is not like"),
        ('key = "commons/2024-07-19/1"\nadded = 3', "its date '3' is not like"),
        ('key = "commons/2024-07-19/1"\ntags = "one"', "its tags are no list"),
    ],
)
def test_a_bad_block_does_not_lose_the_good_ones(tmp_path: Path, block: str, why: str) -> None:
    bad = f"[[bookmark]]\n{block}\n\n"
    file_of(tmp_path).parent.mkdir(exist_ok=True)
    file_of(tmp_path).write_text(bad + BY_HAND)
    bookmarks = marks(tmp_path)
    assert len(bookmarks) == 2
    (trouble,) = bookmarks.troubles
    assert trouble.startswith("bookmarks.toml: bookmark 1 is passed over: ")
    assert why in trouble
    bookmarks.toggle(SHEEP, "Sheep", TODAY)
    assert file_of(tmp_path).read_text().startswith(bad)


def test_a_key_may_be_written_in_other_ways(tmp_path: Path) -> None:
    file_of(tmp_path).parent.mkdir(exist_ok=True)
    file_of(tmp_path).write_text(
        '[["bookmark"]]\nkey = "Lords/20250304/hl7"\nadded = 2025-03-10T09:00:00Z\n'
    )
    bookmarks = marks(tmp_path)
    assert list(bookmarks) == [Bookmark(GOATS, "", date(2025, 3, 10))]
    bookmarks.remove(GOATS)
    assert file_of(tmp_path).read_text() == ""


def test_a_head_inside_a_text_is_not_a_block(tmp_path: Path) -> None:
    block = f'[[bookmark]]\nkey = "{COWS}"\n[[bookmark]]\n'
    odd = BY_HAND.replace("two\nlines", block)
    file_of(tmp_path).parent.mkdir(exist_ok=True)
    file_of(tmp_path).write_text(odd)
    bookmarks = marks(tmp_path)
    assert COWS not in bookmarks
    bookmarks.toggle(COWS, "Cows", TODAY)
    bookmarks.toggle(COWS, "Cows", TODAY)
    assert file_of(tmp_path).read_text() == odd
    bookmarks.remove(SHEEP)
    assert file_of(tmp_path).read_text().startswith("# My marks. Keep!\n\n# about goats\n[[book")


def test_what_follows_the_last_bookmark_is_not_its_own(by_hand: Path) -> None:
    marks(by_hand).remove(GOATS)
    assert file_of(by_hand).read_text().endswith("# about goats\n\n[other]\nthing = 1\n")


def test_a_table_of_a_bookmark_goes_with_it_and_comes_back(tmp_path: Path) -> None:
    text = f'[[bookmark]]\nkey = "{SHEEP}"\n[bookmark.mine]\na = nan\n\n[other]\nb = nan\n'
    file_of(tmp_path).parent.mkdir(exist_ok=True)
    file_of(tmp_path).write_text(text)
    bookmarks = marks(tmp_path)
    bookmarks.remove(SHEEP)
    assert file_of(tmp_path).read_text() == "[other]\nb = nan\n"
    bookmarks.undo()
    assert file_of(tmp_path).read_text() == text


def test_a_question_marked_twice_goes_and_comes_back_twice(tmp_path: Path) -> None:
    text = "".join(f'[[bookmark]]\nkey = "{SHEEP}"\nnote = "{n}"\n\n' for n in (1, 2))
    file_of(tmp_path).parent.mkdir(exist_ok=True)
    file_of(tmp_path).write_text(text)
    bookmarks = marks(tmp_path)
    assert len(bookmarks) == 1
    bookmarks.remove(SHEEP)
    assert "key" not in file_of(tmp_path).read_text()
    bookmarks.undo()
    assert file_of(tmp_path).read_text() == text


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_block_at_the_very_start_after_a_byte_order_mark(tmp_path: Path, newline: str) -> None:
    text = BY_HAND[BY_HAND.index("[[") :].replace("\n", newline)
    file_of(tmp_path).parent.mkdir(exist_ok=True)
    file_of(tmp_path).write_bytes(b"\xef\xbb\xbf" + text.encode())
    marks(tmp_path).remove(SHEEP)
    left = text[text.index("# about goats") :]
    assert file_of(tmp_path).read_bytes() == b"\xef\xbb\xbf" + left.encode()


def test_windows_line_ends_and_a_byte_order_mark_stay(tmp_path: Path) -> None:
    file_of(tmp_path).parent.mkdir(exist_ok=True)
    before = b"\xef\xbb\xbf" + BY_HAND.replace("\n", "\r\n").encode()
    file_of(tmp_path).write_bytes(before)
    bookmarks = marks(tmp_path)
    bookmarks.toggle(COWS, "Cows", TODAY)
    after = file_of(tmp_path).read_bytes()
    assert after.startswith(before)
    assert b"\n" not in after.replace(b"\r\n", b"")


def test_a_symlink_stays_a_symlink(tmp_path: Path) -> None:
    real = tmp_path / "dotfiles" / "marks.toml"
    real.parent.mkdir()
    real.write_text(BY_HAND)
    real.chmod(0o640)
    file_of(tmp_path).parent.mkdir(exist_ok=True)
    file_of(tmp_path).symlink_to(real)
    marks(tmp_path).toggle(COWS, "Cows", TODAY)
    assert file_of(tmp_path).is_symlink()
    assert "Cows" in real.read_text()
    assert real.stat().st_mode & 0o777 == 0o640
    assert real.with_name("marks.toml.bak").read_text() == BY_HAND


def test_two_readers_see_each_others_marks(tmp_path: Path) -> None:
    one, other = marks(tmp_path), marks(tmp_path)
    one.toggle(SHEEP, "Sheep", TODAY)
    assert other.refresh()
    assert SHEEP in other
    other.toggle(GOATS, "Goats", TODAY)
    one.toggle(COWS, "Cows", TODAY)
    assert len(marks(tmp_path)) == 3


def test_keeping_what_is_kept_changes_nothing(by_hand: Path) -> None:
    bookmarks = marks(by_hand)
    bookmarks.add(Bookmark(SHEEP, "Sheep", TODAY))
    bookmarks.remove(COWS)
    assert not bookmarks.can_undo
    assert file_of(by_hand).read_text() == BY_HAND


def test_undo_after_a_change_by_hand_leaves_that_change(by_hand: Path) -> None:
    bookmarks = marks(by_hand)
    bookmarks.remove(SHEEP)
    with file_of(by_hand).open("a") as file:
        file.write("# and this\n")
    bookmarks.undo()
    text = file_of(by_hand).read_text()
    assert "# and this\n" in text
    assert 'colour = "blue"' in text
    assert len(marks(by_hand)) == 2


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_undo_of_a_mark_leaves_a_note_that_was_written_into_it(
    tmp_path: Path, newline: str
) -> None:
    bookmarks = marks(tmp_path)
    bookmarks.toggle(GOATS, "Goats", TODAY)
    bookmarks.toggle(SHEEP, "Sheep", TODAY)
    noted = (file_of(tmp_path).read_text() + 'note = "mine"\ntags = ["x"]\n').replace("\n", newline)
    file_of(tmp_path).write_bytes(noted.encode())
    with pytest.raises(ChangedSince, match="not undone, since this mark was changed by hand"):
        bookmarks.undo()
    assert file_of(tmp_path).read_bytes() == noted.encode()
    assert SHEEP in bookmarks
    assert bookmarks.undo() == "Removed: Goats"
    assert next(iter(marks(tmp_path))).note == "mine"


def test_undo_of_a_mark_whose_neighbour_was_changed_takes_it_away(tmp_path: Path) -> None:
    bookmarks = marks(tmp_path)
    bookmarks.toggle(SHEEP, "Sheep", TODAY)
    with file_of(tmp_path).open("a", newline="") as file:
        file.write("\n# mine\n")
    assert bookmarks.undo() == "Removed: Sheep"
    assert file_of(tmp_path).read_text().strip() == "# mine"


def test_undo_leaves_a_mark_that_came_back_meanwhile(by_hand: Path) -> None:
    bookmarks = marks(by_hand)
    bookmarks.remove(SHEEP)
    marks(by_hand).add(Bookmark(SHEEP, "Sheep", TODAY, note="another"))
    text = file_of(by_hand).read_text()
    with pytest.raises(ChangedSince, match="marked again"):
        bookmarks.undo()
    assert file_of(by_hand).read_text() == text
    assert not bookmarks.can_undo


def test_an_undo_that_waits_leaves_a_note_that_was_written_meanwhile(tmp_path: Path) -> None:
    bookmarks = marks(tmp_path)
    bookmarks.toggle(SHEEP, "Sheep", TODAY)
    marked = file_of(tmp_path).read_text()
    file_of(tmp_path).write_text(marked + "note = \n")
    assert bookmarks.undo() == "Removed: Sheep"
    file_of(tmp_path).write_text(marked + 'note = "mine"\n')
    bookmarks.refresh()
    assert 'note = "mine"' in file_of(tmp_path).read_text()
    assert SHEEP in bookmarks


def test_a_file_that_ends_without_a_new_line(tmp_path: Path) -> None:
    file_of(tmp_path).parent.mkdir(exist_ok=True)
    file_of(tmp_path).write_text(BY_HAND.rstrip())
    bookmarks = marks(tmp_path)
    bookmarks.toggle(COWS, "Cows", TODAY)
    assert len(marks(tmp_path)) == 3
    bookmarks.undo()
    assert file_of(tmp_path).read_text() == BY_HAND.rstrip()


ANY_TEXT = st.text(st.characters(codec=None), max_size=60)


@settings(max_examples=60, deadline=None)
@given(heading=ANY_TEXT, note=ANY_TEXT, tags=st.lists(ANY_TEXT, max_size=3))
def test_any_text_survives(
    tmp_path_factory: pytest.TempPathFactory, heading: str, note: str, tags: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("marks")
    bookmarks = marks(folder)
    bookmarks.add(Bookmark(SHEEP, heading, TODAY, note, tuple(tags)))
    (kept,) = again = list(marks(folder))
    assert again == list(bookmarks)
    assert marks(folder).troubles == []
    half = [text.encode("utf-8", "replace").decode() for text in (heading, note, *tags)]
    assert [kept.heading, kept.note, *kept.tags] == [one_line(text) for text in half]
    bookmarks.remove(SHEEP)
    assert file_of(folder).read_text() == ""


PIECES = st.sampled_from(
    [
        "# a comment\n",
        "\n",
        "[other]\nx = ['''\n[[bookmark]]\n''', 1]\n",
        f'[[bookmark]]\nkey = "{SHEEP}"\nnote = """\n[[bookmark]]\nkey = 3\n"""\n',
        f'  [[ bookmark ]] # goats\nkey = "{GOATS}" # mine\n[bookmark.more]\ny = 1\n',
        '[[bookmark]]\nheading = "bad"\n',
    ]
)


@settings(max_examples=60, deadline=None)
@given(
    pieces=st.lists(PIECES, max_size=5, unique=True),
    newline=st.sampled_from(["\n", "\r\n"]),
    bom=st.sampled_from(["", "\ufeff"]),
    toggled=st.lists(st.sampled_from([SHEEP, GOATS, COWS]), max_size=6),
)
def test_undoing_everything_gives_the_file_back_byte_for_byte(
    tmp_path_factory: pytest.TempPathFactory,
    pieces: list[str],
    newline: str,
    bom: str,
    toggled: list[Key],
) -> None:
    folder = tmp_path_factory.mktemp("marks")
    before = (bom + "".join(pieces).replace("\n", newline)).encode()
    file_of(folder).parent.mkdir()
    file_of(folder).write_bytes(before)
    bookmarks = marks(folder)
    kept = {bookmark.key for bookmark in bookmarks}
    for key in toggled:
        assert bookmarks.toggle(key, "Heading", TODAY) == (key not in kept)
        kept ^= {key}
    assert {bookmark.key for bookmark in marks(folder)} == kept
    after = file_of(folder).read_bytes().decode().replace("\r\n", "\n")
    assert all(piece in after for piece in pieces if piece.startswith(("#", "[other]")))
    while bookmarks.undo():
        pass
    assert file_of(folder).read_bytes() == before


def test_ten_thousand_bookmarks_cost_a_few_readings_of_the_file(tmp_path: Path) -> None:
    text = "".join(
        f'[[bookmark]]\nkey = "commons/2025-01-01/{number}"\nheading = "Borders: France {number}"\n'
        'added = 2025-03-09\nnote = "look"\ntags = ["money", "border"]\n\n'
        for number in range(10_000)
    )
    file_of(tmp_path).parent.mkdir()
    file_of(tmp_path).write_text(text)
    bookmarks = marks(tmp_path)

    def cost(of: Callable[[], object]) -> float:
        begun = time.process_time()
        of()
        return time.process_time() - begun

    reading = min(cost(lambda: toml.loads(text, "")) for _ in range(3))
    assert cost(lambda: bookmarks.toggle(SHEEP, "Sheep", TODAY)) < 20 * reading
    middle = Key(House.COMMONS, date(2025, 1, 1), "5000")
    assert cost(lambda: bookmarks.remove(middle)) < 25 * reading
    assert len(marks(tmp_path)) == 10_000
