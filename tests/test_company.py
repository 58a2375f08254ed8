"""Long work beside a reader that is open."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from wrans import company, paths


@pytest.fixture(autouse=True)
def four_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2, 3}, raising=False)


def test_a_reader_that_is_open_is_left_a_processor() -> None:
    assert company.processors() == 4
    with company.reading(), company.reading():
        assert company.processors() == 3
    assert company.processors() == 4


def test_other_processes_know_of_it_and_of_its_end_however_it_came() -> None:
    program = "from wrans import company\nwith company.reading(): print(1, flush=True); input()"
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
    with company.reading():
        assert company.processors() == 1


def test_where_nothing_can_be_written_one_reads_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(paths, "reader_lock", lambda: Path("/dev/null/reader.lock"))
    with company.reading():
        assert company.processors() == 4
