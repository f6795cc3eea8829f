"""A window with an invented day and panel, for tests of the frame."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from bizet_core.booking.day_view.day_rows import Card, Column, DayView, Shade
from bizet_core.describe.formats.money import Money
from bizet_core.describe.languages.language import N_
from ui.booking.calendar.screen import CalendarScreen
from ui.kit import theme
from ui.kit.shell import Page, Window
from ui.kit.widgets import (
    Amount,
    Avatar,
    Button,
    Field,
    Icon,
    IconButton,
    Label,
    Note,
    PayTile,
    Stepper,
    line_of,
    rule,
)

DAY = date(2026, 3, 12)
NOW = datetime(2026, 3, 12, 11, 24, tzinfo=UTC)
_FAMILY = UUID("0f5c0e0a-7b1e-4a53-9a83-7a8f3a0f5d11")
_STAFF = (
    ("Inês Duarte", "staff", "teal", 86, (9, 17)),
    ("Anna Nowak", "staff", "violet", 92, (9, 18)),
    ("Marcus Bell", "staff", "blue", 64, (10, 18)),
    ("Chloé Petit", "staff", "rose", 78, (9, 16)),
    ("Room 2", "room", "slate", 45, (9, 18)),
)
_CARDS = (
    (0, 9.0, 45, "Helena Costa", "Cut & finish", "teal", "paid", ()),
    (0, 10.0, 75, "Priya Nair", "Balayage refresh", "violet", "in_service", ("heart-pulse",)),
    (0, 11.5, 60, "Olivia Hart", "Cut & finish · add gloss", "teal", "arrived", ("star",)),
    (0, 13.5, 45, "Tomasz Lis", "Cut", "teal", "confirmed", ()),
    (0, 14.5, 90, "Grace Okafor", "Silk press", "amber", "confirmed", ("sticky-note",)),
    (1, 9.25, 120, "Maya Lindqvist", "Full colour + cut", "violet", "in_service", ()),
    (1, 11.75, 30, "Noor Haddad", "Patch test", "olive", "pending", ("heart-pulse",)),
    (1, 13.0, 150, "Sofia Ricci", "Balayage & tone", "violet", "confirmed", ("wallet",)),
    (1, 16.0, 60, "", "Root touch-up", "violet", "hold", ("globe",)),
    (2, 10.0, 30, "Dan Whitaker", "Fade", "blue", "paid", ()),
    (2, 10.5, 30, "Leo Marsh", "Skin fade", "blue", "no_show", ()),
    (2, 11.25, 45, "", "Beard + fade", "blue", "in_service", ()),
    (2, 12.75, 30, "Ben Sayers", "Fade", "blue", "confirmed", ()),
    (2, 13.5, 30, "Ari Cohen", "Kids cut", "blue", "confirmed", ()),
    (2, 15.0, 60, "Group: Marsh ×2", "Father & son", "blue", "pending", ("users",)),
    (3, 9.5, 60, "Kim Soo-ah", "Gel manicure", "rose", "paid", ()),
    (3, 11.0, 45, "Beth Aylward", "Brow lamination", "plum", "arrived", ()),
    (3, 12.0, 60, "Zara Malik", "Gel + art", "rose", "confirmed", ("package",)),
    (3, 13.75, 45, "Ruth Adeyemi", "Pedicure", "rose", "cancelled", ()),
    (3, 14.75, 60, "Ruth Adeyemi", "Pedicure", "rose", "pending", ()),
    (4, 10.0, 75, "Priya Nair", "Inês", "slate", "in_service", ()),
    (4, 13.0, 90, "Deep-tissue massage", "Sam O’Neill · J. Park", "olive", "confirmed", ()),
    (4, 15.5, 60, "Yoga basics", "Class · 9 of 12 · 2 waiting", "amber", "pending", ("users",)),
)
_BREAKS = (
    (0, 12.5, 45, "break", "Lunch"),
    (1, 12.25, 45, "break", "Lunch"),
    (2, 14.0, 45, "break", "Lunch"),
    (3, 13.0, 45, "break", "Lunch"),
    (4, 16.5, 60, "block", "Deep clean"),
)


def named(name: str) -> UUID:
    """A fixed id for a name."""
    return uuid5(_FAMILY, name)


def sample_day() -> DayView:
    """A salon's Thursday, invented: every status, breaks, a hold, a class, a room."""
    return DayView(
        day=DAY,
        zone="Europe/London",
        starts_at=_at(8.7),
        ends_at=_at(17.6),
        columns=tuple(Column(named(name), name, kind, hue, booked) for name, kind, hue, booked, _hours in _STAFF),
        cards=tuple(_card(i, *row) for i, row in enumerate(_CARDS)),
        shades=tuple(_closed()) + tuple(_pause(*row) for row in _BREAKS),
        bookings=23,
        full=81,
        expected=Money(128_400, "EUR"),
    )


def _at(hour: float) -> datetime:
    return datetime(DAY.year, DAY.month, DAY.day, tzinfo=UTC) + timedelta(hours=hour)


def _card(
    i: int, column: int, hour: float, minutes: int, who: str, what: str, hue: str, status: str, icons: tuple[str, ...]
) -> Card:
    is_room_of_staff = what == "Inês"
    return Card(
        part=named(f"part {i}"),
        booking=named(f"booking {i}"),
        resource=named(_STAFF[column][0]),
        starts_at=_at(hour),
        ends_at=_at(hour) + timedelta(minutes=minutes),
        who=who,
        what=what,
        colour=hue,
        status="completed" if status == "paid" else status,
        icons=icons,
        own=not is_room_of_staff,
        paid=status == "paid",
        hold_until=NOW + timedelta(minutes=6, seconds=12) if status == "hold" else None,
    )


def _closed() -> list[Shade]:
    made = []
    for name, _kind, _hue, _booked, (opens, closes) in _STAFF:
        made.append(Shade(named(name), _at(8.7), _at(opens), "closed"))
        made.append(Shade(named(name), _at(closes), _at(17.6), "closed"))
    return made


def _pause(column: int, hour: float, minutes: int, kind: str, label: str) -> Shade:
    return Shade(named(_STAFF[column][0]), _at(hour), _at(hour) + timedelta(minutes=minutes), kind, label)


def sample_panel() -> QWidget:
    """The panel as it will look with a visit at the till, from the small widgets."""
    panel = QWidget()
    column = QVBoxLayout(panel)
    column.setContentsMargins(*(theme.px(n) for n in (20, 16, 20, 18)))
    column.setSpacing(theme.px(10))
    column.addLayout(_person())
    column.addWidget(Note("Allergy: PPD hair dye. Patch test 5 Feb, clear.", "heart-pulse", "danger"))
    column.addWidget(Field("Scan, or add a product, service or gift card", "scan-barcode"))
    for title, below, amount, quantity in (
        ("Cut & finish", "11:30 · 60 min · Inês", 5800, 0),
        ("Gloss add-on", "Inês · member −10%", 2250, 0),
        ("Repair shampoo", "250 ml · 6 in stock", 3800, 2),
    ):
        column.addLayout(_line(title, below, amount, quantity))
        column.addWidget(rule())
    column.addStretch(1)
    column.addLayout(_total())
    column.addLayout(_tiles(panel))
    column.addWidget(Button("Charge €98.50", "charge"))
    column.addLayout(_row(Button("Receipt on", "quiet", "printer"), Button("Rebook", "quiet", "calendar-plus")))
    return panel


def _person() -> QHBoxLayout:
    name = QHBoxLayout()
    name.setSpacing(6)
    name.addWidget(Label("Olivia Hart", "title"))
    name.addWidget(Icon("star", "warn", 15))
    name.addStretch(1)
    words = QVBoxLayout()
    words.setSpacing(1)
    words.addLayout(name)
    words.addWidget(Label("+44 7700 900 142 · 14 visits · last 5 Feb", "label"))
    row = _row(Avatar("Olivia Hart", "teal"))
    row.addLayout(words, 1)
    row.addWidget(IconButton("x", "Close panel", "bare", "text2", 36))
    return row


def _line(title: str, below: str, amount: int, quantity: int) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addLayout(line_of(Label(title, "strong"), Label(below, "label")), 1)
    if quantity:
        row.addWidget(Stepper(quantity, of=title))
    row.addWidget(Amount(Money(amount, "EUR")))
    return row


def _total() -> QHBoxLayout:
    row = QHBoxLayout()
    row.addLayout(line_of(Label("To pay", "title"), Label("4 items · tip after card tap", "label")))
    row.addStretch(1)
    row.addWidget(Amount(Money(9850, "EUR"), "amount"))
    return row


def _tiles(parent: QWidget) -> QHBoxLayout:
    group = QButtonGroup(parent)
    tiles = [
        PayTile(icon, word, key)
        for icon, word, key in (
            ("credit-card", "Card", "F5"),
            ("banknote", "Cash", "F7"),
            ("gift", "Gift card", "F8"),
            ("split", "Split", "F9"),
        )
    ]
    for tile in tiles:
        group.addButton(tile)
    tiles[0].setChecked(True)
    return _row(*tiles)


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.px(8))
    for widget in widgets:
        row.addWidget(widget)
    return row


def _placeholder() -> "_Blank":
    return _Blank()


class _Blank(QLabel):
    """A page that is never opened here."""

    def widget(self) -> QWidget:
        """Itself."""
        return self

    def take_focus(self) -> None:
        """Nothing to focus."""

    def scanned(self, code: str) -> bool:
        """Takes no codes."""
        return False


def sample_window() -> tuple[Window, CalendarScreen]:
    """The window with the sample day."""
    screen = CalendarScreen("Europe/London", now=lambda: NOW)
    pages = [
        Page("calendar", N_("Calendar"), "calendar-days", lambda: screen),
        Page("sell", N_("Sell"), "shopping-bag", _placeholder),
        Page("customers", N_("Customers"), "users", _placeholder),
        Page("till", N_("Till"), "wallet", _placeholder),
        Page("settings", N_("Settings"), "settings", _placeholder, at_bottom=True),
    ]
    window = Window(pages)
    window.go("calendar")
    screen.show_day(sample_day())
    screen.surface.select((named("part 2"), named("Inês Duarte")))
    bar = window.top_bar
    bar.show_connection("warn", "cloud-off", "Offline · 4 changes safe on this PC")
    bar.show_till("Till open · €412.50")
    bar.show_user("Marta Reis")
    return window, screen
