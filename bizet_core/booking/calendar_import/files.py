"""The text of an iCalendar file (RFC 5545), cut into its components before any of them is understood."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bizet_core.base.refusals import Refused
from bizet_core.base.text_encoding import encoding_of

FILE_LIMIT = 20_000_000  # bytes
EVENT_LIMIT = 20_000  # in the file, and again after repetitions are written out
_DEEPEST = 12  # components within components; alarms within events within a calendar are three
_FOLD = re.compile(r"(?:\r\n|\r|\n)[ \t]")


@dataclass(frozen=True, slots=True)
class Component:
    """One event, time zone or stretch of busy times: its kind in upper case and its unfolded lines, BEGIN to END."""

    kind: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The component as a parser wants it."""
        return "\r\n".join(self.lines) + "\r\n"


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """What stands in a file of one or several calendars."""

    name: str
    cancels: bool  # the whole file takes events back (METHOD:CANCEL)
    components: tuple[Component, ...]


def open_calendar(data: bytes) -> CalendarFile:
    """Cut a file into components. `Refused` if it is not a calendar, too large, cut off, or put together wrongly."""
    if len(data) > FILE_LIMIT:
        raise Refused("calendar_too_big", megabytes=len(data) // 1_000_000, most=FILE_LIMIT // 1_000_000)
    text = data.decode(encoding_of(data), "replace").removeprefix("\ufeff").replace("\x00", "").lstrip()
    if not text:
        raise Refused("calendar_empty_file")
    if not re.match(r"BEGIN:VCALENDAR\s", text[:80] + "\n", re.IGNORECASE):
        raise Refused("calendar_is_something_else")
    return _calendar_file(re.split(r"\r\n|\r|\n", _FOLD.sub("", text)))


def _calendar_file(lines: list[str]) -> CalendarFile:
    components = tuple(_components(lines))
    if sum(component.kind == "VEVENT" for component in components) > EVENT_LIMIT:
        raise Refused("calendar_too_many", most=EVENT_LIMIT)
    name = next((line.partition(":")[2] for line in lines if re.match(r"X-WR-CALNAME[;:]", line, re.IGNORECASE)), "")
    cancels = any(re.fullmatch(r"METHOD:CANCEL\s*", line, re.IGNORECASE) for line in lines)
    return CalendarFile(re.sub(r"\\(.)", r"\1", name), cancels, components)


def _components(lines: list[str]) -> Iterator[Component]:
    """Those that stand directly in a calendar."""
    within: list[str] = []
    began = 0
    for i, line in enumerate(lines):
        edge = re.fullmatch(r"(BEGIN|END):\s*([\w-]+)\s*", line, re.IGNORECASE)
        if edge is None:
            continue
        kind = edge[2].upper()
        if edge[1].upper() == "BEGIN":
            within.append(kind)
            began = i if len(within) == 2 else began
        elif not within or within.pop() != kind:
            raise Refused("calendar_broken", component=kind)
        elif len(within) == 1:
            yield Component(kind, tuple(lines[began : i + 1]))
        if len(within) > _DEEPEST or (within and within[0] != "VCALENDAR"):
            raise Refused("calendar_broken", component=kind)
    if within:
        raise Refused("calendar_cut_off")
