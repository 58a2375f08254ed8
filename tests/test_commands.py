"""Every command has its keys, an action that carries it out, and a line in the README."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from wrans.app import Reader
from wrans.commands import COMMANDS, Command, shipped_keys
from wrans.panes.answer_view import AnswerView
from wrans.panes.entity_sidebar import EntitySidebar
from wrans.panes.ledger_view import LedgerView
from wrans.panes.question_list import QuestionList
from wrans.panes.timeline import Timeline

ROOT = Path(__file__).parents[1]
WHO = {
    "": (Reader,),
    "answer": (AnswerView,),
    "sidebar": (EntitySidebar,),
    "ledger": (LedgerView,),
    "moving": (QuestionList, AnswerView, EntitySidebar, Timeline),
}


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_readme", ROOT / "docs" / "make_readme.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_what_a_command_says_is_done_by_whom_it_says(command: Command) -> None:
    for pane in WHO[command.pane]:
        assert callable(getattr(pane, f"action_{command.name}", None))
    assert command.label
    assert command.help.endswith(".")


def test_the_shipped_keys_are_those_of_the_commands_and_of_nothing_else() -> None:
    assert set(shipped_keys()) == {c.name for c in COMMANDS}


def test_no_key_does_two_things_in_one_place() -> None:
    for pane in ("answer", "sidebar"):
        pressed = [
            key
            for command in COMMANDS
            if command.pane in ("", "moving", "answer", pane)
            for key in shipped_keys()[command.name].split(",")
            if key != "none"
        ]
        assert len(pressed) == len(set(pressed))


def test_the_readme_has_the_keys_as_they_are(maker: ModuleType) -> None:
    assert maker.key_table() in (ROOT / "README.md").read_text("utf-8")


def test_the_readme_has_the_search_as_it_is(maker: ModuleType) -> None:
    shown = f"$ wrans search invested\n{maker.output('search', 'invested')}```"
    assert shown in (ROOT / "README.md").read_text("utf-8")


def test_the_docs_have_the_ledger_as_it_is(maker: ModuleType) -> None:
    page = (ROOT / "docs" / "sums-and-places.md").read_text("utf-8")
    assert f"$ wrans ledger calais\n{maker.output('ledger', 'calais')}```" in page
    assert maker.sums_and_places() == page
