"""The command line, as a person and as a program use it."""

import gzip
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from terminal import Terminal
from told import single
from wrans import paths
from wrans.records.citation import long_date
from wrans.store import Store

COMMAND = [sys.executable, "-m", "wrans"]


def wrans(*arguments: str, given: bytes = b"", **env: str) -> subprocess.CompletedProcess[str]:
    # Long work gives way to all else: on a machine that is busy it may get next to nothing.
    ran = subprocess.run(
        [*COMMAND, *arguments], input=given, capture_output=True, env=os.environ | env, timeout=600
    )
    return subprocess.CompletedProcess(
        ran.args, ran.returncode, ran.stdout.decode("utf-8"), ran.stderr.decode("utf-8")
    )


def item(uin: str, **more: Any) -> dict[str, Any]:
    return {
        "house": "Commons",
        "uin": uin,
        "dateTabled": "2024-07-19T00:00:00",
        "dateAnswered": "2024-07-29T00:00:00",
        "heading": f"Sheep {uin}",
        "answeringBodyName": "Department for Sheep",
        "questionText": "To ask, how many sheep were exported.",
        "answerText": "<p>We sold £5 million of sheep in Leeds.</p>",
    } | more


@pytest.fixture
def farm(tmp_path: Path) -> Path:
    file = tmp_path / "farm.json"
    file.write_text(
        json.dumps(
            [item("1"), item("2"), item("bad"), item("3", answerText=None, dateAnswered=None)]
        )
    )
    return file


def test_adding_says_what_became_of_each_record(farm: Path) -> None:
    ran = wrans("add", str(farm))
    assert ran.returncode == 3
    assert ran.stdout == "3 new, 0 changed, 0 unchanged, 1 rejected\n"
    assert ran.stderr == f"wrans: {farm}, record 3 (UIN bad): has 'BAD' for a UIN\n"


def test_of_very_many_bad_records_not_each_is_told(tmp_path: Path) -> None:
    file = tmp_path / "bad.json"
    file.write_text(json.dumps([item(f"bad{n}") for n in range(250)]))
    ran = wrans("add", str(file))
    assert ran.returncode == 1
    assert ran.stdout.endswith(" 250 rejected\n")
    assert len(ran.stderr.splitlines()) == 201
    assert ran.stderr.endswith("wrans: and 50 more of these\n")


def test_adding_twice_does_no_harm(farm: Path) -> None:
    wrans("add", str(farm))
    assert wrans("add", str(farm)).stdout == "0 new, 0 changed, 3 unchanged, 1 rejected\n"
    assert wrans("search", "sheep", "--count").stdout == "3\n"


def test_standard_input_and_gzip_and_folders_are_taken(farm: Path) -> None:
    packed = gzip.compress(json.dumps([item("7")]).encode())
    assert wrans("add", "-", given=packed).stdout.startswith("1 new")
    folder = farm.parent / "folder"
    folder.mkdir()
    (folder / "a.json.gz").write_bytes(gzip.compress(farm.read_bytes()))
    (folder / "b.json").write_bytes(farm.read_bytes())
    ran = wrans("add", str(folder))
    assert ran.stdout == "3 new, 0 changed, 3 unchanged, 2 rejected\n"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"nothing here", b"[1]", b"\x1f\x8bxx"])
def test_a_document_that_is_none_is_one_sentence_and_status_1(
    tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "x"
    file.write_bytes(content)
    ran = wrans("add", str(file))
    assert ran.returncode == 1
    assert ran.stderr.startswith(f"wrans: {file}: ")
    assert ran.stderr.count("\n") == 1


def test_the_sample_is_there_when_nothing_was_added() -> None:
    ran = wrans("search", "invested")
    assert ran.returncode == 0
    assert ran.stdout.endswith("Home Office  Borders: France\n")


def test_search_prints_one_object_a_line(farm: Path) -> None:
    wrans("add", str(farm))
    lines = wrans("search", "sheep", "--json", "--limit", "2").stdout.splitlines()
    assert [json.loads(line)["uin"] for line in lines] == ["2", "1"]
    told = json.loads(lines[0])
    assert told["key"] == "commons/2024-07-19/2"
    assert told["is_answered"] is True
    assert told["url"].endswith("/2024-07-19/2")


def test_a_search_without_a_hit_is_no_error() -> None:
    ran = wrans("search", "zebra")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "no question matches\n")


def test_a_query_that_begins_with_a_minus_is_a_query(farm: Path) -> None:
    wrans("add", str(farm))
    assert wrans("search", "--count", "--", "-zebra").stdout == "3\n"


@pytest.mark.parametrize(
    "named",
    [
        "commons/2024-07-19/2",
        "https://questions-statements.parliament.uk/written-questions/detail/2024-07-19/2",
        "2",
        "UIN 2",
    ],
)
def test_show_prints_a_question_however_it_is_named(farm: Path, named: str) -> None:
    wrans("add", str(farm))
    shown = wrans("show", named).stdout
    assert shown.startswith("Sheep 2\n")
    assert "We sold £5 million of sheep in Leeds." in shown
    told = json.loads(wrans("show", named, "--json").stdout)
    money = told["money"][0]
    assert told["text"][money["start"] : money["end"]] == "£5 million"
    assert (money["currency"], money["low"]) == ("GBP", "5000000")
    assert told["places"][0]["name"] == "Leeds"


def test_show_tells_what_became_of_a_question() -> None:
    with Store(paths.data_dir() / "record.sqlite") as store:
        store.add(single(answeringBodyName="Department for Goats"))
        store.add(single(answerText="<p>There were 12.</p>"))
        store.add(single(uin="2"))
        store.mark_gone(1)
    shown = wrans("show", "1").stdout.splitlines()[:3]
    today = long_date(datetime.now(UTC).date())
    assert shown == [
        "[Parliament no longer shows this question.]",
        f"[Moved from Department for Goats to Department for Sheep (noticed {today}).]",
        "[Another version of this answer is known; the command Changes compares them.]",
    ]
    told = json.loads(wrans("show", "1", "--json").stdout)
    (moved,) = told["transfers"]
    assert (moved["from"], moved["to"]) == ("Department for Goats", "Department for Sheep")
    assert told["is_gone"] is True
    assert told["answer_before"].startswith("There were 12 in 2023")
    other = json.loads(wrans("show", "2", "--json").stdout)
    assert (other["is_gone"], other["transfers"], other["answer_before"]) == (False, [], None)
    assert not wrans("show", "2").stdout.startswith("[")
    listed = [
        json.loads(line)["is_gone"]
        for line in wrans("search", "sheep", "--json").stdout.splitlines()
    ]
    assert sorted(listed) == [False, True]


def test_a_uin_of_several_sessions_lists_the_candidates(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text(json.dumps([item("1"), item("1", dateTabled="2023-01-09T00:00:00")]))
    wrans("add", str(file))
    ran = wrans("show", "1")
    assert ran.returncode == 1
    assert "commons/2023-01-09/1" in ran.stderr
    assert "2 questions have the UIN 1" in ran.stderr


@pytest.mark.parametrize("named", ["999", "sheep", "commons/2024-07-19/999", ""])
def test_a_question_that_is_not_here_is_one_sentence(named: str) -> None:
    ran = wrans("show", named)
    assert ran.returncode == 1
    assert ran.stderr.startswith("wrans: ")
    assert ran.stderr.count("\n") == 1


def test_annotate_reads_and_writes_lines() -> None:
    ran = wrans("annotate", given='{"id": 4, "text": "£5m in Leeds"}\nno\n'.encode())
    assert ran.returncode == 3
    told = json.loads(ran.stdout)
    assert told["id"] == 4
    assert told["money"][0]["low"] == "5000000"
    assert told["places"] == [{"start": 7, "end": 12, "text": "Leeds"}]
    assert ran.stderr == "wrans: line 2: is not a line of JSON\n"
    assert wrans("annotate", "/no/such/file").returncode == 1


def test_rebuild_and_doctor_are_content(farm: Path) -> None:
    wrans("add", str(farm))
    assert wrans("rebuild").stdout == "3 questions indexed\n"
    ran = wrans("doctor")
    assert ran.returncode == 0
    assert "every row is as it was written" in ran.stdout
    assert "every file is as it was written" in ran.stdout
    assert str(paths.config_dir()) in ran.stdout


def test_doctor_finds_a_damaged_index_and_mends_it(farm: Path) -> None:
    wrans("add", str(farm))
    postings = next((paths.cache_dir() / "index").glob("build-*/*.pst"))
    data = bytearray(postings.read_bytes())
    data[len(data) // 2] ^= 1
    postings.write_bytes(data)
    ran = wrans("doctor")
    assert ran.returncode == 1
    assert "is damaged" in ran.stdout
    assert wrans("doctor").returncode == 0
    assert wrans("search", "sheep", "--count").stdout == "3\n"


def test_a_deleted_index_comes_back_by_itself(farm: Path) -> None:
    import shutil

    wrans("add", str(farm))
    shutil.rmtree(paths.cache_dir() / "index")
    assert wrans("search", "sheep", "--count").stdout == "3\n"


def test_an_interrupted_add_is_finished_by_the_next(tmp_path: Path) -> None:
    file = tmp_path / "many.json"
    file.write_text(json.dumps([item(str(n)) for n in range(1, 4000)]))
    with subprocess.Popen([*COMMAND, "add", str(file)], stdout=subprocess.DEVNULL) as adding:
        try:
            adding.wait(1.2)
        except subprocess.TimeoutExpired:
            adding.kill()
    ran = wrans("add", str(file))
    assert ran.returncode == 0
    assert wrans("search", "sheep", "--count").stdout == "3999\n"


def test_what_a_document_holds_is_printed_as_text(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text(
        json.dumps([item("1", heading="\x1b]0;t\x07[red]", answerText="<p>\x1b[2J</p>")])
    )
    wrans("add", str(file))
    for ran in (wrans("show", "1"), wrans("search", "sheep"), wrans("show", "1", "--json")):
        assert "\x1b" not in ran.stdout + ran.stderr
        assert "[red]" in ran.stdout


def test_usage_is_status_2() -> None:
    assert wrans("fly").returncode == 2
    assert wrans("search", "x", "--limit", "0").returncode == 2


@pytest.mark.parametrize("sealed", ["folder", "file"])
def test_a_record_that_may_only_be_read_is_read(farm: Path, sealed: str) -> None:
    drop = ["setpriv", "--bounding-set", "-all", "--inh-caps", "-all"] if os.geteuid() == 0 else []
    if drop and not shutil.which(drop[0]):
        pytest.skip("root may write anywhere")
    wrans("add", str(farm))
    file = paths.data_dir() / "record.sqlite"
    told = file.parent if sealed == "folder" else file
    told.chmod(0o500)
    try:
        for command, lines in (("search sheep", 3), ("export --all", 3), ("doctor", 15)):
            ran = subprocess.run(
                [*drop, *COMMAND, *command.split()], capture_output=True, text=True
            )
            assert ran.returncode == 0, ran
            assert len(ran.stdout.splitlines()) >= lines
        if sealed == "folder":
            sync = [*drop, *COMMAND, "sync", "--api", "http://127.0.0.1:9"]
            ran = subprocess.run(sync, capture_output=True, text=True)
            assert ran.stderr == f"wrans: {told}: cannot be written to: Permission denied\n"
    finally:
        told.chmod(0o700)


def test_whoever_has_read_enough_may_leave(farm: Path) -> None:
    wrans("add", str(farm))
    ran = subprocess.run(
        f"{sys.executable} -m wrans show 1 | head -1", shell=True, capture_output=True, text=True
    )
    assert ran.stdout == "Sheep 1\n"
    assert ran.stderr == ""


# -- the terminal


@pytest.mark.parametrize(
    ("env", "told"),
    [({"TERM": "dumb"}, "TERM is unset or dumb"), ({"TERM": ""}, "TERM is unset or dumb")],
)
def test_a_terminal_that_cannot_show_the_reader_gets_a_sentence(
    env: dict[str, str], told: str
) -> None:
    with Terminal(COMMAND, env=env) as terminal:
        assert terminal.wait(20) == 2
        assert told in terminal.screen.replace("\n", " ")


def test_without_a_terminal_the_reader_does_not_start() -> None:
    ran = wrans()
    assert ran.returncode == 2
    assert "needs a terminal" in ran.stderr


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_leaves_a_normal_terminal(number: int, status: int) -> None:
    with Terminal(COMMAND) as terminal:
        terminal.wait_for("Caroline Nokes")
        terminal.settle(0.5)
        terminal.signal(number)
        assert terminal.wait(10) == status
        assert b"\x1b[?1049l" in terminal.bytes
        assert b"\x1b[?1000l" in terminal.bytes


def test_a_window_that_is_closed_takes_the_reader_with_it() -> None:
    for keys in ("/france", "F", "T", "W", "jjj", "G"):
        with Terminal(COMMAND) as terminal:
            terminal.wait_for("Caroline Nokes")
            # It goes on writing for a while.
            terminal.press(keys * 5)
            terminal.hang_up()
            assert terminal.wait(20) == 128 + signal.SIGHUP, keys


def test_words_may_come_in_the_same_breath_as_the_key_that_begins_a_search() -> None:
    with Terminal(COMMAND) as terminal:
        terminal.wait_for("Caroline Nokes")
        terminal.settle(0.5)
        terminal.press("/zebras/lions")
        terminal.wait_for("No question matches zebras/lions")


def test_nothing_of_a_document_steers_the_terminal(tmp_path: Path) -> None:
    hostile = (
        "\x1b]0;OWNED\x07 \x1b]52;c;T1dORUQ=\x07 \x1b[2J \x1bc \x9b31m \x90q\x9c \x00\x08 \u202e "
        "[@click=app.quit]x[/] [red]y"
    )
    file = tmp_path / "x.json"
    linked = '<a href="https://x.uk/\x1b]0;OWNED\x07">z</a>'
    values = [
        item(str(n), heading=f"{hostile} {n}", questionText=hostile, answeringBodyName=hostile,
             answerText=f"<p>{hostile}</p>{linked}<table><tr><td>{hostile}</td></tr></table>")
        for n in range(1, 30)
    ]  # fmt: skip
    file.write_text(json.dumps(values))
    wrans("add", str(file))
    with Terminal(COMMAND, 120, 36) as terminal:
        terminal.wait_for("y 29")
        for keys in ("j", "j", "b", "2", "]", "n", "'", "\x1b", "?", "\x1b", "/", "red\r", "\x1b"):
            terminal.press(keys)
            terminal.settle(0.3)
        terminal.press("q")
        terminal.wait(10)
        seen = bytes(terminal.bytes)
    assert b"OWNED" not in seen.replace(b"]0;OWNED", b"")
    for sequence in (b"\x1b]0;OWNED", b"\x1b]52;", b"\x1bc", b"\xc2\x9b", b"\xc2\x90", b"\x1b[31m"):
        assert sequence not in seen
    assert "\u202e".encode() not in seen


def test_colour_is_no_matter_where_none_is_wanted() -> None:
    with Terminal(COMMAND, env={"NO_COLOR": "1"}) as terminal:
        terminal.wait_for("Caroline Nokes")
        terminal.settle(0.5)
        assert b"[38;" not in terminal.bytes
        assert b"[48;" not in terminal.bytes


def test_bookmarks_that_cannot_be_read_are_no_bookmarks_that_are_not_there() -> None:
    paths.config_dir().mkdir(parents=True)
    (paths.config_dir() / "bookmarks.toml").write_text("key = = \n")
    ran = wrans("bookmarks")
    assert ran.returncode == 1
    assert "bookmarks.toml" in ran.stderr
    assert "line 1" in ran.stderr


def test_a_word_with_a_dash_is_one_that_is_not_wanted(farm: Path) -> None:
    wrans("add", str(farm))
    assert wrans("search", "sheep", "-leeds", "--count").stdout == "1\n"
    assert wrans("search", "--count", "-house:commons").stdout == "0\n"


def test_a_count_says_how_the_query_was_read() -> None:
    assert "no field foo:" in wrans("search", "--count", "foo:bar").stderr


def test_what_is_wrong_in_a_query_is_pointed_at() -> None:
    told = wrans("search", "sewage (gp", "foo:bar").stderr.splitlines()
    assert told[1:3] == ["  sewage (gp foo:bar", "             ^^^^^^^"]
    wide = wrans("search", "東京 \x1b[2J foo:bar").stderr.splitlines()
    assert wide[2].index("^") == wide[1].index("foo") + 2
    assert "\x1b" not in "".join(wide)


def test_what_was_meant_is_offered_on_the_command_line(farm: Path) -> None:
    wrans("add", str(farm))
    ran = wrans("search", "shepe", "-leeds")
    assert (ran.returncode, ran.stdout) == (0, "")
    assert "did you mean sheep -leeds?" in ran.stderr


def test_a_query_is_explained_and_so_is_how_to_search() -> None:
    told = wrans("search", "--explain", "sewage", "is:late").stdout
    assert told == "questions with the word “sewage”, answered late, or late and not answered yet\n"
    help_page = wrans("search", "--help-query")
    assert help_page.returncode == 0
    assert '"storm overflows"~5' in help_page.stdout


def test_whoever_has_seen_enough_ends_it_quietly(tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    file.write_text('{"id":"a\\u009b31m\\u202e","text":"£5 million"}\n' * 20_000)
    command = f"{sys.executable} -m wrans annotate {file} | head -1"
    ran = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert b"\xc2\x9b" not in ran.stdout
    assert b"\xe2\x80\xae" not in ran.stdout
    assert json.loads(ran.stdout)["id"] == "a\x9b31m\u202e"


def test_an_output_that_is_full_is_told_in_a_sentence() -> None:
    command = f"{sys.executable} -m wrans search invested > /dev/full"
    ran = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert "could not be written" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_several_that_add_and_search_at_once_all_work(tmp_path: Path) -> None:
    wrans("search", "invested")
    running = []
    for n in range(4):
        file = tmp_path / f"{n}.json"
        file.write_text(json.dumps([item(str(n * 100 + k)) for k in range(1, 40)]))
        for command in (["add", str(file)], ["search", "--count", "leeds"]):
            running.append(
                subprocess.Popen([*COMMAND, *command], stdout=-3, stderr=subprocess.PIPE, text=True)
            )
    said = [(one.communicate()[1], one.returncode) for one in running]
    assert said == [("", 0)] * 8
    assert wrans("search", "--count", "leeds").stdout == "156\n"


def test_one_damaged_byte_costs_one_letter(tmp_path: Path, seeds: Path) -> None:
    (page,) = seeds.iterdir()
    data = page.read_bytes()
    (tmp_path / "seed.txt").write_bytes(data.replace(b"France", b"Fran\xffe", 1))
    wrans("add", str(tmp_path / "seed.txt"))
    assert wrans("search", "--count", "money:150m").stdout == "1\n"
    (tmp_path / "x.json").write_bytes(json.dumps([item("1"), item("2")]).encode()[:-3] + b'\xff"}]')
    assert "2 new" in wrans("add", str(tmp_path / "x.json")).stdout


@pytest.mark.parametrize("pause", [0.05, 0.15, 0.3])
def test_keys_that_come_before_the_first_frame_are_no_search(pause: float) -> None:
    with Terminal(COMMAND) as terminal:
        time.sleep(pause)
        terminal.press("jj")
        terminal.wait_for("Caroline Nokes")
        terminal.settle(0.5)
        assert "/jj" not in terminal.screen
        terminal.press("q")
        terminal.wait(10)


def test_what_cannot_be_read_is_told_as_that() -> None:
    ran = wrans("annotate", "/proc/self/mem")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == "wrans: /proc/self/mem: cannot be read: Input/output error\n"


def test_help_says_what_can_be_added_and_how_far_back_everything_goes() -> None:
    add, sync = (" ".join(wrans(name, "--help").stdout.split()) for name in ("add", "sync"))
    for kind in ("saved pages", "JSON", "day files", "exports", "gzip", "xz"):
        assert kind in add
    assert "day files since 2001" in sync


def test_what_matches_is_counted(tmp_path: Path) -> None:
    file = tmp_path / "counted.json"
    party = {"askingMember": {"id": 9, "name": "Pat", "party": "Labour"}}
    values = [item("1"), item("2", answeringBodyName="Home\x1b Office", **party), item("3")]
    file.write_text(json.dumps(values))
    wrans("add", str(file))
    told = wrans("search", "sheep", "--facets").stdout.split("\n\n")
    assert told[0] == "3 questions"
    assert told[1].splitlines()[:2] == ["Answering bodies", "        2  Department for Sheep"]
    assert "\x1b" not in told[1]
    assert told[2:] == [
        "Years\n        3  2024",
        "Houses\n        3  Commons",
        "Parties\n        1  Labour\n",
    ]
    counted = json.loads(wrans("search", "sheep", "-party:labour", "--facets", "--json").stdout)
    assert counted == {
        "total": 2,
        "answering_bodies": {"Department for Sheep": 2},
        "years": {"2024": 2},
        "houses": {"Commons": 2},
        "parties": {},
        "months": {"2024-07": 2},
    }
    assert wrans("search", "zebra", "--facets").stdout == "0 questions\n"


def test_the_best_match_may_come_first(tmp_path: Path) -> None:
    file = tmp_path / "ranked.json"
    values = [item("1", answerText="<p>Goats, goats and goats.</p>"), item("2"), item("3")]
    values[2]["answerText"] = "<p>A goat among many sheep and other things.</p>"
    file.write_text(json.dumps(values))
    wrans("add", str(file))
    keys = [f"commons/2024-07-19/{uin}" for uin in "31"]

    def found(*arguments: str) -> list[str]:
        return [line.split()[0] for line in wrans("search", *arguments).stdout.splitlines()]

    assert found("goats") == keys
    assert found("goats", "--order", "best") == keys[::-1]
    assert found("--order", "best", "--limit", "1", "goats") == keys[1:]
    ran = wrans("search", "--order", "best", "house:commons")
    assert len(ran.stdout.splitlines()) == 3
    assert ran.stderr == "there is no word to rank by: newest first\n"
    assert wrans("search", "goats", "--order", "oldest").returncode == 2


def test_a_place_of_ones_own_is_found_once_it_is_named(tmp_path: Path) -> None:
    file = tmp_path / "marsh.json"
    text = "To ask, what was built near Zedwick Marsh."
    file.write_text(json.dumps([item("7", questionText=text, answerText="<p>A mill.</p>")]))
    assert wrans("add", str(file)).returncode == 0
    assert wrans("search", "place:Zedwick*").stdout == ""
    own = paths.config_dir() / "places.toml"
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text('["Zedwick Marsh"]\ncountry = "United Kingdom"\n', "utf-8")
    assert "Sheep 7" in wrans("search", 'place:"Zedwick Marsh"').stdout
    own.write_text("[[[", "utf-8")
    assert "places.toml" in wrans("doctor").stdout


def test_a_search_that_has_to_index_first_shows_how_far_it_is(tmp_path: Path) -> None:
    document = tmp_path / "added.json"
    document.write_text(json.dumps([item(str(n)) for n in range(1, 400)]))
    wrans("add", str(document))
    shutil.rmtree(paths.cache_dir() / "index")
    with Terminal([*COMMAND, "search", "--count", "sheep"]) as terminal:
        assert terminal.wait(60) == 0
        assert b"Indexing" in terminal.bytes
