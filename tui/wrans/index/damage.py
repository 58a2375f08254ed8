"""Whatever reading a damaged index raises, as one error."""

from collections.abc import Iterator
from contextlib import contextmanager

from wrans.errors import IndexDamaged, StoreError


class Stopped(Exception):
    """Something newer is wanted: no error, and no damage."""


@contextmanager
def damage_told() -> Iterator[None]:
    """Turn what comes of damaged files into IndexDamaged. Raises IndexDamaged."""
    try:
        yield
    except (IndexDamaged, StoreError, OSError, Stopped):
        raise
    except Exception as error:
        # Three hundred kinds of damage raised ten kinds of exception: pickle may raise any.
        raise IndexDamaged(f"the index is damaged ({type(error).__name__})") from error
