"""Customers from the rows of a list, read by a mapping: good ones survive, bad ones are told."""

from collections import Counter
from collections.abc import Callable, Iterator
from collections.abc import Mapping as Facts
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from bizet_core.base.refusals import Refused
from bizet_core.base.text_encoding import ENCODINGS
from bizet_core.describe.formats.text import one_line
from bizet_core.people.customers.rules import (
    NAME_LIMIT,
    Found,
    NameOrder,
    Person,
    join_name,
    search_key,
)
from bizet_core.setup.customer_import.cells import read_email, read_phone, split_emails, split_phones
from bizet_core.setup.customer_import.dates import read_date
from bizet_core.setup.customer_import.headings import ONCE, Role
from bizet_core.setup.customer_import.proposing import Mapping, shortened
from bizet_core.setup.customer_import.sheets import Row, check_text, rows

T = TypeVar("T")
NOTE_LIMIT = 10_000_000  # bytes; what does not fit into an operation is kept as an attachment
CONTACT_LIMIT = 500  # characters of a cell of phones or addresses
ALERT_LIMIT = 300  # characters: it is shown in one line


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is not imported: a code of `SENTENCES` with its facts, and where it stands."""

    row: int
    column: str  # its heading, or "3" for the third without one; empty when it is about the whole row
    typed: str  # the beginning of what stands there
    code: str
    facts: Facts[str, Any]


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """A row that can be imported; phones in E.164."""

    row: int
    name: str
    given: str = ""
    family: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    born: date | None = None
    alert: str = ""
    note: str = ""

    @property
    def person(self) -> Person:
        """What tells this customer from others."""
        return Person(self.name, self.phones, self.emails)


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that is left out, with everything that is wrong with it."""

    row: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A good row, with the customer it may already be, and the earlier row it repeats."""

    customer: CustomerRow
    known: Found[Any] | None = None
    repeats: int | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do. The counts are of the whole file, the rows and problems its first ones."""

    good: int
    bad: int
    known: int  # good rows that are, or may be, customers already
    repeated: int  # good rows of which an earlier one has the same name and phone or address
    rows: tuple[PreviewRow, ...]
    problems: tuple[Problem, ...]


def preview(
    data: bytes,
    mapping: Mapping,
    today: date,
    known: Callable[[Person], Found[Any] | None] = lambda _: None,
    shown: int = 100,
    told: int = 1_000,
) -> Preview:
    """Read the whole file, a row at a time, and say what would become of it; `known` looks among today's customers.

    Only the first `shown` good rows and `told` problems are kept.
    """
    counts = Counter[str]()
    first: list[PreviewRow] = []
    problems: list[Problem] = []
    earlier: dict[int, int] = {}
    for row in read_rows(data, mapping, today):
        if isinstance(row, BadRow):
            counts["bad"] += 1
            problems.extend(row.problems[: told - len(problems)])
            continue
        seen = PreviewRow(row, known(row.person), _earlier_row(row, earlier))
        counts.update(good=1, known=int(seen.known is not None), repeated=int(seen.repeats is not None))
        if len(first) < shown:
            first.append(seen)
    return Preview(counts["good"], counts["bad"], counts["known"], counts["repeated"], tuple(first), tuple(problems))


def read_rows(data: bytes, mapping: Mapping, today: date) -> Iterator[CustomerRow | BadRow]:
    """Every row below the heading, good or bad; blank ones are passed over. `Refused` if the mapping cannot be."""
    check_text(data)
    check_mapping(mapping)
    beside_break = False
    for row in rows(data, mapping.layout):
        if row.number <= (mapping.heading_row or 0) or not any(map(str.strip, row.cells)):
            continue
        beside_break = row.open_quote or (beside_break and len(row.cells) == 1 < len(mapping.roles))
        if beside_break:  # the lines of a note whose quotation mark is missing are not customers
            yield BadRow(row.number, (_problem(row, "", " ".join(row.cells), Refused("import_open_quote")),))
        else:
            yield _read_row(row, mapping, today)


def check_mapping(mapping: Mapping) -> None:
    """Refuse a mapping that a person has changed into one that cannot be read."""
    layout = mapping.layout
    if layout.encoding not in ENCODINGS:
        raise Refused("import_unknown_encoding", encoding=layout.encoding)
    if {len(layout.delimiter), len(layout.quote)} != {1} or len({layout.delimiter, layout.quote, *"\r\n\\ "}) < 6:
        raise Refused("import_bad_layout")
    for role in sorted(ONCE):
        if mapping.roles.count(role) > 1:
            first, second, *_ = (_column_name(mapping, i) for i, r in enumerate(mapping.roles) if r is role)
            raise Refused("import_role_twice", first=first, second=second)
    if not set(mapping.roles) & _TELLS_WHO:
        raise Refused("import_nobody")


def _column_name(mapping: Mapping, column: int) -> str:
    return (mapping.headings[column] if column < len(mapping.headings) else "") or str(column + 1)


_TELLS_WHO = frozenset((Role.NAME, Role.NAME_FAMILY_FIRST, Role.GIVEN, Role.FAMILY, Role.PHONE, Role.EMAIL))


class _Reading:
    """The cells of one row by role, and what went wrong on the way."""

    def __init__(self, row: Row, mapping: Mapping) -> None:
        self.problems: list[Problem] = []
        self._row = row
        self._columns: dict[Role, list[tuple[str, str]]] = {}
        for i, (role, cell) in enumerate(zip(mapping.roles, row.cells, strict=False)):
            if cell.strip():
                self._columns.setdefault(role, []).append((_column_name(mapping, i), cell.strip()))

    def cells(self, role: Role) -> list[tuple[str, str]]:
        """The filled cells with this role, each with its heading."""
        return self._columns.get(role, [])

    def text(self, role: Role, most: int) -> str:
        """The text with this role, or a problem if it is longer than `most` characters."""
        texts = [self.tried(_short_enough, heading, cell, most) for heading, cell in self.cells(role)]
        return ", ".join(text for text in texts if text)

    def all(
        self, role: Role, split: Callable[[str], list[str]], read: Callable[..., str], *more: Any
    ) -> tuple[str, ...]:
        """Every value of every cell with this role, without repetitions."""
        cells = [
            (heading, self.tried(_short_enough, heading, cell, CONTACT_LIMIT)) for heading, cell in self.cells(role)
        ]
        typed = [(heading, part) for heading, cell in cells if cell for part in split(cell)]
        values = [self.tried(read, heading, part, *more) for heading, part in typed]
        return tuple(dict.fromkeys(value for value in values if value))

    def tried(self, read: Callable[..., T], heading: str, typed: str, *more: Any) -> T | None:
        """What `read` makes of a cell; None and a problem when it refuses."""
        try:
            return read(typed, *more)
        except Refused as refused:
            self.refuse(refused, heading, typed)
            return None

    def refuse(self, refused: Refused, heading: str = "", typed: str = "") -> None:
        """Note a problem."""
        self.problems.append(_problem(self._row, heading, typed, refused))


def _read_row(row: Row, mapping: Mapping, today: date) -> CustomerRow | BadRow:
    reading = _Reading(row, mapping)
    if any(map(str.strip, row.cells[len(mapping.roles) :])):
        reading.refuse(Refused("import_too_many_cells", cells=len(row.cells), columns=len(mapping.roles)))
    if any("\ufffd" in cell for cell in row.cells):
        reading.refuse(Refused("import_unreadable_letters"), typed=next(cell for cell in row.cells if "\ufffd" in cell))
    name, given, family = _names(reading, mapping.name_order)
    customer = CustomerRow(
        row.number,
        name,
        given,
        family,
        phones=reading.all(Role.PHONE, split_phones, read_phone, mapping.region),
        emails=reading.all(Role.EMAIL, split_emails, read_email),
        born=next(
            (reading.tried(read_date, h, c, mapping.date_order, today) for h, c in reading.cells(Role.BORN)), None
        ),
        alert=reading.text(Role.ALERT, ALERT_LIMIT),
        note=_note(reading),
    )
    if not reading.problems and not (customer.name or customer.phones or customer.emails):
        reading.refuse(Refused("import_row_without_person"))
    return BadRow(row.number, tuple(reading.problems)) if reading.problems else customer


def _names(reading: _Reading, order: NameOrder) -> tuple[str, str, str]:
    """The name as it is shown, and its parts where the list tells them."""
    given = one_line(reading.text(Role.GIVEN, NAME_LIMIT))
    family = one_line(reading.text(Role.FAMILY, NAME_LIMIT))
    name = one_line(reading.text(Role.NAME, NAME_LIMIT))
    turned = one_line(reading.text(Role.NAME_FAMILY_FIRST, NAME_LIMIT))
    if turned.count(",") == 1:
        family, given = (part.strip() for part in turned.split(","))
        turned = ""
    return name or turned or join_name(given, family, order), given, family


def _note(reading: _Reading) -> str:
    """All notes of a row, each behind its heading when there are several."""
    cells = reading.cells(Role.NOTE)
    kept = [(heading, reading.tried(_small_enough, heading, cell)) for heading, cell in cells]
    return "\n".join(f"{heading}: {text}" if len(cells) > 1 else text for heading, text in kept if text)


def _short_enough(text: str, most: int) -> str:
    if len(text) > most:
        raise Refused("import_text_too_long", characters=len(text), most=most)
    return text


def _small_enough(text: str) -> str:
    size = len(text.encode("utf-8", "replace"))
    if size > NOTE_LIMIT:
        raise Refused("import_note_too_long", megabytes=-(-size // 1_000_000), most=NOTE_LIMIT // 1_000_000)
    return text


def _problem(row: Row, heading: str, typed: str, refused: Refused) -> Problem:
    facts = {name: shortened(fact) if isinstance(fact, str) else fact for name, fact in refused.facts.items()}
    return Problem(row.number, heading, shortened(typed), refused.code, facts)


def _earlier_row(row: CustomerRow, earlier: dict[int, int]) -> int | None:
    """The first row with the same name and phone or address, or the same name alone. Hashes: names need not be kept."""
    name = " ".join(sorted(search_key(row.name).split()))
    marks = [hash((name, contact)) for contact in (*row.phones, *row.emails)] or [hash(name)]
    found = next((earlier[mark] for mark in marks if mark in earlier), None)
    for mark in marks:
        earlier.setdefault(mark, row.row)
    return found
