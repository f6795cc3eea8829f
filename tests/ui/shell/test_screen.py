"""The frame by mouse, keyboard, scanner and ear."""

from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

from bizet_core.describe.languages.language import N_
from tests.ui.shell.sample import sample_panel, sample_window
from tests.ui.shell.walk import focused, spoken_name, tab_stops, unnamed
from ui.kit import theme
from ui.kit.shell import Page, Window
from ui.kit.shell.progress import Progress
from ui.kit.shell.toast import WINDOW_SECONDS
from ui.kit.widgets import Button, Chip, PayTile, Stepper


class Note(QWidget):
    """A page with one field."""

    def __init__(self) -> None:
        super().__init__()
        self.field = QLineEdit()
        self.field.setAccessibleName("Note")
        QVBoxLayout(self).addWidget(self.field)
        self.codes: list[str] = []
        self.takes_codes = True

    def widget(self) -> QWidget:
        return self

    def take_focus(self) -> None:
        self.field.setFocus(Qt.FocusReason.TabFocusReason)

    def scanned(self, code: str) -> bool:
        self.codes.append(code)
        return self.takes_codes


@dataclass
class Made:
    """Counts how often each page was made."""

    count: dict[str, int] = field(default_factory=dict)

    def page(self, name: str, **more: object) -> Page:
        def make() -> Note:
            self.count[name] = self.count.get(name, 0) + 1
            return Note()

        return Page(name, N_(name.capitalize()), "users", make, **more)  # type: ignore[arg-type]


@pytest.fixture
def made() -> Made:
    return Made()


@pytest.fixture
def window(qtbot, made: Made) -> Window:
    shown = Window(
        [made.page("calendar", key="Ctrl+1"), made.page("till", key="Ctrl+2"), made.page("settings", at_bottom=True)]
    )
    qtbot.addWidget(shown)
    shown.resize(1440, 900)
    shown.go("calendar")
    with qtbot.waitActive(shown):
        shown.show()
        shown.activateWindow()
    return shown


def _page(window: Window) -> Note:
    screen = window.screen_of(window.current)
    assert isinstance(screen, Note)
    return screen


def _type(window: Window, text: str) -> None:
    """Type as a scanner does: through the window system, all at once."""
    for letter in text:
        shift = Qt.KeyboardModifier.ShiftModifier if letter.isupper() else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(window.windowHandle(), letter, shift)  # pyright: ignore  # the stub knows widgets only


# ------------------------------------------------------------------------------------------------------ getting about


def test_the_rail_has_a_button_for_every_page_and_no_other(window: Window):
    assert [b.text() for b in window.rail.findChildren(QToolButton)] == [
        "Calendar",
        "Till",
        "Settings",
    ]


def test_a_page_is_made_on_its_first_visit_only(window: Window, made: Made):
    assert made.count == {"calendar": 1}
    for page in ("till", "calendar", "till"):
        window.go(page)
    assert made.count == {"calendar": 1, "till": 1}


def test_pages_open_by_click_and_by_key(window: Window, qtbot):
    button = next(b for b in window.rail.findChildren(QWidget) if spoken_name(b) == "Till")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.current == "till"
    QTest.keySequence(window, "Ctrl+1")
    assert window.current == "calendar"


def test_ctrl_f6_goes_round_rail_page_and_panel(window: Window):
    panel_button = QPushButton("Pay")
    window.panel.show_content(panel_button)
    _page(window).take_focus()
    seen = []
    for _turn in range(4):
        QTest.keySequence(window, "Ctrl+F6")
        seen.append(spoken_name(focused()))
    assert seen == ["Pay", "Calendar", "Note", "Pay"]
    QTest.keySequence(window, "Ctrl+Shift+F6")
    assert spoken_name(focused()) == "Note"


def test_ctrl_f6_skips_a_closed_panel(window: Window):
    _page(window).take_focus()
    QTest.keySequence(window, "Ctrl+F6")
    assert spoken_name(focused()) == "Calendar"


def test_arrows_walk_the_rail(window: Window):
    window.rail.take_focus()
    QTest.keyClick(focused(), Qt.Key.Key_Down)
    assert spoken_name(focused()) == "Till"
    assert window.current == "calendar"
    QTest.keyClick(focused(), Qt.Key.Key_Space)
    assert window.current == "till"


def test_ctrl_k_goes_to_the_search(window: Window):
    QTest.keySequence(window, "Ctrl+K")
    assert window.top_bar.search.hasFocus()


def test_search_tells_what_is_typed_and_walked(window: Window):
    heard: list[object] = []
    bar = window.top_bar
    bar.searched.connect(heard.append)
    bar.search_entered.connect(lambda text: heard.append(("entered", text)))
    bar.search.walked.connect(heard.append)
    QTest.keyClicks(bar.search, "ol")
    QTest.keyClick(bar.search, Qt.Key.Key_Down)
    QTest.keyClick(bar.search, Qt.Key.Key_Return)
    assert heard == ["o", "ol", 1, ("entered", "ol")]


def test_the_focused_widget_wears_a_ring(window: Window, qtbot):
    field = _page(window).field
    before = window.grab().toImage()
    field.setFocus(Qt.FocusReason.TabFocusReason)
    rings = field.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert any(ring.size() == field.size() for ring in rings)
    assert window.grab().toImage() != before
    field.resize(300, 60)
    assert any(ring.size() == field.size() for ring in field.findChildren(QWidget))


def test_a_focused_widget_may_be_deleted(window: Window, qtbot):
    page = _page(window)
    page.field.setFocus()
    page.field.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QTest.keySequence(window, "Ctrl+K")
    assert window.top_bar.search.hasFocus()


# ---------------------------------------------------------------------------------------------------------- the panel


def test_the_panel_takes_room_beside_the_page(window: Window):
    before = window.body.pages.width()
    window.panel.show_content(QPushButton("Pay"))
    assert window.body.pages.width() == before - 392
    window.panel.close_panel()
    assert window.body.pages.width() == before


@pytest.mark.parametrize(("zoom", "size"), [(1.5, (1440, 900)), (2.0, (1366, 768)), (1.0, (1100, 760))])
def test_the_panel_lies_over_the_page_where_room_is_short(window: Window, zoom: float, size: tuple[int, int]):
    theme.apply("light", zoom)
    window.resize(*size)
    QApplication.processEvents()
    before = window.body.pages.width()
    window.panel.show_content(QPushButton("Pay"))
    assert window.panel.is_overlay
    assert window.body.pages.width() == before
    assert window.panel.scrim.isVisible()
    assert window.panel.geometry().right() == window.body.rect().right()


def test_escape_and_a_click_beside_close_the_overlay(window: Window, qtbot):
    window.resize(1100, 760)
    closed = []
    window.panel.closed.connect(lambda: closed.append(True))
    button = QPushButton("Pay")
    window.panel.show_content(button)
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Escape)
    assert not window.panel.isVisible()
    window.panel.show_content(QPushButton("Pay"))
    qtbot.mouseClick(window.panel.scrim, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    assert not window.panel.isVisible()
    assert len(closed) == 2


def test_other_content_replaces_the_old_which_is_deleted(window: Window, qtbot):
    old, new = QPushButton("Old"), QPushButton("New")
    window.panel.show_content(old)
    with qtbot.waitSignal(old.destroyed):
        window.panel.show_content(new)
    assert window.panel.content() is new


def test_right_to_left_puts_the_panel_at_the_left(window: Window, qapp: QApplication):
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    window.panel.show_content(QPushButton("Pay"))
    QApplication.processEvents()
    assert window.panel.x() == 0
    assert window.rail.x() > window.body.x()


# ------------------------------------------------------------------------------------------------------------ the toast


def _undo(window: Window) -> QPushButton:
    button = window.toast.findChild(QPushButton)
    assert isinstance(button, QPushButton)
    return button


def test_undo_by_button(window: Window, qtbot):
    undone = []
    window.toast.offer("Moved.", lambda: undone.append(True))
    qtbot.mouseClick(_undo(window), Qt.MouseButton.LeftButton)
    assert undone == [True]
    assert not window.toast.isVisible()


def test_undo_by_ctrl_z_once(window: Window):
    undone = []
    window.toast.offer("Moved.", lambda: undone.append(True))
    QTest.keySequence(window, "Ctrl+Z")
    QTest.keySequence(window, "Ctrl+Z")
    assert undone == [True]


def test_after_ten_seconds_nothing_can_be_undone(window: Window):
    undone = []
    window.toast.offer("Moved.", lambda: undone.append(True), "Text goes out in {seconds} s.")
    for second in range(WINDOW_SECONDS):
        assert f"{WINDOW_SECONDS - second} s." in window.toast._words.text()
        window.toast._second.timeout.emit()
    assert not window.toast.isVisible()
    QTest.keySequence(window, "Ctrl+Z")
    assert undone == []


def test_time_stands_still_while_the_keyboard_is_on_undo(window: Window):
    window.toast.offer("Moved.", lambda: None)
    _undo(window).setFocus()
    for _second in range(WINDOW_SECONDS + 5):
        window.toast._second.timeout.emit()
    assert window.toast.isVisible()


def test_a_message_without_undo_has_no_button(window: Window):
    window.toast.say("Saved.")
    assert not _undo(window).isVisible()
    assert not window.toast.offers_undo


# ------------------------------------------------------------------------------------------------------------- waiting


def test_progress_grows_from_nothing_to_spinner_to_bar(qtbot):
    now = [0.0]
    progress = Progress(clock=lambda: now[0])
    qtbot.addWidget(progress)
    progress.begin("customers", can_cancel=True)
    seen = []
    for now[0] in (0.1, 0.5, 1.67):
        progress.advance(4_210, 100_000)
        progress.show_state()
        seen.append((progress.isVisible(), progress.spinner.isVisible(), progress.bar.isVisible()))
    assert seen == [(False, False, False), (True, True, False), (True, False, True)]
    assert progress.words.text() == "4,210 of 100,000 customers, 38 s left"
    with qtbot.waitSignal(progress.cancelled):
        qtbot.mouseClick(progress.cancel, Qt.MouseButton.LeftButton)
    progress.finish()
    assert not progress.isVisible()


# ---------------------------------------------------------------------------------------------------------- the scanner


def test_a_burst_is_a_scan_and_types_nothing(window: Window):
    page = _page(window)
    page.take_focus()
    _type(window, "5012345678900")
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)
    assert page.codes == ["5012345678900"]
    QApplication.processEvents()
    assert page.field.text() == ""


def test_a_scan_may_end_with_tab_and_hold_capitals(window: Window):
    page = _page(window)
    page.take_focus()
    _type(window, "BZ1:AbC")
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Tab)
    assert page.codes == ["BZ1:AbC"]
    assert page.field.hasFocus()


def test_what_a_person_types_arrives_in_order(window: Window, qtbot):
    page = _page(window)
    page.take_focus()
    for i, letter in enumerate("anna"):
        _type(window, letter)
        qtbot.waitUntil(lambda i=i: len(page.field.text()) == i + 1)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)
    assert page.field.text() == "anna"
    assert page.codes == []


def test_a_short_burst_with_enter_is_typed(window: Window, qtbot):
    page = _page(window)
    page.take_focus()
    entered = []
    page.field.returnPressed.connect(lambda: entered.append(page.field.text()))
    _type(window, "ab")
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)
    assert entered == ["ab"]


def test_a_burst_without_an_end_is_typed(window: Window, qtbot):
    page = _page(window)
    page.take_focus()
    _type(window, "fast typist")
    qtbot.waitUntil(lambda: page.field.text() == "fast typist")


def test_a_scan_fires_no_single_letter_shortcut(window: Window, qtbot):
    fired = []
    QShortcut(QKeySequence("A"), window).activated.connect(lambda: fired.append("A"))
    button = QPushButton("Elsewhere", window.body)
    button.show()
    button.setFocus()
    _type(window, "AAAAAA")
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)
    QApplication.processEvents()
    assert fired == []
    assert [c.upper() for c in _page(window).codes] == ["AAAAAA"]


def test_chords_pass_at_once(window: Window):
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert window.top_bar.search.hasFocus()


def test_a_key_held_down_repeats_at_once(window: Window):
    page = _page(window)
    page.take_focus()
    _type(window, "a")
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Left)
    assert page.field.text() == "a"
    assert page.field.cursorPosition() == 0


def test_a_code_that_the_page_leaves_goes_to_the_program(window: Window):
    heard = []
    window.scanned.connect(heard.append)
    page = _page(window)
    page.takes_codes = False
    _type(window, "GIFT1234")
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)
    assert [h.upper() for h in heard] == ["GIFT1234"]


def test_a_click_after_typing_keeps_the_words_where_they_were_typed(window: Window, qtbot):
    page = _page(window)
    page.take_focus()
    _type(window, "hi")
    search = window.top_bar.search
    point = search.mapTo(window, search.rect().center())
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
    assert page.field.text() == "hi"
    assert search.text() == ""


# --------------------------------------------------------------------------------------------------- looks and reading


@pytest.mark.parametrize("look", ["light", "dark", "contrast"])
@pytest.mark.parametrize("zoom", [0.9, 1.0, 1.5, 2.0])
@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_everything_focusable_says_what_it_is(qtbot, qapp: QApplication, look: str, zoom: float, direction):
    qapp.setLayoutDirection(direction)
    theme.apply(look, zoom)
    shown, _screen = sample_window()
    qtbot.addWidget(shown)
    shown.panel.show_content(sample_panel())
    shown.resize(1366, 768)
    shown.show()
    QApplication.processEvents()
    assert unnamed(shown) == []
    assert shown.minimumSizeHint().width() <= 1366


def test_tab_reaches_the_bar_the_page_and_comes_round(window: Window):
    window.top_bar.show_user("Marta")
    names = [spoken_name(stop) for stop in tab_stops(window)]
    assert {"Calendar", "New", "Note", "Signed in as Marta. Lock the desk"} <= set(names)
    assert "Till" not in names  # the rail is one stop; arrows go on from there


def test_a_narrow_bar_sheds_words_and_keeps_them_for_ears(window: Window):
    theme.apply("light", 2.0)
    bar = window.top_bar
    bar.show_connection("warn", "cloud-off", "Offline · 4 changes safe on this PC")
    bar.show_till("Till open · €412.50")
    bar.show_user("Marta Reis")
    window.resize(1366, 768)
    QApplication.processEvents()
    assert bar.connection.is_compact
    assert spoken_name(bar.connection) == "Offline · 4 changes safe on this PC"
    assert bar.connection.toolTip() == "Offline · 4 changes safe on this PC"
    assert bar.new.geometry().right() <= bar.width()
    window.resize(3000, 900)
    QApplication.processEvents()
    assert not bar.connection.is_compact


def test_the_chips_can_be_pressed_where_that_does_something(window: Window, qtbot):
    bar = window.top_bar
    bar.show_till("Till open")
    bar.show_user("Marta")
    with qtbot.waitSignals([bar.till_pressed, bar.lock_pressed, bar.new_pressed]):
        for part in (bar.till, bar.user, bar.new):
            qtbot.mouseClick(part, Qt.MouseButton.LeftButton)


def test_a_count_is_spoken_with_its_destination(window: Window):
    window.rail.show_count("till", 3)
    assert any(spoken_name(b) == "Till, 3 waiting" for b in window.rail.findChildren(QWidget))


def test_an_ampersand_is_shown_and_no_mnemonic(qtbot):
    button = Button("Smith & Sons")
    qtbot.addWidget(button)
    assert button.shortcut().isEmpty()
    assert button.accessibleName() == "Smith & Sons"


def test_a_stepper_stays_between_least_and_most(qtbot):
    stepper = Stepper(2, least=1, most=3, of="Shampoo")
    qtbot.addWidget(stepper)
    heard = []
    stepper.changed.connect(heard.append)
    fewer, more = stepper.findChildren(QPushButton)
    assert (fewer.accessibleName(), more.accessibleName()) == ("Fewer Shampoo", "More Shampoo")
    for button in (more, more, fewer, fewer, fewer):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert heard == [3, 2, 1]


def test_a_pay_tile_works_by_its_key(window: Window):
    tile = PayTile("banknote", "Cash", "F7")
    window.panel.show_content(tile)
    QApplication.processEvents()
    QTest.keyClick(window, Qt.Key.Key_F7)
    assert tile.isChecked()


def test_a_plain_chip_is_no_tab_stop(qtbot):
    chip = Chip("ok", "cloud", "Connected")
    qtbot.addWidget(chip)
    assert chip.focusPolicy() == Qt.FocusPolicy.NoFocus
