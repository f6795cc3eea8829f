"""Open and closed time of one calendar: signed intervals in layers, where a later layer overrides an earlier one.

    hours      ────████████████████████────      opens
    break      ──────────────░░────────────      closes
    override   ────────────────────░░░░████      both: "on the 24th 9–17 instead"; opening wins within a layer
    time off   ──────░░░░──────────────────      closes, and buffers may not reach into it

Rules are of two kinds: `Weekly` speaks of wall clocks in a zone, `Once` of instants. All instants here are integer
milliseconds since 1970; days are ordinals and minutes may run past midnight, as in `wall_clock`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from operator import itemgetter

from bizet_core.base.instants import DAY
from bizet_core.base.spans import Span, intersect, merge
from bizet_core.base.wall_clock import EPOCH_DAY, stretches

EVERY_DAY = 0b1111111


class Layer(StrEnum):
    """Where a rule comes from; what stands further down overrides what stands further up."""

    HOURS = "hours"
    BREAK = "break"
    CLOSURE = "closure"
    OVERRIDE = "override"
    TIME_OFF = "time_off"
    BUSY = "busy"
    BLOCK = "block"


BARRED = frozenset({Layer.TIME_OFF, Layer.BUSY, Layer.BLOCK})
"""Closed time into which a buffer may not reach: cleaning up after closing is fine, during a holiday it is not."""


@dataclass(frozen=True, slots=True)
class Weekly:
    """Wall-clock time from `start_min` to `end_min` on the days of a mask (bit 0 is Monday), first to last day."""

    layer: Layer
    opens: bool
    zone: str
    start_min: int = 0
    end_min: int = 1440
    weekdays: int = EVERY_DAY
    first_day: int | None = None
    last_day: int | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Once:
    """The instants from `starts_at` until `ends_at`."""

    layer: Layer
    opens: bool
    starts_at: int
    ends_at: int
    label: str = ""


Rule = Weekly | Once

ALWAYS = Once(Layer.HOURS, True, -(1 << 62), 1 << 62)
"""The hours of whatever has none of its own and follows the place it belongs to."""

Stretch = tuple[int, int, int, Rule]
"""Start, end, the start of the interval before anything was cut off it, and the rule that holds there."""


Piece = tuple[int, int, int]
"""Start and end of open time, and the instant from which its grid of slots is counted."""


@dataclass(frozen=True, slots=True)
class OpenTime:
    """Where a calendar is open between two instants."""

    pieces: Sequence[Piece]
    spans: Sequence[Span]  # the same, joined where pieces touch
    barred: Sequence[Span]  # closed, also to buffers


def span_of(rules: Sequence[Rule]) -> Span:
    """A span that holds all that rules of some days or instants say, in every zone."""
    spans = [(r.starts_at, r.ends_at) if isinstance(r, Once) else _span_of_days(r) for r in rules]
    return min(start for start, _ in spans), max(end for _, end in spans)


def _span_of_days(rule: Weekly) -> Span:
    first, last = rule.first_day or EPOCH_DAY, rule.last_day or EPOCH_DAY
    return (first - EPOCH_DAY - 1) * DAY, (last - EPOCH_DAY + rule.end_min // 1440 + 2) * DAY


def open_time(rules: Sequence[Rule], within: Span) -> OpenTime:
    """What the rules of one calendar leave open."""
    held = layered(rules, within)
    pieces = [(start, end, anchor) for start, end, anchor, rule in held if rule.opens]
    barred = [(start, end) for start, end, _, rule in held if not rule.opens and rule.layer in BARRED]
    return OpenTime(pieces, merge([(start, end) for start, end, _ in pieces]), merge(barred))


def inside(own: OpenTime, place: OpenTime) -> OpenTime:
    """Open where both are. Slots count from the start of one's own hours, else from the opening of the place."""
    spans, barred = intersect(own.spans, place.spans), merge([*own.barred, *place.barred])
    if spans == own.spans and all(anchor != ALWAYS.starts_at for _, _, anchor in own.pieces):
        return OpenTime(own.pieces, spans, barred)
    pieces: list[Piece] = []
    i, places = 0, place.pieces
    for start, end, anchor in own.pieces:
        while i < len(places) and places[i][1] <= start:
            i += 1
        j = i
        while j < len(places) and places[j][0] < end:
            opening, closing, opened = places[j]
            pieces.append((max(start, opening), min(end, closing), opened if anchor == ALWAYS.starts_at else anchor))
            j += 1
    return OpenTime(pieces, spans, barred)


def hours_of(rules: Sequence[Rule], zone: str, has_place: bool) -> Sequence[Rule]:
    """The rules; where none speaks of hours, first the hours of the place, or around the clock if there is no place."""
    if any(rule.layer is Layer.HOURS for rule in rules):
        return rules
    return (ALWAYS if has_place else Weekly(Layer.HOURS, True, zone), *rules)


def layered(rules: Iterable[Rule], within: Span) -> list[Stretch]:
    """Which rule holds when: sorted, without overlap, with holes where no rule speaks; cut to `within`."""
    held: list[Stretch] = []
    for rank in _by_rank(rules):
        held = _over(held, _side_by_side([stretch for rule in rank for stretch in _occurrences(rule, within)]))
    return _cut(held, within)


def _by_rank(rules: Iterable[Rule]) -> list[list[Rule]]:
    """Rules that hold side by side, the weakest first: by layer, and within a layer closing before opening."""
    ranks: dict[tuple[Layer, bool], list[Rule]] = {}
    for rule in rules:
        ranks.setdefault((rule.layer, rule.opens), []).append(rule)
    return [ranks[layer, opens] for layer in Layer for opens in (False, True) if (layer, opens) in ranks]


def _occurrences(rule: Rule, within: Span) -> list[Stretch]:
    """The intervals of one rule that reach into a span, and perhaps a few beside it."""
    if isinstance(rule, Once):
        return [(rule.starts_at, rule.ends_at, rule.starts_at, rule)]
    found = stretches(rule.zone, _days(rule, within), rule.start_min, rule.end_min)
    return [(start, end, start, rule) for start, end in found]


def _days(rule: Weekly, within: Span) -> Sequence[int]:
    """The days whose time may fall into a span; no zone is more than a day ahead of UTC or behind it."""
    first = EPOCH_DAY + within[0] // DAY - rule.end_min // 1440 - 1
    last = EPOCH_DAY + within[1] // DAY - min(rule.start_min // 1440, 0) + 1
    first = first if rule.first_day is None else max(first, rule.first_day)
    last = last if rule.last_day is None else min(last, rule.last_day)
    return _matching(rule.weekdays, first, last)


@lru_cache(maxsize=1024)
def _matching(weekdays: int, first: int, last: int) -> tuple[int, ...]:
    """Days of a mask; ordinal 1 was a Monday."""
    return tuple(day for day in range(first, last + 1) if weekdays >> (day - 1) % 7 & 1)


def _side_by_side(stretches: list[Stretch]) -> list[Stretch]:
    """Sorted and without overlap: what began earlier goes on until its end."""
    stretches.sort(key=_start)
    edge = ALWAYS.starts_at
    apart: list[Stretch] = []
    for start, end, anchor, rule in stretches:
        if end > edge:
            apart.append((max(start, edge), end, anchor, rule))
            edge = end
    return apart


def _over(lower: list[Stretch], upper: list[Stretch]) -> list[Stretch]:
    """Lower ones where no upper one covers them, and all the upper ones; sorted."""
    if not lower:
        return upper
    seen = list(upper)
    i, n = 0, len(upper)
    for start, end, anchor, rule in lower:
        while i < n and upper[i][1] <= start:
            i += 1
        j = i
        while j < n and upper[j][0] < end:
            if upper[j][0] > start:
                seen.append((start, upper[j][0], anchor, rule))
            start = upper[j][1]
            j += 1
        if start < end:
            seen.append((start, end, anchor, rule))
    seen.sort(key=_start)
    return seen


def _cut(held: list[Stretch], within: Span) -> list[Stretch]:
    """What lies in a span; only the first and the last can reach out of it."""
    since, until = within
    kept = [stretch for stretch in held if stretch[0] < until and stretch[1] > since]
    for i in {0, len(kept) - 1} if kept else ():
        start, end, anchor, rule = kept[i]
        kept[i] = (max(start, since), min(end, until), anchor, rule)
    return kept


_start = itemgetter(0)
