"""The index as a folder: built beside the old one, and put in its place in one step.

``current`` names the folder that is in use. Each has a manifest of what built it and of every
file's size and hash. Whoosh's files are pickles without checksums, so a folder that is not ours
or not as the manifest says is never opened: it is built anew.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from wrans.errors import IndexDamaged, StoreError
from wrans.index import words
from wrans.index.damage import damage_told
from wrans.index.schema import VERSION, Document, fields, schema
from wrans.index.search import Searcher
from wrans.index.segment import Segment
from wrans.index.vocabulary import NAME, Vocabulary, written
from wrans.index.whoosh import VERSION as WHOOSH
from wrans.index.whoosh import FileIndex, FileStorage, SegmentReader, segment_writer

Progress = Callable[[int, int], None]

_MANIFEST: Final = "manifest.json"
_CURRENT: Final = "current"
_NAME: Final = "MAIN"
_SLICE: Final = 50_000
"""Questions a segment; a worker's memory grows with it."""
_MOST_SEGMENTS: Final = 24
_MADE_BY: Final = {"schema": VERSION, "words": words.FINGERPRINT, "whoosh": WHOOSH}


class Index:
    """The folder in which the index is. Any number may read it; one at a time writes."""

    def __init__(self, folder: Path, extractor: str = "") -> None:
        """``extractor`` says what found money and places; another one's index is built anew."""
        self._folder = folder
        self._made_by = _MADE_BY | {"extractor": extractor}
        self._known: tuple[tuple[int, int, int], dict[str, Any]] | None = None

    # -- looking

    def state(self) -> int | None:
        """The store's change up to which it holds everything; None where it cannot be used."""
        manifest = self._manifest()
        return int(manifest["change"]) if manifest else None

    @property
    def needs_rebuild(self) -> bool:
        """Would it be better built anew than patched once more?"""
        manifest = self._manifest()
        return manifest is None or manifest["segments"] >= _MOST_SEGMENTS

    def _manifest(self) -> dict[str, Any] | None:
        """What the index in use says of itself, if it is ours, whole and made by this version."""
        try:
            told = (self._folder / _CURRENT).stat()
        except OSError:
            return None
        signs = (told.st_mtime_ns, told.st_ino, told.st_size)
        if self._known and self._known[0] == signs:
            return self._known[1]
        manifest = self._read_manifest()
        self._known = (signs, manifest) if manifest else None
        return manifest

    def _read_manifest(self) -> dict[str, Any] | None:
        try:
            build = self._build()
            manifest = json.loads((build / _MANIFEST).read_bytes())
            if not _is_private(self._folder) or manifest["made by"] != self._made_by:
                return None
            sizes_hold = all(
                (build / name).stat().st_size == size
                for name, (size, _) in manifest["files"].items()
            )
            return manifest if sizes_hold and type(manifest["change"]) is int else None
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None

    def _build(self) -> Path:
        name = (self._folder / _CURRENT).read_text("ascii").strip()
        if not name.startswith("build-") or "/" in name:
            raise ValueError(f"not one of our folders: {name}")
        return self._folder / name

    def open(self, text_of: Callable[[int], str]) -> Searcher:
        """A searcher of the index in use. Raises IndexDamaged."""
        if self._manifest() is None:
            raise IndexDamaged("the index is not there, or cannot be used")
        with damage_told():
            build = self._build()
            index = FileIndex(FileStorage(str(build), supports_mmap=False), indexname=_NAME)
            found = [
                Segment(SegmentReader(index.storage, index.schema, segment), index.schema)
                for segment in index._segments()
            ]
            return Searcher(found, Vocabulary(build / NAME), text_of)

    def check(self) -> Iterator[str]:
        """One sentence for each file that is not as it was written."""
        manifest = self._manifest()
        if manifest is None:
            yield "index: not there, or not usable"
            return
        build = self._build()
        for name, (_, hashed) in manifest["files"].items():
            try:
                if _hash(build / name) == hashed:
                    continue
                yield f"index: {name} is damaged"
            except OSError as error:
                yield f"index: {name} cannot be read: {error.strerror}"

    # -- writing

    def build(
        self,
        documents: Iterable[Document],
        total: int,
        change: int,
        progress: Progress | None = None,
    ) -> None:
        """Build it anew; the old one serves until this one is whole. Raises StoreError."""
        with self._alone() as build:
            index = FileStorage(str(build)).create().create_index(schema(), indexname=_NAME)
            known: set[str] = set()
            done = 0
            documents = iter(documents)
            while document := next(documents, None):
                writer = segment_writer(index)
                end = done + _SLICE
                while document:
                    self._write(writer, document, known)
                    done += 1
                    if progress and done % 50 == 0:
                        progress(done, total)
                    document = next(documents, None) if done < end else None
                writer.commit(merge=False)
            (build / NAME).write_bytes(written(known))
            self._take_into_use(build, change)

    def update(self, documents: Iterable[Document], change: int) -> None:
        """Put changed questions in the place of those of the same number. Raises IndexDamaged."""
        changed = list(documents)
        with self._alone() as build, damage_told():
            # Not before: another process may have put a newer one in its place meanwhile.
            old = self._build()
            for file in old.iterdir():
                if file.name != _MANIFEST:
                    _link(file, build / file.name)
            index = FileIndex(FileStorage(str(build)), indexname=_NAME)
            writer = segment_writer(index)
            for place in _places_of(writer, [document.id for document in changed]):
                writer.delete_document(place)
            known: set[str] = set()
            for document in changed:
                self._write(writer, document, known)
            writer.commit(merge=False)
            more = Vocabulary(old / NAME).with_more(known)
            (build / NAME).unlink()
            (build / NAME).write_bytes(more)
            self._take_into_use(build, change)

    @staticmethod
    def _write(writer: Any, document: Document, known: set[str]) -> None:
        writer.add_document(**fields(document))
        known.update(words.names(document.text))

    @contextmanager
    def _alone(self) -> Iterator[Path]:
        """A new folder to build in, while nobody else writes; gone again unless taken into use."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not _is_private(self._folder):
                self._folder.chmod(0o700)
            with open(self._folder / "lock", "w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                self._tidy()
                number = sum(1 for _ in self._folder.glob("build-*"))
                build = self._folder / f"build-{os.getpid()}-{number}-{os.urandom(4).hex()}"
                build.mkdir(mode=0o700)
                try:
                    yield build
                finally:
                    self._tidy()
        except OSError as error:
            raise StoreError(
                f"{self._folder}: the index could not be written: {error.strerror}; "
                "the record itself is safe"
            ) from error

    def _take_into_use(self, build: Path, change: int) -> None:
        """From here on this is the index: all of it is on the disk before its name is."""
        files = {}
        for file in sorted(build.iterdir()):
            if file.suffix == ".tmp" or file.name.endswith("LOCK"):
                continue
            _sync(file)
            files[file.name] = (file.stat().st_size, _hash(file))
        manifest = {
            "made by": self._made_by,
            "change": change,
            "segments": sum(name.endswith(".trm") for name in files),
            "files": files,
        }
        (build / _MANIFEST).write_text(json.dumps(manifest, indent=1), "utf-8")
        _sync(build / _MANIFEST)
        _sync(build)
        pointer = self._folder / f"{_CURRENT}.new"
        pointer.write_text(build.name, "ascii")
        _sync(pointer)
        os.replace(pointer, self._folder / _CURRENT)
        _sync(self._folder)

    def _tidy(self) -> None:
        """Drop every folder that is not in use: whoever has one open keeps its files."""
        try:
            used = self._build().name
        except (OSError, ValueError):
            used = ""
        for build in self._folder.glob("build-*"):
            if build.name != used:
                shutil.rmtree(build, ignore_errors=True)


def _places_of(writer: Any, ids: list[int]) -> Iterator[int]:
    """Where questions of those numbers stand in the index now."""
    wanted = set(ids)
    with writer.reader() as reader:
        for part, start in reader.leaf_readers():
            gone = frozenset(part.segment().deleted_docs())
            numbers = Segment(part, writer.schema).column("number") if part.doc_count_all() else ()
            for place, number in enumerate(numbers):
                if number in wanted and place not in gone:
                    yield start + place


def _is_private(folder: Path) -> bool:
    told = folder.stat()
    return told.st_uid == os.geteuid() and not told.st_mode & 0o077


def _link(old: Path, new: Path) -> None:
    try:
        os.link(old, new)
    except OSError:
        shutil.copyfile(old, new)


def _sync(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _hash(file: Path) -> str:
    from hashlib import sha256  # no search needs it

    digest = sha256()
    with file.open("rb") as stream:
        while piece := stream.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()
