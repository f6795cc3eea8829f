"""A server's address as somebody types it: `sync.salon.example` is `https://sync.salon.example`."""

from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from bizet_core.base.refusals import Refused

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class Address(NamedTuple):
    """Where a server is, checked."""

    url: str
    is_here: bool  # on this very computer


def address_of(typed: str) -> Address:
    """An address; refuses what is none, and what would go out unencrypted."""
    plain = typed.strip()
    found = _split(plain if "://" in plain else f"https://{plain}")
    if found is None or found.scheme not in ("http", "https") or found.username or found.query or found.fragment:
        raise Refused("server_address_wrong", typed=plain)
    is_here = found.hostname in LOOPBACK
    if found.scheme == "http" and not is_here:
        raise Refused("server_address_plain", typed=plain)
    return Address(f"{found.scheme}://{found.netloc.lower()}{found.path.rstrip('/')}", is_here)


def _split(url: str) -> SplitResult | None:
    """Its parts, where there is a host and the port is a number."""
    try:
        found = urlsplit(url)
        return found if found.hostname and found.port != 0 else None
    except ValueError:
        return None
