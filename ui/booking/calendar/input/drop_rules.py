"""What the calendar asks before a person lets go. The answers come from memory: they are asked while dragging."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bizet_core.booking.day_view.day_rows import Card
from ui.booking.calendar.statuses import TURNS

OVER = frozenset({"hold", "completed", "cancelled", "no_show"})


def _free(*asked: object) -> None:
    return None


def _any_step(status: str) -> Sequence[str]:
    return tuple(turn for turn in TURNS if turn != status)


def _not_over(card: Card) -> bool:
    return card.status not in OVER


@dataclass(frozen=True, slots=True)
class DropRules:
    """Says no, with the reason as a sentence, before anything is sent.

    `why_not(part, resource, starts_at)` is asked once per snapped cell; `why_not_until(part, starts_at, ends_at)`
    while an edge is dragged; `steps(status)` names the statuses that may follow.
    """

    why_not: Callable[[UUID, UUID, datetime], str | None] = _free
    why_not_until: Callable[[UUID, datetime, datetime], str | None] = _free
    steps: Callable[[str], Sequence[str]] = _any_step
    movable: Callable[[Card], bool] = _not_over
