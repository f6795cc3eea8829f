"""What is in hand: a card that is moved or stretched, where it would go, why it may not, and its way back."""

from dataclasses import dataclass

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation, Signal

from bizet_core.base.instants import MINUTE, from_ms
from bizet_core.describe.languages.language import _
from resources.theme import TOKENS
from ui.booking.calendar.arrangement import Arrangement, Placed
from ui.booking.calendar.input.drop_rules import DropRules
from ui.kit import theme

LEAST = 5 * MINUTE


@dataclass(frozen=True, slots=True)
class Trial:
    """Where a card would be if it were let go now: `edge` is `whole` while moving, `start` or `end` in stretching."""

    placed: Placed
    edge: str
    column: int
    start: int
    end: int
    reason: str | None = None

    @property
    def is_elsewhere(self) -> bool:
        """Whether anything would change."""
        return (self.column, self.start, self.end) != (self.placed.column, self.placed.start, self.placed.end)


class DragState(QObject):
    """Holds one trial. The referee is asked once per cell, not per pixel."""

    changed = Signal()
    dropped = Signal(object)  # Trial, allowed and elsewhere
    refused = Signal(object)  # Trial, with its reason

    def __init__(self, referee: DropRules, parent: QObject) -> None:
        super().__init__(parent)
        self.referee = referee
        self.trial: Trial | None = None
        self.is_waiting = False  # dropped, and the answer is not here yet
        self.is_returning = False
        self.way_back = 0.0  # 0 in place, 1 back where it came from
        self._arrangement: Arrangement | None = None
        self._answers: dict[tuple[int, int, int], str | None] = {}
        self._animation = QVariantAnimation(self)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._animation.valueChanged.connect(self._glide)
        self._animation.finished.connect(self.clear)

    @property
    def is_holding(self) -> bool:
        """Whether a card follows the pointer or the arrow keys."""
        return self.trial is not None and not self.is_waiting and not self.is_returning

    def pick_up(self, placed: Placed, edge: str, arrangement: Arrangement) -> None:
        """Take a card, whole or by one edge."""
        self.clear()
        self._arrangement, self._answers = arrangement, {}
        self.trial = Trial(placed, edge, placed.column, placed.start, placed.end)
        self.changed.emit()

    def meet(self, arrangement: Arrangement) -> None:
        """The day has changed meanwhile: keep the card in hand only if it is still where it was taken from."""
        trial = self.trial
        if trial is None:
            return
        there = arrangement.index_of(trial.placed.key)
        known = self._arrangement is not None and self._arrangement.columns == arrangement.columns
        if not known or there is None or arrangement.placed[there].card != trial.placed.card:
            self.clear()
            return
        self._arrangement = arrangement
        self.ask_again()

    def ask_again(self) -> None:
        """The referee knows more than before: ask anew about the cell in hand."""
        trial, self._answers = self.trial, {}
        if trial is not None and self.is_holding:
            self._try(trial, trial.column, trial.start, trial.end)

    def carry(self, column: int, start: int) -> None:
        """Move what is in hand to a column and a start."""
        trial = self.trial
        if trial is None or (trial.column, trial.start) == (column, start):
            return
        length = trial.placed.end - trial.placed.start
        self._try(trial, column, start, start + length)

    def stretch(self, at: int) -> None:
        """Put the edge in hand to an instant, never past the other edge."""
        trial = self.trial
        if trial is None:
            return
        if trial.edge == "end":
            start, end = trial.start, max(at, trial.start + LEAST)
        else:
            start, end = min(at, trial.end - LEAST), trial.end
        if (start, end) != (trial.start, trial.end):
            self._try(trial, trial.column, start, end)

    def let_go(self) -> None:
        """Drop it: told as `dropped`, or glides back with the reason as `refused`."""
        trial = self.trial
        if trial is None:
            return
        if not trial.is_elsewhere:
            self.clear()
        elif trial.reason is not None:
            self.refused.emit(trial)
            self.put_back()
        else:
            self.is_waiting = True
            self.changed.emit()
            self.dropped.emit(trial)

    def put_back(self) -> None:
        """Let it glide back to where it came from; at once, where nothing may move."""
        if self.trial is None:
            return
        if not theme.moving() or not self.trial.is_elsewhere:
            self.clear()
            return
        self.is_waiting, self.is_returning = False, True
        self._animation.setDuration(TOKENS["motion"]["base"])
        self._animation.start()

    def clear(self) -> None:
        """Have nothing in hand."""
        self._animation.stop()
        self.trial, self.way_back = None, 0.0
        self.is_waiting = self.is_returning = False
        self.changed.emit()

    def _try(self, was: Trial, column: int, start: int, end: int) -> None:
        """Hold the card over another cell."""
        wanted, cell = Trial(was.placed, was.edge, column, start, end), (column, start, end)
        if cell not in self._answers:
            self._answers[cell] = self._ask(wanted) if wanted.is_elsewhere else None
        reason = self._answers[cell]
        self.trial = wanted if reason is None else Trial(was.placed, was.edge, column, start, end, reason)
        self.changed.emit()

    def _ask(self, trial: Trial) -> str | None:
        assert self._arrangement is not None
        part, columns = trial.placed.card.part, self._arrangement.columns
        if trial.edge != "whole":
            return self.referee.why_not_until(part, from_ms(trial.start), from_ms(trial.end))
        if columns[trial.column].kind != columns[trial.placed.column].kind:
            return _("A booking moves from person to person, or from room to room.")
        return self.referee.why_not(part, columns[trial.column].resource, from_ms(trial.start))

    def _glide(self, progress: float) -> None:
        self.way_back = progress
        self.changed.emit()
