"""Which key does what in the calendar. Single letters count only while it has the focus, and can be remapped or off."""

from collections.abc import Mapping

from PySide6.QtGui import QKeyEvent, QKeySequence

from bizet_core.describe.languages.language import N_

USUAL: Mapping[str, str] = {
    "previous_card": "Up",
    "next_card": "Down",
    "column_before": "Shift+Left",
    "column_after": "Shift+Right",
    "day_before": "Left",
    "day_after": "Right",
    "today": "T",
    "open": "Return",
    "new": "N",
    "move": "M",
    "resize": "R",
    "arrived": "A",
    "in_service": "S",
    "pay": "P",
    "confirmed": "C",
    "completed": "F",
    "no_show": "X",
    "cancelled": "Del",
    "cursor_earlier": "Ctrl+Up",
    "cursor_later": "Ctrl+Down",
    "cursor_before": "Ctrl+Left",
    "cursor_after": "Ctrl+Right",
    "taller": "+",
    "lower": "-",
}
"""Action → key, as `QKeySequence` writes it."""

TITLES: Mapping[str, str] = {
    "previous_card": N_("Previous booking"),
    "next_card": N_("Next booking"),
    "column_before": N_("Column before"),
    "column_after": N_("Column after"),
    "day_before": N_("Day before"),
    "day_after": N_("Day after"),
    "today": N_("Today"),
    "open": N_("Open"),
    "new": N_("New booking"),
    "move": N_("Move"),
    "resize": N_("Change length"),
    "arrived": N_("Mark as arrived"),
    "in_service": N_("Start service"),
    "pay": N_("Take payment"),
    "confirmed": N_("Confirm"),
    "completed": N_("Finish"),
    "no_show": N_("Mark as no-show"),
    "cancelled": N_("Cancel booking"),
    "cursor_earlier": N_("Free time earlier"),
    "cursor_later": N_("Free time later"),
    "cursor_before": N_("Free time in the column before"),
    "cursor_after": N_("Free time in the column after"),
    "taller": N_("Taller hours"),
    "lower": N_("Lower hours"),
}
"""Action → what it does, for menus and for the page where keys are remapped."""


def bindings(changed: Mapping[str, str], letters: bool) -> dict[str, str]:
    """Key → action, with a person's own keys over the usual ones; an empty key takes an action's key away."""
    chosen = {**USUAL, **changed}
    return {key: action for action, key in chosen.items() if key and (letters or len(key) > 1)}


def key_of(event: QKeyEvent) -> str:
    """The key of an event as the table writes it."""
    text = QKeySequence(event.keyCombination()).toString(QKeySequence.SequenceFormat.PortableText)
    return {"Enter": "Return", "Num+Enter": "Return", "Shift++": "+"}.get(text, text)
