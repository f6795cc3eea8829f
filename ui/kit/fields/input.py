"""What every input of a form can do: take a value, give back what stands there, and show that it is wrong."""

from msgspec import NODEFAULT, UNSET
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from bizet_core.describe.kinds.structs import Described
from bizet_core.describe.languages.language import _, reader


class Input(QWidget):
    """One field on a screen. A value that nobody touched is given back as it was put in, to the last millisecond."""

    changed = Signal()
    complained = Signal(str)
    """What is wrong with what stands here, said before the form is saved."""
    says_its_name = False  # whether the label stands inside the input, as beside a check box

    def __init__(self, about: Described) -> None:
        super().__init__()
        self.about = about
        self.reader = reader()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._given: object = UNSET
        self._untouched: object = None

    def adopt(self, editor: QWidget) -> None:
        """Make this widget the one that has the keyboard, the name and the red edge."""
        self.editor = editor
        editor.setAccessibleName(_(self.about.label))
        editor.setAccessibleDescription(_(self.about.kind.field.help))
        self.setFocusProxy(editor)
        self._row.addWidget(editor, 1)

    def start(self) -> None:
        """Show the field's default; called once, when the input is whole."""
        self.put(UNSET if self.about.default is NODEFAULT else self.about.default)

    def put(self, value: object) -> None:
        """Show a value; None and `UNSET` show nothing."""
        self._given = value
        self.display(value)
        self._untouched = self.typed()

    def raw(self) -> object:
        """What stands here: the value put in if nobody touched it, else what was typed or chosen."""
        return self.typed() if self.touched else self._given

    @property
    def touched(self) -> bool:
        """Whether it stands otherwise than it was put in."""
        return self.typed() != self._untouched

    def display(self, value: object) -> None:
        """Put the value on the screen."""
        raise NotImplementedError

    def typed(self) -> object:
        """What is on the screen now."""
        raise NotImplementedError

    def mark(self, sentence: str) -> None:
        """Give the input a red edge and read the sentence out with it; an empty one takes both away."""
        self.editor.setProperty("wrong", "true" if sentence else "false")
        self.editor.style().unpolish(self.editor)
        self.editor.style().polish(self.editor)
        self.editor.setAccessibleDescription(sentence or _(self.about.kind.field.help))

    def take_focus(self) -> None:
        """Put the keyboard here."""
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
