"""Whole-number rounding and splitting: half up away from zero, and shares that add up to the last unit."""

from collections.abc import Sequence

THOUSAND = 1_000  # quantities: thousandths of one
MILLION = 1_000_000  # rates: 230_000 is 23 %


def half_up(numerator: int, denominator: int) -> int:
    """The quotient as a whole number, halves away from zero; `denominator` is positive."""
    rounded = (2 * abs(numerator) + denominator) // (2 * denominator)
    return rounded if numerator >= 0 else -rounded


def part(amount: int, rate: int) -> int:
    """So many millionths of an amount."""
    return half_up(amount * rate, MILLION)


def times(price: int, quantity: int) -> int:
    """The price of so many thousandths of one."""
    return half_up(price * quantity, THOUSAND)


def to_step(amount: int, step: int) -> int:
    """The nearest multiple of `step`: what can be paid when no smaller coin exists."""
    return half_up(amount, step) * step


def allocate(total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Split a total by weights, none negative: largest remainder, ties to the earlier one. The shares add up to it.

    No share exceeds its weight while the total does not exceed their sum: a discount never makes a line negative.
    """
    whole = sum(weights)
    if any(weight < 0 for weight in weights) or (total and not whole):
        raise ValueError(f"cannot split {total} by {weights}")
    if not total:
        return (0,) * len(weights)
    quotas = [divmod(abs(total) * weight, whole) for weight in weights]
    missing = abs(total) - sum(share for share, _ in quotas)
    largest = set(sorted(range(len(quotas)), key=lambda i: -quotas[i][1])[:missing])
    shares = [share + (i in largest) for i, (share, _) in enumerate(quotas)]
    return tuple(shares) if total > 0 else tuple(-share for share in shares)


def piece(total: int, done: int, more: int, whole: int) -> int:
    """What `more` units get of a total after `done` of its `whole` units have had theirs.

    The difference of two running shares: whatever the pieces, together they are the total.
    """
    return half_up(total * (done + more), whole) - half_up(total * done, whole)
