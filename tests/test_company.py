"""Long work beside a reader that is open."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reading import reading
from wrans import company, paths


@pytest.fixture(autouse=True)
def four_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2, 3}, raising=False)


def open_reader() -> company.Reading:
    reader = company.Reading()
    reader.begin()
    return reader


def test_a_reader_that_is_open_is_left_a_processor() -> None:
    assert company.processors() == 4
    readers = open_reader(), open_reader()
    assert company.processors() == 3
    for reader in readers:
        reader.end()
    assert company.processors() == 4


def test_other_processes_know_of_it_and_of_its_end_however_it_came() -> None:
    program = (
        "from wrans import company as c; r = c.Reading(); r.begin(); print(1, flush=True); input()"
    )
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as reader:
        assert reader.stdout
        reader.stdout.readline()
        assert company.is_read()
        reader.kill()
        reader.wait()
    assert not company.is_read()


def test_one_processor_is_used_in_any_case(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0}, raising=False)
    reader = open_reader()
    assert company.processors() == 1
    reader.end()


def test_where_nothing_can_be_written_one_reads_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(paths, "reader_lock", lambda: Path("/dev/null/reader.lock"))
    reader = open_reader()
    reader.key()
    assert company.processors() == 4
    reader.end()


def test_work_waits_while_keys_are_pressed_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr(time, "sleep", waits.append)
    reader = open_reader()
    with company.keys_first(), company.keys_first():
        while not waits:
            reader.key()
        os.utime(paths.reader_lock(), (0, 0))
        signal.pause()
        waits.clear()
        for _ in range(3):
            signal.pause()  # it still looks, and nobody presses anything
    assert not waits
    assert signal.getsignal(signal.SIGALRM) is signal.SIG_DFL
    reader.end()


async def test_a_key_in_the_reader_is_known_to_others() -> None:
    async with reading() as reader:
        await reader.until(company.is_read)
        os.utime(paths.reader_lock(), (0, 0))
        await reader.press("j")
        assert paths.reader_lock().stat().st_mtime > 0
    assert not company.is_read()
