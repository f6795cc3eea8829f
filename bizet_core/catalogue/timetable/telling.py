"""A week in words, as the history tells it: `Monday–Friday 09:00–18:00, Saturday 10:00–14:00`."""

from collections.abc import Iterable, Sequence

from bizet_core.catalogue.timetable.week import weekdays_of
from bizet_core.describe.formats.times import show_range
from bizet_core.describe.languages.language import N_, Locale, _, reader
from bizet_core.describe.languages.sentences import fill

WITH_BREAKS = N_("{hours}; breaks {breaks}")

Told = Sequence[int]
"""Whether it is open, the days as bits, first minute, and the minute after the last."""


def week_words(rules: Iterable[Told]) -> str:
    """Hours, and breaks where there are any; empty where there are none of both."""
    rules = list(rules)
    hours, breaks = ([rule for rule in rules if bool(rule[0]) is opens] for opens in (True, False))
    if not breaks:
        return _listed(hours)
    return fill(_(WITH_BREAKS), {"hours": _listed(hours) or "–", "breaks": _listed(breaks)})


def _listed(rules: list[Told]) -> str:
    locale = reader()
    return ", ".join(f"{_days(mask, locale)} {show_range(start, end, locale)}" for _opens, mask, start, end in rules)


def _days(mask: int, locale: Locale) -> str:
    """Days that follow each other are told by the first and the last."""
    names = locale.cldr.days["stand-alone"]["abbreviated"]
    days = weekdays_of(mask)
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{names[days[0]]}–{names[days[-1]]}"
    return " ".join(names[day] for day in days)
