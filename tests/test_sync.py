"""Keeping in step with Parliament, on a server that clips, moves, fails and corrects."""

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import parliament
import told
from day_files import NEW
from parliament import Parliament
from wrans import formats
from wrans.errors import SyncError
from wrans.records import Completeness, House, Key, Question, Source
from wrans.store import Store
from wrans.sync import Client, Counts, Sync

MORNING = datetime(2024, 7, 31, 8, tzinfo=UTC)
LONG = "<p>The Department has invested £44.5m in ports &amp; harbours.</p><p>" + "It goes on. " * 40


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "record.sqlite") as opened:
        yield opened


def questions(count: int, first: int = 1) -> list[dict[str, object]]:
    """So many questions of July 2024; all but each seventh are answered."""
    made = []
    for n in range(first, first + count):
        tabled = f"2024-07-{1 + n % 28:02}T00:00:00"
        asked = told.api if n % 7 else told.unanswered
        made.append(
            asked(
                id=n,
                uin=str(n),
                dateTabled=tabled,
                heading=f"Sheep: Ship {n}",
                questionText=f"To ask the Secretary of State for Sheep, how many sheep {n} "
                + "were on ships " * (20 * (n % 2)),
                askingMember={"id": 4001, "name": "Pat Example", "party": "Labour"},
                **({"answerText": f"<p>There were {n}.</p>{LONG}"} if n % 7 else {}),
            )
        )
    return made


def run(
    store: Store, server: Parliament, *, everything: bool = False, now: datetime = MORNING
) -> Counts:
    """A sync, from plan to the last text."""
    return synced(store, server, everything=everything, now=now).counts


def synced(
    store: Store,
    server: Parliament,
    *,
    everything: bool = False,
    history: bool = False,
    now: datetime = MORNING,
) -> Sync:
    """The same; with ``history`` the day files too."""

    async def go() -> Sync:
        async with Client(server.url, rate=0, deadline=1, patience=0.001) as client:
            sync = Sync(store, client, now=now)
            sync.plan(everything=everything, history=history)
            await sync.lists()
            if sync.wants_history:
                await sync.history(client)
            await sync.fetch()
            return sync

    return asyncio.run(go())


def held(store: Store) -> dict[str, Question]:
    return {(q := store.question(number)).key.uin: q for number in store.ids()}


def assert_whole(store: Store, server: Parliament) -> None:
    """Every question of the server is here, once, in full, and nothing else."""
    assert store.count() == len(server.questions)
    known = held(store)
    for asked in server.questions.values():
        question = known[asked["uin"]]
        assert question.text == " ".join(asked["questionText"].split())
        assert question.completeness is Completeness.FULL
        assert (question.answer.text if question.answer else None) == asked["answerText"]
    assert not list(store.check())
    state = store.progress.held()
    assert (state.wanted, state.given_up, state.unread_stretches) == (0, 0, 0)
    assert state.synced


def test_everything_comes_in_full(store: Store) -> None:
    with Parliament(questions(350)) as server:
        counts = run(store, server)
        assert_whole(store, server)
        assert counts.new == 350
        assert not counts.failures
        assert 2 <= server.most_at_once <= 4
        assert any("wrans" in agent and "contact" in agent for agent in server.agents)
    question = held(store)["8"]
    assert question.source is Source.SINGLE
    assert question.asking_member
    assert question.asking_member.name == "Pat Example"


def test_a_second_sync_asks_little_and_changes_nothing(store: Store) -> None:
    with Parliament(questions(120)) as server:
        run(store, server)
        asked, change = len(server.asked), store.change
        counts = run(store, server)
        assert_whole(store, server)
        assert store.change == change
        assert counts.new == counts.changed == counts.texts == 0
        assert len(server.asked) - asked < 12


def test_texts_that_the_list_gives_whole_are_not_fetched(store: Store) -> None:
    short = [told.api(id=n, uin=str(n), questionText=f"How many? {n}", answerText="<p>12.</p>")
             for n in range(1, 20)]  # fmt: skip
    with Parliament(short) as server:
        run(store, server)
        assert not [path for path in server.asked if path.startswith(f"{parliament.QUESTIONS}/")]
        assert store.count() == 19


@pytest.mark.parametrize("on", ["list", "single"])
@pytest.mark.parametrize("fault", sorted(parliament.FAULTS))
def test_no_fault_of_a_server_costs_anything(store: Store, fault: str, on: str) -> None:
    if on == "single" and fault == "404":
        pytest.skip("that is no fault but a question that is gone")
    with Parliament(questions(30)) as server:
        server.fault(fault, on, 2)
        for _ in range(3):
            run(store, server)
            if store.progress.held().synced and not store.progress.held().given_up:
                break
        assert_whole(store, server)


@pytest.mark.parametrize("fault", parliament.PAGE_FAULTS)
def test_rows_that_move_are_found_in_a_second_pass(store: Store, fault: str) -> None:
    with Parliament([q | {"dateTabled": "2024-07-09T00:00:00"} for q in questions(230)]) as server:
        server.fault(fault, "list", 2)
        for _ in range(3):
            counts = run(store, server)
        assert_whole(store, server)
    if fault == "bad record":
        assert counts.rejected == 0


@pytest.mark.parametrize(
    ("fault", "said"),
    [("reset", "could not"), ("429 with nothing", "429"), ("escape bytes", "503")],
)
def test_a_server_that_does_not_answer_is_told_once_and_next_time_it_goes_on(
    store: Store, fault: str, said: str
) -> None:
    with Parliament(questions(40)) as server:
        server.fault(fault, "any", 60)
        counts = run(store, server)
        assert counts.failures
        assert "\x1b" not in "".join(counts.failures)
        assert store.progress.held().synced is None
        server.faults.clear()
        run(store, server)
        assert_whole(store, server)


def test_a_group_gets_its_answer_with_one_request(store: Store) -> None:
    group = [
        told.api(id=n, uin=str(n), questionText=f"How many? {n}", answerText=LONG,
                 groupedQuestionsDates=[
                     {"questionUin": str(other), "dateTabled": "2024-07-22T00:00:00"}
                     for other in range(1, 6) if other != n])
        for n in range(1, 6)
    ]  # fmt: skip
    with Parliament(group) as server:
        counts = run(store, server)
        assert_whole(store, server)
        assert counts.texts <= 4
        assert counts.texts + counts.filled == 5
    sources = {q.answer.source for q in held(store).values() if q.answer}
    assert sources == {Source.SINGLE, Source.SIBLING}


def test_a_sibling_whose_list_text_differs_is_fetched_by_itself(store: Store) -> None:
    other = [{"questionUin": "2", "dateTabled": "2024-07-22T00:00:00"}]
    two = [
        told.api(id=1, uin="1", questionText="How many?", answerText=LONG,
                 groupedQuestionsDates=other),
        told.api(id=2, uin="2", questionText="How few?", answerText=f"<p>No. {LONG}</p>"),
    ]  # fmt: skip
    with Parliament(two) as server:
        counts = run(store, server)
        assert_whole(store, server)
        assert counts.filled == 0


def test_silent_edits_are_found_within_a_week_and_both_versions_kept(store: Store) -> None:
    with Parliament(questions(140)) as server:
        run(store, server)
        answered = [n for n in server.questions if n % 7]
        for n in answered[:20]:
            text = server.questions[n]["answerText"].replace("There were", "There really were")
            server.edit(n, answerText=text)
        for n in answered[20:25]:
            server.correct(n, f"<p>It was wrong. {LONG}</p>", "2024-08-09")
        run(store, server, now=MORNING + timedelta(days=10))
        assert_whole(store, server)
        known = held(store)
        for n in answered[:25]:
            number = store.find(known[str(n)].key)
            assert number is not None
            (earlier, _), *_ = store.earlier_answers(number)
            assert earlier.answer
            assert f"There were {n}." in earlier.answer.text
        news = dict(store.progress.news())
        assert sorted(news.values()) == ["corrected"] * 5 + ["edited"] * 20


def test_what_vanished_and_what_was_withdrawn_is_kept_and_marked(store: Store) -> None:
    with Parliament(questions(60)) as server:
        run(store, server)
        del server.questions[10]
        server.edit(11, isWithdrawn=True)
        run(store, server, now=MORNING + timedelta(days=8))
        listings = {listing.key.uin: listing for listing in store.listings(store.ids())}
        assert listings["10"].is_gone
        assert listings["11"].is_withdrawn
        assert sum(listing.is_gone for listing in listings.values()) == 1
        assert store.count() == 60


def test_a_question_that_comes_back_is_not_gone(store: Store) -> None:
    with Parliament(questions(20)) as server:
        run(store, server)
        away = server.questions.pop(10)
        run(store, server, now=MORNING + timedelta(days=8))
        server.questions[10] = away
        assert "gone" in dict(store.progress.news()).values()
        run(store, server, now=MORNING + timedelta(days=16))
        assert "gone" not in dict(store.progress.news()).values()
        assert not any(listing.is_gone for listing in store.listings(store.ids()))


def test_a_change_of_answering_body_is_logged(store: Store) -> None:
    with Parliament(questions(10)) as server:
        run(store, server)
        server.edit(3, answeringBodyId=6, answeringBodyName="Department for Goats")
        run(store, server, now=MORNING + timedelta(days=8))
        number = store.find(Key(House.COMMONS, datetime(2024, 7, 4).date(), "3"))
        assert number is not None
        ((_, before, after),) = store.progress.transfers(number)
        assert (before, after) == ("Department for Sheep", "Department for Goats")


def test_the_daily_sync_sees_what_was_answered_since(store: Store) -> None:
    waiting = [told.unanswered(id=1, uin="1", dateTabled="2024-03-01T00:00:00")]
    with Parliament(waiting) as server:
        run(store, server, everything=True)
        server.edit(1, answerText=LONG, dateAnswered="2024-08-01T00:00:00", answeringMemberId=9)
        run(store, server, now=MORNING + timedelta(days=1))
        assert_whole(store, server)
        assert dict(store.progress.news()) == {1: "answered"}


@pytest.mark.parametrize(
    "url",
    ["http://example.org", "https://example.org", "ftp://127.0.0.1", "file:///etc/passwd", "x"],
)
def test_no_other_host_is_asked(url: str) -> None:
    with pytest.raises(SyncError):
        Client(url)


def test_day_files_from_the_network_bring_most_texts_with_few_requests(store: Store) -> None:
    both = questions(3)
    for asked, uin in zip(both, ("41001", "41077", "41100"), strict=True):
        asked.update(
            uin=uin, dateTabled="2025-03-05T00:00:00", dateAnswered="2025-03-10T00:00:00",
            questionText="To ask the Secretary of State for Sheep, why.",
        )  # fmt: skip
    file = NEW.replace("Because.", "It is so. " * 60).replace("2025-03-03", "2025-03-05")
    both[2]["answerText"] = f"<p>{'It is so. ' * 60}</p>"
    with Parliament(both[2:]) as server:
        folder = "/pwdata/scrapedxml/wrans/"
        server.day_files = {
            f"{folder}answers2025-03-10.xml": file.encode(),
            f"{folder}answers2025-03-11.xml": b"<publicwhip><broken",
        }

        async def go() -> Counts:
            async with Client(server.url, rate=0, deadline=1, patience=0.001) as client:
                sync = Sync(store, client, now=datetime(2025, 3, 12, tzinfo=UTC))
                sync.plan()
                await sync.lists()
                assert store.progress.wanted_count() == 1
                await sync.history(client)
                assert store.progress.wanted_count() == 0
                await sync.fetch()
                asked = len(server.asked)
                await sync.history(client)
                # The two folders, and the file that broke off.
                assert len(server.asked) == asked + 3
                return sync.counts

        counts = asyncio.run(go())
    assert counts.texts == 0
    assert any("breaks off" in reason for reason in counts.reasons)
    answers = {q.key.uin: q.answer for q in held(store).values()}
    assert set(answers) == {"41001", "41077", "41100"}
    full = answers["41100"]
    assert full
    assert full.source is Source.DAY_FILE
    assert full.completeness is Completeness.FULL


def test_a_record_that_can_never_be_read_stops_nothing_else(store: Store) -> None:
    with Parliament(questions(30)) as server:
        server.unreadable = {5}
        sync = synced(store, server)
        assert sync.is_finished
        assert sync.counts.rejected == 1
        assert "UIN 5" in sync.counts.reasons[0]
        assert sum(total for _, _, total, _ in store.progress.promised()) == store.count() == 29
        server.edit(14, answerText=LONG, dateAnswered="2024-08-01T00:00:00", answeringMemberId=9)
        server.correct(16, f"<p>There were 61.</p>{LONG}", "2024-08-01")
        assert synced(store, server, now=MORNING + timedelta(days=1)).is_finished
        answers = {uin: q.answer for uin, q in held(store).items()}
        assert answers["14"]
        assert answers["16"]
        assert "There were 61." in answers["16"].text


def test_a_record_that_became_unreadable_is_told_of_and_kept(store: Store) -> None:
    with Parliament(questions(30)) as server:
        run(store, server)
        server.unreadable = {5}
        server.edit(5, questionText=None)
        sync = synced(store, server, now=MORNING + timedelta(days=8))
        assert sync.is_finished
        assert sync.counts.rejected == 2
        assert held(store)["5"].text
        assert not any(listing.is_gone for listing in store.listings(store.ids()))


def test_a_first_sync_that_goes_on_days_later_has_what_happened_meanwhile(store: Store) -> None:
    old = [q | {"dateTabled": str(q["dateTabled"]).replace("07", "01", 1)} for q in questions(40)]
    with Parliament([*old, *questions(40, 100)]) as server:
        server.fault("500", "list", 40)
        assert not synced(store, server, everything=True).is_finished
        server.faults.clear()
        later = MORNING + timedelta(days=2)
        server.correct(5, f"<p>There were 50.</p>{LONG}", "2024-08-02")
        server.edit(7, answerText=LONG, dateAnswered="2024-08-02T00:00:00", answeringMemberId=9)
        with store.batch():
            # All but the newest weeks had been read on the first day.
            store.progress.note("begun", MORNING.isoformat())
        run(store, server, everything=True, now=later)
        server.correct(8, f"<p>There were 80.</p>{LONG}", "2024-08-04")
        assert synced(store, server, now=MORNING + timedelta(days=12)).is_finished
        assert_whole(store, server)


@pytest.mark.parametrize("stop", [1, 6])
def test_a_first_sync_stopped_anywhere_and_resumed_much_later_is_whole(
    store: Store, stop: int
) -> None:
    old = [q | {"dateTabled": str(q["dateTabled"]).replace("07", "01", 1)} for q in questions(40)]
    with Parliament([*old, *questions(40, 100)]) as server:
        server.stops_before = "2014-01-08"
        assert not synced(store, server, everything=True).is_finished
        server.stops_before = ""
        server.correct(5, f"<p>There were 50.</p>{LONG}", f"2024-08-0{stop}")
        server.edit(
            7, answerText=LONG, dateAnswered=f"2024-08-0{stop}T00:00:00", answeringMemberId=9
        )
        assert synced(store, server, now=MORNING + timedelta(days=12)).is_finished
        assert_whole(store, server)


@pytest.mark.parametrize(
    "bad",
    [b"", b"<html><body>Service unavailable</body></html>", b"<publicwhip><question id='u"],
    ids=["empty", "maintenance", "cut"],
)
def test_a_day_file_that_came_badly_is_asked_for_again_by_the_next_sync(
    store: Store, bad: bytes
) -> None:
    path = "/pwdata/scrapedxml/wrans/answers2025-03-10.xml"
    with Parliament(questions(3)) as server:
        server.day_files = {path: bad}
        assert not synced(store, server, everything=True, history=True).is_finished
        server.day_files = {path: NEW.encode()}
        assert synced(store, server).is_finished
        assert "41077" in held(store)
        server.asked.clear()
        synced(store, server, everything=True, history=True)
        assert path not in server.asked


def test_a_day_file_that_is_never_better_is_told_of_and_let_be(store: Store) -> None:
    path = "/pwdata/scrapedxml/wrans/answers2025-03-10.xml"
    with Parliament(questions(3)) as server:
        server.day_files = {path: b"<publicwhip><broken"}
        finished = [synced(store, server, everything=True, history=True).is_finished]
        finished += [synced(store, server).is_finished for _ in range(2)]
        assert finished == [False, False, True]


def test_history_that_could_not_be_had_is_not_finished_and_goes_on_by_itself(store: Store) -> None:
    path = "/pwdata/scrapedxml/lordswrans/lordswrans2025-03-10.xml"
    with Parliament(questions(3)) as server:
        server.day_files = {path: NEW.encode()}
        server.fault("500", "history", 30)
        assert not synced(store, server, everything=True, history=True).is_finished
        server.faults.clear()
        assert synced(store, server).is_finished
        assert path in server.asked


def test_what_was_added_clipped_is_fetched_in_full(store: Store) -> None:
    with Parliament(questions(30)) as server:
        for question in server.questions.values():
            store.put(formats.of_item(json.loads(server.listed(question, True)), Source.LIST))
        assert store.completeness().clipped
        sync = synced(store, server, now=MORNING + timedelta(days=300))
        assert sync.is_finished
        assert sync.counts.texts
        assert store.completeness().clipped == 0


def test_a_question_that_was_edited_in_its_first_letters_is_found_within_a_week(
    store: Store,
) -> None:
    with Parliament(questions(30)) as server:
        run(store, server)
        text = str(server.questions[3]["questionText"])
        server.edit(3, questionText=text.replace("many sheep", "many goats"))
        server.edit(4, questionText="How many \N{HAMSTER FACE} and \N{GREEK SMALL LETTER PI}?")
        run(store, server, now=MORNING + timedelta(days=8))
        assert_whole(store, server)
        asked = len(server.asked)
        counts = run(store, server, now=MORNING + timedelta(days=16))
        assert counts.texts == 0
        assert len(server.asked) > asked


def test_a_clock_that_was_ahead_once_does_not_stop_the_updates(store: Store) -> None:
    with Parliament(questions(30)) as server:
        run(store, server)
        run(store, server, now=MORNING + timedelta(days=3650))
        server.edit(7, answerText=LONG, dateAnswered="2024-08-05T00:00:00", answeringMemberId=9)
        server.edit(8, answerText=f"<p>Eight.</p>{LONG}")
        run(store, server, now=MORNING + timedelta(days=10))
        assert held(store)["7"].answer
        run(store, server, now=MORNING + timedelta(days=18))
        assert_whole(store, server)


def test_a_text_that_is_not_given_though_the_list_shows_it_is_asked_for_again(
    store: Store,
) -> None:
    with Parliament(questions(30)) as server:
        server.fault("404", "single", 100)
        sync = synced(store, server)
        assert not sync.is_finished
        assert not any(listing.is_gone for listing in store.listings(store.ids()))
        server.faults.clear()
        assert synced(store, server).is_finished
        assert_whole(store, server)
