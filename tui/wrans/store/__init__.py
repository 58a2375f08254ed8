"""Every question that was added, with its source as it came. SQLite, the record of truth."""

from wrans.store.listing import Listing, Outcome, Tally
from wrans.store.store import Store

__all__ = ["Listing", "Outcome", "Store", "Tally"]
