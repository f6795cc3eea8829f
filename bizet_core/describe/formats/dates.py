"""Dates and instants as people write them, in the reader's order of day, month and year and the reader's zone."""

import re
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton

from bizet_core.base.refusals import Refused
from bizet_core.describe.formats import times
from bizet_core.describe.formats.numbers import plain
from bizet_core.describe.languages.language import Locale

BUDDHIST_ERA = 543  # Thai people write 2569 for 2026
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_WORD = re.compile(r"[^\d\s.,،/-]+")  # Thai vowels are no letters to `\w`
_OFFSET = re.compile(r"(?:utc ?)?([+-])(\d{1,2}):?(\d{2})?$|(?:z|utc)$", re.IGNORECASE)
_EXAMPLE = date(2026, 3, 28)


def show_date(day: date, locale: Locale) -> str:
    """`12/03/2026` as the reader orders it, always with the whole year."""
    return format_skeleton("yMd", day, locale=locale.cldr)


def read_date(text: str, locale: Locale) -> date:
    """`12/03/2026`, `12.3.26`, `12 March 2026` or `2026-03-12`; two digits mean 1970 to 2069."""
    bare = plain(text[:60]).casefold()
    if iso := _ISO.fullmatch(bare):
        return _date(int(iso[1]), int(iso[2]), int(iso[3]), locale, text)
    words, digits = _WORD.findall(bare), re.findall(r"\d+", bare)
    found = [_months(locale)[word] for word in words if word in _months(locale)]
    strange = [word for word in words if word not in _months(locale) and word not in _fillers(locale)]
    if strange or len(digits) + len(found) != 3:
        raise not_a_date(text, locale)
    if found:
        digits.insert(1, str(found[0]))
        order = "yMd" if len(digits[0]) == 4 else "dMy"
    else:
        order = "yMd" if len(digits[0]) == 4 else _order(locale)
    given = dict(zip(order, digits, strict=True))
    return _date(_year(given["y"], locale), int(given["M"]), int(given["d"]), locale, text)


def show_instant(instant: datetime, locale: Locale) -> str:
    """Date and time in the reader's zone; on a night when a time comes twice, with its offset."""
    local = instant.astimezone(ZoneInfo(locale.zone))
    text = _joined(show_date(local.date(), locale), times.show_wall(local.hour * 60 + local.minute, locale), locale)
    return f"{text} {_offset(local)}" if _comes_twice(local) else text


def show_part(instant: datetime, part: str, locale: Locale) -> str:
    """An instant inside a sentence: `time`, `date`, or both with the month as a word."""
    local = instant.astimezone(ZoneInfo(locale.zone))
    day = format_date(local.date(), "medium", locale=locale.cldr)
    clock = times.show_wall(local.hour * 60 + local.minute, locale)
    return {"time": clock, "date": day}.get(part) or _joined(day, clock, locale)


def read_instant(text: str, locale: Locale) -> datetime:
    """The UTC instant of a date and time typed in the reader's zone, or of ISO 8601 with its offset."""
    bare = plain(text[:80])
    if re.match(r"\d{4}-\d\d-\d\dT", bare):
        return _from_iso(bare, text, locale)
    given = _OFFSET.search(bare)
    rest = bare[: given.start()].rstrip() if given else bare
    local = _local(rest, text, locale)
    return (_instant(local, given) if given else in_zone(local, locale.zone)).astimezone(UTC)


def in_zone(local: datetime, zone: str) -> datetime:
    """A wall time in a zone; refused where the clock skips it or shows it twice."""
    there = local.replace(tzinfo=ZoneInfo(zone))
    if there.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local:
        raise Refused("time_skipped", typed=f"{local:%H:%M}", zone=zone)
    if _comes_twice(there):
        first, second = _offset(there), _offset(there.replace(fold=1))
        raise Refused("time_twice", typed=f"{local:%H:%M}", first=first, second=second)
    return there


def is_plausible(day: date) -> bool:
    """Whether a date is one of people's lives; the ends of the calendar overflow when zones are changed."""
    return 1000 <= day.year <= 9000


def not_a_date(text: str, locale: Locale) -> Refused:
    """The refusal of text that is no date, with an example in the reader's order."""
    return Refused("not_a_date", typed=text[:60], example=show_date(_EXAMPLE, locale))


def _from_iso(bare: str, text: str, locale: Locale) -> datetime:
    try:
        instant = datetime.fromisoformat(bare)
    except ValueError:
        raise not_a_date(text, locale) from None
    if instant.tzinfo is None:
        raise Refused("no_offset", typed=bare)
    if not is_plausible(instant):
        raise not_a_date(text, locale)
    return instant.astimezone(UTC)


def _local(rest: str, text: str, locale: Locale) -> datetime:
    """Try every space as the border between the date and the time; the pieces are few."""
    words = rest.split(" ")
    for border in range(len(words) - 1, 0, -1):
        left, right = " ".join(words[:border]).rstrip(",،"), " ".join(words[border:])
        for day, clock in ((left, right), (right, left)):
            with suppress(Refused):
                midnight = datetime.combine(read_date(day, locale), datetime.min.time())
                return midnight + timedelta(minutes=times.read_wall(clock, locale))
    now = _joined(show_date(_EXAMPLE, locale), times.show_wall(14 * 60 + 30, locale), locale)
    raise Refused("not_an_instant", typed=text[:60], example=now)


def _instant(local: datetime, given: re.Match[str]) -> datetime:
    sign, hours, minutes = given.groups()
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
    if abs(offset) >= timedelta(hours=24):
        raise Refused("no_offset", typed=given.group())
    return local.replace(tzinfo=timezone(offset))


def _joined(day: str, clock: str, locale: Locale) -> str:
    pattern = str(locale.cldr.datetime_formats["short"])
    return pattern.replace("'", "").format(clock, day)


def _offset(local: datetime) -> str:
    return f"{local:%z}"[:3] + ":" + f"{local:%z}"[3:5]


def _comes_twice(local: datetime) -> bool:
    first, second = local.replace(fold=0).utcoffset(), local.replace(fold=1).utcoffset()
    return first is not None and second is not None and first > second


def _date(year: int, month: int, day: int, locale: Locale, text: str) -> date:
    with suppress(ValueError):
        if is_plausible(found := date(year, month, day)):
            return found
    raise not_a_date(text, locale)


def _year(digits: str, locale: Locale) -> int:
    year = int(digits)
    if len(digits) <= 2:
        return year + (2000 if year < 70 else 1900)
    return year - BUDDHIST_ERA if locale.language == "th" and year > 2400 else year


@lru_cache(maxsize=32)
def _order(locale: Locale) -> str:
    """The order in which this reader writes the three numbers: `dMy`, `Mdy`, `yMd`."""
    pattern = re.sub(r"'[^']*'", "", locale.cldr.datetime_skeletons["yMd"].pattern)
    return "".join(dict.fromkeys(letter for letter in pattern if letter in "yMd"))


@lru_cache(maxsize=32)
def _months(locale: Locale) -> dict[str, int]:
    """The names of the months, long and short, in English and in the reader's language."""
    names: dict[str, int] = {}
    for cldr in (Locale().cldr, locale.cldr):
        for use in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in cldr.months[use][width].items():
                    bare = plain(name).casefold().strip(".")
                    names |= {bare: number} if _WORD.fullmatch(bare) else {}
    return names


@lru_cache(maxsize=32)
def _fillers(locale: Locale) -> frozenset[str]:
    """Words inside dates that carry no number: `de` in Portuguese, 年 月 日, the Bulgarian г."""
    patterns = [locale.cldr.datetime_skeletons["yMd"].pattern]
    patterns += [locale.cldr.date_formats[width].pattern for width in ("long", "medium")]
    quoted = " ".join(literal for pattern in patterns for literal in re.findall(r"'([^']*)'", pattern))
    return frozenset(_WORD.findall(quoted.casefold())) | {"年", "月", "日"}
