"""Spans: the small algebra under every calendar, each law against sets of integers."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bizet_core.base.spans import Span, covers, intersect, merge, starts_between, starts_inside, subtract

LISTS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 12)).map(lambda at: (at[0], at[0] + at[1])), max_size=8)
SORTED = LISTS.map(merge)


def points(spans: list[Span]) -> set[int]:
    return {n for start, end in spans for n in range(start, end)}


def is_tidy(spans: list[Span]) -> bool:
    return all(start < end for start, end in spans) and all(a[1] <= b[0] for a, b in pairwise(spans))


@given(LISTS)
def test_merging_keeps_every_point_and_leaves_no_seam(spans: list[Span]) -> None:
    merged = merge(spans)
    assert points(merged) == points(spans)
    assert all(a[1] < b[0] for a, b in pairwise(merged))


@given(SORTED, SORTED)
def test_intersecting_keeps_what_both_have(these: list[Span], those: list[Span]) -> None:
    common = intersect(these, those)
    assert points(common) == points(these) & points(those)
    assert is_tidy(common)


@given(SORTED, SORTED)
def test_subtracting_keeps_what_only_the_first_have(these: list[Span], those: list[Span]) -> None:
    left = subtract(these, those)
    assert points(left) == points(these) - points(those)
    assert is_tidy(left)


@given(SORTED, st.integers(-5, 5), st.integers(1, 9))
def test_a_start_is_inside_when_all_it_reaches_is(spans: list[Span], begin: int, length: int) -> None:
    expected = {n for n in range(-9, 99) if covers(spans, n + begin, n + begin + length)}
    assert points(starts_inside(spans, (begin, begin + length))) == expected


@given(LISTS, st.integers(-5, 5), st.integers(1, 9))
def test_a_start_is_between_when_nothing_it_reaches_is_taken(spans: list[Span], begin: int, length: int) -> None:
    taken = sorted(span for span in spans if span[0] < span[1])
    free = starts_between([a for a, _ in taken], [b for _, b in taken], (0, 80), (begin, begin + length))
    reached = {n: set(range(n + begin, n + begin + length)) for n in range(-9, 99)}
    assert points(free) == {n for n, r in reached.items() if r <= set(range(80)) - points(spans)}
