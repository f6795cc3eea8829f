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
    common: list[Span] = []
    if not these or not those:
        return common
    others = iter(those)
    other_start, other_end = next(others)
    for start, end in these:
        while True:
            if start < other_end and other_start < end:
                common.append((max(start, other_start), min(end, other_end)))
            if other_end > end:
                break
            following = next(others, None)
            if following is None:
                return common
            other_start, other_end = following
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


def gaps(starts: Sequence[int], ends: Sequence[int], within: Span, least: int) -> list[Span]:
    """Gaps of at least `least` that others leave within a span; those come as starts and ends, by start."""
    found: list[Span] = []
    edge, until = within
    for start, end in zip(starts, ends, strict=True):
        if start - edge >= least:
            found.append((edge, start))
        if end > edge:
            edge = end
    if until - edge >= least:
        found.append((edge, until))
    return found


def covers(spans: Sequence[Span], start: int, end: int) -> bool:
    """Whether one of the spans holds all of `[start, end)`."""
    return any(a <= start and end <= b for a, b in spans)
