"""Syncing, and what came of it, in the reader."""

import asyncio
import json
from asyncio.subprocess import DEVNULL
from pathlib import Path

import pytest

import told
from parliament import Parliament
from reading import Driver, reading
from test_cli import COMMAND
from test_sync import LONG
from test_sync_command import recent
from wrans import comparing, formats
from wrans.library import Library


def written(folder: Path, name: str, *values: object) -> Path:
    file = folder / name
    file.write_text(json.dumps([{"value": value} for value in values]))
    return file


async def synced(reader: Driver, server: Parliament) -> None:
    """Sync, and wait until the list shows it."""
    await reader.do("sync")
    await reader.until(lambda: reader.app._errand.is_on)
    await reader.until(lambda: not reader.app._errand.is_on, 40)
    want = len(server.questions)
    await reader.until(lambda: reader.app.bar.count.endswith(f"of {want + 1}"), 40)


def screen(reader: Driver) -> str:
    """All that stands on the screen."""
    return "\n".join(strip.text for strip in reader.app.screen._compositor.render_strips())


def told_by(reader: Driver) -> str:
    """All that it notified."""
    return "\n".join(note.message for note in reader.app._notifications)


async def test_a_sync_fills_the_list_and_says_how_much_is_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Parliament(recent(20)) as server:
        monkeypatch.setenv("WRANS_API", server.url)
        async with reading() as reader:
            await synced(reader, server)
            await reader.until(
                lambda: (
                    "21 of 21 in full" in str(reader.list.border_title)
                    and "synced" in str(reader.list.border_subtitle)
                ),
                20,
            )
            await reader.pilot.resize_terminal(80, 24)
            await reader.until(
                lambda: "21 of 21 in full  synced" in str(reader.list.border_title), 20
            )


async def test_what_a_sync_brings_is_listed_and_counted_while_it_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Parliament(recent(80)) as server:
        server.pause = 0.5
        monkeypatch.setenv("WRANS_API", server.url)
        async with reading() as reader:
            await reader.do("sync")
            await reader.until(lambda: len(reader.list.source or ()) == 81)
            await reader.until(lambda: "of 81 in full" in str(reader.list.border_title))
            assert reader.app._errand.is_on
            await reader.until(lambda: "/s" in screen(reader) and "whole texts" in screen(reader))
            assert "81 of 81" not in str(reader.list.border_title)
            await reader.do("sync")
            await reader.until(lambda: not reader.app._errand.is_on)


async def test_a_sync_may_be_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    with Parliament(recent(20)) as server:
        server.fault("slow bytes", "list", 50)
        monkeypatch.setenv("WRANS_API", server.url)
        async with reading() as reader:
            await reader.do("sync")
            await reader.until(lambda: bool(server.asked))
            await reader.do("sync")
            await reader.until(lambda: not reader.app._errand.is_on, 10)


async def test_a_server_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WRANS_API", "http://example.org")
    async with reading() as reader:
        await reader.do("sync")
        await reader.until(lambda: "refused" in told_by(reader), 20)


async def test_a_sync_that_is_refused_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    with Parliament(recent(20)) as server:
        server.fault("403", "list", 50)
        monkeypatch.setenv("WRANS_API", server.url)
        async with reading() as reader:
            await reader.do("sync")
            await reader.until(lambda: "403 Forbidden" in told_by(reader), 20)
            assert "not finished, the next sync goes on" in told_by(reader)


async def test_changes_are_shown_word_by_word_and_go_again(tmp_path: Path) -> None:
    before = told.api(answerText="<p>There were 10 sheep in Leeds.</p>", originalAnswerText="")
    after = before | {
        "answerText": "<p>There were 12 sheep in Leeds.</p>",
        "dateAnswerCorrected": "2024-08-01T00:00:00",
    }
    first, second = written(tmp_path, "1.json", before), written(tmp_path, "2.json", after)
    async with reading(first, second) as reader:
        await reader.do("compare")
        assert "There were [-10-]{+12+} sheep in Leeds." in reader.answer.plain_text()
        assert reader.answer.marked("removed") == ["[-10-]"]
        assert reader.answer.marked("added") == ["{+12+}"]
        await reader.do("compare")
        assert "[-10-]" not in reader.answer.plain_text()


async def test_an_answer_that_was_edited_without_a_word_says_so(tmp_path: Path) -> None:
    before = told.api(answerText="<p>There were 10 sheep.</p>")
    after = before | {"answerText": "<p>There were 12 sheep.</p>"}
    other = told.api(uin="2", dateAnswered="2024-07-20T00:00:00")
    files = [written(tmp_path, f"{n}.json", one) for n, one in enumerate((before, after, other))]
    async with reading(*files) as reader:
        assert "There were 12 sheep." in reader.answer.plain_text()
        assert "Another version of this answer is known" in reader.answer.plain_text()
        await reader.do("next_question")
        assert "Another version" not in reader.answer.plain_text()


async def test_without_another_version_that_is_said(tmp_path: Path) -> None:
    async with reading(written(tmp_path, "1.json", told.api())) as reader:
        await reader.do("compare")
        assert any("No other version" in note.message for note in reader.app._notifications)


async def test_what_is_gone_is_marked(tmp_path: Path) -> None:
    file = written(tmp_path, "1.json", told.api(answerText="<p>Twelve.</p>", questionText="How?"))
    library = Library()
    library.add(formats.read_path(file))
    library.store.mark_gone(1)
    library.close()
    async with reading() as reader:
        assert any("†" in line for line in reader.rows)
        assert "Parliament no longer shows this question." in reader.answer.plain_text()


async def test_a_clipped_answer_says_where_the_rest_is(tmp_path: Path) -> None:
    cut = LONG.replace("<p>", "").replace("</p>", "")[:255] + "..."
    async with reading(written(tmp_path, "1.json", told.api(answerText=cut))) as reader:
        assert "wrans sync fetches the full text" in reader.answer.plain_text()
        reader.app._errand._process = object()  # type: ignore[assignment]
        assert reader.app._open
        reader.app._errand.first = lambda number: None  # type: ignore[method-assign]
        reader.app.open(reader.app._open, again=True)
        assert "full text is being fetched" in reader.answer.plain_text()
        reader.app._errand._process = None


async def test_what_is_read_gets_its_whole_text_from_a_sync_elsewhere_before_all_others(
    tmp_path: Path,
) -> None:
    with Parliament(recent(80)) as server:
        server.pause = 0.5
        async with reading() as reader:
            other = await asyncio.create_subprocess_exec(
                *COMMAND, "sync", "--api", server.url, stdout=DEVNULL, stderr=DEVNULL
            )
            await reader.until(lambda: len(reader.list.source or ()) > 50)
            await reader.press("G")
            for _ in range(20):
                await reader.press("k")
                if (opened := reader.app._open) and opened.is_clipped:
                    break
            assert opened
            await reader.until(lambda: "full text is being fetched" in reader.answer.plain_text())
            await reader.until(lambda: "Only the first" not in reader.answer.plain_text(), 6)
            assert reader.app._open
            assert reader.app._open.key == opened.key
            assert not reader.app._open.is_clipped
            assert other.returncode is None, "others are still to come"
            other.terminate()
            await other.wait()


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        (
            "There were £10 million.",
            "There were £12 million.",
            "There were [-£10-]{+£12+} million.",
        ),
        ("One.\nTwo.", "One.\nTwo.\nThree.", "One.\nTwo.\n{+Three.+}"),
        ("same", "same", "same"),
        ("", "new", "{+new+}"),
    ],
)
def test_words_are_compared_and_not_letters(before: str, after: str, shown: str) -> None:
    assert comparing.compare(before, after).text == shown
