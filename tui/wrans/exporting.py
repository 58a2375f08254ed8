"""Writing the record down for another wrans."""

import gzip
import lzma
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from wrans.errors import NotSaved, StoreError
from wrans.formats import export as lines
from wrans.store import Store
from wrans.values import dataclass, field

_TOLD_EACH = 500


@dataclass(slots=True)
class Exported:
    """What became of it."""

    count: int = 0
    left_out: list[str] = field(default_factory=list)
    """Questions that are damaged: a sentence for each."""


def export(
    store: Store,
    month: tuple[int, int] | None,
    file: Path | None,
    progress: Callable[[int, int], None] | None = None,
) -> Exported:
    """Write a month or everything to a file, or to standard output. Raises NotSaved."""
    exported = Exported()
    total = 0 if month else store.count()
    with _output(file) as output:
        for one in store.kept(month):
            if isinstance(one, StoreError):
                exported.left_out.append(str(one))
                continue
            output.write(lines.written(one).encode("utf-8") + b"\n")
            exported.count += 1
            if progress and exported.count % _TOLD_EACH == 0:
                progress(exported.count, total)
    return exported


@contextmanager
def _output(file: Path | None) -> Iterator[BinaryIO]:
    if file is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        with _file_or_device(file) as output:
            yield output
    except OSError as error:
        raise NotSaved(f"{file}: cannot be written: {error.strerror or error}") from error


@contextmanager
def _file_or_device(file: Path) -> Iterator[BinaryIO]:
    """A file is there whole or not at all; what is no file (a pipe, a device) is written to."""
    real = Path(os.path.realpath(file))
    if real.exists() and not real.is_file():
        with _opened(real, file.suffix) as output:
            yield output
        return
    part = real.with_name(f".{real.name}.part")
    try:
        with _opened(part, file.suffix) as output:
            yield output
        with part.open("rb") as written:
            os.fsync(written.fileno())
        os.replace(part, real)
    finally:
        part.unlink(missing_ok=True)


def _opened(file: Path, suffix: str) -> BinaryIO:
    match suffix.lower():
        case ".gz":
            return cast(BinaryIO, gzip.open(file, "wb"))
        case ".xz":
            return cast(BinaryIO, lzma.open(file, "wb"))
        case _:
            return file.open("wb")
