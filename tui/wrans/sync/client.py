"""Asking Parliament's servers, and trusting nothing that comes back.

https only, known hosts, redirects within a host, one deadline for all of a reply, no reply larger
than is useful, and patience where a server asks for it.
"""

import asyncio
import json
import random
import sys
import time
import zlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.util import find_spec
from ipaddress import ip_address
from types import TracebackType
from typing import Any, Final, NoReturn, Self

import httpx
import tenacity

from wrans import __version__
from wrans.errors import PageFailed, SyncError
from wrans.records.text import one_line
from wrans.sync.pace import Pace

OFFICIAL: Final = "https://questions-statements-api.parliament.uk"
HISTORY: Final = "https://www.theyworkforyou.com"
CONNECTIONS: Final = 4
RATE: Final = 5.0

_HOSTS: Final = frozenset(httpx.URL(url).host for url in (OFFICIAL, HISTORY))
_AGENT: Final = f"wrans/{__version__} (reader of written questions; contact: {{contact}})"
_CONTACT: Final = "the person who runs it, who has set no address"
_DEADLINE: Final = 30.0
_LARGEST: Final = 20 << 20
_PIECE: Final = 1 << 16
_REDIRECTS: Final = 3
_TRIES: Final = 6
_LONGEST_WAIT: Final = 300.0
_BACK_OFF: Final = tenacity.wait_exponential_jitter(initial=1, max=60, jitter=1)

# httpcore looks for it four times a request, and each time in every folder there is.
if find_spec("sniffio") is None:
    sys.modules["sniffio"] = None  # type: ignore[assignment]


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
        self._base = checked(base)
        self._pace = Pace(rate)
        self._deadline = deadline
        self._patience = patience
        self._room = asyncio.Semaphore(CONNECTIONS)
        self.requests = 0
        self.waiting: Callable[[str], None] = lambda reason: None
        """Told why it waits before it tries again."""
        self._http = httpx.AsyncClient(
            follow_redirects=False,
            timeout=httpx.Timeout(deadline),
            limits=httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS),
            headers={
                "User-Agent": _AGENT.format(contact=contact or _CONTACT),
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

    async def json(self, path: str, asked: Mapping[str, str | int] | None = None) -> Any:
        """What a path gives, as JSON. Raises PageFailed when it cannot be had."""
        body = await self.body(path, asked, kind="json")
        try:
            return json.loads(body, parse_constant=_no_number)
        except (ValueError, RecursionError) as error:
            raise PageFailed(f"{path}: is not JSON that can be read") from error

    async def body(
        self, path: str, asked: Mapping[str, str | int] | None = None, *, kind: str = ""
    ) -> bytes:
        """What a path gives, if its content type holds ``kind``. Raises PageFailed."""
        url = httpx.URL(self._base).join(path).copy_merge_params(dict(asked or {}))
        tries = tenacity.AsyncRetrying(
            stop=tenacity.stop_after_attempt(_TRIES),
            wait=self._wait,
            retry=tenacity.retry_if_exception(_is_worth_another_try),
            before_sleep=self._before_sleep,
            reraise=True,
        )
        async for attempt in tries:
            with attempt:
                return await self._once(url, kind)
        raise AssertionError("unreachable: the last try raises")

    def _wait(self, state: tenacity.RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.retry_after if isinstance(error, PageFailed) else None
        if asked is None:
            return _BACK_OFF(state) * self._patience
        # Not all at the same moment.
        return (min(asked, _LONGEST_WAIT) + random.random()) * self._patience

    def _before_sleep(self, state: tenacity.RetryCallState) -> None:
        self._pace.slow_down()
        error = state.outcome.exception() if state.outcome else None
        self.waiting(f"waiting, then trying again: {error}")

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
            except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError) as error:
                raise PageFailed(f"{url.path}: {_reason(error)}", status=0) from error
        self._pace.went_well()
        return body

    async def _followed(self, url: httpx.URL, kind: str) -> bytes:
        for _ in range(_REDIRECTS + 1):
            async with self._http.stream("GET", url) as reply:
                if not reply.is_redirect:
                    return await self._read(reply, kind)
                to = url.join(reply.headers.get("location", ""))
                if (to.scheme, to.host, to.port) != (url.scheme, url.host, url.port):
                    raise PageFailed(f"{url.path}: leads elsewhere, to {one_line(str(to))[:80]}")
                url = to
        raise PageFailed(f"{url.path}: leads in a circle")

    async def _read(self, reply: httpx.Response, kind: str) -> bytes:
        path = reply.url.path
        if reply.status_code != 200:
            raise PageFailed(
                f"{path}: {reply.status_code} {one_line(reply.reason_phrase)[:80]}".rstrip(),
                status=reply.status_code,
                retry_after=_retry_after(reply.headers.get("retry-after", "")),
            )
        told = reply.headers.get("content-type", "").partition(";")[0].strip()
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


def checked(base: str) -> str:
    """An address that may be asked. Raises SyncError."""
    try:
        url = httpx.URL(base)
    except httpx.InvalidURL as error:
        raise SyncError(f"{base!r} is not an address") from error
    is_near = url.host == "localhost" or _is_loopback(url.host)
    if url.scheme == "http" and is_near:
        return str(url)
    if url.scheme != "https":
        raise SyncError(f"{base!r} is refused: only https is asked (plain http on this machine)")
    if not (is_near or url.host in _HOSTS):
        raise SyncError(f"{base!r} is refused: known hosts are {', '.join(sorted(_HOSTS))}")
    return str(url)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


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
    except (TypeError, ValueError):
        return None
    return max(0.0, (moment.astimezone(UTC) - datetime.now(UTC)).total_seconds())


def _reason(error: Exception) -> str:
    said = one_line(str(error))[:120]
    return said or type(error).__name__


def _no_number(told: str) -> NoReturn:
    raise ValueError(f"{told} is no number")
