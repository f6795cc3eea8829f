"""Time zones by the names that calendar programs give them, and those that a file defines itself."""

import re
from collections.abc import Iterable
from datetime import tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from icalendar import Timezone
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from bizet_core.booking.calendar_import.files import Component

# "/freeassociation.sourceforge.net/Tzfile/Europe/Berlin", "custom_America/New_York": an IANA name at the end.
_ENDING = re.compile(
    r"(?<![a-z])((?:africa|america|antarctica|arctic|asia|atlantic|australia|europe|indian|pacific)/[\w+/-]+)$",
    re.IGNORECASE,
)


@lru_cache(maxsize=1024)
def known_zone(name: str) -> ZoneInfo | None:
    """The zone of an IANA name in any case, or of a Windows name such as "Romance Standard Time"."""
    bare = name.strip().strip('"')
    key = _iana_names().get(bare.lower()) or WINDOWS_TO_OLSON.get(bare)
    try:
        return ZoneInfo(key) if key else None
    except ZoneInfoNotFoundError:
        return None


@lru_cache(maxsize=1024)
def zone_at_the_end(name: str) -> ZoneInfo | None:
    """The zone whose IANA name ends a longer name."""
    ending = _ENDING.search(name.strip().strip('"'))
    return known_zone(ending[1]) if ending else None


class Zones:
    """The zones of one file. Its own definitions count only for names that nobody else knows."""

    def __init__(self, definitions: Iterable[Component], home: ZoneInfo) -> None:
        self.home = home
        self._own = {name: zone for name, zone in map(_defined, definitions) if name and zone}

    def find(self, name: str) -> tzinfo | None:
        """The zone that a TZID means in this file; None if nobody knows."""
        return known_zone(name) or self._own.get(name.strip('"/')) or zone_at_the_end(name)

    def iana_name(self, name: str) -> str:
        """The name to keep with an entry; that of home for a zone that only the file knows."""
        zone = known_zone(name) or zone_at_the_end(name) or self.home
        return zone.key


@lru_cache(maxsize=1)
def _iana_names() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones()}


def _defined(definition: Component) -> tuple[str, tzinfo | None]:
    """A VTIMEZONE as name and zone. Zones change once a year; other rules would be counted through one by one."""
    rules = [line.upper() for line in definition.lines if line.upper().startswith("RRULE")]
    if any("FREQ=YEARLY" not in rule or re.search(r"BY(HOUR|MINUTE|SECOND|EASTER)|INTERVAL", rule) for rule in rules):
        return "", None
    try:
        component = Timezone.from_ical(definition.text)
        assert isinstance(component, Timezone)
        return str(component["TZID"]).strip('"/'), component.to_tz(lookup_tzid=False)
    except Exception:  # the parsers raise whatever broken text leads them to; the zone stays unknown and is told
        return "", None
