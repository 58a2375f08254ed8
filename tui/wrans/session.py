"""Where the reader was when it was last closed."""

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Self

from wrans.values import dataclass


@dataclass(frozen=True, slots=True)
class Session:
    """The place in the list, the query and the layout. Losing it loses nothing else."""

    query: str = ""
    question: str = ""
    """The key of the open question."""
    pane: str = "list"
    zoomed: bool = False
    sidebar_instead: bool = False
    grouped: bool | None = None
    theme: str = ""
    theme_over: str = ""
    """What the settings said when it was chosen."""
    ids: tuple[int, ...] = ()
    """The first rows of the list, to be shown while the search is still being asked."""
    count: int = 0
    typed: bool = False
    """Was the query typed? It is read accordingly."""
    ranked: bool = False
    """Did the best matches stand first?"""
    facets: bool = False
    """Was the panel of counts open?"""
    timeline: bool | None = None
    """Was the timeline shown or hidden by its key?"""
    sorted_out: bool = False
    """Were sums and places sorted out by currency and country?"""

    @classmethod
    def load(cls, file: Path) -> Self:
        """The last session, or a new one where it cannot be read."""
        try:
            values = json.loads(file.read_bytes())
            kept = {name: values[name] for name in cls.__slots__ if name in values}
            session = cls(**kept | {"ids": tuple(kept.get("ids", ()))})
            return session if session._is_sound() else cls()
        except (OSError, ValueError, TypeError, RecursionError):
            return cls()

    def _is_sound(self) -> bool:
        texts = (self.query, self.question, self.pane, self.theme, self.theme_over)
        switches = (
            self.typed, self.zoomed, self.sidebar_instead, self.ranked, self.facets,
            self.sorted_out,
        )  # fmt: skip
        numbered = all(type(n) is int and 0 < n < 2**31 for n in self.ids)
        return (
            all(isinstance(text, str) and len(text) < 1000 for text in texts)
            and all(isinstance(switch, bool) for switch in switches)
            and isinstance(self.grouped, bool | None)
            and isinstance(self.timeline, bool | None)
            and type(self.count) is int
            and numbered
        )

    def save(self, file: Path) -> None:
        """Write it down; a disk that cannot take it is no reason to trouble the reader."""
        new = file.with_suffix(f".{os.getpid()}.new")
        with suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            values = {name: getattr(self, name) for name in self.__slots__}
            new.write_text(json.dumps(values, ensure_ascii=True), "utf-8")
            os.replace(new, file)
