"""Reading the official lists: every question of some days, its texts cut."""

import asyncio
import hashlib
import json
from collections.abc import Callable
from typing import Any, Final

from wrans import formats
from wrans.errors import NotAWrittenQuestion, PageFailed, StoreError
from wrans.formats import api
from wrans.records import Completeness, Question, Source
from wrans.store import Outcome, Store
from wrans.store.progress import Stretch, Urgency
from wrans.sync.client import CONNECTIONS, Client
from wrans.sync.counts import Counts
from wrans.sync.shown import Shown
from wrans.sync.told import Told

PATH: Final = "/api/writtenquestions/questions"
PAGE: Final = 100
_TURNS: Final = 3
"""Passes over a stretch whose rows move, before it is left for the next sync."""
_BELIEVED: Final = 2
"""The pass at which a record that cannot be read is taken for one that never can."""
_MANY: Final = 10_000_000
_REPEATED: Final = 1_000
"""Rows that a pass may show twice, since others came while it was read."""
_NAMES: Final = {"tabled": "tabledWhen", "answered": "answeredWhen", "corrected": "correctedWhen"}


class Lists:
    """Reads stretch after stretch, a few at a time, the newest first."""

    def __init__(
        self,
        store: Store,
        client: Client,
        counts: Counts,
        shown: Shown,
        tell: Callable[[Told], None],
    ) -> None:
        """Give what they are read into, and whom to tell."""
        self._store, self._client, self._counts, self._tell = store, client, counts, tell
        self._shown = shown
        self.is_hopeless = False
        """Did the server stop giving anything?"""
        self._left: list[Stretch] = []
        self._all = self._over = 0
        self._refused: set[bytes] = set()

    async def read(self) -> None:
        """Read all that is planned; what cannot be had now stays planned."""
        self._left = self._store.progress.unread()[::-1]
        self._all = len(self._left)
        async with asyncio.TaskGroup() as group:
            for _ in range(CONNECTIONS):
                group.create_task(self._work())

    async def _work(self) -> None:
        while self._left:
            stretch = self._left.pop()
            self._say(stretch)
            try:
                await self._read_stretch(stretch)
            except PageFailed as error:
                # That nothing is given is told once, not by every connection.
                if not (error.is_hopeless and self.is_hopeless):
                    self._counts.failures.append(f"lists of {stretch.first}: {error}")
                if error.is_hopeless:
                    self.is_hopeless = True
                    self._left.clear()

            self._over += 1
            self._say(stretch)

    def _say(self, stretch: Stretch) -> None:
        doing = f"lists: {stretch.kind} {stretch.first} to {stretch.last}"
        self._tell(Told(doing, self._over, self._all))

    async def _read_stretch(self, stretch: Stretch) -> None:
        while True:
            page, total = await self._page(stretch)
            with self._store.batch():
                stretch = self._keep(stretch, page, total)
                if not self._is_last(stretch, page, total):
                    continue
                if self._is_whole(stretch, total):
                    self._store.progress.finish(stretch)
                    self._counts.stretches += 1
                    return
                seen = self._store.progress.seen_count(stretch)
                stretch = self._store.progress.restart(stretch)
            if stretch.turn > _TURNS:
                raise PageFailed(f"shows {seen:,} questions and says that it has {total:,}")

    def _is_whole(self, stretch: Stretch, total: int) -> bool:
        """Is all of it here? What cannot be read is asked for twice before that is believed."""
        seen = self._store.progress.seen_count(stretch)
        refused = self._store.progress.refused_count(stretch) if stretch.turn < _BELIEVED else 0
        return seen - refused >= total

    async def _page(self, stretch: Stretch) -> tuple[list[Any], int]:
        name = _NAMES[stretch.kind]
        value = await self._client.json(
            PATH,
            {
                f"{name}From": stretch.first.isoformat(),
                f"{name}To": stretch.last.isoformat(),
                "house": "Bicameral",
                "includeWithdrawn": "true",
                "expandMember": "true",
                "skip": stretch.read,
                "take": PAGE,
            },
            holding="results",
        )
        results, total = value["results"], value.get("totalResults")
        if not isinstance(results, list) or type(total) is not int or not 0 <= total < _MANY:
            raise PageFailed(f"{PATH}: is not a page of the list")
        if len(results) > PAGE:
            raise PageFailed(f"{PATH}: is longer than was asked for")
        is_of_others = results and not any(_is_of(stretch, one) for one in results)
        if stretch.kind == "tabled" and is_of_others:
            raise PageFailed(f"{PATH}: shows other days than was asked for")
        return results, total

    def _is_last(self, stretch: Stretch, page: list[Any], total: int) -> bool:
        """Was this the last page? A server may give shorter ones than it is asked for.

        And it may begin again, or never end: then what it shows has been seen.
        """
        if not page or (len(page) < PAGE and stretch.read >= total):
            return True
        allowed = self._store.progress.seen_count(stretch) + _REPEATED
        return stretch.read > _REPEATED and stretch.read > allowed

    def _keep(self, stretch: Stretch, page: list[Any], total: int) -> Stretch:
        """A page and the progress it means, which belong in one transaction."""
        numbers = [self._keep_item(item) for item in page]
        seen = [number for number in numbers if number is not None]
        self._store.mark_seen(seen)
        self._shown.add(seen)
        # A record that cannot be read is no reason to ask for its page for ever.
        refused = [
            _digest(item) for item, number in zip(page, numbers, strict=True) if number is None
        ]
        return self._store.progress.advance(stretch, len(page), total, seen, refused)

    def _keep_item(self, item: Any) -> int | None:
        try:
            record = formats.of_item(item, Source.LIST)
        except NotAWrittenQuestion as error:
            if (digest := _digest(item)) not in self._refused:
                self._refused.add(digest)
                uin = item.get("value", {}).get("uin") if isinstance(item, dict) else None
                self._counts.reject(f"a record of the list (UIN {uin}) {error}")
            return None
        outcome, number = self._store.put(record)
        self._counts.add(outcome)
        try:
            is_new = outcome is Outcome.NEW
            held = record.question if is_new else self._store.question(number)
            urgency = needed(held, record.question)
        except StoreError:
            urgency = Urgency.EDITED
        if urgency:
            self._store.progress.want(number, urgency)
        return number


def _is_of(stretch: Stretch, item: Any) -> bool:
    """Does an item tell of a question that was tabled in these days?"""
    value = item.get("value") if isinstance(item, dict) else None
    told = value.get("dateTabled") if isinstance(value, dict) else None
    day = told[:10] if isinstance(told, str) else ""
    return stretch.first.isoformat() <= day <= stretch.last.isoformat()


def _digest(item: Any) -> bytes:
    return hashlib.blake2b(json.dumps(item, sort_keys=True).encode(), digest_size=16).digest()


def needed(held: Question, listed: Question) -> Urgency | None:
    """Why the whole text of a question is to be fetched, if it is."""
    answer = held.answer
    if answer and answer.source.rank > Source.LIST.rank and answer.source.is_official:
        told = listed.answer.text if listed.answer else ""
        if told and api.as_listed(answer.text) != told:
            return Urgency.EDITED
    is_whole = held.text_source.is_official and held.text_source is not Source.LIST
    if is_whole and not api.is_same_question(held.text, listed.text):
        return Urgency.EDITED
    is_overtaken = held.source is Source.SINGLE and Source.LIST in (
        held.text_source,
        answer.source if answer else None,
    )
    if is_overtaken:
        return Urgency.EDITED
    held_texts = (held.completeness, answer.completeness if answer else None)
    if Completeness.CLIPPED in held_texts:
        return Urgency.CLIPPED
    is_listed = answer is not None and answer.source is Source.LIST
    is_empty = answer is not None and answer.completeness is Completeness.EMPTY
    if answer and is_listed and (is_empty or api.is_glued(answer.text)):
        return Urgency.CHECK
    return None
