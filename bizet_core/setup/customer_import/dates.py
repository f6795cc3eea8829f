"""Dates as people and programs write them: which part comes first is seen from the whole column, not one cell."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from bizet_core.base.refusals import Refused
from bizet_core.people.customers.rules import search_key

DateOrder = Literal["dmy", "mdy", "ymd"]

_MONTH_FIRST = frozenset(("US", "FM", "MH", "PW", "GU", "AS", "MP", "PR", "VI", "UM", "BZ", "PH"))
_YEAR_FIRST = frozenset(("CN", "JP", "KR", "TW", "HU", "LT", "MN", "KP", "IR", "SE", "ZA"))
_NUMBERS = re.compile(r"(\d{1,4})\s*[./\-\s年년]\s*(\d{1,2})\s*[./\-\s月월]\s*(\d{1,4})\s*[.日일]?")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_TIME_AFTER = re.compile(r"[T\s]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*([ap]\.?m\.?|z|[+-]\d{2}:?\d{2})?$", re.IGNORECASE)
_LONGEST = 60  # characters: "Saturday, the 13th of September 1986 00:00:00" has 45
_SERIAL_DAY_0 = date(1899, 12, 30)  # spreadsheets count days from here


def read_date(typed: str, order: DateOrder, today: date) -> date:
    """A birthday from a cell, its parts in `order`. `Refused` if it is no date, lacks a year, or is of nobody alive."""
    found = _parts(typed, order)
    if found is None:
        raise Refused("import_date_unreadable", typed=typed)
    year, month, day = found
    if year < 100:
        year += today.year // 100 * 100 - (100 if year + today.year // 100 * 100 > today.year else 0)
    try:
        born = date(year, month, day)
    except ValueError:
        raise Refused("import_date_does_not_exist", typed=typed) from None
    if born > today:
        raise Refused("import_date_in_the_future", typed=typed)
    if born.year < today.year - 130:
        raise Refused("import_date_too_long_ago", typed=typed)
    return born


def looks_like_date(text: str) -> bool:
    """Could this be a date in any order? A spreadsheet's bare day number does not look like one."""
    return not text.strip().isdigit() and (_exists(_parts(text, "dmy")) or _exists(_parts(text, "mdy")))


def years_of(cells: Iterable[str]) -> list[int]:
    """The years of those cells that are dates with a full year."""
    parts = (_parts(cell, "dmy") for cell in cells if looks_like_date(cell))
    return [found[0] for found in parts if found and found[0] > 31]


def date_order(cells: Sequence[str], region: str) -> tuple[DateOrder, bool]:
    """The order in which most cells are dates, and whether the cells decide it (else the region does)."""
    usual: DateOrder = "mdy" if region in _MONTH_FIRST else "ymd" if region in _YEAR_FIRST else "dmy"
    every: tuple[DateOrder, ...] = ("dmy", "mdy", "ymd")
    orders = sorted(every, key=lambda order: order != usual)
    counts: dict[DateOrder, int] = {order: sum(_exists(_parts(cell, order)) for cell in cells) for order in orders}
    best = max(orders, key=lambda order: counts[order])
    rivals: list[DateOrder] = [order for order in orders if counts[order] == counts[best]]
    return best, not any(_parts(cell, order) != _parts(cell, best) for order in rivals for cell in cells)


def _parts(typed: str, order: DateOrder) -> tuple[int, int, int] | None:
    """Year, month and day as they stand, unchecked; a year of two digits stays so."""
    if len(typed) > _LONGEST:
        return None
    text = _TIME_AFTER.sub("", _ascii_digits(typed).strip().strip("'"))
    if compact := _COMPACT.fullmatch(text):
        return int(compact[1]), int(compact[2]), int(compact[3])
    if found := _NUMBERS.fullmatch(text):
        return _in_order(found[1], found[2], found[3], order)
    if re.fullmatch(r"[1-5]\d{4}(\.0+)?", text):
        serial = _SERIAL_DAY_0 + timedelta(days=int(text[:5]))
        return serial.year, serial.month, serial.day
    return _with_month_name(text)


def _in_order(first: str, second: str, third: str, order: DateOrder) -> tuple[int, int, int] | None:
    if len(first) > 2:  # a full year always stands first or last
        return int(first), int(second), int(third)
    if len(third) == 3 or (order == "ymd" and len(third) > 2):
        order = "dmy"
    a, b, c = int(first), int(second), int(third)
    return {"dmy": (c, b, a), "mdy": (c, a, b), "ymd": (a, b, c)}[order]


def _with_month_name(text: str) -> tuple[int, int, int] | None:
    words = re.findall(r"\d+|[^\W\d_]+", search_key(text))
    months = [_month_names()[word] for word in words if word in _month_names()]
    numbers = [int(word) for word in words if word.isdecimal()]
    others = [word for word in words if not word.isdecimal() and word not in _month_names() and word not in _BETWEEN]
    if len(months) != 1 or len(numbers) != 2 or others:
        return None
    day, year = (numbers[1], numbers[0]) if numbers[0] > 31 else (numbers[0], numbers[1])
    return year, months[0], day


_BETWEEN = frozenset(("st", "nd", "rd", "th", "er", "de", "del", "of", "von", "ال"))


@lru_cache(maxsize=1)
def _month_names() -> dict[str, int]:
    """Month names and their short forms in the languages that headings are known in (Unicode CLDR)."""
    from babel.dates import get_month_names

    names: dict[str, int] = {}
    for language in ("en", "de", "fr", "es", "pt", "ar", "it", "nl", "pl", "tr"):
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, locale=language).items():
                names.setdefault(search_key(name).replace(".", ""), number)
    return names


def _exists(parts: tuple[int, int, int] | None) -> bool:
    if parts is None or 130 < parts[0] < 1000:
        return False
    try:
        date(parts[0] if parts[0] >= 100 else 2000 + parts[0] % 4, parts[1], parts[2])
    except ValueError:
        return False
    return True


def _ascii_digits(text: str) -> str:
    return "".join(str(int(c)) if c.isdecimal() else c for c in text)
