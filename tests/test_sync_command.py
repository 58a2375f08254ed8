"""``wrans sync`` and ``wrans export`` as a person and as cron use them."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import pytest

import day_files
from parliament import Parliament
from terminal import Terminal
from test_cli import COMMAND, item, wrans
from test_store_faults import torn_index
from test_sync import LONG, assert_whole, questions
from told import page, single
from wrans import formats, paths
from wrans.formats import Record
from wrans.library import Library
from wrans.records import Source
from wrans.records.citation import long_date
from wrans.store import Store
from wrans.store.progress import Urgency


def recent(count: int) -> list[dict[str, object]]:
    """Questions of these days."""
    today = date.today().isoformat()
    return [
        q | {"dateTabled": f"{today}T00:00:00"}
        | ({"dateAnswered": f"{today}T00:00:00"} if q["dateAnswered"] else {})
        for q in questions(count)
    ]  # fmt: skip


def sync(server: Parliament, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return wrans("sync", "--api", server.url, *arguments)


def sync_within(surroundings: str, server: Parliament) -> "subprocess.CompletedProcess[str]":
    """A sync in a process in which this was done first."""
    program = (
        f'{surroundings}\nimport sys\nfrom wrans.cli import main\nsys.argv[0] = "wrans"\nmain()'
    )
    command = [sys.executable, "-c", program, "sync", "--api", server.url]
    return subprocess.run(command, capture_output=True, text=True, env=os.environ, check=False)


def test_a_sync_says_what_it_did() -> None:
    with Parliament(recent(30)) as server:
        ran = sync(server)
        assert (ran.returncode, ran.stderr) == (0, "")
        assert ran.stdout.startswith("30 new, ")
        assert "whole texts fetched" in ran.stdout
    assert wrans("search", "--count", "invested").stdout == "26\n"
    doctor = wrans("doctor").stdout
    assert f"{date.today():%Y-%m}: 30 questions, 30 full, 0 clipped, 0 missing of 30" in doctor


def test_cron_gets_counts() -> None:
    with Parliament(recent(12)) as server:
        told = json.loads(sync(server, "--json").stdout)
    assert told["new"] == told["listed"] == 12
    assert told["is_finished"] is True
    assert told["to_come"] == 0


def test_cron_gets_counts_even_where_the_index_cannot_be_written() -> None:
    paths.cache_dir().parent.mkdir(parents=True, exist_ok=True)
    paths.cache_dir().write_text("no folder")
    with Parliament(recent(5)) as server:
        ran = sync(server, "--json")
    assert ran.returncode == 1
    assert json.loads(ran.stdout)["new"] == 5
    assert ran.stderr.count("\n") == 1


def test_cron_gets_what_is_new_and_each_only_once() -> None:
    with Parliament(recent(20)) as server:
        assert sync(server, "--since-last").stdout == ""
        today = f"{date.today()}T00:00:00"
        server.edit(7, answerText="<p>Now.</p>", dateAnswered=today, answeringMemberId=1)
        server.questions[99] = recent(1)[0] | {"id": 99, "uin": "99"}
        told = [
            json.loads(line) for line in sync(server, "--since-last", "--json").stdout.splitlines()
        ]
        assert sorted((one["news"], one["uin"]) for one in told) == [
            ("answered", "7"), ("answered", "99"),
        ]  # fmt: skip
        assert sync(server, "--since-last").stdout == ""


def test_a_sync_that_could_not_finish_says_so_and_ends_with_1() -> None:
    with Parliament(recent(20)) as server:
        server.fault("404", "list", 500)
        ran = sync(server)
    assert ran.returncode == 1
    assert "not finished; wrans sync goes on where it stopped" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("url", ["http://example.org", "x", "ftp://localhost"])
def test_an_address_that_is_refused_is_told_in_a_sentence(url: str) -> None:
    ran = wrans("sync", "--api", url)
    assert ran.returncode == 1
    assert "refused" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_two_syncs_at_once_are_one_too_many() -> None:
    with Parliament(recent(40)) as server:
        for _ in range(3):
            server.fault("slow bytes")
        first = subprocess.Popen(
            [*COMMAND, "sync", "--api", server.url], stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, env=os.environ,
        )  # fmt: skip
        with first:
            while not server.asked:
                time.sleep(0.02)
            ran = sync(server)
            first.kill()
    assert ran.returncode == 1
    assert "another wrans is syncing" in ran.stderr


def test_a_terminal_shows_how_far_it_is() -> None:
    with Parliament(recent(60)) as server:
        server.fault("429 with seconds", "single", 1)
        with Terminal([*COMMAND, "sync", "--api", server.url], 100, 24) as terminal:
            terminal.wait(30)
            seen = bytes(terminal.bytes).decode("utf-8", "replace")
    assert "60 new" in seen
    assert ", 429 Too Many Requests" in seen
    assert "whole texts" in seen


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_cleanly_when_told_to_and_the_next_run_goes_on(by: signal.Signals) -> None:
    with Parliament(recent(400)) as server:
        command = [*COMMAND, "sync", "--api", server.url]
        with subprocess.Popen(command, stderr=subprocess.PIPE, env=os.environ) as running:
            while len(server.asked) < 60:
                time.sleep(0.005)
            running.send_signal(by)
            assert running.stderr
            said = running.stderr.read().decode()
        assert running.returncode == 128 + by
        assert "stopped; what was done so far is kept" in said
        assert "Traceback" not in said
        sync(server)
        with Store(paths.data_dir() / "record.sqlite") as store:
            assert_whole(store, server)


def test_ctrl_c_pressed_again_and_again_is_as_clean() -> None:
    with Parliament(recent(300)) as server:
        command = [*COMMAND, "sync", "--api", server.url]
        with subprocess.Popen(command, stderr=subprocess.PIPE, env=os.environ) as running:
            while len(server.asked) < 30:
                time.sleep(0.005)
            for _ in range(5):
                running.send_signal(signal.SIGINT)
                time.sleep(0.02)
            assert running.stderr
            said = running.stderr.read().decode()
        assert "stopped; what was done so far is kept" in said
        assert "Traceback" not in said
        with Store(paths.data_dir() / "record.sqlite") as store:
            assert not list(store.check())


PRESSED_LAST = """
import os, signal
from asyncio import selector_events
close = selector_events.BaseSelectorEventLoop._close_self_pipe
def closed(loop):
    close(loop)
    os.kill(os.getpid(), signal.SIGINT)
selector_events.BaseSelectorEventLoop._close_self_pipe = closed
"""


def test_ctrl_c_pressed_while_it_ends_is_as_clean() -> None:
    with Parliament(recent(3)) as server:
        ran = sync_within(PRESSED_LAST, server)
    assert "Traceback" not in ran.stderr
    assert "wakeup" not in ran.stderr


def test_killed_at_any_moment_it_ends_with_all_of_the_record() -> None:
    chance = random.Random(11)
    with Parliament(recent(500)) as server:
        command = [*COMMAND, "sync", "--api", server.url]
        for _ in range(8):
            # By what was asked and not by the clock, so that it is killed in lists and in texts.
            last = len(server.asked) + chance.randint(1, 110)
            with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=os.environ) as running:
                while len(server.asked) < last and running.poll() is None:
                    time.sleep(0.001)
                running.kill()
        assert sync(server).returncode == 0
        with Store(paths.data_dir() / "record.sqlite") as store:
            assert_whole(store, server)


def test_what_the_lists_do_not_have_makes_up_for_nothing_that_is_missing() -> None:
    with Parliament(recent(10)) as server:
        sync(server)
    month = f"{date.today():%Y-%m}"
    with Store(paths.data_dir() / "record.sqlite") as store:
        store._db.execute("DELETE FROM source WHERE question <= 3")
        store._db.execute("DELETE FROM found WHERE question <= 3")
        store._db.execute("DELETE FROM question WHERE id <= 3")
        for title in ("Sheep", "Goats"):
            store.add(page(title, asked_on=long_date(date.today()), question=f"To ask, {title}."))
        store.mark_gone(4)
    assert f"{month}: 9 questions, 9 full, 0 clipped, 4 missing of 10 promised\n" in (
        wrans("doctor").stdout
    )


def test_the_weekly_look_finds_every_edit_and_each_can_be_compared() -> None:
    with Parliament(recent(60)) as server:
        sync(server)
        answered = [n for n in server.questions if n % 7][:25]
        for n in answered[:20]:
            text = str(server.questions[n]["answerText"])
            server.edit(n, answerText=text.replace("There were", "There really were"))
        for n in answered[20:]:
            server.correct(n, f"<p>There were none.</p>{LONG}", date.today().isoformat())
        with Store(paths.data_dir() / "record.sqlite") as store, store.batch():
            store.progress.note("silent edits", (date.today() - timedelta(days=7)).isoformat())
        told = [
            json.loads(line)["news"]
            for line in sync(server, "--since-last", "--json").stdout.splitlines()
        ]
        assert sorted(told) == ["corrected"] * 5 + ["edited"] * 20
        library = Library()
        for n in answered:
            (number,) = [listing.id for listing in library.store.with_uin(str(n))]
            changes = library.comparison(number)
            assert changes
            assert ("{+really+}" if n in answered[:20] else f"[-{n}-]{{+none+}}") in changes.text
        library.close()


def test_a_damaged_row_is_named_by_the_doctor_and_fetched_again_by_the_next_sync() -> None:
    with Parliament(recent(10)) as server:
        sync(server)
        with Store(paths.data_dir() / "record.sqlite") as store:
            store._db.execute(
                "UPDATE source SET text = x'00' WHERE question = 3 AND text IS NOT NULL"
            )
        ran = wrans("doctor")
        assert ran.returncode == 1
        assert "its source is damaged; wrans sync fetches it again" in ran.stdout
        sync(server)
        assert wrans("doctor").returncode == 0
        with Store(paths.data_dir() / "record.sqlite") as store:
            assert_whole(store, server)


def test_what_sources_share_is_mended_by_the_doctor_or_the_next_sync() -> None:
    spoil = "UPDATE {} SET text = x'00' || text"
    with Parliament(recent(10)) as server:
        sync(server)
        with Store(paths.data_dir() / "record.sqlite") as store:
            store._db.execute(spoil.format("part"))
        ran = wrans("doctor")
        assert ran.returncode == 0
        assert "shared parts were damaged; written anew from a copy" in ran.stdout
        with Store(paths.data_dir() / "record.sqlite") as store:
            for copy in ("part", "part_again"):
                store._db.execute(spoil.format(copy))
        ran = wrans("doctor")
        assert ran.returncode == 1
        assert ran.stdout.count("its source is damaged; wrans sync fetches it again") == 10
        sync(server)
        assert wrans("doctor").returncode == 0
        with Store(paths.data_dir() / "record.sqlite") as store:
            assert_whole(store, server)


def test_a_damaged_row_that_no_sync_can_fetch_is_whole_when_its_document_is_added_again(
    tmp_path: Path,
) -> None:
    file = tmp_path / "answers2025-03-10.xml"
    file.write_text(day_files.NEW)
    with Parliament(recent(3)) as server:
        wrans("add", str(file))
        sync(server)
        with Store(paths.data_dir() / "record.sqlite") as store:
            store._db.execute("UPDATE source SET text = x'00' WHERE question = 1")
        ran = wrans("doctor")
        assert ran.returncode == 1
        assert "its source is damaged; add its document again" in ran.stdout
        assert "to come" not in wrans("doctor").stdout
        assert json.loads(sync(server, "--json").stdout)["to_come"] == 0
        assert wrans("add", str(file)).stdout.startswith("0 new, 1 changed")
        assert wrans("doctor").returncode == 0


def test_a_damaged_row_that_was_added_again_is_not_fetched_too() -> None:
    with Parliament(recent(10)) as server:
        sync(server)
        with Store(paths.data_dir() / "record.sqlite") as store:
            whole = store.raw(3, "api-single")
            assert whole
            store._db.execute(
                "UPDATE source SET text = x'00' WHERE question = 3 AND text IS NOT NULL"
            )
        wrans("doctor")
        assert "1 whole texts; wrans sync goes on" in wrans("doctor").stdout
        wrans("add", "-", given=whole)
        ran = wrans("doctor")
        assert ran.returncode == 0
        assert "to come" not in ran.stdout


def test_what_the_list_shows_otherwise_is_still_fetched_after_its_row_was_put_right() -> None:
    with Parliament(recent(10)) as server:
        sync(server)
        server.edit(3, answerText="<p>Edited.</p>")
        with Store(paths.data_dir() / "record.sqlite") as store:
            old = store.raw(3, "api-single")
            assert old
            store.add(_listed(server, 3))
            with store.batch():
                store.progress.want(3, Urgency.EDITED)
            store._db.execute(
                "UPDATE source SET text = x'00' WHERE question = 3 AND form = 'api-single'"
            )
        wrans("add", "-", given=old)
        assert "1 whole texts; wrans sync goes on" in wrans("doctor").stdout
        sync(server)
        with Store(paths.data_dir() / "record.sqlite") as store:
            assert_whole(store, server)


def _listed(server: Parliament, number: int) -> Record:
    item = json.loads(server.listed(server.questions[number], True))
    return formats.of_item(item, Source.LIST)


def test_the_doctor_mends_what_is_wrong_with_the_indexes_of_the_file() -> None:
    with Parliament(recent(10)) as server:
        sync(server)
    torn_index(paths.data_dir() / "record.sqlite")
    ran = wrans("doctor")
    assert ran.returncode == 0, ran.stdout
    assert "an index inside its file was damaged; all were built anew" in ran.stdout
    assert "10 questions, " in ran.stdout
    assert "move it away" not in ran.stdout
    assert "built anew" not in wrans("doctor").stdout


def test_what_is_left_of_a_record_that_was_cut_off_is_saved_as_the_doctor_says(
    tmp_path: Path,
) -> None:
    file = paths.data_dir() / "record.sqlite"
    with Store(file) as store:
        for uin in range(1, 400):
            store.add(
                single(uin=str(uin), answerText=f"<p>{random.Random(uin).randbytes(999).hex()}</p>")
            )
    os.truncate(file, file.stat().st_size * 2 // 3)
    ran = wrans("doctor")
    assert ran.returncode == 1
    assert "settings: in order\n" in ran.stdout
    assert "questions can be read\n" in ran.stdout
    assert "save what can be read of it with wrans export --all --output SAVED" in ran.stdout
    saved = tmp_path / "saved.jsonl.gz"
    ran = wrans("export", "--all", "--output", str(saved))
    assert ran.returncode == 1
    left = int(ran.stderr.splitlines()[-1].split()[0])
    assert 100 < left < 399
    assert len(ran.stderr.splitlines()) < 30
    file.rename(tmp_path / "moved.sqlite")
    assert wrans("add", str(saved)).stdout.startswith(f"{left} new, 0 changed, 0 unchanged, 0")
    assert wrans("doctor").returncode == 0


def test_a_record_of_a_newer_version_is_looked_after_as_far_as_it_is_known() -> None:
    with Store(paths.data_dir() / "record.sqlite") as store:
        store.add(single())
        store._db.execute("UPDATE question SET seal = 7")
        store._db.execute("PRAGMA user_version = 99")
    ran = wrans("doctor")
    assert ran.returncode == 0, ran
    assert "was made by a newer wrans; it is read but not changed" in ran.stdout
    assert "nor are its rows checked" in ran.stdout
    assert "2024-07: 1 questions, 1 full, 0 clipped\n" in ran.stdout
    assert "damaged" not in ran.stdout
    ran = wrans("export", "--all")
    assert "made by a newer wrans" in ran.stderr
    assert len(ran.stdout.splitlines()) == 1


def test_of_very_many_damaged_rows_not_each_is_told() -> None:
    with Store(paths.data_dir() / "record.sqlite") as store:
        for uin in range(1, 151):
            store.add(single(uin=str(uin)))
        store._db.execute("UPDATE source SET text = x'00'")
    ran = wrans("doctor")
    assert ran.returncode == 1
    assert "! record: and 50 more of these\n" in ran.stdout
    assert ran.stdout.count("its source is damaged") == 100


def test_an_export_goes_to_standard_output() -> None:
    with Parliament(recent(5)) as server:
        sync(server)
    ran = wrans("export", "--month", f"{date.today():%Y-%m}")
    assert ran.returncode == 0
    assert len(ran.stdout.splitlines()) == 5
    assert ran.stderr == "5 questions written\n"
    back = wrans("add", "-", given=ran.stdout.encode())
    assert back.stdout == "0 new, 0 changed, 5 unchanged, 0 rejected\n"


@pytest.mark.parametrize("month", ["2024", "2024-13", "2024-00", "july", "24-07", "2024-07-01"])
def test_a_month_that_is_none_is_wrong_usage(month: str) -> None:
    ran = wrans("export", "--month", month)
    assert ran.returncode == 2
    assert ran.stderr.endswith("argument --month: give a month as 2024-07\n")


FULL_DISK = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, resource.RLIM_INFINITY))
"""


def test_a_full_disk_stops_the_sync_with_all_that_came_before_intact() -> None:
    with Parliament(recent(600)) as server:
        ran = sync_within(FULL_DISK, server)
        assert ran.returncode == 1
        assert "the disk is full or failing; what was saved before is safe" in ran.stderr
        assert "Traceback" not in ran.stderr
        with Store(paths.data_dir() / "record.sqlite") as store:
            assert store.count() > 0
            assert not list(store.check())
        assert sync(server).returncode == 0
        with Store(paths.data_dir() / "record.sqlite") as store:
            assert_whole(store, server)


def test_a_store_of_a_newer_version_is_read_and_not_synced() -> None:
    with Parliament(recent(5)) as server:
        sync(server)
        with Store(paths.data_dir() / "record.sqlite") as store:
            store._db.execute("PRAGMA user_version = 99")
        ran = sync(server)
        assert ran.returncode == 1
        assert "made by a newer wrans" in ran.stderr
        assert "Traceback" not in ran.stderr


def test_clipped_texts_are_left_out_of_sums_and_places_and_that_is_said(tmp_path: Path) -> None:
    cut = "It cost £5 million in Leeds. " * 20
    values = [
        item("1", answerText=cut[:255] + "..."),
        item("2", answerText="<p>It cost £5 million in Leeds.</p>"),
        item("3", answerText=cut[:255] + "...", questionText="To ask what £7 buys in Leeds."),
    ]
    file = tmp_path / "x.json"
    file.write_text(json.dumps(values))
    wrans("add", str(file))
    ran = wrans("search", "place:leeds")
    assert "/2  " in ran.stdout
    assert "/1  " not in ran.stdout
    assert "/3  " in ran.stdout
    assert wrans("search", "--count", "money:£5m").stdout == "1\n"
    assert wrans("search", "--count", "money:£7 is:clipped").stdout == "1\n"
    assert ran.stderr == "clipped texts of 2 not counted\n"
    assert "clipped" not in wrans("search", "leeds").stderr
