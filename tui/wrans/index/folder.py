"""The folder in which the index is: one build in use, and perhaps another being made.

``current`` names the build that is in use, with a checksum of its manifest, which tells what made
it and every file's size and hash. Whoosh's files are pickles without checksums, so a build that is
not ours or not as its manifest says is never opened: the index is built anew.
"""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from zlib import crc32

from wrans.errors import StoreError

MANIFEST: Final = "manifest.json"
_CURRENT: Final = "current"
_POINTER: Final = f"{_CURRENT}.new"
_PARTIAL: Final = "partial"
_LOCK: Final = "lock"
_OURS: Final = frozenset((_CURRENT, _LOCK))
"""What is there besides the build in use, as long as nobody writes."""
_NAMED: Final = frozenset("0123456789abcdef-")
_SPARE: Final = 64 << 20
"""Bytes of the disk that are left to others."""

Files = dict[str, tuple[int, str]]
"""The size and hash of each file of a build."""


class Folder:
    """Any number of processes may read what is in it; one at a time writes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._known: tuple[tuple[int, int, int], dict[str, Any]] | None = None

    # -- looking

    def build(self) -> Path:
        """The build in use. Raises OSError or ValueError where there is none."""
        return self._pointed_at()[0]

    def _pointed_at(self) -> tuple[Path, str]:
        """The build in use, and what its manifest comes to. Raises OSError or ValueError."""
        name, _, seal = (self.path / _CURRENT).read_text("ascii").partition(" ")
        if not name.startswith("build-") or not set(name[6:]) <= _NAMED:
            raise ValueError(f"not one of our folders: {name}")
        return self.path / name, seal

    @property
    def is_there(self) -> bool:
        """Was an index ever taken into use here?"""
        return (self.path / _CURRENT).exists()

    def sign(self) -> object:
        """What tells the build whose manifest was read from any other."""
        return self._known and self._known[0]

    def manifest(self) -> dict[str, Any] | None:
        """What the build in use says of itself, if it is whole and nobody else's."""
        try:
            told = (self.path / _CURRENT).stat()
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
            build, seal = self._pointed_at()
            told = (build / MANIFEST).read_bytes()
            # A number that was flipped in it is still a number.
            if seal and seal != _seal(told):
                return None
            manifest: dict[str, Any] = json.loads(told)
            sizes_hold = all(
                (build / name).stat().st_size == size
                for name, (size, _) in manifest["files"].items()
            )
            is_sound = sizes_hold and type(manifest["change"]) is int and "made by" in manifest
            return manifest if is_sound and _is_private(self.path) else None
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None

    def check(self) -> Iterator[str]:
        """One sentence for each file that is not as it was written."""
        manifest = self.manifest()
        if manifest is None:
            yield "index: not there, or not usable"
            return
        build = self.build()
        for name, (_, hashed) in manifest["files"].items():
            try:
                if hash_of(build / name) == hashed:
                    continue
                yield f"index: {name} is damaged"
            except OSError as error:
                yield f"index: {name} cannot be read: {error.strerror}"

    # -- writing

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else writes meanwhile. Raises StoreError where the disk will not have it."""
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not _is_private(self.path):
                self.path.chmod(0o700)
            with open(self.path / _LOCK, "w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                try:
                    yield
                finally:
                    self._tidy()
        except OSError as error:
            raise StoreError(
                f"{self.path}: the index could not be written: {error.strerror or error}; "
                "the record itself is safe"
            ) from error

    def make_room(self, needed: int) -> None:
        """See that so many bytes can be written. Raises StoreError."""
        import shutil  # who only reads does without

        free = shutil.disk_usage(self.path).free
        if free < needed + _SPARE:
            raise StoreError(
                f"{self.path}: the index needs {needed >> 20:,} MB and the disk has "
                f"{free >> 20:,}; free some, then run wrans rebuild. The record itself is safe"
            )

    def new_build(self) -> Path:
        """A folder to build in; it is gone again unless taken into use."""
        self._tidy()
        build = self.path / f"build-{os.getpid()}-{os.urandom(4).hex()}"
        build.mkdir(mode=0o700)
        return build

    @property
    def partial(self) -> Path:
        """A folder for a long build, which is there until it is taken into use or begun anew."""
        return self.path / _PARTIAL

    def take_into_use(self, build: Path, manifest: Mapping[str, Any], files: Files) -> None:
        """From here on this is the index: all of it is on the disk before its name is.

        ``files`` are those of which size and hash are known: they are on the disk already.
        """
        held = dict(files)
        for file in sorted(build.iterdir()):
            if file.name not in held and file.name != MANIFEST and file.is_file():
                held[file.name] = sealed(file)
        told = json.dumps({**manifest, "files": held}, indent=1).encode("utf-8")
        (build / MANIFEST).write_bytes(told)
        sync(build / MANIFEST)
        sync(build)
        if build == self.partial:
            build = build.rename(self.path / f"build-{os.getpid()}-{os.urandom(4).hex()}")
            sync(self.path)
        pointer = self.path / _POINTER
        pointer.write_text(f"{build.name} {_seal(told)}", "ascii")
        sync(pointer)
        os.replace(pointer, self.path / _CURRENT)
        sync(self.path)

    def drop_partial(self) -> None:
        """No long build will be gone on with."""
        import shutil

        shutil.rmtree(self.partial, ignore_errors=True)

    def tidy(self) -> None:
        """Drop what a process that was killed left lying, unless one is at work."""
        try:
            used = self.build()
            litter = [one for one in self.path.iterdir() if one.name not in _OURS]
            if litter == [used]:
                return
            with open(self.path / _LOCK, "w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._tidy()
                self.drop_partial()
                (self.path / _POINTER).unlink(missing_ok=True)
        except (OSError, ValueError):
            return

    def _tidy(self) -> None:
        """Drop every build that is not in use: whoever has one open keeps its files."""
        import shutil

        try:
            used = self.build().name
        except (OSError, ValueError):
            used = ""
        for build in self.path.glob("build-*"):
            if build.name != used:
                shutil.rmtree(build, ignore_errors=True)


def _seal(manifest: bytes) -> str:
    return f"{crc32(manifest):08x}"


def sealed(file: Path) -> tuple[int, str]:
    """Put a file on the disk; give its size and hash."""
    sync(file)
    return file.stat().st_size, hash_of(file)


def link(old: Path, new: Path) -> None:
    """The same file in another folder."""
    try:
        os.link(old, new)
    except OSError:
        import shutil

        shutil.copyfile(old, new)
        sync(new)


def sync(path: Path) -> None:
    """What is in a file, or a folder, is on the disk from here on."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def hash_of(file: Path) -> str:
    """The SHA-256 of a file."""
    from hashlib import file_digest  # no search needs it

    with file.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def _is_private(folder: Path) -> bool:
    told = folder.stat()
    return told.st_uid == os.geteuid() and not told.st_mode & 0o077
