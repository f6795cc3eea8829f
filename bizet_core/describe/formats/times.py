"""Times of day and spans as people write them. A wall time is minutes since midnight, into the next day if need be."""

import re
from datetime import time
from functools import lru_cache

from babel.dates import format_time
from babel.units import format_unit

from bizet_core.base.refusals import Refused
from bizet_core.describe.formats import numbers
from bizet_core.describe.formats.numbers import plain
from bizet_core.describe.languages.language import N_, Locale, _, reading

DAY = 24 * 60
LATEST = 2 * DAY
LONGEST = 10_000 * DAY
_CLOCK = re.compile(r"(\d{1,2})(?:(?: ?[:.h時] ?| )?(\d{2})分?|[h時]| ?(?:uhr|u))?(?: ?\+(\d))?")
_RANGE = re.compile(r"\s*(?:-|~|〜|\bto\b)\s*")
_SPAN = re.compile(r"(\d+(?:[.,]\d+)?) ?([^\d\s.,]*)[.॰]?")
_HOURS, _MINUTES, _BOTH, _SECONDS = (
    N_("{hours} h"),
    N_("{minutes} min"),
    N_("{hours} h {minutes} min"),
    N_("{seconds} s"),
)
_ENGLISH = {"h": 60, "hr": 60, "hrs": 60, "hour": 60, "hours": 60, "d": DAY, "day": DAY, "days": DAY} | {
    "": 1, "m": 1, "min": 1, "mins": 1, "minute": 1, "minutes": 1
}  # fmt: skip


def show_wall(minutes: int, locale: Locale) -> str:
    """`14:30` or `2:30 pm`; the next day's as `02:00 +1`."""
    days, minute = divmod(minutes, DAY)
    text = format_time(time(*divmod(minute, 60)), _pattern(locale), locale=locale.cldr)
    return f"{text} +{days}" if days else text


def read_wall(text: str, locale: Locale) -> int:
    """Minutes since midnight: `14:30`, `1430`, `9`, `2.30 pm`, `26:00` or `02:00 +1` for 2 in the night after."""
    bare = plain(text[:40]).casefold()
    half = next((half for word, half in _halves(locale) if word in bare), None)
    for word, _half in _halves(locale):
        bare = bare.replace(word, " ") if half is not None else bare
    found = _CLOCK.fullmatch(" ".join(bare.split()))
    hour, minute, days = (int(part or 0) for part in found.groups()) if found else (99, 99, 9)
    if half is not None:
        hour = hour % 12 + half if 1 <= hour <= 12 else 99
    total = days * DAY + hour * 60 + minute
    if minute > 59 or total > LATEST:
        raise Refused("not_a_time", typed=text[:40], example=show_wall(14 * 60 + 30, locale))
    return total


def show_range(start: int, end: int, locale: Locale) -> str:
    """`09:00–17:30`; an end that is not after the start is the next day's."""
    obvious = end - DAY if end >= DAY and end - DAY <= start else end
    return f"{show_wall(start, locale)}–{show_wall(obvious, locale)}"


def read_range(text: str, locale: Locale) -> tuple[int, int]:
    """Two wall times, `9-17:30` or `22:00–02:00`; at most 24 hours."""
    halves = _RANGE.split(plain(text[:80]).casefold())
    if len(halves) != 2:
        raise Refused("not_a_time_range", typed=text[:80], example=show_range(9 * 60, 17 * 60 + 30, locale))
    start, end = read_wall(halves[0], locale), read_wall(halves[1], locale)
    end += DAY if end <= start else 0
    if start >= DAY or end - start > DAY:
        raise Refused("not_a_time_range", typed=text[:80], example=show_range(9 * 60, 17 * 60 + 30, locale))
    return start, end


def show_span(seconds: int, locale: Locale) -> str:
    """`45 min`, `1 h 30 min`; below a minute `20 s`, above it the started minute counts."""
    hours, minutes = divmod(-(-seconds // 60), 60)
    pattern = _SECONDS if seconds < 60 and seconds else _MINUTES if not hours else _BOTH if minutes else _HOURS
    with reading(locale):
        return _(pattern).format(hours=hours, minutes=minutes, seconds=seconds)


def read_span(text: str, locale: Locale) -> int:
    """Whole minutes: `90`, `90 min`, `1:30`, `1 h 30`, `1.5 h`, `2 days`; the reader's own words for units too."""
    bare = plain(text[:60]).casefold()
    if clock := re.fullmatch(r"(\d{1,4}):([0-5]\d)", bare):
        return int(clock[1]) * 60 + int(clock[2])
    found = _SPAN.findall(bare)
    words = _units(locale)
    known = found and all(unit in words for _number, unit in found) and not _SPAN.sub("", bare).strip(" ,")
    minutes = sum(numbers.read(number, locale) * words[unit] for number, unit in found) if known else None
    if minutes is None or minutes != int(minutes) or minutes > LONGEST:
        raise Refused("not_a_span", typed=text[:60], example=show_span(90 * 60, locale))
    return int(minutes)


@lru_cache(maxsize=32)
def _pattern(locale: Locale) -> str:
    """The reader's short time; a flexible part of the day (`B`, in Chinese) is written as one of two halves."""
    return str(locale.cldr.time_formats["short"].pattern).replace("B", "a").replace("b", "a")


@lru_cache(maxsize=32)
def _halves(locale: Locale) -> tuple[tuple[str, int], ...]:
    """The words for before and after noon → the hours they add, the longest first."""
    words = {"am": 0, "pm": 12, "a.m.": 0, "p.m.": 12}
    for width in locale.cldr.day_periods["format"].values():
        words |= {plain(width[half]).casefold(): add for half, add in (("am", 0), ("pm", 12)) if half in width}
    return tuple(
        sorted(
            ((word, add) for word, add in words.items() if len(word) > 1 or not word.isascii()),
            key=lambda pair: -len(pair[0]),
        )
    )


@lru_cache(maxsize=32)
def _units(locale: Locale) -> dict[str, int]:
    """Words for units of time → minutes: English, Unicode's for this language, and those our own translation shows."""
    words = dict(_ENGLISH)
    for unit, minutes in (("duration-day", DAY), ("duration-hour", 60), ("duration-minute", 1)):
        for length in ("long", "short", "narrow"):
            for amount in (1, 2, 5, 20):
                words.setdefault(_bare_word(format_unit(amount, unit, length, locale=locale.cldr)), minutes)
    words[_bare_word(show_span(3600, locale))] = 60
    words[_bare_word(show_span(60, locale))] = 1
    return words


def _bare_word(shown: str) -> str:
    return re.sub(r"[\d\s.॰]+", "", plain(shown).casefold())
