"""What found the sums and places that are kept: another one's are found anew."""

from typing import Final

from wrans import entities
from wrans.entities import own_places

_FORM: Final = 5
"""Raised when a row is packed otherwise, or sentences are told otherwise."""
VERSION: Final = f"{entities.VERSION}.{_FORM}{own_places.sign()}"
