"""Whatever reading a damaged index raises, as one error."""

from collections.abc import Iterator
from contextlib import contextmanager

from wrans.errors import IndexDamaged, StoreError


class Stopped(Exception):
    """Something newer is wanted: no error, and no damage."""


@contextmanager
def damage_told(*, is_writing: bool = False) -> Iterator[None]:
    """Turn what comes of damaged files into IndexDamaged. Raises IndexDamaged.

    A file that cannot be read is damage as well; one that cannot be written is none.
    """
    try:
        yield
    except (IndexDamaged, StoreError, Stopped):
        raise
    except OSError as error:
        if is_writing:
            raise
        raise IndexDamaged(
            f"a file of the index cannot be read ({error.strerror or type(error).__name__})"
        ) from error
    except Exception as error:
        # Three hundred kinds of damage raised ten kinds of exception: pickle may raise any.
        raise IndexDamaged(f"the index is damaged ({type(error).__name__})") from error
