"""Rounding and splitting: nothing is lost and nothing is made."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bizet_core.base.rounding import allocate, half_up, part, piece, times, to_step

amounts = st.integers(-(10**12), 10**12)
weights = st.lists(st.integers(0, 100) | st.integers(0, 10**9), min_size=1, max_size=12).filter(any)


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"),
    [(5, 2, 3), (-5, 2, -3), (1, 3, 0), (2, 3, 1), (-2, 3, -1), (0, 7, 0), (25, 10, 3), (-25, 10, -3), (24, 10, 2)],
)
def test_halves_go_away_from_zero(numerator: int, denominator: int, rounded: int) -> None:
    assert half_up(numerator, denominator) == rounded


@given(amounts, st.integers(1, 10**6))
def test_half_up_is_what_decimal_calls_half_up(numerator: int, denominator: int) -> None:
    exact = (Decimal(2 * numerator) / Decimal(2 * denominator)).quantize(Decimal(1), ROUND_HALF_UP)
    assert half_up(numerator, denominator) == exact
    assert half_up(-numerator, denominator) == -half_up(numerator, denominator)


def test_parts_quantities_and_steps() -> None:
    assert part(999, 500_000) == 500
    assert times(1999, 333) == 666  # 0.333 kg at 19.99
    assert [to_step(amount, 5) for amount in (1002, 1003, 1007, 1008, -1003)] == [1000, 1005, 1005, 1010, -1005]
    assert [to_step(amount, 100) for amount in (9949, 9950)] == [9900, 10000]
    assert to_step(1003, 1) == 1003


@pytest.mark.parametrize(
    ("total", "by", "shares"),
    [
        (100, [1, 1, 1], (34, 33, 33)),  # a tie: the earlier line
        (-100, [1, 1, 1], (-34, -33, -33)),
        (200, [333, 333, 334], (67, 66, 67)),  # 66.6, 66.6, 66.8: the third, then the first
        (5, [10, 0, 10], (3, 0, 2)),
        (1, [1, 2], (0, 1)),
        (0, [0, 0], (0, 0)),
        (0, [], ()),
    ],
)
def test_the_largest_remainder_gets_the_odd_unit(total: int, by: list[int], shares: tuple[int, ...]) -> None:
    assert allocate(total, by) == shares


def test_a_total_cannot_be_split_over_nothing() -> None:
    for by in ([], [0, 0], [2, -1]):
        with pytest.raises(ValueError, match="cannot split 1"):
            allocate(1, by)


@given(amounts, weights)
def test_shares_add_up_and_stay_within_one_of_their_quota(total: int, by: list[int]) -> None:
    shares = allocate(total, by)
    assert sum(shares) == total
    quotas = [Fraction(total * weight, sum(by)) for weight in by]
    assert all(abs(share - quota) < 1 for share, quota in zip(shares, quotas, strict=True))
    assert allocate(-total, by) == tuple(-share for share in shares)


@given(st.integers(0, 10**9), weights)
def test_who_gets_an_odd_unit_had_a_larger_remainder_or_came_earlier(total: int, by: list[int]) -> None:
    rank = []
    for place, (share, weight) in enumerate(zip(allocate(total, by), by, strict=True)):
        whole, remainder = divmod(total * weight, sum(by))
        rank.append((share - whole, remainder, -place))
    got = [(remainder, place) for extra, remainder, place in rank if extra]
    missed = [(remainder, place) for extra, remainder, place in rank if not extra]
    assert not got or not missed or min(got) > max(missed)


@given(weights, st.data())
def test_no_share_exceeds_its_weight(by: list[int], data: st.DataObject) -> None:
    total = data.draw(st.integers(0, sum(by)))
    assert all(0 <= share <= weight for share, weight in zip(allocate(total, by), by, strict=True))


@given(amounts, st.lists(st.integers(1, 5000), min_size=1, max_size=10))
def test_pieces_of_any_sizes_are_the_total(total: int, sizes: list[int]) -> None:
    whole = sum(sizes)
    assert sum(piece(total, sum(sizes[:i]), size, whole) for i, size in enumerate(sizes)) == total
