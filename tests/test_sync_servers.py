"""Servers that give less, more or something else than they are asked for, and still are servers."""

import asyncio
import time
from datetime import timedelta
from itertools import pairwise

import pytest

import parliament
import told
from parliament import Parliament
from test_sync import MORNING, assert_whole, held, questions, run, store, synced
from wrans.errors import SyncError
from wrans.store import Store
from wrans.sync import OFFICIAL, Client, Sync

__all__ = ["store"]


def on_one_day(count: int) -> list[dict[str, object]]:
    return [q | {"dateTabled": "2024-07-09T00:00:00"} for q in questions(count)]


@pytest.mark.parametrize("largest", [1, 7, 50])
def test_pages_may_be_shorter_than_was_asked_for(store: Store, largest: int) -> None:
    with Parliament(on_one_day(60)) as server:
        server.largest_page = largest
        assert synced(store, server).is_finished
        assert_whole(store, server)


def test_a_list_that_begins_again_and_again_is_not_read_for_ever(store: Store) -> None:
    with Parliament(on_one_day(230)) as server:
        server.ignored = frozenset({"skip"})
        sync = synced(store, server)
        assert not sync.is_finished
        assert any(
            "shows 100 questions and says that it has 230" in f for f in sync.counts.failures
        )
        assert store.progress.held().synced is None
        server.ignored = frozenset()
        assert synced(store, server).is_finished
        assert_whole(store, server)


def test_a_server_that_does_not_know_the_days_asked_for_is_found_out(store: Store) -> None:
    with Parliament(on_one_day(30)) as server:
        server.ignored = frozenset({"tabledWhenFrom", "tabledWhenTo"})
        sync = synced(store, server)
        assert not sync.is_finished
        assert any("shows other days" in failure for failure in sync.counts.failures)


def test_a_type_in_capitals_is_the_same_type(store: Store) -> None:
    with Parliament(questions(20)) as server:
        server.json_type = "Application/JSON"
        run(store, server)
        assert_whole(store, server)


@pytest.mark.parametrize("fault", ["reset", "503 with seconds", "403", "silence", "deep"])
def test_one_text_that_is_never_given_keeps_no_other_back(store: Store, fault: str) -> None:
    with Parliament(questions(120)) as server:
        never = max(server.questions, key=lambda n: (str(server.questions[n]["dateTabled"]), n))
        server.never = {never: fault}
        for _ in range(2):
            assert not synced(store, server).is_finished
        state = store.progress.held()
        assert state.given_up + state.wanted == 1
        assert store.completeness().clipped <= 1
        server.never = {}
        assert synced(store, server).is_finished
        assert_whole(store, server)


@pytest.mark.parametrize("fault", ["error as a page", "html", "500", "403", "no utf-8"])
def test_a_server_that_gives_no_text_at_all_is_not_asked_for_every_one(
    store: Store, fault: str
) -> None:
    with Parliament(questions(200)) as server:
        server.never = dict.fromkeys(server.questions, fault)
        assert not synced(store, server).is_finished
        asked = {path for path in server.asked if path.startswith(f"{parliament.QUESTIONS}/")}
        assert len(asked) < 20
        server.never = {}
        assert synced(store, server).is_finished
        assert_whole(store, server)


def test_who_is_asked_to_wait_waits_with_all_connections(store: Store) -> None:
    async def go() -> None:
        async with Client(server.url, rate=0, deadline=20) as client:
            sync = Sync(store, client, now=MORNING)
            sync.plan()
            await sync.lists()
            server.fault("429 with seconds", "single", 1)
            await sync.fetch()

    with Parliament(questions(200)) as server:
        asyncio.run(go())
        assert_whole(store, server)
    (twice,) = {path for path in server.asked if server.asked.count(path) == 2}
    refused = server.asked.index(twice)
    # What was under way may still come; then there is quiet for a second.
    moments = server.asked_at[refused : refused + 9]
    assert max(after - before for before, after in pairwise(moments)) > 0.8


def test_no_more_is_asked_for_in_a_second_than_was_agreed() -> None:
    async def go() -> None:
        async with Client(server.url, rate=20) as client:
            pages = [client.json(parliament.QUESTIONS, holding="results") for _ in range(16)]
            begun = time.monotonic()
            await asyncio.gather(*pages)
            assert time.monotonic() - begun > 0.7

    with Parliament([]) as server:
        asyncio.run(go())
    assert server.most_at_once <= 4


def test_a_server_that_finds_nothing_any_more_makes_no_question_vanish(store: Store) -> None:
    old = [q | {"dateTabled": str(q["dateTabled"]).replace("07", "01", 1)} for q in questions(40)]
    with Parliament([*old, *questions(40, 100)]) as server:
        server.never = dict.fromkeys(server.questions, "429 with nothing")
        synced(store, server, everything=True)
        server.never = dict.fromkeys(server.questions, "404")
        # Of the old ones no list is read again.
        for day in (1, 8):
            sync = synced(store, server, now=MORNING + timedelta(days=day))
            assert not sync.is_finished
            assert sync.counts.gone == 0
        assert not any(listing.is_gone for listing in store.listings(store.ids()))
        server.never = {}
        assert synced(store, server, now=MORNING + timedelta(days=9)).is_finished
        assert_whole(store, server)


def test_a_text_that_comes_cut_is_not_taken_for_the_whole(store: Store) -> None:
    with Parliament([q for q in questions(20) if q["answerText"]]) as server:
        server.is_cutting_all = True
        sync = synced(store, server)
        assert not sync.is_finished
        assert any("its text came cut" in reason for reason in sync.counts.reasons)
        assert store.completeness().clipped == len(server.questions)
        server.is_cutting_all = False
        assert synced(store, server).is_finished
        assert_whole(store, server)


def test_a_question_of_just_as_many_letters_as_the_list_shows_is_whole_once_it_was_asked_for(
    store: Store,
) -> None:
    with Parliament([told.unanswered(questionText="How many? ".ljust(255, "x"))]) as server:
        assert synced(store, server).counts.texts == 1
        assert_whole(store, server)
        counts = synced(store, server, now=MORNING + timedelta(days=8)).counts
        assert (counts.texts, counts.changed) == (0, 0)
        assert_whole(store, server)


def test_an_answer_of_which_the_list_shows_nothing_is_fetched(store: Store) -> None:
    short = [told.api(id=n, uin=str(n), questionText=f"How many? {n}", answerText="<p>12.</p>")
             for n in range(1, 5)]  # fmt: skip
    with Parliament(short) as server:
        server.textless = set(server.questions)
        assert synced(store, server).is_finished
        assert_whole(store, server)
        assert synced(store, server, now=MORNING + timedelta(days=8)).counts.texts == 0
        assert_whole(store, server)


def test_a_uin_that_is_put_right_leaves_nothing_unfinished(store: Store) -> None:
    with Parliament(questions(30)) as server:
        run(store, server)
        server.edit(3, uin="903")
        sync = synced(store, server, now=MORNING + timedelta(days=8))
        assert sync.is_finished
        assert held(store)["903"].text == held(store)["3"].text
        gone = [one.key.uin for one in store.listings(store.ids()) if one.is_gone]
        assert gone == ["3"]


def test_a_page_in_the_place_of_the_list_of_day_files_is_no_end_of_history(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Parliament(questions(3)) as server:
        with monkeypatch.context() as patch:
            patch.setattr(parliament, "FIRST_DAY_FILE", "s will be back soon")
            sync = synced(store, server, everything=True, history=True)
            assert not sync.is_finished
            assert any("lists none" in failure for failure in sync.counts.failures)
        assert synced(store, server).is_finished


@pytest.mark.parametrize(
    "contact", ["Zo\N{LATIN SMALL LETTER E WITH DIAERESIS}", "a\r\nX: b", "\ud800"]
)
def test_any_contact_can_be_told(store: Store, contact: str) -> None:
    async def go() -> None:
        async with Client(server.url, rate=0, contact=contact, patience=0) as client:
            assert await client.json(parliament.QUESTIONS, holding="results")

    with Parliament([]) as server:
        asyncio.run(go())
        (agent,) = server.agents
        assert "contact: " in agent


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ALL_PROXY", "socks5://127.0.0.1:1"),
        ("HTTPS_PROXY", "garbage://x"),
        ("SSL_CERT_FILE", "/nowhere/at/all"),
        ("SSL_CERT_FILE", __file__),
    ],
)
def test_an_environment_that_cannot_be_used_is_told_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SyncError, match="the environment names a proxy"):
        Client(OFFICIAL)


def test_no_proxy_stands_between_this_machine_and_itself(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    with Parliament(questions(3)) as server:
        assert synced(store, server).is_finished
