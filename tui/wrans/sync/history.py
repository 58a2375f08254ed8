"""The day files of TheyWorkForYou from the network: whole texts of all years, in one evening."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Final

from wrans import formats
from wrans.errors import PageFailed
from wrans.formats import Record, Rejected
from wrans.store import Store
from wrans.sync.client import Client
from wrans.sync.counts import Counts
from wrans.sync.told import Told

_FOLDERS: Final = ("/pwdata/scrapedxml/wrans/", "/pwdata/scrapedxml/lordswrans/")
_FILE: Final = re.compile(r'href="((?:answers|lordswrans)(\d{4}-\d\d-\d\d)[a-z]?\.xml)"')
_READ: Final = "day file "
_DONE: Final = "read"
_BAD: Final = "bad "
_TRIES: Final = 3
RATE: Final = 1.0


class History:
    """Reads the files that were not read yet, the newest first."""

    def __init__(
        self, store: Store, client: Client, counts: Counts, tell: Callable[[Told], None]
    ) -> None:
        """Give what they are read into, and whom to tell."""
        self._store, self._client, self._counts, self._tell = store, client, counts, tell

    async def read(self) -> bool:
        """Read all there are, and say whether that was all.

        What cannot be had now is asked for again by the next sync.
        """
        files: list[tuple[str, str]] = []
        is_all = True
        for folder in _FOLDERS:
            try:
                index = (await self._client.body(folder, kind="html")).decode("utf-8", "replace")
            except PageFailed as error:
                self._counts.failures.append(f"day files: {error}")
                if error.is_hopeless:
                    return False
                is_all = False
                continue
            named = _FILE.findall(index)
            if not named:
                # There are thousands: this is some other page in the place of the list.
                self._counts.failures.append(f"day files: {folder} lists none")
                is_all = False
            files += [(day, folder + name) for name, day in named]
        wanted = sorted(set(files), reverse=True)
        for done, (day, path) in enumerate(wanted):
            if self._store.progress.noted(_READ + path) == _DONE:
                continue
            self._tell(Told(f"day files: {day}", done, len(wanted)))
            try:
                is_all &= self._keep(path, await self._client.body(path, kind="xml"))
            except PageFailed as error:
                self._counts.failures.append(f"day file {path}: {error}")
                if error.is_hopeless:
                    return False
                is_all &= self._is_hopeless(path)
        return is_all

    def _keep(self, path: str, data: bytes) -> bool:
        """A file and the note that it was read, in one transaction; was it whole?"""
        name = path.rpartition("/")[2]
        is_whole = True
        with self._store.batch():
            for record in formats.read(BytesIO(data), name):
                if isinstance(record, Rejected):
                    is_whole &= record.where != name
                    self._counts.reject(f"{record.where}: {record.reason}")
                elif isinstance(record, Record):
                    self._counts.add(self._store.add(record))
            if is_whole:
                self._store.progress.note(_READ + path, _DONE)
        return is_whole or self._is_hopeless(path)

    def _is_hopeless(self, path: str) -> bool:
        """A file came badly: was that so in several syncs, so that it is no accident?"""
        tries = self._store.progress.noted(_READ + path).count(_BAD) + 1
        with self._store.batch():
            self._store.progress.note(_READ + path, _DONE if tries >= _TRIES else _BAD * tries)
        return tries >= _TRIES
