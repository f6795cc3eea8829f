"""Forms, tables and search fields as a person uses them: typing, tabbing, saving, being told what is wrong."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated
from uuid import UUID, uuid4

import pytest
from msgspec import UNSET, UnsetType
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QPixmap
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from bizet_core.base.instants import Instant
from bizet_core.base.refusals import Refused
from bizet_core.describe.fields import Field
from bizet_core.describe.formats.file_types import Attached
from bizet_core.describe.formats.money import Money
from bizet_core.describe.invalid import Invalid
from bizet_core.describe.kinds.kind import Option
from bizet_core.describe.languages.language import Locale, reading, regional
from bizet_core.store import Request
from ui.kit import theme
from ui.kit.fields import FindBar, Form, Rows
from ui.kit.fields.choice_inputs import ChoiceInput, ColourInput, SeveralInput
from ui.kit.fields.file_inputs import FileInput, PictureInput
from ui.kit.fields.line_inputs import CheckInput, DateInput, LineInput, NoteInput
from ui.kit.fields.rich_text import RichInput
from ui.kit.fields.struct_inputs import OnePartInput, PartsInput


class Length(Request):
    name: Annotated[str, Field("Length")]
    price: Annotated[int, Field("Price", kind="money", min=0)] = 0
    id: UUID | None = None


class AddService(Request):
    """A form with every sort of input."""

    name: Annotated[str, Field("Name", max_length=20, help="As customers read it")]
    price: Annotated[int, Field("Price", kind="money", min=0)]
    phone: Annotated[str, Field("Phone", kind="phone")] = ""
    minutes: Annotated[int, Field("Length", kind="minutes", min=5, unit="each")] = 30
    starts_on: Annotated[date | None, Field("From", section="When")] = None
    opens: Annotated[Instant | None, Field("Opens", section="When")] = None
    note: Annotated[str, Field("Note", kind="long_text")] = ""
    about: Annotated[str, Field("Description", kind="rich_text")] = ""
    active: Annotated[bool, Field("Smith & Sons may book it")] = True
    colour: Annotated[str, Field("Colour", kind="colour")] = "teal"
    trade: Annotated[str, Field("Trade", choices={"hair": "Hair & nails", "spa": "Spa"})] = "hair"
    zone: Annotated[str | None, Field("Time zone", kind="zone")] = None
    days: Annotated[tuple[int, ...], Field("Days", kind="weekday")] = ()
    tips: Annotated[tuple[int, ...], Field("Tips", min=1, max=100)] = (10, 15)
    lengths: Annotated[tuple[Length, ...], Field("Lengths")] = ()
    staff: Annotated[UUID | None, Field("Who", choices="bizet_core.business.staff.queries:people")] = None
    pin: Annotated[str, Field("PIN", kind="pin")] = "0000"
    photo: Annotated[str | None, Field("Photo", kind="picture")] = None
    leaflet: Annotated[Attached | None, Field("Leaflet")] = None
    position: int = 7


class EditService(Request):
    service: UUID
    name: Annotated[str | UnsetType, Field("Name", min_length=1)] = UNSET
    price: Annotated[int | UnsetType, Field("Price", kind="money")] = UNSET
    starts_at: Annotated[Instant | UnsetType, Field("Start")] = UNSET
    active: Annotated[bool | UnsetType, Field("In use")] = UNSET
    colour: Annotated[str | UnsetType, Field("Colour", kind="colour")] = UNSET


@pytest.fixture(autouse=True)
def london(qapp: object) -> Iterator[Locale]:
    theme.apply()
    with reading(regional("en", "GB")) as locale:
        yield locale


def shown(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.addWidget(widget)
    widget.resize(480, 700)
    widget.show()
    qtbot.waitExposed(widget)
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)


@pytest.fixture
def form(qtbot: QtBot) -> Form[AddService]:
    made = Form(AddService, attach=lambda picture, done: done(picture.hash))
    shown(qtbot, made)
    return made


def line(form: Form[AddService], name: str) -> QLineEdit:
    entry = form.fields.boxes[name].entry
    assert isinstance(entry, LineInput)
    return entry.line


def fill_in(qtbot: QtBot, form: Form[AddService], **typed: str) -> None:
    for name, text in typed.items():
        editor = line(form, name)
        editor.setFocus()
        editor.selectAll()
        qtbot.keyClicks(editor, text)


def write(editor: QWidget, text: str) -> None:
    """Type what an English keyboard has not, as an input method does."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(editor, event)


def test_a_filled_form_is_saved_by_enter(qtbot: QtBot, form: Form[AddService]) -> None:
    fill_in(qtbot, form, name="Cut", price="12.5", phone="07700 900142", minutes="1 h 30")
    with qtbot.waitSignal(form.submitted) as saved:
        qtbot.keyClick(line(form, "minutes"), Qt.Key.Key_Return)
    assert saved.args == [AddService(name="Cut", price=1250, phone="+447700900142", minutes=90)]


@pytest.mark.parametrize("name", ["trade", "zone", "active", "colour", "days"])
def test_enter_saves_from_every_input(qtbot: QtBot, form: Form[AddService], name: str) -> None:
    fill_in(qtbot, form, name="Cut", price="1")
    form.fields.boxes[name].entry.take_focus()
    focused = QApplication.focusWidget()
    assert focused is not None
    with qtbot.waitSignal(form.submitted):
        qtbot.keyClick(focused, Qt.Key.Key_Return)


def test_enter_on_a_button_presses_the_button(qtbot: QtBot, form: Form[AddService]) -> None:
    fill_in(qtbot, form, name="Cut", price="1")
    lengths = form.fields.boxes["lengths"].entry
    assert isinstance(lengths, PartsInput)
    lengths.add_button.setFocus()
    with qtbot.assertNotEmitted(form.submitted):
        qtbot.keyClick(lengths.add_button, Qt.Key.Key_Return)
    assert len(lengths.sets) == 1


def test_the_button_saves_too_and_escape_cancels(qtbot: QtBot, form: Form[AddService]) -> None:
    fill_in(qtbot, form, name="Cut", price="1")
    with qtbot.waitSignal(form.submitted):
        qtbot.mouseClick(form.save, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(form.cancelled):
        qtbot.keyClick(line(form, "name"), Qt.Key.Key_Escape)


def test_a_form_is_saved_once_while_it_is_busy(qtbot: QtBot, form: Form[AddService]) -> None:
    fill_in(qtbot, form, name="Cut", price="1")
    form.set_busy(True)
    with qtbot.assertNotEmitted(form.submitted):
        qtbot.keyClick(line(form, "name"), Qt.Key.Key_Return)


def test_every_wrong_field_says_why_and_the_first_gets_the_keyboard(qtbot: QtBot, form: Form[AddService]) -> None:
    fill_in(qtbot, form, price="-1", phone="ring me")
    with qtbot.assertNotEmitted(form.submitted):
        qtbot.keyClick(line(form, "phone"), Qt.Key.Key_Return)
    told = {name: box.error.text() for name, box in form.fields.boxes.items() if box.error.isVisible()}
    assert told == {
        "name": "Fill this in.",
        "price": "Enter £0.00 or more.",
        "phone": "“ring me” has letters in it. A phone number has digits only.",
    }
    assert line(form, "name").hasFocus()
    assert line(form, "phone").text() == "ring me"
    assert line(form, "phone").property("wrong") == "true"
    assert line(form, "price").accessibleDescription() == "Enter £0.00 or more."


def test_an_error_goes_when_its_field_is_changed(qtbot: QtBot, form: Form[AddService]) -> None:
    form.submit()
    assert form.fields.boxes["name"].error.isVisible()
    fill_in(qtbot, form, name="C")
    assert not form.fields.boxes["name"].error.isVisible()
    assert form.fields.boxes["name"].help.isVisible()
    assert line(form, "name").property("wrong") == "false"


def test_what_can_be_read_is_tidied_on_leaving(qtbot: QtBot, form: Form[AddService]) -> None:
    fill_in(qtbot, form, price="12.5", phone="07700900142", minutes="90")
    line(form, "name").setFocus()
    assert line(form, "price").text() == "£12.50"
    assert line(form, "phone").text() == "+44 7700 900142"
    assert line(form, "minutes").text() == "1 h 30 min"


def test_what_cannot_be_read_stays_as_typed_on_leaving_and_is_told(qtbot: QtBot, form: Form[AddService]) -> None:
    fill_in(qtbot, form, price="twelve")
    line(form, "name").setFocus()
    assert line(form, "price").text() == "twelve"
    assert form.fields.boxes["price"].error.text() == "“twelve” is not a number. Use digits, such as 12.5."


def test_an_operations_refusal_stands_at_its_field_or_above_the_buttons(qtbot: QtBot, form: Form[AddService]) -> None:
    form.show_refusal(Invalid({"name": Refused("not_chosen")}))
    assert form.fields.boxes["name"].error.text() == "Choose one."
    form.show_refusal(Refused("not_chosen", field="price"))
    assert form.fields.boxes["price"].error.text() == "Choose one."
    assert form.fields.boxes["name"].error.text() == ""
    form.show_refusal(Refused("number_too_large"))
    qtbot.waitUntil(lambda: "This number is too large." in visible_words(form))
    form.show_refusal(None)
    assert "This number is too large." not in visible_words(form)


def visible_words(form: QWidget) -> list[str]:
    return [label.text() for label in form.findChildren(QLabel) if label.isVisible()]


def test_every_field_has_a_label_and_a_name_for_screen_readers(form: Form[AddService]) -> None:
    for name, box in form.fields.boxes.items():
        assert box.entry.editor.accessibleName(), name
    assert line(form, "name").accessibleName() == "Name, required"
    buddies = {label.text(): label.buddy() for label in form.findChildren(QLabel) if label.buddy()}
    assert buddies["Name\u00a0*"] is line(form, "name")
    assert "Phone" in buddies


def test_the_keyboard_reaches_every_input_in_order(qtbot: QtBot, form: Form[AddService]) -> None:
    form.focus_first()
    assert line(form, "name").hasFocus()
    qtbot.keyClick(line(form, "name"), Qt.Key.Key_Tab)
    assert line(form, "price").hasFocus()


def test_fields_stand_under_their_section(form: Form[AddService]) -> None:
    strong = [label.text() for label in form.findChildren(QLabel) if label.property("role") == "strong"]
    assert strong == ["When"]


def test_a_date_is_picked_from_a_month(qtbot: QtBot, form: Form[AddService]) -> None:
    entry = form.fields.boxes["opens"].entry
    assert isinstance(entry, DateInput)
    entry.line.setText("12/03/2026 14:30")
    entry._take(date(2026, 4, 1))
    assert entry.line.text() == "01/04/2026, 14:30"
    qtbot.mouseClick(entry._button, Qt.MouseButton.LeftButton)
    assert entry._picker is not None
    assert entry._picker.isVisible()
    qtbot.keyClick(entry._picker, Qt.Key.Key_Right)
    qtbot.keyClick(entry._picker, Qt.Key.Key_Return)
    assert entry.line.text() == "02/04/2026, 14:30"


def test_choices_ticks_and_colours_are_chosen_by_keyboard(qtbot: QtBot, form: Form[AddService]) -> None:
    boxes = form.fields.boxes
    trade, active, colour, days = (boxes[name].entry for name in ("trade", "active", "colour", "days"))
    assert isinstance(trade, ChoiceInput)
    assert isinstance(active, CheckInput)
    assert isinstance(colour, ColourInput)
    assert isinstance(days, SeveralInput)
    qtbot.keyClick(trade.box, Qt.Key.Key_Down)
    qtbot.keyClick(active.box, Qt.Key.Key_Space)
    colour.take_focus()
    qtbot.keyClick(colour.swatches[0], Qt.Key.Key_Right)
    qtbot.keyClick(days._boxes[2][0], Qt.Key.Key_Space)
    values = form.values()
    assert [values[name] for name in ("trade", "active", "colour", "days")] == ["spa", False, "blue", [2]]


def test_a_long_list_is_searched_by_typing(qtbot: QtBot, form: Form[AddService]) -> None:
    zone = form.fields.boxes["zone"].entry
    assert isinstance(zone, ChoiceInput)
    editor = zone.box.lineEdit()
    assert editor is not None
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClicks(editor, "lisbon")
    completer = zone.box.completer()
    assert completer is not None
    assert completer.currentCompletion().startswith("Lisbon")
    fill_in(qtbot, form, name="Cut", price="1")
    request = form.request()
    assert request is not None
    assert request.zone == "Europe/Lisbon"


def test_a_name_that_is_not_on_the_list_is_said(qtbot: QtBot, form: Form[AddService]) -> None:
    zone = form.fields.boxes["zone"].entry
    assert isinstance(zone, ChoiceInput)
    editor = zone.box.lineEdit()
    assert editor is not None
    editor.selectAll()
    qtbot.keyClicks(editor, "Atlantis")
    assert form.request() is None
    assert form.fields.boxes["zone"].error.text() == "“Atlantis” is not on the list."


def test_rows_of_a_query_are_offered_when_they_come(qtbot: QtBot, form: Form[AddService]) -> None:
    ana = uuid4()
    assert form.queries == {"staff": "bizet_core.business.staff.queries:people"}
    form.put({"staff": ana})
    form.offer("staff", [Option(uuid4(), "Ben"), Option(ana, "Ana", "Colour")])
    staff = form.fields.boxes["staff"].entry
    assert isinstance(staff, ChoiceInput)
    assert staff.box.currentText() == "Ana · Colour"
    assert not staff.touched
    assert form.values()["staff"] == ana


def test_lines_of_a_list_are_added_changed_and_taken_away(qtbot: QtBot, form: Form[AddService]) -> None:
    kept = uuid4()
    form.put({"name": "Cut", "price": 100, "lengths": (Length(name="Short", price=500, id=kept), Length(name="Odd"))})
    lengths = form.fields.boxes["lengths"].entry
    assert isinstance(lengths, PartsInput)
    added = lengths.add()
    name = added.boxes["name"].entry
    assert isinstance(name, LineInput)
    assert name.line.hasFocus()
    price = added.boxes["price"].entry
    assert isinstance(price, LineInput)
    qtbot.keyClicks(name.line, "Long")
    price.line.clear()
    qtbot.keyClicks(price.line, "x")
    lengths._drop(lengths.sets[1])
    assert form.request() is None
    assert added.boxes["price"].error.text() == "“x” is not a number. Use digits, such as 12.5."
    assert price.line.hasFocus()
    price.line.clear()
    qtbot.keyClicks(price.line, "7")
    request = form.request()
    assert request is not None
    assert request.lengths == (Length(name="Short", price=500, id=kept), Length(name="Long", price=700))


def test_formatted_text_is_kept_as_small_html(qtbot: QtBot, form: Form[AddService]) -> None:
    about = form.fields.boxes["about"].entry
    assert isinstance(about, RichInput)
    about.note.setFocus()
    qtbot.mouseClick(about.bold, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(about.note, "Fish & chips")
    assert form.values()["about"] == "<p><strong>Fish &amp; chips</strong></p>"
    kept = '<p>One <em>two</em> <a href="https://example.com">here</a></p>\n<ul>\n<li>three</li>\n</ul>'
    about.put(kept)
    assert not about.touched
    assert about.raw() == kept
    qtbot.keyClicks(about.note, "!")
    assert about.typed() == kept.replace("<p>One", "<p>!One")


def test_a_note_is_left_by_tab_and_saved_by_control_enter(qtbot: QtBot, form: Form[AddService]) -> None:
    fill_in(qtbot, form, name="Cut", price="1")
    note = form.fields.boxes["note"].entry
    assert isinstance(note, NoteInput)
    qtbot.keyClicks(note.note, "one")
    qtbot.keyClick(note.note, Qt.Key.Key_Return)
    qtbot.keyClicks(note.note, "two")
    with qtbot.waitSignal(form.submitted) as saved:
        qtbot.keyClick(note.note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert saved.args is not None
    assert saved.args[0].note == "one\ntwo"


def test_a_secret_is_not_shown(form: Form[AddService]) -> None:
    assert line(form, "pin").echoMode() == QLineEdit.EchoMode.Password
    assert line(form, "pin").text() == ""


def picture(folder: Path) -> Path:
    path = folder / "ana.png"
    drawn = QPixmap(8, 8)
    drawn.fill(Qt.GlobalColor.red)
    assert drawn.save(str(path), "PNG")
    return path


def test_a_picture_is_attached_and_named_by_its_hash(form: Form[AddService], tmp_path: Path) -> None:
    photo = form.fields.boxes["photo"].entry
    assert isinstance(photo, PictureInput)
    photo.take(picture(tmp_path))
    assert len(str(form.values()["photo"])) == 64
    assert photo.preview.isVisible()
    wrong = tmp_path / "list.png"
    wrong.write_bytes(b"MZ")
    photo.take(wrong)
    assert form.fields.boxes["photo"].error.text().startswith("Bizet does not know what “list.png” is.")
    assert form.values()["photo"] is None


def test_without_somewhere_to_keep_pictures_none_is_asked_for(qtbot: QtBot) -> None:
    made = Form(AddService)
    qtbot.addWidget(made)
    assert "photo" not in made.fields.boxes


def test_a_file_travels_with_the_request(form: Form[AddService], tmp_path: Path) -> None:
    leaflet = form.fields.boxes["leaflet"].entry
    assert isinstance(leaflet, FileInput)
    form.put({"name": "Cut", "price": 100})
    leaflet.take(picture(tmp_path))
    request = form.request()
    assert request is not None
    assert request.leaflet is not None
    assert request.leaflet.name == "ana.png"
    leaflet.take(tmp_path / "gone.pdf")
    assert form.request() is None
    assert "cannot be read" in form.fields.boxes["leaflet"].error.text()
    leaflet.take(None)
    assert form.values()["leaflet"] is None


def test_values_nobody_touched_come_back_to_the_millisecond(qtbot: QtBot) -> None:
    exact = datetime(2026, 3, 12, 14, 30, 59, 123000, tzinfo=UTC)
    room = uuid4()
    made = Form(EditService, {"service": room, "name": "Cut", "price": 100, "starts_at": exact})
    shown(qtbot, made)
    name = made.fields.boxes["name"].entry
    assert isinstance(name, LineInput)
    name.line.selectAll()
    qtbot.keyClicks(name.line, "Trim")
    assert made.request() == EditService(service=room, name="Trim", price=100, starts_at=exact)


def test_what_an_edit_does_not_show_stays_unset(qtbot: QtBot) -> None:
    room = uuid4()
    made = Form(EditService, {"service": room})
    shown(qtbot, made)
    assert made.request() == EditService(service=room)


def test_a_required_answer_is_not_guessed_from_an_untouched_box(qtbot: QtBot) -> None:
    class Ask(Request):
        agrees: Annotated[bool, Field("I agree")]

    made = Form(Ask)
    qtbot.addWidget(made)
    assert made.request() == Ask(agrees=False)


def test_amounts_keep_their_order_in_a_right_to_left_form(qtbot: QtBot) -> None:
    with reading(regional("ar", "EG")):
        made = Form(AddService, {"name": "قص", "price": 123450})
        made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        shown(qtbot, made)
        assert line(made, "price").layoutDirection() == Qt.LayoutDirection.LeftToRight
        assert line(made, "name").layoutDirection() == Qt.LayoutDirection.RightToLeft
        line(made, "price").clear()
        write(line(made, "price"), "٢٠")
        request = made.request()
        assert request is not None
        assert request.price == 2000


class Visit(Request):
    length: Annotated[Length, Field("Length")]
    addons: Annotated[tuple[UUID, ...], Field("Add-ons")] = ()


def test_a_struct_in_a_form_has_fields_of_its_own(qtbot: QtBot) -> None:
    made = Form(Visit, {"length": Length(name="Short", price=500)})
    shown(qtbot, made)
    inner = made.fields.boxes["length"].entry
    assert isinstance(inner, OnePartInput)
    name = inner.fields.boxes["name"].entry
    assert isinstance(name, LineInput)
    name.line.clear()
    qtbot.keyClicks(name.line, " ")
    assert made.request() is None
    assert inner.fields.boxes["name"].error.text() == "Fill this in."
    assert name.line.hasFocus()
    qtbot.keyClicks(name.line, "Long")
    assert made.request() == Visit(length=Length(name="Long", price=500))


def test_several_rows_of_a_query_are_ticked(qtbot: QtBot) -> None:
    gloss, mask = uuid4(), uuid4()
    made = Form(Visit, {"length": Length(name="Short"), "addons": (mask,)})
    shown(qtbot, made)
    made.offer("addons", [Option(gloss, "Gloss"), Option(mask, "Mask & oil")])
    addons = made.fields.boxes["addons"].entry
    assert isinstance(addons, SeveralInput)
    assert not addons.touched
    qtbot.keyClick(addons._boxes[0][0], Qt.Key.Key_Space)
    request = made.request()
    assert request is not None
    assert request.addons == (gloss, mask)


@dataclass(frozen=True)
class Customer:
    id: UUID
    name: Annotated[str, Field("Name")]
    spent: Annotated[Money | None, Field("Spent")] = None
    last: Annotated[date | None, Field("Last visit")] = None


ANA = Customer(uuid4(), "ana", Money(900, "GBP"), date(2026, 2, 5))
BEN = Customer(uuid4(), "Ben", Money(10_000, "GBP"), date(2025, 12, 31))
CY = Customer(uuid4(), "Cy")


@pytest.fixture
def rows(qtbot: QtBot) -> Rows:
    made = Rows(Customer, "Customers", empty="No customers yet.", action="Add a customer")
    shown(qtbot, made)
    return made


def column(rows: Rows, at: int) -> list[str]:
    return [str(rows.model.index(row, at).data()) for row in range(rows.model.rowCount())]


def test_rows_show_their_described_fields_as_the_reader_writes(rows: Rows) -> None:
    rows.show_rows([BEN, ANA, CY])
    heads = [rows.model.headerData(at, Qt.Orientation.Horizontal) for at in range(rows.model.columnCount())]
    assert heads == ["Name", "Spent", "Last visit"]
    assert column(rows, 1) == ["£100.00", "£9.00", ""]
    assert column(rows, 2) == ["31/12/2025", "05/02/2026", ""]
    assert rows.table.accessibleName() == "Customers"


def test_rows_are_sorted_by_value_with_empty_ones_last(qtbot: QtBot, rows: Rows) -> None:
    rows.show_rows([BEN, ANA, CY])
    rows.table.selectRow(0)
    rows.sort_by("name")
    assert column(rows, 0) == ["ana", "Ben", "Cy"]
    rows.sort_by("spent", descending=True)
    assert column(rows, 0) == ["Ben", "ana", "Cy"]
    rows.sort_by("spent")
    assert column(rows, 0) == ["ana", "Ben", "Cy"]
    assert rows.selected() == BEN
    rows.show_rows([CY, BEN, ANA])
    assert column(rows, 0) == ["ana", "Ben", "Cy"]
    assert rows.selected() == BEN


def test_a_row_is_opened_by_enter(qtbot: QtBot, rows: Rows) -> None:
    rows.show_rows([ANA, BEN])
    rows.table.setFocus()
    qtbot.keyClick(rows.table, Qt.Key.Key_Down)
    qtbot.keyClick(rows.table, Qt.Key.Key_Down)
    with qtbot.waitSignal(rows.opened) as opened:
        qtbot.keyClick(rows.table, Qt.Key.Key_Return)
    assert opened.args == [BEN]


def test_an_empty_table_says_what_to_do(qtbot: QtBot, rows: Rows) -> None:
    assert rows.nothing.isVisible()
    assert rows.act is not None
    done: list[bool] = []
    rows.on_action(lambda: done.append(True))
    qtbot.mouseClick(rows.act, Qt.MouseButton.LeftButton)
    assert done == [True]
    rows.show_rows([ANA])
    assert not rows.nothing.isVisible()
    assert rows.table.isVisible()


class Desk:
    """Answers when the test lets it."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answers: list[object] = []

    def __call__(self, text: str, answer: object) -> None:
        self.asked.append(text)
        self.answers.append(answer)

    def answer(self, at: int, *options: Option) -> None:
        self.answers[at](options)  # type: ignore[operator]


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def bar(qtbot: QtBot, desk: Desk) -> FindBar:
    made = FindBar("Name, phone or e-mail", desk, add="Add “{typed}”")
    shown(qtbot, made)
    made.field.setFocus()
    return made


FOUND = (Option("ana", "Ana Lopez", "+44 7700 900142"), Option("anna", "Anna Nowak"))


def lines(bar: FindBar) -> list[str]:
    return [bar.results.item(at).text() for at in range(bar.results.count())]


def test_results_come_while_typing_and_one_question_is_asked(qtbot: QtBot, bar: FindBar, desk: Desk) -> None:
    qtbot.keyClicks(bar.field, "an")
    qtbot.waitUntil(lambda: desk.asked == ["an"])
    desk.answer(0, *FOUND)
    assert lines(bar) == ["Ana Lopez · \u2068+44 7700 900142\u2069", "Anna Nowak", "Add “an”"]
    assert bar.results.isVisible()


def test_arrows_and_enter_choose(qtbot: QtBot, bar: FindBar, desk: Desk) -> None:
    qtbot.keyClicks(bar.field, "an")
    qtbot.waitUntil(lambda: desk.asked == ["an"])
    desk.answer(0, *FOUND)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
        qtbot.keyClick(bar.field, key)
    with qtbot.waitSignal(bar.chosen) as chosen:
        qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    assert chosen.args == ["anna"]
    assert bar.field.text() == ""
    assert not bar.results.isVisible()


def test_what_nobody_is_called_becomes_the_new_record(qtbot: QtBot, bar: FindBar, desk: Desk) -> None:
    qtbot.keyClicks(bar.field, "+44 7700 900142")
    qtbot.waitUntil(lambda: len(desk.asked) == 1)
    desk.answer(0)
    assert lines(bar) == ["Add “+44 7700 900142”"]
    with qtbot.waitSignal(bar.created) as created:
        qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    assert created.args == ["+44 7700 900142"]


def test_an_answer_to_an_older_question_is_dropped(qtbot: QtBot, bar: FindBar, desk: Desk) -> None:
    qtbot.keyClicks(bar.field, "a")
    qtbot.waitUntil(lambda: desk.asked == ["a"])
    qtbot.keyClicks(bar.field, "n")
    qtbot.waitUntil(lambda: desk.asked == ["a", "an"])
    desk.answer(1, FOUND[1])
    desk.answer(0, *FOUND)
    assert lines(bar) == ["Anna Nowak", "Add “an”"]


def test_enter_before_the_answer_takes_the_answer_when_it_comes(qtbot: QtBot, bar: FindBar, desk: Desk) -> None:
    qtbot.keyClicks(bar.field, "ana")
    qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    assert desk.asked == ["ana"]
    with qtbot.waitSignal(bar.chosen) as chosen:
        desk.answer(0, *FOUND)
    assert chosen.args == ["ana"]


def test_escape_empties_then_leaves(qtbot: QtBot, bar: FindBar, desk: Desk) -> None:
    qtbot.keyClicks(bar.field, "ana")
    qtbot.keyClick(bar.field, Qt.Key.Key_Escape)
    assert bar.field.text() == ""
    with qtbot.waitSignal(bar.cancelled):
        qtbot.keyClick(bar.field, Qt.Key.Key_Escape)


def test_an_answer_after_the_field_is_gone_does_nothing(qtbot: QtBot, desk: Desk) -> None:
    made = FindBar("Name", desk)
    made.set_text("ana")
    qtbot.waitUntil(lambda: desk.asked == ["ana"])
    made.deleteLater()
    qtbot.wait(1)
    desk.answer(0, *FOUND)
