"""The processes that index and sync: they say how far they are, and what went wrong."""

import asyncio
import json
import os
from typing import TYPE_CHECKING

from wrans.errors import WransError

if TYPE_CHECKING:
    from wrans.library import Library


def work(duty: str, library: "Library") -> None:
    """Index, mend the index, or sync; behind everything else."""
    os.nice(19)
    if duty == "sync":
        asyncio.run(_sync(library))
    else:
        _index(library, is_damaged=duty == "mend")


def _index(library: "Library", *, is_damaged: bool) -> None:
    def tell(**told: object) -> None:
        print(json.dumps(told), flush=True)

    def progress(done: int, total: int) -> None:
        tell(done=done, total=total)

    try:
        is_sound = is_damaged and not library.mend_index(progress)
        library.catch_up(progress)
        tell(trouble="a search failed, though the index is as it was written" * is_sound)
    except WransError as error:
        tell(trouble=str(error))


async def _sync(library: "Library") -> None:
    from wrans import printed, syncing
    from wrans.sync import Sync

    def begun(sync: Sync) -> None:
        def read() -> None:
            words = os.read(0, 1 << 16).split()
            if not words:
                loop.remove_reader(0)
            elif words[-1].isdigit():
                sync.texts.first(int(words[-1]))

        loop = asyncio.get_running_loop()
        loop.add_reader(0, read)

    def progress(done: int, total: int, what: str = "", /) -> None:
        print(json.dumps({"done": done, "total": total, "what": what}), flush=True)

    try:
        # In tests the address of another server; the reader itself has no such option.
        sync = await syncing.run(
            library, api=os.environ.get("WRANS_API"), progress=progress, begun=begun
        )
        told = printed.synced(sync)
        if not sync.is_finished:
            told = "\n".join(
                [f"{told}; not finished, the next sync goes on", *sync.counts.failures[:1]]
            )
    except WransError as error:
        told = str(error)
    print(json.dumps({"told": told}), flush=True)
