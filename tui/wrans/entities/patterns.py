"""Patterns that are made ready when they are first used, since few texts need them all."""

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    pattern = re.compile
else:

    class pattern:  # noqa: N801
        """What ``re.compile`` would give, made when something is looked for."""

        def __init__(self, pattern: str, flags: int = 0) -> None:
            self.pattern = pattern
            self._flags = flags

        def __getattr__(self, name: str) -> Any:
            if name in _METHODS:
                made = re.compile(self.pattern, self._flags)
                # From now on found without coming here.
                self.__dict__.update((method, getattr(made, method)) for method in _METHODS)
            return object.__getattribute__(self, name)


_METHODS: Final = ("match", "fullmatch", "search", "finditer", "split", "sub")
