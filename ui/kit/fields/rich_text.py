"""A note with bold, italics and lists. It is kept as the small clean HTML of `describe.rich_text`."""

from html import escape

from msgspec import UNSET
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QFont, QKeySequence, QShortcut, QTextBlock, QTextCharFormat, QTextDocument, QTextListFormat
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTextEdit, QVBoxLayout, QWidget

from bizet_core.describe.formats.rich_text import clean
from bizet_core.describe.kinds.structs import Described
from bizet_core.describe.languages.language import _
from ui.kit import theme
from ui.kit.fields.input import Input

_LISTS = {QTextListFormat.Style.ListDisc: "ul", QTextListFormat.Style.ListDecimal: "ol"}
LINES_SHOWN = 6


class RichInput(Input):
    """The note under its three buttons; Ctrl+B and Ctrl+I work too."""

    def __init__(self, about: Described) -> None:
        super().__init__(about)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.note = _Note()
        self.bold = self._button(_("Bold"), "B", QKeySequence.StandardKey.Bold)
        self.italic = self._button(_("Italic"), "I", QKeySequence.StandardKey.Italic)
        self.bullets = self._button(_("List"), "•")
        self.bold.setStyleSheet("font-weight: 700")
        self.italic.setStyleSheet("font-style: italic")
        self.bold.clicked.connect(lambda on: self.note.setFontWeight(QFont.Weight.Bold if on else QFont.Weight.Normal))
        self.italic.clicked.connect(self.note.setFontItalic)
        self.bullets.clicked.connect(self._list)
        column.addLayout(self._bar())
        column.addWidget(self.note)
        self.adopt(whole)
        self.editor = self.note
        self.note.setAccessibleName(_(about.label))
        self.setFocusProxy(self.note)
        self.note.textChanged.connect(self.changed)
        self.note.currentCharFormatChanged.connect(self._follow)
        self.note.cursorPositionChanged.connect(self._follow)
        theme.on_change(self._dress)
        self.start()

    def display(self, value: object) -> None:
        self.note.setCurrentCharFormat(QTextCharFormat())
        self.note.setHtml("" if value in (None, UNSET) else clean(str(value)))

    def typed(self) -> object:
        return html_of(self.note.document())

    def _bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setSpacing(4)
        for button in (self.bold, self.italic, self.bullets):
            bar.addWidget(button)
        bar.addStretch(1)
        return bar

    def _button(self, name: str, face: str, key: QKeySequence.StandardKey | None = None) -> QPushButton:
        button = QPushButton(face)
        button.setCheckable(True)
        button.setProperty("kind", "seg")
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if key is not None:
            shortcut = QShortcut(QKeySequence(key), self.note, context=Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(button.click)
        return button

    def _list(self, on: bool) -> None:
        cursor = self.note.textCursor()
        if on:
            cursor.createList(QTextListFormat.Style.ListDisc)
        elif (current := cursor.currentList()) is not None:
            current.remove(cursor.block())
            form = cursor.blockFormat()
            form.setIndent(0)
            cursor.setBlockFormat(form)
        self.note.setFocus()

    def _follow(self, form: QTextCharFormat | None = None) -> None:
        """Show on the buttons what holds at the cursor."""
        self.bold.setChecked(self.note.fontWeight() >= QFont.Weight.Bold)
        self.italic.setChecked(self.note.fontItalic())
        self.bullets.setChecked(self.note.textCursor().currentList() is not None)

    def _dress(self) -> None:
        self.note.setFixedHeight(self.note.fontMetrics().lineSpacing() * LINES_SHOWN + theme.px(24))
        for button in (self.bold, self.italic, self.bullets):
            button.setFixedSize(theme.px(36), theme.px(32))


class _Note(QTextEdit):
    """Takes from the clipboard only what a note may hold."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if source.hasHtml():
            self.insertHtml(clean(source.html()))
        else:
            self.insertPlainText(source.text())


def html_of(document: QTextDocument) -> str:
    """The document as the small HTML that is kept; Qt's own carries the style of every letter."""
    parts: list[str] = []
    open_list = ""
    block = document.begin()
    while block.isValid():
        wanted = _list_of(block)
        if wanted != open_list:
            parts += [f"</{open_list}>"] * bool(open_list) + [f"<{wanted}>"] * bool(wanted)
            open_list = wanted
        tag = "li" if wanted else "p"
        words = _words(block)
        if words or wanted:
            parts.append(f"<{tag}>{words}</{tag}>")
        block = block.next()
    return "\n".join(parts + [f"</{open_list}>"] * bool(open_list))


def _list_of(block: QTextBlock) -> str:
    inside = block.textList()
    return _LISTS.get(inside.format().style(), "ul") if inside is not None else ""


def _words(block: QTextBlock) -> str:
    found = []
    run = block.begin()
    while not run.atEnd():
        fragment = run.fragment()
        text, form = escape(fragment.text(), quote=False).replace("\u2028", "<br>"), fragment.charFormat()
        for tag, holds in (("em", form.fontItalic()), ("strong", form.fontWeight() >= QFont.Weight.Bold)):
            text = f"<{tag}>{text}</{tag}>" if holds else text
        if form.isAnchor():
            text = f'<a href="{escape(form.anchorHref())}">{text}</a>'
        found.append(text)
        run += 1
    return "".join(found)
