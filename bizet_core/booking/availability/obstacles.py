"""What stands in the way of a time: named, so that a person can be told and can do something about it."""

from dataclasses import dataclass
from typing import Any

Key = Any
"""Whatever names a resource, a role or the source of a claim: an id in the product, a word in an example.

Not `Hashable`: a mapping by ids is no mapping by `Hashable`s, and every caller would have to say so.
"""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One reason why a time cannot be had; instants in ms, None where there is no end in sight.

    `code` is the timetable layer that closes (`break`, `closure`, `override`, `time_off`, `busy`, `block`), or one of:
    closed, taken, full, too_small, not_enough, not_offered, off_grid, past, too_soon, not_today, too_late_today,
    too_far, too_short, too_long, too_close, too_many_in_row, day_full.
    """

    code: str
    resource: Key | None = None
    starts_at: int | None = None
    ends_at: int | None = None
    label: str = ""
    source: Key | None = None  # the claim's
