"""The reader: three panes over the library."""

import gc
import os
import signal
from array import array
from asyncio import get_running_loop
from typing import Final

from textual import on
from textual.app import App, ComposeResult
from textual.containers import Container
from textual.widgets import Footer, Static

from wrans import clerk, paths
from wrans.clerk import Clerk, Looked
from wrans.commands import bindings
from wrans.errors import NotSaved, WransError
from wrans.library import PAGE, Library, Listed
from wrans.panes.answer_view import AnswerView
from wrans.panes.entity_sidebar import EntitySidebar
from wrans.panes.question_list import QuestionList
from wrans.panes.search_bar import SearchBar
from wrans.session import Session

PANES: Final = {"list": QuestionList, "answer": AnswerView, "sidebar": EntitySidebar}
