"""Keeping the record on this machine in step with what Parliament publishes."""

from wrans.sync.addresses import HISTORY, OFFICIAL
from wrans.sync.client import RATE, Client
from wrans.sync.counts import Counts
from wrans.sync.sync import Sync, alone
from wrans.sync.told import Told

__all__ = ["HISTORY", "OFFICIAL", "RATE", "Client", "Counts", "Sync", "Told", "alone"]
