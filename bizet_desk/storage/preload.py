"""What the lock screen shows, read from the file by hand: it stands there long before the runner has been read.

These are the answers of `business`, `device` and `signers`, which a test holds them to. Nothing is written. Where
anything is out of the ordinary there is no glance: whatever opens the file properly tells what is the matter.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from bizet_core.base.cipher import sqlcipher
from bizet_core.base.refusals import Refused
from bizet_core.base.revisions import HEAD
from bizet_desk.storage import keys as kept
from bizet_desk.storage.file_check import connect, look, without_traces
from bizet_desk.storage.keys import Keys
from bizet_desk.storage.paths import Places


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who may sign in."""

    id: UUID
    name: str
    colour: str


@dataclass(frozen=True, slots=True)
class Glance:
    """The business's name, whose words and looks its lock screen wears, and who may sign in."""

    keys: Keys
    business: str
    country: str
    language: str  # this desk's own, else the business's
    zone: str
    theme: str
    zoom: int
    people: tuple[Known, ...]


def glance(places: Places) -> Glance | None:
    """What there is to show, or None where the file is not there, not today's or not to be read just so."""
    if places.key_unconfirmed.exists():
        return None  # the first run was cut off: it goes on
    try:
        keys = kept.load(places)
        if look(places.desk, keys) != HEAD:
            return None
        return _read(places.desk, keys)
    except (OSError, Refused, sqlcipher.Error):
        return None


def _read(path: Path, keys: Keys) -> Glance | None:
    with without_traces(path):
        connection = connect(path, keys)
        try:
            return _glance(connection, keys)
        finally:
            connection.close()


def _glance(connection: Any, keys: Keys) -> Glance | None:
    me = (keys.business.bytes,)
    found = connection.execute(_BUSINESS, me).fetchone()
    if found is None:
        return None
    name, country, language, zone = found
    chosen = {key: msgspec.json.decode(value) for key, value in connection.execute(_DEVICE, me)}
    return Glance(
        keys=keys,
        business=name,
        country=country,
        language=chosen.get("language") or language,
        zone=zone,
        theme=chosen.get("theme", "auto"),
        zoom=chosen.get("zoom", 100),
        people=tuple(Known(UUID(bytes=id), *seen) for id, *seen in connection.execute(_PEOPLE, me)),
    )


_BUSINESS = "SELECT name, country, language, zone FROM business WHERE business_id = ?"
_DEVICE = "SELECT key, value FROM device_setting WHERE business_id = ? AND key IN ('language', 'theme', 'zoom')"
_PEOPLE = """
SELECT staff.id, resource.name, resource.colour FROM staff JOIN resource USING (business_id, id)
WHERE staff.business_id = ? AND staff.pin != '' AND resource.active ORDER BY resource.position, resource.name, staff.id
"""
