"""The calendar by keyboard: between cards, move and resize modes, statuses, the free-time cursor, and the menu."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QMenu

from bizet_core.base.instants import MINUTE, from_ms
from bizet_core.describe.languages.language import _
from resources.theme import status_look
from ui.booking.calendar.arrangement import Placed
from ui.booking.calendar.grid import step_down
from ui.booking.calendar.input.key_bindings import TITLES, USUAL, bindings, key_of
from ui.booking.calendar.scene import SLOT, Cell
from ui.booking.calendar.statuses import TURNS
from ui.kit import theme

if TYPE_CHECKING:
    from ui.booking.calendar.surface import DaySurface

STEP, FINE_STEP = 15, 5  # minutes


class Keyboard:
    """Turns keys into what the surface does. `mode` is `move` or `resize` while the arrows carry a card."""

    def __init__(self, surface: "DaySurface") -> None:
        self._surface = surface
        self.mode = ""
        self.remap({})

    def remap(self, changed: dict[str, str], letters: bool = True) -> None:
        """Take a person's own keys (action → key); `letters=False` turns single letters off (WCAG 2.1.4)."""
        self._keys = {**USUAL, **changed}
        self._bindings = bindings(changed, letters)

    @property
    def help(self) -> str:
        """What the arrows do now."""
        if self.mode == "resize":
            return _("Up and down change the end · Enter keeps · Esc cancels")
        return _("Arrow keys move · Enter places · Esc cancels")

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key means; False leaves it to others."""
        if not self._surface.hand.is_holding:
            self.mode = ""  # it was let go or put back by the mouse or a new day
        if self.mode or self._surface.hand.is_holding:
            return self._carry(event)
        if event.key() == Qt.Key.Key_Escape:
            return self._escape()
        action = self._bindings.get(key_of(event))
        if action is None:
            return False
        self._do(action)
        return True

    def tab(self, forward: bool) -> bool:
        """To the next or previous card; False at the ends, so that Tab leaves the calendar."""
        if self._surface.hand.is_holding:
            return True
        return self._step(1 if forward else -1, wrap=False)

    def arrive(self, reason: Qt.FocusReason) -> None:
        """The calendar got the focus by Tab or F6: show where the keyboard is."""
        came_by_key = reason in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        scene = self._surface.scene
        if not came_by_key or scene.selected is not None or scene.cursor is not None:
            return
        if not scene.arrangement.placed:
            if scene.arrangement.columns:
                self._surface.put_cursor(self._fresh_cell())
            return
        last = reason == Qt.FocusReason.BacktabFocusReason
        self._surface.select(scene.arrangement.placed[-1 if last else 0].key, tell=False)

    def show_menu(self, event: QContextMenuEvent) -> None:
        """What can be done with the card under the pointer, or with the selected one by the menu key."""
        surface = self._surface
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        placed = surface.card_at(event.pos()) if by_mouse else surface.scene.selected
        if placed is None:
            return
        surface.select(placed.key)
        where = event.globalPos() if by_mouse else self._below(placed)
        self.menu_of(placed).popup(where)

    def menu_of(self, placed: Placed) -> QMenu:
        """The menu of a card: each line with its key."""
        menu = QMenu(self._surface)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        menu.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)  # round corners
        self._add(menu, "open", "")
        if self._surface.hand.referee.movable(placed.card):
            self._add(menu, "move", "")
            self._add(menu, "resize", "")
        if placed.card.status != "hold":
            self._add(menu, "pay", "banknote")
        menu.addSeparator()
        for status in self._surface.hand.referee.steps(placed.card.status):
            if status in TURNS:
                self._add(menu, status, status_look(status).icon)
        return menu

    def _add(self, menu: QMenu, action: str, icon: str) -> None:
        title = _(TITLES[action] if action in TITLES else TURNS[action]).replace("&", "&&")
        key = self._keys.get(action, "").replace("Return", _("Enter"))
        line = menu.addAction(f"{title}\t{key}" if key else title)
        if icon:
            line.setIcon(theme.icon(icon, "text2", 16))
        line.triggered.connect(lambda: self._do(action))

    def _below(self, placed: Placed) -> QPoint:
        return self._surface.viewport().mapToGlobal(self._surface.box_of(placed).bottomLeft().toPoint())

    # ------------------------------------------------------------------------------------------------ what actions do

    def _do(self, action: str) -> None:
        plain = {
            "previous_card": lambda: self._step(-1),
            "next_card": lambda: self._step(1),
            "column_before": lambda: self._to_column(-1),
            "column_after": lambda: self._to_column(1),
            "day_before": lambda: self._day(-1),
            "day_after": lambda: self._day(1),
            "today": lambda: self._surface.day_requested.emit(0),
            "new": self._new,
            "cursor_earlier": lambda: self._move_cursor(0, -SLOT),
            "cursor_later": lambda: self._move_cursor(0, SLOT),
            "cursor_before": lambda: self._move_cursor(-1, 0),
            "cursor_after": lambda: self._move_cursor(1, 0),
            "taller": lambda: self._surface.zoom_time(1),
            "lower": lambda: self._surface.zoom_time(-1),
        }
        if action in plain:
            plain[action]()
        elif action == "open" and self._surface.scene.cursor is not None:
            self._new()
        elif self._surface.scene.selected is not None:
            self._do_to(self._surface.scene.selected, action)

    def _do_to(self, placed: Placed, action: str) -> None:
        """Do something to the selected card."""
        surface, card = self._surface, placed.card
        surface.tell_selected()
        if action == "open":
            surface.opened.emit(card.part)
        elif action == "pay":
            surface.pay_requested.emit(card.part)
        elif action in ("move", "resize"):
            self._begin(action, placed)
        elif action in surface.hand.referee.steps(card.status):
            surface.status_requested.emit(card.part, action)
        else:
            surface.explain(_("This booking cannot be changed so from where it is now."), placed)

    def _day(self, step: int) -> None:
        """To the day before or after; where people read from right to left, the right arrow goes back."""
        self._surface.day_requested.emit(-step if self._surface.is_rtl else step)

    def _step(self, step: int, wrap: bool = True) -> bool:
        """To a neighbour in reading order."""
        scene = self._surface.scene
        placed = scene.arrangement.placed
        if not placed:
            return False
        here = scene.arrangement.index_of(scene.current)
        to = (0 if step > 0 else len(placed) - 1) if here is None else here + step
        if not 0 <= to < len(placed) and not wrap:
            return False
        self._surface.select(placed[to % len(placed)].key)
        return True

    def _to_column(self, step: int) -> None:
        """To the card of a neighbouring column that is nearest in time; to free time where it has none."""
        scene = self._surface.scene
        column, at = self._where()
        towards = -step if self._surface.is_rtl else step
        while 0 <= (column := column + towards) < len(scene.arrangement.columns):
            there = [placed for placed in scene.arrangement.placed if placed.column == column]
            if there:
                self._surface.select(min(there, key=lambda placed: abs(placed.start - at)).key)
                return

    def _where(self) -> Cell:
        """Column and instant of the cursor or the selected card."""
        scene = self._surface.scene
        if scene.cursor is not None:
            return scene.cursor
        return (scene.selected.column, scene.selected.start) if scene.selected else self._fresh_cell()

    def _fresh_cell(self) -> Cell:
        """The first free time from now on, or of the day, in the first column."""
        scene = self._surface.scene
        begin = -(-scene.arrangement.begin // SLOT) * SLOT
        start = step_down(scene.now, STEP) if scene.shows_now else begin
        return scene.free_cell(0, max(start, begin))

    def _new(self) -> None:
        """A new booking at the cursor; without one, at the first free time after the selected card or from now on."""
        scene = self._surface.scene
        if not scene.arrangement.columns:
            return
        if scene.cursor is not None:
            column, at = scene.cursor
        elif scene.selected is not None:
            column, at = scene.free_cell(scene.selected.column, scene.selected.end)
        else:
            column, at = self._fresh_cell()
        self._surface.create_requested.emit(scene.arrangement.columns[column].resource, from_ms(at), None)

    def _move_cursor(self, columns: int, ms: int) -> None:
        if self._surface.scene.arrangement.columns:
            column, at = self._where()
            towards = -columns if self._surface.is_rtl else columns
            self._surface.put_cursor((column + towards, step_down(at, STEP) + ms))

    # ------------------------------------------------------------------------------------------- carrying by arrow keys

    def _begin(self, mode: str, placed: Placed) -> None:
        surface = self._surface
        if not surface.hand.referee.movable(placed.card):
            surface.explain(_("A booking that is over stays where it was."), placed)
            return
        self.mode = mode
        surface.hand.pick_up(placed, "whole" if mode == "move" else "end", surface.scene.arrangement)

    def _carry(self, event: QKeyEvent) -> bool:
        """Arrows move what is in hand, Enter places it, Esc puts it back; no other key does anything meanwhile."""
        hand, key = self._surface.hand, event.key()
        if key == Qt.Key.Key_Escape:
            self.mode = ""
            self._surface.cancel()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._place()
        elif hand.trial is not None and self.mode:
            minutes = FINE_STEP if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else STEP
            down = {Qt.Key.Key_Up: -minutes, Qt.Key.Key_Down: minutes}.get(Qt.Key(key), 0) * MINUTE
            across = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(key), 0)
            self._shift(-across if self._surface.is_rtl else across, down)
        return True

    def _shift(self, columns: int, ms: int) -> None:
        hand, scene = self._surface.hand, self._surface.scene
        trial = hand.trial
        if trial is None or not (columns or ms):
            return
        if self.mode == "resize":
            hand.stretch(min(trial.end + ms, scene.grid.end))
        else:
            length = trial.end - trial.start
            column = min(max(trial.column + columns, 0), len(scene.arrangement.columns) - 1)
            hand.carry(column, min(max(trial.start + ms, scene.grid.begin), scene.grid.end - length))
        self._surface.reveal(scene.ghost_box(hand.trial or trial))

    def _place(self) -> None:
        """Enter: where it may not stay, it is kept in hand and the reason said again."""
        hand = self._surface.hand
        if hand.trial is not None and hand.trial.reason is not None:
            self._surface.say(hand.trial.reason)
            return
        self.mode = ""
        hand.let_go()

    def _escape(self) -> bool:
        scene = self._surface.scene
        if scene.drawn is not None:
            self._surface.cancel()
        elif scene.cursor is not None or scene.selected is not None:
            self._surface.select(None)
        else:
            return False
        return True
