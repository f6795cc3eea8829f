"""Receipt numbers: gapless per series, given in the sale's own transaction by one device, without a network."""

from base64 import b32encode
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from uuid import UUID

from bizet_core.business.settings.model import series
from bizet_core.selling.sales.rules import START
from bizet_core.store import Read, Work, derive


@dataclass(frozen=True, slots=True)
class Next:
    """The next number of a series, and the hash of the document before it."""

    code: str
    number: int
    previous: bytes


@lru_cache(maxsize=64)
def series_code(device: UUID, inc: int) -> str:
    """A device's series: four letters and digits that no two devices of a business are likely to share."""
    return b32encode(blake2b(device.bytes + inc.to_bytes(4, "big"), digest_size=5).digest()).decode()[:4]


def next_number(read: Read, code: str) -> Next:
    """What the next document of a series gets."""
    found = read.find(series, _id_of(read.business, code))
    return Next(code, found.next, found.last_hash) if found else Next(code, 1, START)


def took(work: Work, code: str, number: int, hash: bytes) -> bool:
    """Move the series on; never back, where a past document is written again. Whether no document here is as far."""
    id, place = _id_of(work.business, code), {"next": number + 1, "last_hash": hash}
    is_moved = work.advance(series, id, "next", **place)  # the code stays: to name it would write its index anew
    if not is_moved and work.find(series, id) is None:
        work.insert(series, id=id, code=code, **place)
    return is_moved


@lru_cache(maxsize=64)
def _id_of(business: UUID, code: str) -> UUID:
    return derive(business, "series", code)


def shown(code: str, number: int) -> str:
    """As printed: `K7QA-000123`."""
    return f"{code}-{number:06}"
