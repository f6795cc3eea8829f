"""Wall readings of a location's zone: what stands at the hours, on cards and in what a screen reader says."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bizet_core.base.instants import MINUTE, from_ms, to_ms
from bizet_core.describe.formats.times import show_wall
from bizet_core.describe.languages.language import isolate, reader


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the ground: the instant of a full or half hour, its reading, and the zone's name if it comes twice."""

    at: int
    text: str
    twice: str
    full: bool


class Clock:
    """Reads instants (milliseconds) in one zone, as the reader writes times. Readings are kept: a day repeats them."""

    def __init__(self, zone: str) -> None:
        self.zone, self.locale = zone, reader()
        self._zone = ZoneInfo(zone)
        self._read: dict[int, str] = {}

    def at(self, ms: int) -> str:
        """`14:30`; on an autumn night `02:30 CEST`, because 02:30 comes twice."""
        if ms not in self._read:
            local = self._local(ms)
            self._read[ms] = f"{self._wall(local)} {zone_name(local)}".strip()
        return self._read[ms]

    def span(self, start: int, end: int) -> str:
        """`14:30–15:15`, kept in order inside right-to-left words."""
        return isolate(f"{self.at(start)}–{self.at(end)}")

    def ticks(self, start: int, end: int) -> Iterator[Tick]:
        """Every full and half hour on the wall within a span; each instant once, so a repeated hour comes twice."""
        step = 15 * MINUTE  # every offset in use is a multiple
        for ms in range(-(-start // step) * step, end, step):
            local = self._local(ms)
            if local.minute % 30 == 0:
                yield Tick(ms, self._wall(local), zone_name(local), local.minute == 0)

    def now_text(self, now: datetime) -> str:
        """The reading of the now-line, cut to the minute."""
        return self.at(to_ms(now) // MINUTE * MINUTE)

    def _local(self, ms: int) -> datetime:
        return from_ms(ms).astimezone(self._zone)

    def _wall(self, local: datetime) -> str:
        return show_wall(local.hour * 60 + local.minute, self.locale)


def zone_name(local: datetime) -> str:
    """`CEST`, or an offset where the zone has no letters; empty unless this reading comes twice on its day."""
    first, second = local.replace(fold=0).utcoffset(), local.replace(fold=1).utcoffset()
    if first is None or second is None or first <= second:
        return ""
    name = local.tzname() or ""
    return name if name.isalpha() else f"{local:%z}"[:3]


def countdown(ms: int) -> str:
    """What is left of a hold: `6:12`, `0:00` when it is over."""
    minutes, seconds = divmod(max(0, ms) // 1000, 60)
    return f"{minutes}:{seconds:02d}"
