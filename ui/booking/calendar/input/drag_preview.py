"""Shows what is in hand, and turns a drop into a request."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from bizet_core.base.instants import from_ms
from ui.booking.calendar.input.drag_state import Trial
from ui.booking.calendar.painting import overlay

if TYPE_CHECKING:
    from ui.booking.calendar.surface import DaySurface


class DragPreview:
    """Follows the hand of a surface: paints anew only where the ghost was and is, and says where that would be."""

    def __init__(self, surface: "DaySurface") -> None:
        self._surface = surface
        self._shown: Trial | None = None
        self._shown_box = QRectF()  # on the surface
        surface.hand.changed.connect(self._follow)
        surface.hand.dropped.connect(self._tell_drop)
        surface.hand.refused.connect(self._tell_refusal)

    def _follow(self) -> None:
        surface, hand = self._surface, self._surface.hand
        trial, was = hand.trial, self._shown
        box = surface.scene.ghost_box(trial) if trial else QRectF()
        for each in (self._shown_box, box):
            surface.update_box(each)
        if (trial and trial.column) != (was and was.column) or hand.is_returning:
            for each in (trial, was):
                self._update_column_of(each)
        self._shown, self._shown_box = trial, box
        is_moving = trial is not None and hand.is_holding and trial.edge == "whole"
        surface.heads.highlight(trial.column if trial and is_moving else -1)
        if trial is None or not hand.is_holding:
            surface.tag.hide()
        else:
            self._tell(trial, box)

    def _update_column_of(self, trial: Trial | None) -> None:
        if trial is not None:
            grid = self._surface.scene.grid
            self._surface.update_box(grid.span(trial.column, grid.begin, grid.end))
            self._surface.update_box(grid.box(trial.placed))

    def _tell(self, trial: Trial, box: QRectF) -> None:
        """Say time and person beside the ghost, why it may not stay, and which keys help."""
        surface = self._surface
        name = surface.scene.arrangement.columns[trial.column].name
        lines = [(f"{surface.scene.clock.span(trial.start, trial.end)} · {name}", "toastText")]
        if trial.reason is not None:
            lines.append((trial.reason, "badge"))
        if surface.keyboard.mode:
            lines.append((surface.keyboard.help, "toastAct"))
            surface.say(". ".join(line for line, _colour in lines[:2]))
        grown = overlay.MARGIN
        here = box.translated(-surface.offset().toPointF()).adjusted(-grown, -grown, grown, grown)
        surface.tag.tell(lines, here.toAlignedRect())

    def _tell_drop(self, trial: Trial) -> None:
        surface, part = self._surface, trial.placed.card.part
        resource = surface.scene.arrangement.columns[trial.column].resource
        if trial.edge == "whole":
            surface.scene.current = (part, resource)
            surface.move_requested.emit(part, resource, from_ms(trial.start))
        else:
            surface.resize_requested.emit(part, from_ms(trial.start), from_ms(trial.end))

    def _tell_refusal(self, trial: Trial) -> None:
        self._surface.explain(trial.reason or "", trial.placed)
