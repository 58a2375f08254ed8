"""The index: built slice by slice beside the old one, patched, opened."""

import gc
import json
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zlib import crc32

import whoosh

from wrans.errors import IndexDamaged, StoreError
from wrans.index import words
from wrans.index.damage import damage_told
from wrans.index.folder import Files, Folder, link, sealed
from wrans.index.search import Searcher
from wrans.index.segment import Segment
from wrans.index.vocabulary import ENDING, written

if TYPE_CHECKING:
    from wrans.index.document import Document
    from wrans.index.writing import SegmentWriter

Progress = Callable[[int, int], None]

SLICE: Final = 50_000
"""Questions a segment; the memory of who writes one grows with it."""
_LEAST: Final = 10_000
"""Questions that are worth another process, and a segment of their own."""
_NAME: Final = "MAIN"
_WORTHWHILE: Final = SLICE // 2
"""Fewer, and they are shared by fewer writers."""
_SMALL: Final = SLICE // 5
_MOST_SMALL: Final = 24
"""So many small segments are better written as one."""
_BYTES: Final = 1_000
"""What a question takes in the index."""
_PLAN: Final = "plan.json"
_IDS: Final = "plan.ids"
_MADE_BY: Final = {
    "schema": words.VERSION,
    "words": words.FINGERPRINT,
    "whoosh": list(whoosh.__version__),
}


class Index:
    """The index in a folder. Any number may read it; one at a time writes."""

    def __init__(self, folder: Path, extractor: str = "") -> None:
        """``extractor`` says what found money and places; another one's index is built anew."""
        self._folder = Folder(folder)
        self._made_by = _MADE_BY | {"extractor": extractor}

    @property
    def path(self) -> Path:
        """The folder."""
        return self._folder.path

    # -- looking

    def state(self) -> int | None:
        """The store's change up to which it holds everything; None where it cannot be used."""
        manifest = self._manifest()
        return int(manifest["change"]) if manifest else None

    def _manifest(self) -> dict[str, Any] | None:
        manifest = self._folder.manifest()
        return manifest if manifest and manifest["made by"] == self._made_by else None

    def open(self) -> Searcher:
        """A searcher of the index in use. Raises IndexDamaged."""
        if self._manifest() is None:
            raise IndexDamaged("the index is not there, or cannot be used")
        with damage_told():
            return Searcher(self._segments())

    def sign(self) -> object:
        """What tells the build in use from any other; None where none can be used."""
        return self._folder.sign() if self._manifest() else None

    @property
    def is_there(self) -> bool:
        """Is there an index at all, whether it can be used or not?"""
        return self._folder.is_there

    def check(self) -> Iterator[str]:
        """One sentence for each file that is not as it was written."""
        return self._folder.check()

    def scattered(self) -> list[int]:
        """Questions of many small segments, which are better written as one; else none."""
        if self._manifest() is None:
            return []
        with damage_told():
            small = [one for one in self._segments() if one.size - len(one.deleted) < _SMALL]
            if len(small) < _MOST_SMALL:
                return []
            return [
                number
                for segment in small
                for place, number in enumerate(segment.column("number"))
                if place not in segment.deleted
            ]

    # -- building it anew

    def build(
        self,
        documents: "Iterable[Document]",
        total: int,
        change: int,
        progress: Progress | None = None,
    ) -> None:
        """Build it anew; the old one serves until this one is whole. Raises StoreError."""
        with self._folder.alone():
            build = self._folder.new_build()
            segments: list[Any] = []
            files: Files = {}
            done = 0
            documents = iter(documents)
            while (first := next(documents, None)) is not None:
                told = write_slice(build, chain([first], islice(documents, SLICE - 1)))
                segments.append(told["segment"])
                files |= told["files"]
                done += told["segment"]["size"]
                if progress:
                    progress(done, total)
            self._finish(build, segments, files, change)

    @contextmanager
    def building(
        self, ids: Callable[[], "array[int]"], change: int, writers: int = 1
    ) -> Iterator["Build"]:
        """A build in slices that may be written by any process, and gone on with another day.

        ``ids`` gives the questions, newest first; there are as many slices as give each of the
        writers the same. What is done is kept; once all slices are written, the build is taken
        into use at the end. Raises StoreError.
        """
        with self._folder.alone():
            build = self._begun(ids, change, writers)
            yield build
            if not build.left:
                done = [build.told(n) for n in range(build.slices)]
                files: Files = {}
                for told in done:
                    files |= {name: tuple(seal) for name, seal in told["files"].items()}
                build.clear()
                self._finish(build.path, [t["segment"] for t in done], files, build.change)

    def _begun(self, ids: Callable[[], "array[int]"], change: int, writers: int) -> "Build":
        partial = self._folder.partial
        try:
            plan = json.loads((partial / _PLAN).read_bytes())
            is_whole = plan["ids"] == crc32((partial / _IDS).read_bytes())
            if is_whole and plan["made by"] == self._made_by and plan["change"] <= change:
                begun = Build(partial, plan["change"])
                begun.sweep()
                return begun
        except (OSError, ValueError, KeyError, TypeError):
            pass
        self._folder.drop_partial()
        wanted = ids()
        self._folder.make_room(len(wanted) * _BYTES)
        partial.mkdir(mode=0o700)
        told = wanted.tobytes()
        (partial / _IDS).write_bytes(told)
        # Last: a plan that is there is whole.
        plan = {
            "made by": self._made_by,
            "change": change,
            "ends": _ends(len(wanted), writers),
            "ids": crc32(told),
        }
        (partial / f"{_PLAN}.new").write_text(json.dumps(plan), "utf-8")
        (partial / f"{_PLAN}.new").rename(partial / _PLAN)
        return Build(partial, change)

    def tidy(self) -> None:
        """Drop what a process that was killed left lying, unless one is at work."""
        self._folder.tidy()

    # -- patching it

    def update(self, documents: "Iterable[Document]", change: int) -> None:
        """Put changed questions in the place of those of the same number. Raises IndexDamaged."""
        # Merged in the order of their dates, as everything is.
        changed = sorted(documents, key=lambda d: (d.date, d.id), reverse=True)
        numbers = frozenset(document.id for document in changed)
        with self._folder.alone(), damage_told(is_writing=True):
            # Not before: another process may have put a newer one in its place meanwhile.
            manifest = self._manifest()
            if manifest is None:
                raise IndexDamaged("the index is not there, or cannot be used")
            old = self._folder.build()
            self._folder.make_room(len(changed) * _BYTES)
            build = self._folder.new_build()
            kept: list[dict[str, Any]] = []
            files: Files = {}
            sealed_before = manifest["files"]
            there = _by_segment(old)
            for told in manifest["segments"]:
                opened = Segment(old, told)
                gone = set(opened.deleted)
                if opened.holds_any(numbers):
                    gone.update(opened.places_of(numbers))
                if len(gone) == opened.size:
                    continue
                kept.append({**told, "deleted": sorted(gone)})
                for file in there[opened.name]:
                    link(file, build / file.name)
                    if file.name in sealed_before:
                        files[file.name] = tuple(sealed_before[file.name])
            for start in range(0, len(changed), SLICE):
                told = write_slice(build, changed[start : start + SLICE])
                kept.append(told["segment"])
                files |= told["files"]
            self._finish(build, kept, files, change)
            # Nobody goes on with it: what is in use is in step with the record.
            self._folder.drop_partial()

    def _finish(
        self, build: Path, segments: Sequence[dict[str, Any]], files: Files, change: int
    ) -> None:
        from wrans.index.schema import schema
        from wrans.index.whoosh import TOC, FileStorage, made_segment

        # Whoosh's own table of contents is for others that read the index: a search does without.
        made = [made_segment(_NAME, told) for told in segments]
        TOC(schema(), made, 1).write(FileStorage(str(build)), _NAME)
        manifest = {"made by": self._made_by, "change": change, "segments": list(segments)}
        self._folder.take_into_use(build, manifest, files)

    def _segments(self) -> list[Segment]:
        """Those of the build in use, not yet opened."""
        manifest = self._folder.manifest()
        build = self._folder.build()
        return [Segment(build, told) for told in (manifest["segments"] if manifest else [])]


def _by_segment(build: Path) -> dict[str, list[Path]]:
    """The files of a build by what their names begin with."""
    found: dict[str, list[Path]] = defaultdict(list)
    for file in build.iterdir():
        found[file.name.partition(".")[0]].append(file)
    return found


def _ends(count: int, writers: int) -> list[int]:
    """Where each slice ends, so that all writers are done at about the same time.

    The last ones are smaller: who is ahead by then does more of them.
    """
    size = _slice_size(count, writers)
    ends = list(range(size, count, size))
    if 1 < writers < len(ends):
        last, half = ends[-writers], -(-size // 2)
        ends = [*range(size, last + 1, size), *range(last + half, count, half)]
    return [*ends, count] if count else []


def _slice_size(count: int, writers: int) -> int:
    """Questions a slice, of which each writer writes as many."""
    if count < writers * _WORTHWHILE:
        # Not as many segments as would be written as one again.
        writers = max(1, min(writers, count // _LEAST, _MOST_SMALL // 3))
    rounds = -(-count // (writers * SLICE))
    return max(1, -(-count // max(1, rounds * writers)))


class Build:
    """An index that is being built: which slices there are, and which are written."""

    def __init__(self, path: Path, change: int) -> None:
        self.path = path
        self.change = change
        """The store's change that it was planned at."""
        self._ids = array("I", (path / _IDS).read_bytes())
        self._ends: list[int] = json.loads((path / _PLAN).read_bytes())["ends"]

    def __len__(self) -> int:
        """How many questions it will hold."""
        return len(self._ids)

    @property
    def slices(self) -> int:
        """How many slices there are."""
        return len(self._ends)

    def ids(self, n: int) -> "array[int]":
        """The questions of a slice."""
        return self._ids[self._ends[n - 1] if n else 0 : self._ends[n]]

    @property
    def left(self) -> list[int]:
        """The slices that are not written yet."""
        return [n for n in range(self.slices) if not self._is_written(n)]

    def _file(self, n: int) -> Path:
        return self.path / f"slice-{n}.json"

    def _is_written(self, n: int) -> bool:
        """Is it there, and all of it? After a power cut a name may be there and nothing else."""
        try:
            files = self.told(n)["files"].items()
            return all((self.path / name).stat().st_size == size for name, (size, _) in files)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return False

    def told(self, n: int) -> dict[str, Any]:
        """What is to be known of a slice that is written."""
        told: dict[str, Any] = json.loads(self._file(n).read_bytes())
        return told

    def sweep(self) -> None:
        """Drop what is left of slices that were never finished."""
        written = sorted({*range(self.slices)}.difference(self.left))
        kept = {_PLAN, _IDS, *(self._file(n).name for n in written)}
        self._drop_all_but(kept.union(*(self.told(n)["files"] for n in written)))

    def write(self, n: int, documents: "Iterable[Document]") -> None:
        """Write a slice. Raises StoreError."""
        try:
            told = json.dumps(write_slice(self.path, documents))
            half = self._file(n).with_suffix(".new")
            half.write_text(told, "utf-8")
            half.rename(self._file(n))
        except OSError as error:
            raise StoreError(
                f"{self.path.parent}: the index could not be written: {error.strerror or error}; "
                "the record itself is safe"
            ) from error

    def clear(self) -> None:
        """Leave nothing there but the index: all slices are written."""
        self._drop_all_but({name for n in range(self.slices) for name in self.told(n)["files"]})

    def _drop_all_but(self, kept: set[str]) -> None:
        import shutil  # who only reads does without

        for file in list(self.path.iterdir()):
            if file.name not in kept:
                shutil.rmtree(file) if file.is_dir() else file.unlink()


def write_slice(build: Path, documents: "Iterable[Document]") -> dict[str, Any]:
    """Write a segment of questions, which come newest first; give what is to be known of it."""
    with without_collecting():
        return _written(build, documents)


@contextmanager
def without_collecting() -> Iterator[None]:
    """Look for no garbage: among millions of postings that takes most of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _written(build: Path, documents: "Iterable[Document]") -> dict[str, Any]:
    from wrans.index.schema import schema
    from wrans.index.whoosh import held_storage
    from wrans.index.writing import SegmentWriter

    storage = held_storage(build)
    writer = SegmentWriter(storage, schema(), _NAME)
    try:
        return _filled(build, writer, documents)
    except OSError:
        # A disk that is full is not left with what nobody will use.
        storage.let_go()
        for file in build.glob(f"{writer.name}.*"):
            file.unlink(missing_ok=True)
        raise


def _filled(
    build: Path, writer: "SegmentWriter", documents: "Iterable[Document]"
) -> dict[str, Any]:
    from wrans.index.schema import fields

    before: tuple[date, int] | None = None
    for document in documents:
        here = document.date, document.id
        if before and here > before:
            raise ValueError(f"question {document.id} does not come newest first")
        before = here
        writer.add(fields(document))
    writer.finish()
    (build / f"{writer.name}.{ENDING}").write_bytes(written(writer.vocabulary()))
    files = {file.name: sealed(file) for file in sorted(build.glob(f"{writer.name}.*"))}
    return {"segment": writer.told(), "files": files}
