"""Recorder of what a window really writes: each piece of text with its ink, the room it was given, and its widget.

Qt paints into a device that keeps words instead of drawing them. So everything is seen as a person sees it, whoever
painted it: labels, buttons, cells of tables, and surfaces painted by hand.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QFont,
    QFontMetricsF,
    QPaintDevice,
    QPaintEngine,
    QPaintEngineState,
    QPainter,
    QPainterPath,
    QTextItem,
    QTransform,
)
from PySide6.QtWidgets import QApplication, QWidget

from ui.booking.calendar.painting.paint_resources import paint_resources_of
from ui.booking.calendar.painting.painter import paint_faces
from ui.booking.calendar.surface import DaySurface

UNSEEN = " \u00a0\u200b\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069\n\t"
"""Spaces and marks of direction."""


@dataclass(frozen=True, slots=True)
class Written:
    """A piece of text: where its ink is, in the window's pixels, and where ink could be seen."""

    text: str
    ink: QRectF
    room: QRectF
    widget: QWidget
    order: int


@dataclass(frozen=True, slots=True)
class Filled:
    """A box that was filled with one colour: what lay below is hidden."""

    box: QRectF
    widget: QWidget | None
    order: int


class Recording:
    """What was written and filled, in order."""

    def __init__(self) -> None:
        self.texts: list[Written] = []
        self.fills: list[Filled] = []
        self.count = 0

    def is_covered(self, box: QRectF, above: int, below: int) -> bool:
        """Whether something filled this box after one text was written and before another was."""
        return any(above < fill.order < below and fill.box.contains(box) for fill in self.fills)

    def seen(self) -> list[Written]:
        """The texts that nothing was painted over later."""
        return [text for text in self.texts if not self._is_hidden(text)]

    def _is_hidden(self, text: Written) -> bool:
        later = (fill for fill in self.fills if fill.order > text.order)
        return any(fill.box.contains(text.ink.center()) for fill in later)


class _Engine(QPaintEngine):
    """Keeps words and fills; pictures and lines go by."""

    def __init__(self) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self.recording = Recording()
        self.widget: QWidget | None = None
        self.whole: QRectF | None = None  # for whoever paints on the device without a widget
        self._transform = QTransform()
        self._clip: QRectF | None = None
        self._is_opaque = False
        self.turns: dict[QWidget, int] = {}  # how far the recording had come when a widget began to paint

    def begin(self, pdev: QPaintDevice) -> bool:
        self._transform, self._clip = QTransform(), None
        return True

    def end(self) -> bool:
        return True

    def type(self) -> QPaintEngine.Type:
        return QPaintEngine.Type.User

    def updateState(self, state: QPaintEngineState) -> None:
        flag, dirty = QPaintEngine.DirtyFlag, state.state()
        if dirty & flag.DirtyTransform:
            self._transform = QTransform(state.transform())
        if dirty & (flag.DirtyBrush | flag.DirtyOpacity):
            self._is_opaque = _is_opaque(state.brush()) and state.opacity() == 1
        if dirty & (flag.DirtyClipRegion | flag.DirtyClipPath | flag.DirtyClipEnabled):
            painter = state.painter()
            clip = painter.clipBoundingRect() if painter.hasClipping() else None
            self._clip = None if clip is None else self._transform.mapRect(clip)

    def drawTextItem(self, p: Any, textItem: Any) -> None:  # noqa: N803  # Qt names it
        text = textItem.text().strip(UNSEEN)
        if self.widget is None or not text:
            return
        before = _before(textItem, text)
        ink = _ink(textItem.font(), text)
        whole = min(textItem.width(), QFontMetricsF(textItem.font()).horizontalAdvance(text))
        left, right = max(ink.left(), 0.0), min(ink.right(), whole)  # Qt rounds the ink up to pixels
        ink = self._transform.mapRect(QRectF(p.x() + before + left, p.y() + ink.top(), right - left, ink.height()))
        self._next()
        self.recording.texts.append(Written(text, ink, self._room(), self.widget, self.recording.count))

    def drawRects(self, *rects: Any) -> None:
        if self._is_opaque:
            for each in _flat(rects):
                self._fill(QRectF(each))

    def drawPath(self, path: QPainterPath) -> None:
        if self._is_opaque:
            self._fill(path.controlPointRect())

    def drawPolygon(self, *_points: Any) -> None:
        """Arrows and the like hide nothing."""

    def drawPixmap(self, *_picture: Any) -> None:
        """Icons hide nothing; surfaces that keep pictures of words are asked for the words."""

    def drawImage(self, *_picture: Any, **_flags: Any) -> None:
        """As pixmaps."""

    def drawTiledPixmap(self, *_picture: Any) -> None:
        """As pixmaps."""

    def drawLines(self, *_lines: Any) -> None:
        """Lines hide nothing."""

    def drawPoints(self, *_points: Any) -> None:
        """Points hide nothing."""

    def drawEllipse(self, *_box: Any) -> None:
        """Circles stand below their words."""

    def _fill(self, box: QRectF) -> None:
        self._next()
        seen = self._transform.mapRect(box).intersected(self._room())
        if not seen.isEmpty():
            self.recording.fills.append(Filled(seen, self.widget, self.recording.count))

    def _room(self) -> QRectF:
        """Where ink shows: within the widget and those around it, and what the painter has narrowed that to."""
        if self.whole is not None:
            return self.whole
        room = QRectF(self.systemClip().boundingRect())
        narrowed = room if self._clip is None else room.intersected(self._clip)
        return room if narrowed.isEmpty() else narrowed

    def _next(self) -> None:
        self.recording.count += 1


class _Device(QPaintDevice):
    """As large as the window, one pixel each."""

    def __init__(self, size: QRect) -> None:
        super().__init__()
        self.engine = _Engine()
        metric = QPaintDevice.PaintDeviceMetric
        self._metrics = {
            metric.PdmWidth: size.width(),
            metric.PdmHeight: size.height(),
            metric.PdmDevicePixelRatio: 1,
            metric.PdmDevicePixelRatioScaled: 0x10000,
            metric.PdmNumColors: 1 << 24,
            metric.PdmDepth: 32,
        }

    def paintEngine(self) -> QPaintEngine:
        return self.engine

    def metric(self, metric: QPaintDevice.PaintDeviceMetric) -> int:
        return self._metrics.get(metric, 96)


class _Painting(QObject):
    """Tells the engine whose turn it is."""

    def __init__(self, engine: _Engine) -> None:
        super().__init__()
        self._engine = engine

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            self._engine.widget = watched
            self._engine.turns[watched] = self._engine.recording.count
        return False


def record(window: QWidget) -> Recording:
    """Everything that this window writes when it is painted as it stands."""
    app = QApplication.instance()
    assert app is not None
    device = _Device(window.rect())
    painting = _Painting(device.engine)
    app.installEventFilter(painting)
    try:
        window.render(device)
        for surface in window.findChildren(DaySurface):
            if surface.isVisible():
                _record_cards(window, surface, device)
    finally:
        app.removeEventFilter(painting)
    return device.engine.recording


def _record_cards(window: QWidget, surface: DaySurface, device: _Device) -> None:
    """A day copies finished pictures of its cards; here they are painted once more, as words, in their turn."""
    engine, view = device.engine, surface.viewport()
    turn = engine.turns.get(view)
    if turn is None or surface.scene.view is None:
        return
    engine.widget, outside = view, engine.recording
    engine.recording = cards = Recording()
    corner = view.mapTo(window, view.rect().topLeft())
    engine.whole = QRectF(view.rect().translated(corner))
    painter = QPainter(device)
    painter.translate(corner)
    paint_faces(painter, surface.scene, paint_resources_of(view.devicePixelRatioF()), surface.offset())
    painter.end()
    engine.recording = outside
    outside.texts += [Written(each.text, each.ink, each.room, view, turn) for each in cards.texts]


def _is_opaque(brush: QBrush) -> bool:
    return brush.style() == Qt.BrushStyle.SolidPattern and brush.color().alpha() == 255


def _flat(rects: Sequence[Any]) -> list[Any]:
    """Qt gives one box and a count, or several."""
    if len(rects) == 2 and isinstance(rects[1], int):
        return [rects[0]] if not isinstance(rects[0], list | tuple) else list(rects[0])
    return list(rects[0]) if rects and isinstance(rects[0], list | tuple) else list(rects[:1])


def _before(item: Any, text: str) -> float:
    """The width of the spaces at the left of the letters: of those that come first, or last from right to left."""
    whole = item.text()
    is_rtl = bool(item.renderFlags() & QTextItem.RenderFlag.RightToLeft)
    lead = whole[whole.index(text) + len(text) :] if is_rtl else whole[: whole.index(text)]
    return QFontMetricsF(item.font()).horizontalAdvance(lead) if lead.strip("\u200e\u200f") else 0.0


_inks: dict[tuple[str, str], QRectF] = {}


def _ink(font: QFont, text: str) -> QRectF:
    """The box of the letters themselves, around their baseline."""
    key = (font.key(), text)
    if key not in _inks:
        metrics = QFontMetricsF(font)
        tight = metrics.tightBoundingRect(text)
        _inks[key] = tight if not tight.isEmpty() else metrics.boundingRect(text)
    return _inks[key]
