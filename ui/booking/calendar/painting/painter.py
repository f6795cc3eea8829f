"""Paints a scene: what stands still into the layer, what moves above it."""

from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QPainter

from ui.booking.calendar.input.drag_state import Trial
from ui.booking.calendar.painting import background, overlay
from ui.booking.calendar.painting.card import face_of, paint_card
from ui.booking.calendar.painting.paint_resources import PaintResources
from ui.booking.calendar.scene import Cell, Scene, as_tried

LEAST_SLOT = 19  # before zoom: a line of words


def paint_still(painter: QPainter, scene: Scene, ink: PaintResources, clip: QRect, offset: QPoint) -> None:
    """Ground and cards of a part of the view; cards are copied from the album."""
    grid, shades = scene.grid, scene.arrangement.shades
    painter.fillRect(clip, ink.colour("surface"))
    painter.translate(-offset.x(), -offset.y())
    part = QRectF(clip.translated(offset))
    background.paint_closed(painter, grid, shades, ink, part)
    background.paint_lines(painter, grid, scene.ticks, ink, part)
    background.paint_breaks(painter, grid, shades, ink, part)
    if scene.shows_now:
        background.paint_now_line(painter, grid, scene.now, ink, part)
    album = scene.album
    album.use(ink, grid.rtl)
    for placed, face, box in scene.cards():
        if box.intersects(part):
            painter.drawPixmap(box.topLeft(), album.picture(face, box, scene.elapsed(placed)))
    if scene.shows_now:
        background.paint_now_marks(painter, grid, scene.now, ink)


def paint_faces(painter: QPainter, scene: Scene, ink: PaintResources, offset: QPoint) -> None:
    """Draw all cards without the album."""
    painter.translate(-offset.x(), -offset.y())
    for placed, face, box in scene.cards():
        paint_card(painter, box, face, ink, scene.grid.rtl, scene.elapsed(placed))


def paint_moving(painter: QPainter, scene: Scene, ink: PaintResources, is_focused: bool) -> None:
    """Selection, ghost, hints: what changes while nothing else does. The painter is on the surface's pixels."""
    trial = scene.hand.trial
    if trial is not None:
        _paint_trial(painter, scene, trial, ink)
    elif scene.selected is not None and scene.cursor is None:
        overlay.paint_ring(painter, scene.grid.box(scene.selected), ink, is_focused)
    if scene.drawn is not None:
        column, start, end = scene.drawn
        _paint_slot(painter, scene, (column, start), end, ink, False)
    elif scene.cursor is not None and is_focused:
        _paint_slot(painter, scene, scene.cursor, None, ink, True)
    elif scene.hover is not None and trial is None:
        _paint_slot(painter, scene, scene.hover, None, ink, False)


def _paint_slot(
    painter: QPainter, scene: Scene, cell: Cell, end: int | None, ink: PaintResources, is_cursor: bool
) -> None:
    text = scene.clock.span(cell[1], end) if end else scene.clock.at(cell[1])
    box = scene.slot_box(cell, end, LEAST_SLOT * ink.zoom)
    overlay.paint_slot(painter, box, text, ink, scene.grid.rtl, is_cursor)


def _paint_trial(painter: QPainter, scene: Scene, trial: Trial, ink: PaintResources) -> None:
    grid = scene.grid
    if scene.hand.is_holding and trial.edge == "whole":
        overlay.paint_target(painter, grid.span(trial.column, grid.begin, grid.end), ink)
    overlay.paint_left_behind(painter, grid.box(trial.placed), ink)
    tried = as_tried(trial)
    face = face_of(tried, scene.clock, scene.now)
    scene.album.use(ink, grid.rtl)
    card = scene.album.picture(face, grid.box(tried), None)
    overlay.paint_ghost(painter, scene.ghost_box(trial), card, ink, trial.reason is not None)
