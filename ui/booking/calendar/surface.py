"""The surface of a day: it draws frozen rows and says what a person wants by signals; it never changes anything itself.

Of what stands still a picture is kept (`Layer`); a drag copies from it and draws one ghost. `benchmarks/day.py`
measures it beside a QGraphicsView with one item per card.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from bizet_core.base.instants import to_ms
from bizet_core.booking.day_view.day_rows import DayView
from bizet_core.describe.languages.language import _
from ui.booking.calendar import accessibility
from ui.booking.calendar.arrangement import CardKey, Placed
from ui.booking.calendar.grid import fit
from ui.booking.calendar.input.drag_preview import DragPreview
from ui.booking.calendar.input.drag_state import DragState
from ui.booking.calendar.input.drop_rules import DropRules
from ui.booking.calendar.input.gestures import Gestures
from ui.booking.calendar.input.keyboard import Keyboard
from ui.booking.calendar.painting import overlay
from ui.booking.calendar.painting.headers import GUTTER, HEAD, ColumnHeaders, Hours
from ui.booking.calendar.painting.paint_resources import PaintResources, paint_resources_of
from ui.booking.calendar.painting.painter import LEAST_SLOT, paint_moving, paint_still
from ui.booking.calendar.painting.static_layer import StaticLayer
from ui.booking.calendar.scene import SLOT, Cell, Scene
from ui.kit import theme

SKELETON_AFTER = 150  # ms
STRETCHES = (1.0, 1.25, 1.5, 2.0, 3.0)


def utc_now() -> datetime:
    """What the clock of this computer says."""
    return datetime.now(UTC)


class DaySurface(QAbstractScrollArea):
    """Columns of people and rooms over the hours of a day. Parts are UUIDs, times aware datetimes."""

    move_requested = Signal(object, object, object)  # part, resource, starts_at
    resize_requested = Signal(object, object, object)  # part, starts_at, ends_at
    create_requested = Signal(
        object, object, object
    )  # resource, starts_at, ends_at; None where only a start was chosen
    selected = Signal(object)  # part, or None
    opened = Signal(object)  # part
    status_requested = Signal(object, str)  # part, status
    pay_requested = Signal(object)  # part
    day_requested = Signal(int)  # −1 the day before, 1 the day after, 0 today
    said = Signal(str)  # what a screen reader was told

    def __init__(self, referee: DropRules | None = None, now: Callable[[], datetime] = utc_now) -> None:
        super().__init__()
        self._now = now
        self.hand = DragState(referee or DropRules(), self)
        self.scene = Scene(self.hand)
        self._layer = StaticLayer(self._paint_still)
        self.heads, self._hours, self._corner = ColumnHeaders(self), Hours(self), QWidget(self)
        self.tag = overlay.Tag(self.viewport())
        self._gestures, self.keyboard = Gestures(self), Keyboard(self)
        self._carrying = DragPreview(self)
        self._stretch, self._is_loading = 1.0, False
        self._told: CardKey | None = None
        self._prepare()
        self._connect()
        theme.on_change(self.fit)

    def _prepare(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ownFocus", True)
        self.setAccessibleName(_("Day calendar"))
        self.setMinimumSize(320, 240)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._corner.setObjectName("page")
        self._corner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        accessibility.make_accessible(self)

    def _connect(self) -> None:
        self._second, self._skeleton = QTimer(self), QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self.tick)
        self._skeleton.setSingleShot(True)
        self._skeleton.setInterval(SKELETON_AFTER)
        self._skeleton.timeout.connect(self._show_skeleton)

    # ------------------------------------------------------------------------------------------------- what is shown

    def show_day(self, view: DayView) -> None:
        """Show a day. What was selected stays so if it is still there; what was dropped has arrived."""
        is_another = self.scene.view is None or self.scene.view.day != view.day
        self._is_loading = False
        self._skeleton.stop()
        if is_another or not self.hand.is_holding:
            self.hand.clear()
        self.scene.take(view, to_ms(self._now()))
        self.hand.meet(self.scene.arrangement)
        self._told = self._told if self.scene.current else None
        self.setAccessibleName(accessibility.day_name(view))
        self.fit()
        self.tick()
        if is_another:
            self._scroll_to_start()

    def loading(self) -> None:
        """Another day is on its way: after 150 ms grey blocks stand for it."""
        self._skeleton.start()

    def ask_again(self) -> None:
        """The referee knows more than before."""
        self.hand.ask_again()

    def put_back(self) -> None:
        """What was dropped is refused after all: it glides back."""
        self.hand.put_back()

    def cancel(self) -> None:
        """Put down what is carried or drawn: nothing has happened."""
        self._gestures.cancel()
        self.hand.put_back()

    def _show_skeleton(self) -> None:
        self._is_loading = True
        self.viewport().update()

    def tick(self) -> None:
        """Follow the clock: the line of now, running services, holds that count down."""
        old, now = self.scene.now, to_ms(self._now())
        shown = self.scene.shows_now
        for placed in self.scene.pass_to(now):
            self._spoil(self.scene.grid.box(placed))
        if round(self.scene.grid.y(old)) != round(self.scene.grid.y(now)) or shown != self.scene.shows_now:
            for at in (old, now):
                self._spoil(QRectF(0, self.scene.grid.y(at) - 5, self.scene.grid.width, 10))
        reading = self.scene.clock.now_text(self._now())
        self._hours.show_now((now, reading) if self.scene.shows_now else None)

    # -------------------------------------------------------------------------------------------------- what is where

    @property
    def is_rtl(self) -> bool:
        """Whether columns go from right to left."""
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def offset(self) -> QPoint:
        """How far the surface is scrolled."""
        across = self.horizontalScrollBar()
        x = across.maximum() - across.value() if self.is_rtl else across.value()
        return QPoint(x, self.verticalScrollBar().value())

    @property
    def is_pressed(self) -> bool:
        """Whether a button or finger is down, so that nothing may move under it."""
        return self._gestures.is_down

    def box_of(self, placed: Placed) -> QRectF:
        """Where a card is in the viewport."""
        return self.scene.grid.box(placed).translated(-self.offset().toPointF())

    def card_at(self, point: QPoint) -> Placed | None:
        """The card under a point of the viewport."""
        return self.scene.card_at(QPointF(point + self.offset()))

    def cell_at(self, point: QPoint) -> Cell:
        """Column and instant under a point of the viewport, not snapped."""
        here = point + self.offset()
        return self.scene.grid.column_at(here.x()), self.scene.grid.instant(here.y())

    # ------------------------------------------------------------------------------------------------ what is chosen

    def select(self, key: CardKey | None, tell: bool = True) -> None:
        """Select a card, or none, and bring it into view; `tell=False` when the keyboard has merely arrived there."""
        self._update_choice()
        self.scene.current, self.scene.cursor = key, None
        self._update_choice()
        placed = self.scene.selected
        if placed is not None:
            self.reveal(self.scene.grid.box(placed))
            accessibility.focus_moved(self)
        if tell:
            self.tell_selected()

    def tell_selected(self, again: bool = False) -> None:
        """Emit `selected`, once for each card, or again after a second click on it."""
        placed, key = self.scene.selected, self.scene.current
        if again or key != self._told:
            self._told = key
            self.selected.emit(placed.card.part if placed else None)

    def put_cursor(self, cell: Cell) -> None:
        """Put the keyboard's cursor on free time."""
        scene = self.scene
        self._update_choice()
        column = min(max(cell[0], 0), len(scene.arrangement.columns) - 1)
        scene.cursor = (column, min(max(cell[1], scene.grid.begin), scene.grid.end - SLOT))
        self._update_choice()
        self.reveal(self._slot_box(scene.cursor))
        name = scene.arrangement.columns[column].name
        self.say(_("Free time cursor, {time}, {name}").format(time=scene.clock.at(scene.cursor[1]), name=name))

    def set_hover(self, cell: Cell | None) -> None:
        """Hint at the free time under the pointer."""
        if cell == self.scene.hover:
            return
        for each in (self.scene.hover, cell):
            if each is not None:
                self.update_box(self._slot_box(each))
        self.scene.hover = cell

    def draw_span(self, span: tuple[int, int, int] | None) -> None:
        """Show the span that is being drawn: column, start and end."""
        for each in (self.scene.drawn, span):
            if each is not None:
                self.update_box(self._slot_box(each[:2], each[2]))
        self.scene.drawn = span

    def say(self, sentence: str) -> None:
        """Tell a screen reader."""
        self.said.emit(sentence)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))

    def explain(self, reason: str, beside: Placed) -> None:
        """Say why something cannot be done, beside a card and to a screen reader."""
        self.tag.tell([(reason, "badge")], self.box_of(beside).toAlignedRect())
        self.say(reason)
        QTimer.singleShot(4000, self.tag, self.tag.hide)

    def reveal(self, box: QRectF) -> None:
        """Scroll until a box of the surface can be seen."""
        view = QRectF(self.offset().toPointF(), self.viewport().size().toSizeF())
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        if box.top() < view.top() or box.height() > view.height():
            down.setValue(int(box.top()) - 8)
        elif box.bottom() > view.bottom():
            down.setValue(int(box.bottom() - view.height()) + 8)
        shift = min(0.0, box.left() - view.left()) + max(0.0, box.right() - view.right())
        across.setValue(across.value() + round(-shift if self.is_rtl else shift))

    def zoom_time(self, step: int) -> None:
        """Make the hours taller (1) or lower (−1), around the middle of the view."""
        half = self.viewport().height() / 2
        middle = self.scene.grid.instant(self.offset().y() + half)
        index = min(max(STRETCHES.index(self._stretch) + step, 0), len(STRETCHES) - 1)
        self._stretch = STRETCHES[index]
        self.fit()
        self.verticalScrollBar().setValue(round(self.scene.grid.y(middle) - half))

    def _slot_box(self, cell: Cell, end: int | None = None) -> QRectF:
        return self.scene.slot_box(cell, end, theme.px(LEAST_SLOT))

    def _scroll_to_start(self) -> None:
        """To now on its day, else to the morning; to the leading columns."""
        across, view = self.horizontalScrollBar(), self.viewport().height()
        across.setValue(across.maximum() if self.is_rtl else 0)
        top = self.scene.grid.y(self.scene.now) - view / 3 if self.scene.shows_now else 0
        self.verticalScrollBar().setValue(round(top))

    # ------------------------------------------------------------------------------------------------ what changed

    def update_box(self, box: QRectF) -> None:
        """Paint a box of the surface anew, with what reaches beyond it."""
        grown = overlay.MARGIN
        here = box.translated(-self.offset().toPointF()).adjusted(-grown, -grown, grown, grown)
        self.viewport().update(here.toAlignedRect())

    def _update_choice(self) -> None:
        if self.scene.selected is not None:
            self.update_box(self.scene.grid.box(self.scene.selected))
        if self.scene.cursor is not None:
            self.update_box(self._slot_box(self.scene.cursor))

    def _spoil(self, box: QRectF) -> None:
        """Draw a box of the surface again in the layer too."""
        here = box.translated(-self.offset().toPointF()).toAlignedRect()
        self._layer.spoil(here)
        self.viewport().update(here)

    # ------------------------------------------------------------------------------------------------------- painting

    def fit(self) -> None:
        """Lay the surface out anew for the room, the look and the direction there are now."""
        head, gutter = theme.px(HEAD), theme.px(GUTTER)
        self.setViewportMargins(0 if self.is_rtl else gutter, head, gutter if self.is_rtl else 0, 0)
        view, arrangement = self.viewport(), self.scene.arrangement
        span = (arrangement.begin, arrangement.end)
        room, zoom = (view.width(), view.height()), theme.look().zoom
        self.scene.fit(fit(span, len(arrangement.columns), room, zoom, self.is_rtl, self._stretch))
        for bar, size, length in (
            (self.horizontalScrollBar(), view.width(), self.scene.grid.width),
            (self.verticalScrollBar(), view.height(), self.scene.grid.height),
        ):
            bar.setPageStep(size)
            bar.setSingleStep(theme.px(30))
            bar.setRange(0, max(0, round(length) - size))
        self._place_edges(head, gutter)
        self._layer.fit(view.size(), view.devicePixelRatioF())
        self._scrolled()

    def _place_edges(self, head: int, gutter: int) -> None:
        frame = self.viewport().geometry()
        side = frame.right() + 1 if self.is_rtl else frame.left() - gutter
        self.heads.setGeometry(frame.left(), frame.top() - head, frame.width(), head)
        self._hours.setGeometry(side, frame.top(), gutter, frame.height())
        self._corner.setGeometry(side, frame.top() - head, gutter, head)

    def _scrolled(self) -> None:
        offset = self.offset()
        self.heads.show_columns(self.scene.arrangement.columns, self.scene.grid, offset.x())
        self._hours.show_hours(self.scene.ticks, self.scene.grid, offset.y())
        self._layer.spoil()
        self.viewport().update()

    def _ink(self) -> PaintResources:
        return paint_resources_of(self.viewport().devicePixelRatioF())

    def _paint_still(self, painter: QPainter, clip: QRect) -> None:
        painter.setLayoutDirection(self.layoutDirection())
        paint_still(painter, self.scene, self._ink(), clip, self.offset())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, view = QPainter(self.viewport()), self.viewport().rect()
        if self._is_loading:
            overlay.paint_skeleton(painter, view, self._ink())
        else:
            for part in event.region():  # pyright: ignore[reportGeneralTypeIssues]  # the stub lacks __iter__
                self._layer.copy(painter, part)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setLayoutDirection(self.layoutDirection())
            if self.scene.view is not None and not self.scene.arrangement.placed:
                overlay.paint_empty(painter, view, self._ink())
            painter.translate(-self.offset().toPointF())
            paint_moving(painter, self.scene, self._ink(), self.hasFocus())
        painter.end()

    # --------------------------------------------------------------------------------------------------------- events

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self._scrolled()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.fit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self.fit()
        super().changeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        self.tick()
        self._second.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._second.stop()
        super().hideEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._gestures.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._gestures.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._gestures.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._gestures.double_click(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.keyboard.show_menu(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_time(1 if event.angleDelta().y() > 0 else -1)
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.keyboard.press(event):
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        return self.keyboard.tab(forward) or super().focusNextPrevChild(forward)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.keyboard.arrive(event.reason())
        self._update_choice()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._update_choice()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            placed = self.card_at(event.pos())
            text = accessibility.card_name(self.scene, placed) if placed else ""
            QToolTip.showText(event.globalPos(), text, self.viewport())
            return True
        if event.type() == QEvent.Type.Leave:
            self.set_hover(None)
        elif event.type() == QEvent.Type.DevicePixelRatioChange:
            self.fit()
        return super().viewportEvent(event)
