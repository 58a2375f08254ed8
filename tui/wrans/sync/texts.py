"""Fetching whole texts: the open question first, then the edited, then the newest clipped."""

import asyncio
import json
import math
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from wrans import formats
from wrans.errors import NotAWrittenQuestion, PageFailed, StoreError
from wrans.formats import Record, api
from wrans.records import Completeness, Key, Source
from wrans.store import Store
from wrans.sync.client import CONNECTIONS, Client
from wrans.sync.counts import Counts
from wrans.sync.lists import PATH
from wrans.sync.shown import Shown
from wrans.sync.told import Told

_NEXT: Final = 64
_BATCH: Final = 25
"""Texts that go into the store together; a crash costs no more."""
_PATIENCE: Final = 0.5
"""Seconds that a text waits for others at most before it goes into the store."""

_COUNTED: Final = 1.0
"""Seconds after which what is left is counted again, or longer where that takes long."""
_SHARE: Final = 50
_MOMENT: Final = 0.01
_LOOKED_AT: Final = 1_000
_GONE: Final = object()
"""In the place of a reply: Parliament does not know the question any more."""

_Reply = Any | PageFailed


class Texts:
    """Works through the queue with a few connections, and puts what comes into the store."""

    def __init__(
        self,
        store: Store,
        client: Client,
        counts: Counts,
        shown: Shown,
        tell: Callable[[Told], None],
    ) -> None:
        """Give what they go into, and whom to tell."""
        self._store, self._client, self._counts, self._tell = store, client, counts, tell
        self._shown = shown
        self._asked: set[int] = set()
        self._next: list[tuple[int, int]] = []
        self._came: list[tuple[int, int, _Reply]] = []
        self._left, self._counted, self._took = 0, -math.inf, 0.0
        self._is_hopeless = False
        self._is_giving: bool | None = None

    async def fetch(self) -> None:
        """Fetch all that is wanted."""
        if wanted := self._all(0):
            self._tell(Told("whole texts", 0, wanted))
        keeper = asyncio.create_task(self._keep_now_and_then())
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(CONNECTIONS):
                    group.create_task(self._work())
        finally:
            keeper.cancel()
            self._keep()

    async def _keep_now_and_then(self) -> None:
        while True:
            await asyncio.sleep(_PATIENCE)
            self._keep()

    async def _work(self) -> None:
        while not self._is_hopeless:
            wanted = self._take()
            if wanted is None:
                if not self._asked:
                    return
                # What is under way may answer what is left, or leave it to be asked.
                await asyncio.sleep(_MOMENT)
                continue
            number, official = wanted
            try:
                reply: _Reply = await self._ask(official)
            except PageFailed as error:
                if error.is_hopeless and self._is_hopeless:
                    # It was told by another connection, and no text's own fault.
                    self._asked.discard(number)
                    return
                is_gone = error.status == 404 and number not in self._shown
                reply = _GONE if is_gone and await self._gives_texts() else error
                self._is_hopeless |= error.is_hopeless
            self._came.append((number, official, reply))
            if len(self._came) >= _BATCH or _has_siblings(reply):
                self._keep()

    async def _ask(self, official: int) -> dict[str, Any]:
        path = f"{PATH}/{official}"
        return await self._client.json(path, {"expandMember": "true"}, holding="value")

    async def _gives_texts(self) -> bool:
        """Does the server give any text, so that one which it does not find is gone?

        Else it finds nothing any more, and of that no question is at fault.
        """
        if self._is_giving is None:
            newest = (number for number in self._store.ids(_LOOKED_AT) if number in self._shown)
            self._is_giving = False
            for number in newest:
                with suppress(PageFailed, StoreError):
                    if official := self._store.question(number).official_id:
                        await self._ask(official)
                        self._is_giving = True
                break
        return bool(self._counts.texts or self._is_giving)

    def _take(self) -> tuple[int, int] | None:
        if not self._next:
            self._keep()
            self._next = self._store.progress.wanted(_NEXT, self._asked)[::-1]
        put_off = []
        while self._next:
            wanted = self._next.pop()
            if self._is_on_its_way(wanted[0]):
                put_off.append(wanted)
                continue
            self._next += put_off[::-1]
            self._asked.add(wanted[0])
            return wanted
        return None

    def _is_on_its_way(self, number: int) -> bool:
        """Will another question of its group, which is being asked for, bring what is missing?"""
        if not self._asked:
            return False
        try:
            question = self._store.question(number)
        except StoreError:
            return False
        if question.completeness is Completeness.CLIPPED:
            return False
        return any(self._store.find(key) in self._asked for key in question.grouped)

    def first(self, number: int) -> None:
        """Somebody reads this question now."""
        with self._store.batch():
            self._store.progress.want_open(number)
        self._next = []

    # -- what came

    def _keep(self) -> None:
        """What came and the progress it means, in one transaction."""
        came, self._came = self._came, []
        if not came:
            return
        with self._store.batch():
            for number, official, reply in came:
                self._asked.discard(number)
                if reply is _GONE:
                    self._gone(number)
                elif isinstance(reply, PageFailed):
                    self._failed(number, reply)
                else:
                    self._keep_text(number, official, reply)
        done = self._counts.texts + self._counts.filled
        self._tell(Told("whole texts", done, self._all(done)))

    def _all(self, done: int) -> int:
        """How many there are, those that are done among them. To count a long queue takes time."""
        now = time.monotonic()
        if now - self._counted > max(_COUNTED, _SHARE * self._took):
            self._left = done + self._store.progress.wanted_count()
            self._counted = time.monotonic()
            self._took = self._counted - now
        return max(done, self._left)

    def _failed(self, number: int, error: PageFailed) -> None:
        if not error.is_hopeless:
            self._store.progress.give_up(number)
        self._counts.failures.append(f"{self._called(number)}: {error}")

    def _gone(self, number: int) -> None:
        self._store.mark_gone(number)
        self._store.progress.got(number)
        self._counts.gone += 1

    def _called(self, number: int) -> str:
        return next((str(listing.key) for listing in self._store.listings([number])), str(number))

    def _keep_text(self, number: int, official: int, reply: Any) -> None:
        try:
            record = formats.of_item(reply, Source.SINGLE)
        except NotAWrittenQuestion as error:
            if _is_a_record(reply):
                # No later sync could read it either, unless it is put right.
                self._store.progress.got(number)
            else:
                self._store.progress.give_up(number)
            self._counts.reject(f"{self._called(number)}: {error}")
            return
        _, kept = self._store.put(record)
        if kept != number:
            self._is_another(number, record.question.official_id == official)
            return
        if record.question.is_clipped:
            self._store.progress.give_up(number)
            self._counts.reject(f"{self._called(number)}: its text came cut")
            return
        self._counts.texts += 1
        self._store.mark_seen([number])
        self._store.progress.got(number)
        for sibling in record.question.grouped:
            self._fill(sibling, record)

    def _is_another(self, number: int, is_renumbered: bool) -> None:
        """A reply tells of a question that is known by another key."""
        if is_renumbered:
            # Parliament put its UIN right; what stood under the old one is shown no more.
            self._gone(number)
        else:
            self._store.progress.give_up(number)
            self._counts.reject(f"{self._called(number)}: the reply is another question")

    def _fill(self, key: Key, whole: Record) -> None:
        """Another question of the group gets the same answer, if the list shows the same there."""
        number = self._store.find(key)
        item = None if number is None else self._store.raw(number, Source.LIST)
        if number is None or item is None:
            return
        try:
            answer = self._store.question(number).answer
        except StoreError:
            return
        if answer is None or answer.source is not Source.LIST:
            return
        filled = api.with_answer_of(json.loads(item), json.loads(whole.source))
        if filled is None:
            return
        self._store.put(formats.of_item(filled, Source.SIBLING))
        self._counts.filled += 1
        if self._store.question(number).completeness is not Completeness.CLIPPED:
            self._store.progress.got(number)
            self._next = [wanted for wanted in self._next if wanted[0] != number]


def _is_a_record(reply: _Reply) -> bool:
    value = reply.get("value") if isinstance(reply, dict) else None
    return isinstance(value, dict) and type(value.get("id")) is int


def _has_siblings(reply: _Reply) -> bool:
    value = reply.get("value") if isinstance(reply, dict) else None
    return isinstance(value, dict) and bool(value.get("groupedQuestionsDates"))
