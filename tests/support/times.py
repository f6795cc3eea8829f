"""Local times in tests: written as people read them, turned into the integer milliseconds of the rules."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bizet_core.base.instants import from_ms, to_ms


def ms(local: str, zone: str = "UTC", *, again: bool = False) -> int:
    """`ms("2026-10-25 01:30", "Europe/Lisbon", again=True)`: the second half past one of that night."""
    return to_ms(datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone), fold=int(again)))


def local(instant: int, zone: str = "UTC") -> str:
    """`01:30 +0000`: what clocks read, and how far ahead of UTC they are."""
    return from_ms(instant).astimezone(ZoneInfo(zone)).strftime("%H:%M %z")


def clock(instant: int, zone: str = "UTC") -> str:
    """`01:30`."""
    return local(instant, zone)[:5]


def day(iso: str) -> int:
    """The ordinal of a date."""
    return date.fromisoformat(iso).toordinal()
