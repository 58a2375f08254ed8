"""A server on this machine that behaves as Parliament's own does, and misbehaves as servers do.

It clips the texts of lists, leaves out members and withdrawn questions unless asked, orders by
activity with no order inside a day, and can be told to fail in every way of ``FAULTS``.
"""

import gzip
import json
import random
import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

QUESTIONS = "/api/writtenquestions/questions"
PROBLEM = {"type": None, "title": "Not Found", "status": 404, "detail": None, "instance": None}
FIRST_DAY_FILE = "2001-06-20.xml"
"""It is always there; a later one took its place."""
LIST_DATES = {
    "tabledWhen": "dateTabled",
    "answeredWhen": "dateAnswered",
    "correctedWhen": "dateAnswerCorrected",
    "dateForAnswerWhen": "dateForAnswer",
}


class Parliament:
    """The server; ``with`` starts and stops it."""

    def __init__(self, questions: Iterable[dict[str, Any]]) -> None:
        self.questions = {question["id"]: question for question in questions}
        self.asked: list[str] = []
        self.asked_at: list[float] = []
        self.agents: set[str] = set()
        self.most_at_once = 0
        self.now_served = 0
        self.faults: list[tuple[str, str]] = []
        self.lock = threading.Lock()
        self.random = random.Random(7)
        self.is_gzipping = True
        self.pause = 0.0
        """Seconds that it thinks about each single question."""
        self.unreadable: set[int] = set()
        """Questions whose rows in the list have no text."""
        self.never: dict[int, str] = {}
        """Questions whose single call always fails so."""
        self.largest_page = 1_000
        self.ignored: frozenset[str] = frozenset()
        """Parameters that it does not know."""
        self.json_type = "application/json; charset=utf-8"
        self.textless: set[int] = set()
        """Questions whose rows in the list have no answer's text."""
        self.is_cutting_all = False
        """Does it cut the texts of single calls too?"""
        self.stops_before = ""
        """Lists of earlier days are not to be had."""
        self.day_files: dict[str, bytes] = {}
        """By path: ``/pwdata/scrapedxml/wrans/answers2025-03-10.xml``."""
        self._listed: dict[int, bytes] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self._server.daemon_threads = True
        # Clients that are killed are no news.
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign]
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        )

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def edit(self, number: int, **told: Any) -> None:
        """Change a question without saying so."""
        self.questions[number] = self.questions[number] | told
        self._listed.pop(number, None)

    def correct(self, number: int, answer: str, day: str) -> None:
        """Correct an answer, and say so."""
        before = self.questions[number]["answerText"]
        self.edit(
            number, answerText=answer, answerIsCorrection=True, originalAnswerText=before,
            dateAnswerCorrected=f"{day}T00:00:00", correctingMemberId=4002,
        )  # fmt: skip

    def fault(self, name: str, on: str = "any", times: int = 1) -> None:
        """Fail so the next times."""
        self.faults += [(name, on)] * times

    def next_fault(self, kind: str) -> str:
        with self.lock:
            for place, (name, on) in enumerate(self.faults):
                if on in ("any", kind):
                    del self.faults[place]
                    return name
        return ""

    # -- what it knows

    def page(self, asked: dict[str, list[str]], fault: str) -> bytes:
        """A page of the list."""
        found = [q for q in list(self.questions.values()) if _matches(q, asked)]
        key = random.Random(len(self.asked) if fault == "shuffled" else 1)
        found.sort(key=lambda q: (_activity(q), key.random()), reverse=True)
        skip, take = int(asked.get("skip", ["0"])[0]), int(asked.get("take", ["20"])[0])
        take = min(take, self.largest_page)
        if fault == "moved" and skip:
            # A question that came meanwhile pushed all others on, and one went.
            found = [*found[:skip], found[skip - 1], *found[skip + 1 :]]
        rows = found[skip : skip + take]
        items = [self.listed(q, "expandMember" in asked) for q in rows]
        total = len(found) + (3 if fault == "wrong total" else 0)
        if fault == "twice" and items:
            items[-1] = items[0]
        if fault == "bad record" and items:
            items[0] = b'{"value":{"id":true,"uin":"7","house":"Moon"},"links":[]}'
        if fault == "too long":
            items *= 3
        return b'{"totalResults":%d,"results":[%s]}' % (total, b",".join(items))

    def listed(self, question: dict[str, Any], is_expanded: bool) -> bytes:
        number = question["id"]
        if number in self.unreadable:
            return _item(as_listed(question | {"questionText": ""}) | {"questionText": None})
        if number in self.textless:
            return _item(as_listed(question) | {"answerText": None})
        if number not in self._listed:
            self._listed[number] = _item(as_listed(question))
        return self._listed[number]

    def single(self, number: int | None) -> bytes | None:
        question = self.questions.get(number or 0)
        if question is None:
            return None
        return _item(as_listed(question) if self.is_cutting_all else question)


def _item(value: dict[str, Any]) -> bytes:
    links = [{"rel": "self", "href": f"/Questions/{value['id']}", "method": "GET"}]
    return json.dumps({"value": value, "links": links}, separators=(",", ":")).encode()


def as_listed(question: dict[str, Any]) -> dict[str, Any]:
    """What the list shows of a question: no tags, and only so much."""
    answer = question["answerText"]
    if answer is not None:
        flat = re.sub(r"<[^<>]*>", "", answer)
        answer = flat if len(flat) <= 255 else flat[:255] + "..."
    text = question["questionText"].encode("cp1252", "replace").decode("cp1252")
    return question | {
        "questionText": text[:255],
        "answerText": answer,
        "attachments": [],
        "attachmentCount": 0,
        "originalAnswerText": "",
        "comparableAnswerText": "",
    }


def _matches(question: dict[str, Any], asked: dict[str, list[str]]) -> bool:
    if question["isWithdrawn"] and "true" not in asked.get("includeWithdrawn", []):
        return False
    for name, field in LIST_DATES.items():
        for end in ("From", "To"):
            for day in asked.get(name + end, []):
                has = (question.get(field) or "")[:10]
                if not has or (has < day if end == "From" else has > day):
                    return False
    return True


def _activity(question: dict[str, Any]) -> str:
    return question.get("dateAnswerCorrected") or question.get("dateAnswered") or ""


def _handler_of(parliament: Parliament) -> type[BaseHTTPRequestHandler]:
    class Handler(_Handler):
        house = parliament

    return Handler


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    house: Parliament

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its own word
        pass

    def do_GET(self) -> None:
        house = self.house
        with house.lock:
            house.asked.append(self.path)
            house.asked_at.append(time.monotonic())
            house.agents.add(self.headers.get("User-Agent", ""))
            house.now_served += 1
            house.most_at_once = max(house.most_at_once, house.now_served)
        try:
            with suppress(ConnectionError):
                self._serve()
        finally:
            with house.lock:
                house.now_served -= 1

    def _serve(self) -> None:
        address = urlsplit(self.path)
        kind = "list" if address.path == QUESTIONS else "single"
        if address.path.startswith("/pwdata/"):
            kind = "history"
        fault = self.house.next_fault(kind)
        if fault in FAULTS:
            FAULTS[fault](self)
            return
        if address.path == QUESTIONS:
            if parse_qs(address.query).get("tabledWhenFrom", ["9"])[0] < self.house.stops_before:
                self.give(b"oops", 500, "text/plain")
                return
            told = parse_qs(address.query).items()
            asked = {name: value for name, value in told if name not in self.house.ignored}
            self.give(self.house.page(asked, fault))
            return
        if address.path.startswith("/pwdata/"):
            self._serve_day_file(address.path)
            return
        time.sleep(self.house.pause)
        number = address.path.removeprefix(f"{QUESTIONS}/")
        if number.isdigit() and int(number) in self.house.never:
            FAULTS[self.house.never[int(number)]](self)
            return
        body = self.house.single(int(number)) if number.isdigit() else None
        if body is None:
            self.give(json.dumps(PROBLEM).encode(), 404)
        else:
            self.give(body)

    def _serve_day_file(self, path: str) -> None:
        files = self.house.day_files
        if path in files:
            self.give(files[path], kind="application/xml")
            return
        if path.endswith(FIRST_DAY_FILE):
            self.give(b'<publicwhip latest="no"></publicwhip>', kind="application/xml")
            return
        names = [file.removeprefix(path) for file in files if file.startswith(path)]
        names.append(("lordswrans" if "lords" in path else "answers") + FIRST_DAY_FILE)
        links = "".join(f'<a href="{name}">{name}</a>' for name in names)
        self.give(f"<html><body>{links}</body></html>".encode(), kind="text/html")

    def give(
        self,
        body: bytes,
        status: int = 200,
        kind: str = "",
        **headers: str,
    ) -> None:
        self.send_response(status)
        accepts = "gzip" in self.headers.get("Accept-Encoding", "") and self.house.is_gzipping
        if accepts and "content_encoding" not in headers and len(body) > 200:
            body = gzip.compress(body, 1)
            headers["content_encoding"] = "gzip"
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Type", kind or self.house.json_type)
        if "content_length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def hang_up(self, how_many: int | None, *, is_reset: bool = False) -> None:
        """Close after some bytes of what was to come."""
        body = b'{"totalResults":1,"results":[' + b" " * 4000
        if how_many is not None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[:how_many])
            self.wfile.flush()
        if is_reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        with suppress(OSError):
            if not is_reset:
                self.connection.shutdown(socket.SHUT_RDWR)
            self.connection.close()

    def drip(self) -> None:
        """A byte now and then, for ever."""
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "100000")
        self.end_headers()
        for _ in range(400):
            self.wfile.write(b" ")
            self.wfile.flush()
            time.sleep(0.05)

    def moved(self, where: str) -> None:
        self.give(b"", 302, location=where)


def _soon(**of: float) -> str:
    return format_datetime(datetime.now(UTC) + timedelta(**of), usegmt=True)


_EMPTY = b'{"totalResults":0,"results":[]}'
# The faults that concern the content of a page are in ``Parliament.page``.
FAULTS: dict[str, Callable[[_Handler], None]] = {
    "404": lambda h: h.give(json.dumps(PROBLEM).encode(), 404),
    "400": lambda h: h.give(json.dumps(PROBLEM | {"status": 400}).encode(), 400),
    "429 with seconds": lambda h: h.give(b"", 429, retry_after="1"),
    "429 with a date": lambda h: h.give(b"", 429, retry_after=_soon(seconds=1)),
    "429 until after all time": lambda h: h.give(
        b"", 429, retry_after="Fri, 31 Dec 9999 23:59:59 -2300"
    ),
    "403": lambda h: h.give(b"", 403),
    "429 with nothing": lambda h: h.give(b"", 429),
    "503 with seconds": lambda h: h.give(b"", 503, retry_after="1"),
    "500": lambda h: h.give(b"oops", 500, "text/plain"),
    "502 with a page": lambda h: h.give(b"<html>Bad gateway</html>", 502, "text/html"),
    "error as a page": lambda h: h.give(json.dumps(PROBLEM | {"status": 500}).encode()),
    "slow bytes": lambda h: h.drip(),
    "silence": lambda h: time.sleep(3),
    "drop before a byte": lambda h: h.hang_up(None),
    "drop at byte 1": lambda h: h.hang_up(1),
    "drop at byte 3000": lambda h: h.hang_up(3000),
    "reset": lambda h: h.hang_up(100, is_reset=True),
    "wrong type": lambda h: h.give(_EMPTY, kind="text/html"),
    "html": lambda h: h.give(b"<html>maintenance</html>"),
    "gzip junk": lambda h: h.give(b"no gzip at all" * 20, content_encoding="gzip"),
    "gzip cut off": lambda h: h.give(gzip.compress(_EMPTY * 3)[:-9], content_encoding="gzip"),
    "gzip bomb": lambda h: h.give(gzip.compress(b" " * 90_000_000, 1), content_encoding="gzip"),
    "unknown packing": lambda h: h.give(_EMPTY, content_encoding="br"),
    "empty": lambda h: h.give(b""),
    "huge": lambda h: h.give(b"[" + b" " * 22_000_000),
    "no utf-8": lambda h: h.give(b'{"totalResults":0,"results":["\xff\xfe"]}'),
    "deep": lambda h: h.give(b"[" * 100_000),
    "nan": lambda h: h.give(b'{"totalResults":NaN,"results":[]}'),
    "a list": lambda h: h.give(b"[1,2,3]"),
    "to another host": lambda h: h.moved("https://example.org/"),
    "to ftp": lambda h: h.moved("ftp://127.0.0.1/"),
    "in a circle": lambda h: h.moved(h.path),
    "escape bytes": lambda h: h.give(b"\x1b]0;OWNED\x07", 503, "text/plain"),
}
PAGE_FAULTS = ("moved", "shuffled", "wrong total", "twice", "bad record", "too long")
