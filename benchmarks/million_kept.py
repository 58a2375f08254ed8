"""What the benchmark of a million builds once and keeps: record, index, and the peers' indexes.

Kept under a name that tells the number of questions and the generator's version; the index is
built anew where another version of the project made it. ``REBUILD=1`` builds it anew in any case.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any, Final

import million
import peers
from corpus import ROOT, WRANS, own_folders
from wrans import formats, reading
from wrans.index import words
from wrans.index.words import VERSION
from wrans.library import Library
from wrans.records import Source
from wrans.store import Store
from wrans.store.extractor import VERSION as FOUND

SAMPLE: Final = 20_000
"""Questions that Whoosh as it comes is built on, unless ``FULL=1``: more takes it too long."""
_BATCH: Final = 20_000
_FIND: Final = (
    "from wrans.library import Library; from wrans.extracting import extract_missing; "
    "extract_missing(Library().store)"
)
"""The sums and places of the record are found once, and kept: no index is built without them."""


class Kept:
    """The folders of one number of questions."""

    def __init__(self, count: int) -> None:
        """Nothing is built yet."""
        self.count = count
        self.folder = ROOT / ".bench" / f"{count}-v{million.VERSION}"
        self.home = self.folder / "home"
        self.env = own_folders(self.home)
        self.three = own_folders(self.folder / "three")
        self.record = self.home / "data" / "wrans" / "record.sqlite"
        self.index = self.home / "cache" / "wrans" / "index"
        self.documents = self.folder / "documents.jsonl"

    def build(self) -> None:
        """Build what is not there yet."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if not self._told().get("record"):
            started = time.perf_counter()
            fill(self.record, self.count)
            self._tell(record=time.perf_counter() - started)
        if self._told().get("found by") != FOUND:
            started = time.perf_counter()
            command = (sys.executable, "-c", _FIND)
            subprocess.run(command, env=self.env, check=True)
            self._tell(**{"found": time.perf_counter() - started, "found by": FOUND})
        sign = f"{VERSION} {words.FINGERPRINT} {FOUND}"
        if self._told().get("index of") != sign or os.environ.get("REBUILD"):
            started = time.perf_counter()
            subprocess.run((*WRANS, "rebuild"), env=self.env, check=True, stdout=sys.stderr)
            self._tell(**{"index": time.perf_counter() - started, "index of": sign})
        if not (self.folder / "three").exists():
            fill(self.folder / "three" / "data" / "wrans" / "record.sqlite", 3)
            subprocess.run((*WRANS, "rebuild"), env=self.three, check=True, stdout=sys.stderr)

    def _told(self) -> dict[str, Any]:
        try:
            told: dict[str, Any] = json.loads((self.folder / "built.json").read_text("utf-8"))
        except OSError:
            return {}
        return told

    def _tell(self, **more: object) -> None:
        (self.folder / "built.json").write_text(json.dumps(self._told() | more), "utf-8")

    @property
    def record_seconds(self) -> float:
        """How long the record took to fill."""
        return float(self._told()["record"])

    @property
    def found_seconds(self) -> float:
        """How long the sums and places took to find."""
        return float(self._told()["found"])

    @property
    def index_seconds(self) -> float:
        """How long the index took to build."""
        return float(self._told()["index"])

    def written(self) -> Path:
        """The texts for the peers, newest first, as the index here is given them."""
        if not self.documents.exists():
            beside = self.documents.with_suffix(".new")
            with Store(self.record, read_only=True) as store, beside.open("w") as file:
                for number, _, question in store.questions(store.ids()):
                    day = int(f"{question.date:%Y%m%d}")
                    told = (number, day, question.answering_body.lower(),
                            reading.searchable(question))  # fmt: skip
                    file.write(json.dumps(told) + "\n")
            beside.rename(self.documents)
        return self.documents

    def peers(self) -> Iterator[tuple[peers.Engine, int]]:
        """Those that can be had here, open, and the number of questions in each."""
        jobs = []
        for make in peers.PEERS:
            try:
                engine = make()
            except ImportError as error:
                name = getattr(make, "__name__", "an engine")
                print(f"{name} is not compared with: it is not installed ({error})")
                continue
            is_sample = engine.name == "Whoosh" and not os.environ.get("FULL")
            most = min(SAMPLE, self.count) if is_sample else self.count
            jobs.append((make, engine, self.folder / f"{engine.name}-{most}", most))
        missing = [job for job in jobs if not job[2].exists()]
        if missing:
            documents = self.written()
            with ProcessPoolExecutor(2) as pool:
                wait = [pool.submit(_built, job[0], job[2], documents, job[3]) for job in missing]
                for done in wait:
                    done.result()
        for _, engine, folder, most in jobs:
            engine.open(folder)
            yield engine, most

    def copied(self) -> tuple[Path, Path]:
        """A record and an index that may be changed."""
        other = self.folder / "changed"
        shutil.rmtree(other, ignore_errors=True)
        other.mkdir()
        for file in self.record.parent.glob("record.sqlite*"):
            shutil.copyfile(file, other / file.name)
        shutil.copytree(self.index, other / "index")
        (other / "index").chmod(0o700)
        return other / "record.sqlite", other / "index"

    def index_size(self) -> int:
        """Bytes of the index in use."""
        current = self.index / (self.index / "current").read_text("ascii").split()[0]
        return sum(file.stat().st_size for file in current.rglob("*") if file.is_file())


def own_library(kept: Kept) -> Library:
    """The library of a benchmark's folders, in this process."""
    os.environ.update({name: v for name, v in kept.env.items() if name.startswith("XDG_")})
    return Library(read_only=True)


def _built(make: Callable[[], peers.Engine], folder: Path, documents: Path, most: int) -> None:
    peers.build(make(), folder, documents, most)


def fill(record: Path, count: int, seed: int = million.SEED) -> None:
    """A record of so many invented questions."""
    record.parent.mkdir(parents=True, exist_ok=True)
    for old in record.parent.glob("record.sqlite*"):
        old.unlink()
    made = million.questions(count, seed)
    done = 0
    with Store(record) as store:
        while batch := list(islice(made, _BATCH)):
            with store.batch():
                for item in batch:
                    store.add(formats.of_item(item, Source.SINGLE))
            done += len(batch)
            print(f"\rrecord: {done:,} of {count:,}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
