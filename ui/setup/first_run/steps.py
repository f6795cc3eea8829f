"""What the first run looks like: one question after another in the middle of the window, the recovery key last."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from bizet_core.describe.languages.language import _, isolate
from bizet_core.store import Actor
from bizet_desk.desk import Desk
from ui.kit import theme
from ui.kit.widgets import Label
from ui.kit.widgets.scrolling import Scrolled
from ui.setup.first_run.recovery_key_page import RecoveryStep

WIDTH = 560
STEPS = 4


class Steps(QWidget):
    """`done(actor)` when the owner is at a desk that can open."""

    done = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("root")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._desk = desk
        self.count = Label("", "caption")
        self.steps = QStackedWidget()
        self.steps.setFixedWidth(theme.px(WIDTH))
        self.steps.setMaximumHeight(theme.px(620))
        row, column = QHBoxLayout(), QVBoxLayout(self)
        row.addStretch(1)
        row.addWidget(self.steps)
        row.addStretch(1)
        column.addStretch(1)
        column.addLayout(row, 8)
        column.addWidget(self.count, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def show_step(self, title: str, words: str, page: QWidget, number: int) -> None:
        """Show this question."""
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setSpacing(theme.px(12))
        column.addWidget(Label(title, "display"))
        column.addWidget(Label(words, "muted", wrap=True))
        column.addWidget(page, 1)
        scrolled = Scrolled(whole)  # a low window at a large zoom has no room for the key and its buttons
        self.steps.addWidget(scrolled)
        self.steps.setCurrentWidget(scrolled)
        self.count.setText(_("Step {n} of {all}").format(n=isolate(str(number)), all=isolate(str(STEPS))))

    def hand_over_key(self, key: str, business: str, owner: Actor) -> None:
        """The last step: nothing is done before the key is on paper."""
        step = RecoveryStep(key, business, self._desk.store.clock().date())
        step.confirmed.connect(partial(self.done.emit, owner))
        words = _("Without it nobody can open a backup. Keep it on paper, away from the till.")
        self.show_step(_("Your recovery key"), words, step, STEPS)
        step.take_focus()
