"""The destinations of the rail beside the calendar, as data."""

from collections.abc import Sequence

from bizet_core.describe.language import N_
from ui.front import Front
from ui.shell import Page


def pages_of(front: Front) -> Sequence[Page]:
    """What exists, in the order of the rail."""
    return ()


__all__ = ["N_"]
