"""What the parts of a service must be to each other: the code of the refusal that they deserve, or None."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

DAY_MIN = 1440
LARGEST_BUFFER = 720


def fault_of_times(row: Mapping[str, Any], shortest: int) -> str | None:
    """The processing time and limits of a service's row, whose shortest length is `shortest` minutes."""
    if (row["processing_from"] is None) != (row["processing_min"] is None):
        return "processing_half"
    if row["processing_min"] is not None and not _fits(row["processing_from"], row["processing_min"], shortest):
        return "processing_outside"
    least, most = row["min_length"] or 1, row["max_length"] or DAY_MIN
    return "limits_crossed" if least > most else None


def _fits(start: int, minutes: int, within: int) -> bool:
    return start >= 0 and minutes > 0 and start + minutes <= within


def fault_of_people(people: Iterable[UUID]) -> str | None:
    """Nobody stands on the list twice."""
    named = list(people)
    return "person_twice" if len(set(named)) < len(named) else None


def fault_of_pools(needs: Iterable[tuple[int, int]]) -> str | None:
    """Needs as (pool, units): whichever of a pool is chosen, a booking takes the same number of places."""
    units: dict[int, int] = {}
    return "needs_differ" if any(units.setdefault(pool, taken) != taken for pool, taken in needs) else None


def fault_of_needs(needs: Sequence[tuple[UUID, int]], capacities: Mapping[UUID, int]) -> str | None:
    """Needs as (resource, units): each must be there, large enough, and named once."""
    if len({resource for resource, _ in needs}) < len(needs):
        return "need_twice"
    for resource, units in needs:
        if resource not in capacities:
            return "need_gone"
        if not 1 <= units <= capacities[resource]:
            return "need_too_large"
    return None


def prices_of(lengths: Iterable[int], extras: Iterable[int], most: int) -> set[int]:
    """What a service may cost: each length with any of its extras, none above `most`."""
    found = {price for price in lengths if price <= most}
    for extra in extras:
        found |= {price + extra for price in found if price + extra <= most}
    return found
