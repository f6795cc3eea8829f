"""The window: rail, top bar, one page at a time, the panel beside or above it, and the toast."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.kit import theme
from ui.kit.shell.focus import FocusLight, Regions
from ui.kit.shell.panel import Panel
from ui.kit.shell.rail import Rail
from ui.kit.shell.scanner import Wedge
from ui.kit.shell.screen import Page, Screen
from ui.kit.shell.toast import Toast
from ui.kit.shell.top_bar import TopBar


class Window(QWidget):
    """The frame of the program. It knows no screen: the composition root gives them as `Page`s."""

    page_changed = Signal(str)
    scanned = Signal(str)  # a code that the current screen did not take

    def __init__(self, pages: Sequence[Page], wedge: Wedge | None = None) -> None:
        super().__init__()
        self.setObjectName("root")
        self.setWindowTitle("Bizet")
        self._pages = {page.id: page for page in pages}
        self._screens: dict[str, Screen] = {}
        self.rail, self.top_bar, self.body = Rail(pages), TopBar(), Body()
        self.panel, self.toast = self.body.panel, self.body.toast
        self.current = ""
        self.wedge = wedge or Wedge(parent=self)
        self.wedge.scanned.connect(self._scan)
        self.rail.chosen.connect(self.go)
        self._lay_out()
        self._light = FocusLight(self)
        self._regions = Regions(
            [
                (self.rail, self.rail.take_focus),
                (self.body.pages, self.focus_page),
                (self.panel, self.panel.take_focus),
            ]
        )
        self._bind_keys()
        self.setMinimumSize(800, 560)

    def go(self, page_id: str) -> Screen:
        """Show a page; it is made on its first visit."""
        screen = self._screens.get(page_id) or self._make(page_id)
        self.body.pages.setCurrentWidget(screen.widget())
        self.rail.show_current(page_id)
        self.current = page_id
        self.page_changed.emit(page_id)
        return screen

    def show_only(self, page_ids: Collection[str]) -> None:
        """Offer these destinations alone; whoever stands at another is led to the first."""
        self.rail.show_only(page_ids)
        if self.current and self.current not in page_ids:
            self.go(next(id for id in self._pages if id in page_ids))

    def screen_of(self, page_id: str) -> Screen | None:
        """The screen of a page, once it has been visited."""
        return self._screens.get(page_id)

    def focus_page(self) -> None:
        """Put the keyboard where the current page wants it."""
        self._screens[self.current].take_focus()

    def _make(self, page_id: str) -> Screen:
        screen = self._pages[page_id].factory()
        self._screens[page_id] = screen
        self.body.pages.addWidget(screen.widget())
        return screen

    def _scan(self, code: str) -> None:
        screen = self._screens.get(self.current)
        if screen is None or not screen.scanned(code):
            self.scanned.emit(code)

    def _bind_keys(self) -> None:
        for keys, act in (
            ("Ctrl+K", self._search),
            ("Ctrl+F6", lambda: self._regions.go(1)),
            ("Ctrl+Shift+F6", lambda: self._regions.go(-1)),
            ("Ctrl+Z", self.toast.undo),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _search(self) -> None:
        self.top_bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.top_bar.search.selectAll()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.top_bar)
        column.addWidget(self.body, 1)
        row.addLayout(column, 1)


class Body(QWidget):
    """What is under the top bar: the pages, the panel beside or above them, the toast at their feet."""

    def __init__(self) -> None:
        super().__init__()
        self.pages = QStackedWidget(self)
        self.panel = Panel(self)
        self.toast = Toast(self)
        self.panel.installEventFilter(self)
        theme.on_change(self.arrange)

    def arrange(self) -> None:
        """Give every part its place."""
        width, height = self.width(), self.height()
        panel = self.panel
        panel.is_overlay = panel.needs_overlay(self.window().width())
        taken = panel.width() if panel.isVisibleTo(self) and not panel.is_overlay else 0
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self.pages.setGeometry(QRect(taken if rtl else 0, 0, width - taken, height))
        panel.setGeometry(0 if rtl else width - panel.width(), 0, panel.width(), height)
        panel.scrim.setVisible(panel.is_overlay and panel.isVisibleTo(self))
        panel.scrim.raise_()
        panel.raise_()
        covered = panel.width() if panel.is_overlay and panel.isVisibleTo(self) else 0
        seen = self.pages.geometry().adjusted(covered if rtl else 0, 0, 0 if rtl else -covered, 0)
        self.toast.place(seen)
        self.toast.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.panel and event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            self.arrange()
        return False

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self.arrange()
        super().changeEvent(event)
