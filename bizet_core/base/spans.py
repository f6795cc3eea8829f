"""Spans: half-open pairs `(start, end)` of integers; the lists here are sorted and their spans do not overlap."""

from collections.abc import Iterable, Sequence

Span = tuple[int, int]


def merge(spans: Iterable[Span]) -> list[Span]:
    """Spans in any order, joined where they touch or overlap; empty ones vanish."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            if end > joined[-1][1]:
                joined[-1] = (joined[-1][0], end)
        elif start < end:
            joined.append((start, end))
    return joined


def intersect(these: Sequence[Span], those: Sequence[Span]) -> list[Span]:
    """What both cover."""
    if len(those) == 1 and these and those[0][0] <= these[0][0] and these[-1][1] <= those[0][1]:
        return list(these)
    common: list[Span] = []
    i, j, n, m = 0, 0, len(these), len(those)
    while i < n and j < m:
        start, end = these[i]
        other, until = those[j]
        if other > start:
            start = other
        if until < end:
            end = until
            j += 1
        else:
            i += 1
        if start < end:
            common.append((start, end))
    return common


def subtract(these: Sequence[Span], those: Sequence[Span]) -> list[Span]:
    """What these cover and those do not."""
    if not those:
        return list(these)
    left: list[Span] = []
    i = 0
    for start, end in these:
        while i < len(those) and those[i][1] <= start:
            i += 1
        j = i
        while j < len(those) and those[j][0] < end:
            if those[j][0] > start:
                left.append((start, those[j][0]))
            start = those[j][1]
            j += 1
        if start < end:
            left.append((start, end))
    return left


def starts_inside(spans: Sequence[Span], reach: Span) -> list[Span]:
    """Starts from which all of `[start + reach[0], start + reach[1])` lies in one of the spans."""
    begin, end = reach
    return [(a - begin, b - end + 1) for a, b in spans if b - a >= end - begin]


def starts_between(starts: Sequence[int], ends: Sequence[int], within: Span, reach: Span) -> list[Span]:
    """Starts from which `[start + reach[0], start + reach[1])` touches none of some spans, and lies within one.

    The spans come as two lists, sorted by start; they may overlap.
    """
    begin, end = reach
    least = end - begin
    found: list[Span] = []
    edge, until = within
    for start, stop in zip(starts, ends, strict=True):
        if start - edge >= least:
            found.append((edge - begin, start - end + 1))
        if stop > edge:
            edge = stop
    if until - edge >= least:
        found.append((edge - begin, until - end + 1))
    return found


def crowded(counted: Iterable[tuple[int, int, int]], most: int) -> list[Span]:
    """Where spans, each with a number, add up to more than so many."""
    spans: list[Span] = []
    level, since = 0, 0
    for point, change in _changes(counted):
        if level <= most < level + change:
            since = point
        elif level + change <= most < level:
            spans.append((since, point))
        level += change
    return spans


def peak(counted: Iterable[tuple[int, int, int]], within: Span) -> int:
    """The most that spans, each with a number, add up to anywhere in a span."""
    level = most = 0
    for _, change in _changes((a, b, n) for a, b, n in counted if a < within[1] and b > within[0]):
        level += change
        most = max(most, level)
    return most


def _changes(counted: Iterable[tuple[int, int, int]]) -> list[Span]:
    """Where the sum changes and by how much; at one point what ends goes before what begins."""
    return sorted(change for start, end, n in counted for change in ((start, n), (end, -n)))


def covers(spans: Sequence[Span], start: int, end: int) -> bool:
    """Whether one of the spans holds all of `[start, end)`."""
    return any(a <= start and end <= b for a, b in spans)
