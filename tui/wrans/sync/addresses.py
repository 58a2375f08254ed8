"""Whom to ask: two servers, and in tests one on this machine."""

from ipaddress import ip_address
from typing import Final

import httpx

from wrans.errors import SyncError

OFFICIAL: Final = "https://questions-statements-api.parliament.uk"
HISTORY: Final = "https://www.theyworkforyou.com"

_HOSTS: Final = frozenset(httpx.URL(url).host for url in (OFFICIAL, HISTORY))


def checked(base: str) -> str:
    """An address that may be asked. Raises SyncError."""
    try:
        url = httpx.URL(base)
    except httpx.InvalidURL as error:
        raise SyncError(f"{base!r} is not an address") from error
    if url.scheme == "http" and is_near(url.host):
        return str(url)
    if url.scheme != "https":
        raise SyncError(f"{base!r} is refused: only https is asked (plain http on this machine)")
    if not (is_near(url.host) or url.host in _HOSTS):
        raise SyncError(f"{base!r} is refused: known hosts are {', '.join(sorted(_HOSTS))}")
    return str(url)


def is_near(host: str) -> bool:
    """Is it this machine?"""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
