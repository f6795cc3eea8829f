"""A list beside the page of what is chosen in it; where room is short, one of the two at a time."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bizet_core.describe.languages.language import _
from ui.kit import theme
from ui.kit.widgets import Button, Label

LIST, BOTH = 360, 760  # pixels before zoom: how wide the list is, and what both need beside each other


class MasterDetail(QWidget):
    """`leading` is the list, the page stands at the trailing side; `back` when the list is shown again."""

    back = Signal()

    def __init__(self, leading: QWidget, hint: str = "") -> None:
        """`hint` stands where the page will be, as long as nothing is chosen."""
        super().__init__()
        self.leading = leading
        self._more = 0
        self._hint = Label(hint, "muted", wrap=True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.page: QWidget | None = None
        self._holder = QWidget()
        self._holder.setObjectName("page")
        self._holder.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._column = QVBoxLayout(self._holder)
        self._back = Button(_("Back to the list"), "ghost", "chevron-left")
        self._back.clicked.connect(self.show_list)
        self._column.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeading)
        self._column.addWidget(self._hint, 1)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(leading)
        self._row.addWidget(self._holder, 1)
        theme.on_change(self._arrange)

    def show_page(self, page: QWidget) -> None:
        """Show a page in place of the one before, which is deleted."""
        self._take_away()
        self.page = page
        self._column.addWidget(page, 1)
        self._arrange()

    def widen_list(self, more: int) -> None:
        """Give the list so many pixels more than usual, for example for pictures."""
        if more != self._more:
            self._more = more
            self._arrange()

    def show_list(self) -> None:
        """Show the list alone where both have no room; the page is left."""
        self._take_away()
        self._arrange()
        self.back.emit()
        self.leading.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @property
    def is_narrow(self) -> bool:
        """Whether there is room for one side only."""
        return self.width() < theme.px(BOTH)

    def _take_away(self) -> None:
        if self.page is not None:
            self.page.hide()
            self.page.deleteLater()
            self.page = None

    def _arrange(self) -> None:
        self._hint.setVisible(self.page is None)
        narrow, open_page = self.is_narrow, self.page is not None
        self.leading.setMaximumWidth(16_777_215 if narrow else theme.px(LIST + self._more))
        self.leading.setMinimumWidth(0 if narrow else theme.px(LIST + self._more))
        self.leading.setVisible(not (narrow and open_page))
        self._holder.setVisible(not narrow or open_page)
        self._back.setVisible(narrow)
        self._column.setContentsMargins(*(theme.px(n) for n in (20, 16, 20, 16)))
