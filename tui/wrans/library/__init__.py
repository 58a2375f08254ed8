"""What can be done with questions, whatever shows them."""

from wrans.library.files import Narrated, Progress
from wrans.library.library import Added, Library
from wrans.library.searching import PAGE, Found, Listed

__all__ = ["PAGE", "Added", "Found", "Library", "Listed", "Narrated", "Progress"]
