"""Asking Parliament's servers, and trusting nothing that comes back.

https only, known hosts, redirects within a host, one deadline for all of a reply, no reply larger
than is useful, and patience where a server asks for it.
"""

import asyncio
import json
import math
import random
import sys
import time
import zlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.util import find_spec
from types import TracebackType
from typing import Any, Final, NoReturn, Self, TypeVar
from urllib.parse import urlencode

import httpx
import tenacity

from wrans import __version__
from wrans.errors import PageFailed, SyncError
from wrans.records.text import one_line
from wrans.sync.addresses import OFFICIAL, checked, is_near
from wrans.sync.pace import Pace

CONNECTIONS: Final = 4
RATE: Final = 5.0

_AGENT: Final = f"wrans/{__version__} (reader of written questions; contact: {{contact}})"
_CONTACT: Final = "the person who runs it, who has set no address"
_DEADLINE: Final = 30.0
_LARGEST: Final = 20 << 20
_PIECE: Final = 1 << 16
_REDIRECTS: Final = 3
_TRIES: Final = 6
_LONGEST_WAIT: Final = 300.0
_LONGEST_CONTACT: Final = 200
_AGAIN: Final = ", to be asked again after "
_MINUTE: Final = 60
_FAILURES: Final = 2 * CONNECTIONS
"""So many in a row that could not be had, for whatever reason, and no more are asked for."""
_NO_SERVICE: Final = (0, 401, 403, 429, 503)
"""Nothing came at all, or a refusal."""
_BACK_OFF: Final = tenacity.wait_exponential_jitter(initial=1, max=60, jitter=1)

# httpcore looks for it four times a request, and each time in every folder there is.
if find_spec("sniffio") is None:
    sys.modules["sniffio"] = None  # type: ignore[assignment]

_Read = TypeVar("_Read")


class Client:
    """A few connections to one server."""

    def __init__(
        self,
        base: str = OFFICIAL,
        *,
        rate: float = RATE,
        contact: str = "",
        deadline: float = _DEADLINE,
        patience: float = 1.0,
    ) -> None:
        """Raises SyncError where an address must not be asked; ``patience`` scales all waits."""
        self._base = httpx.URL(checked(base))
        self._pace = Pace(rate)
        self._deadline = deadline
        self._patience = patience
        self._room = asyncio.Semaphore(CONNECTIONS)
        self.requests = 0
        self.waiting: Callable[[str], None] = lambda reason: None
        """Told why it waits before it tries again."""
        self._answered = -math.inf
        """When a request last went well."""
        self._failures = 0
        """How many pages were not to be had since."""
        self._http = _opened(
            follow_redirects=False,
            # A proxy is for the way out, not for what is on this machine.
            trust_env=not is_near(self._base.host),
            timeout=httpx.Timeout(deadline),
            limits=httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS),
            headers={
                "User-Agent": _AGENT.format(contact=_in_a_header(contact) or _CONTACT),
                "Accept-Encoding": "gzip",
            },
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._http.aclose()

    async def json(
        self, path: str, asked: Mapping[str, str | int] | None = None, *, holding: str
    ) -> dict[str, Any]:
        """What a path gives: an object that has ``holding``. Raises PageFailed."""

        def read(body: bytes) -> dict[str, Any]:
            try:
                told = json.loads(body, parse_constant=_no_number)
            except (ValueError, RecursionError) as error:
                raise PageFailed(f"{path}: is not JSON that can be read") from error
            if not isinstance(told, dict) or holding not in told:
                # Errors come so too, as if all were well.
                raise PageFailed(f"{path}: holds no {holding}")
            return told

        return await self._asked(path, asked, "json", read)

    async def body(self, path: str, *, kind: str) -> bytes:
        """What a path gives, if its content type holds ``kind``. Raises PageFailed."""
        return await self._asked(path, None, kind, lambda body: body)

    async def _asked(
        self,
        path: str,
        asked: Mapping[str, str | int] | None,
        kind: str,
        read: Callable[[bytes], _Read],
    ) -> _Read:
        url = self._base.copy_with(path=path, query=urlencode(asked or {}).encode() or None)
        tries = tenacity.AsyncRetrying(
            stop=tenacity.stop_after_attempt(_TRIES),
            wait=self._wait,
            retry=tenacity.retry_if_exception(_is_worth_another_try),
            before_sleep=self._before_sleep,
            reraise=True,
        )
        begun = time.monotonic()
        try:
            async for attempt in tries:
                with attempt:
                    told = read(await self._once(url, kind))
        except PageFailed as error:
            self._failed(error, begun)
            raise
        self._pace.went_well()
        self._answered, self._failures = time.monotonic(), 0
        return told

    def _failed(self, error: PageFailed, begun: float) -> None:
        """A page was not to be had. It may be the only one, while all others are given."""
        if error.status == 404:
            return
        self._failures += 1
        is_alone = self._answered < begun and _is_worth_another_try(error)
        is_refused = error.status in _NO_SERVICE and (is_alone or self._failures >= CONNECTIONS)
        error.is_hopeless = is_refused or self._failures >= _FAILURES

    def _wait(self, state: tenacity.RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.retry_after if isinstance(error, PageFailed) else None
        if asked is None:
            return _BACK_OFF(state) * self._patience
        asked = min(asked, _LONGEST_WAIT)
        # It is meant for all who ask; and they come back not all at the same moment.
        self._pace.be_quiet(asked * self._patience)
        return (asked + random.random()) * self._patience

    def _before_sleep(self, state: tenacity.RetryCallState) -> None:
        self._pace.slow_down()
        error = state.outcome.exception() if state.outcome else None
        pause = state.next_action.sleep if state.next_action else 0
        why = str(error).partition(": ")[2].partition(_AGAIN)[0].partition(" (")[0]
        self.waiting(f"waiting {pause:.0f} s, {why}")

    # -- one request

    async def _once(self, url: httpx.URL, kind: str) -> bytes:
        async with self._room:
            await self._pace.turn()
            self.requests += 1
            try:
                async with asyncio.timeout(self._deadline):
                    body = await self._followed(url, kind)
            except TimeoutError as error:
                raise PageFailed(
                    f"{url.path}: took more than {self._deadline:g} s", status=0
                ) from error
            except httpx.ConnectError as error:
                raise PageFailed(
                    f"{url.host}: cannot be reached ({_reason(error)})", status=0
                ) from error
            except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError) as error:
                raise PageFailed(f"{url.path}: {_reason(error)}", status=0) from error
        return body

    async def _followed(self, url: httpx.URL, kind: str) -> bytes:
        for _ in range(_REDIRECTS + 1):
            async with self._http.stream("GET", url) as reply:
                if not reply.has_redirect_location:
                    return await self._read(reply, kind)
                to = url.join(reply.headers.get("location", ""))
                if (to.scheme, to.host, to.port) != (url.scheme, url.host, url.port):
                    raise PageFailed(f"{url.path}: leads elsewhere, to {one_line(str(to))[:80]}")
                url = to
        raise PageFailed(f"{url.path}: leads in a circle")

    async def _read(self, reply: httpx.Response, kind: str) -> bytes:
        path = reply.url.path
        if reply.status_code != 200:
            asked = _retry_after(reply.headers.get("retry-after", ""))
            told = f"{path}: {reply.status_code} {one_line(reply.reason_phrase)[:80]}".rstrip()
            told += "" if asked is None else f"{_AGAIN}{_told_span(asked)}"
            raise PageFailed(told, status=reply.status_code, retry_after=asked)
        told = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in told:
            raise PageFailed(f"{path}: is {one_line(told)[:40] or 'of no type'}, not {kind}")
        encoding = reply.headers.get("content-encoding", "identity").lower()
        if encoding not in ("identity", "gzip"):
            raise PageFailed(f"{path}: is packed in a way that was not asked for")
        unpacker = zlib.decompressobj(wbits=31) if encoding == "gzip" else None
        body = bytearray()
        async for piece in reply.aiter_raw(_PIECE):
            try:
                body += unpacker.decompress(piece, _LARGEST + 1) if unpacker else piece
            except zlib.error as error:
                raise PageFailed(f"{path}: cannot be unpacked") from error
            if len(body) > _LARGEST:
                raise PageFailed(f"{path}: is larger than {_LARGEST >> 20} MB", is_final=True)
        if unpacker and not unpacker.eof:
            raise PageFailed(f"{path}: breaks off")
        return bytes(body)


def _opened(**how: Any) -> httpx.AsyncClient:
    """The connections. Raises SyncError where what the user's environment says cannot be used."""
    try:
        return httpx.AsyncClient(**how)
    except (ImportError, ValueError, OSError, httpx.InvalidURL) as error:
        raise SyncError(
            "the environment names a proxy (HTTPS_PROXY, ALL_PROXY) or certificates "
            f"(SSL_CERT_FILE) that cannot be used: {_reason(error)}"
        ) from error


def _in_a_header(contact: str) -> str:
    """How to reach the user, in what a header may hold; no letter of it is lost."""
    return one_line(contact).encode("ascii", "backslashreplace").decode()[:_LONGEST_CONTACT]


def _is_worth_another_try(error: BaseException) -> bool:
    if not isinstance(error, PageFailed) or error.is_final:
        return False
    return error.status in (None, 0, 408, 425, 429) or error.status >= 500


def _retry_after(told: str) -> float | None:
    """Seconds, from either form of the header."""
    if told.isascii() and told.isdigit():
        return float(told[:9])
    try:
        moment = parsedate_to_datetime(told)
        # Without a zone it is meant to be Greenwich's, as every date in a header.
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return max(0.0, (moment - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError, OverflowError):
        return None


def _told_span(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 2 * _MINUTE else f"{seconds / _MINUTE:,.0f} min"


def _reason(error: Exception) -> str:
    said = one_line(str(error))[:120]
    return said or type(error).__name__


def _no_number(told: str) -> NoReturn:
    raise ValueError(f"{told} is no number")
