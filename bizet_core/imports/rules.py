"""Customers from a list of unknown shape: a proposed mapping that a person changes; good rows survive, bad are told."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Mapping as Facts
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Any, TypeVar

import msgspec

from bizet_core.customers.rules import (
    NAME_LIMIT,
    Found,
    NameOrder,
    Person,
    join_name,
    name_order,
    search_key,
)
from bizet_core.describe.text import one_line
from bizet_core.imports.cells import read_email, read_phone, split_emails, split_phones
from bizet_core.imports.columns import guess_columns, is_email_cell, is_phone_cell, role_of_heading
from bizet_core.imports.dates import DateOrder, date_order, looks_like_date, read_date
from bizet_core.imports.encodings import ENCODINGS
from bizet_core.imports.headings import ONCE, Role
from bizet_core.imports.sheets import ONE_COLUMN, Layout, Row, check_text, guess_layout, rows
from bizet_core.refusals import Refused

T = TypeVar("T")
NOTE_LIMIT = 10_000_000  # bytes; what does not fit into an operation is kept as an attachment
CONTACT_LIMIT = 500  # characters of a cell of phones or addresses
ALERT_LIMIT = 300  # characters: it is shown in one line
_SAMPLE_ROWS = 1_000
_SAMPLE_CELLS = 300
_SAMPLE_LETTERS = 300
_HEADING_AMONG = 15  # rows: titles and blank rows may stand above the heading
_TYPED_SHOWN = 80  # characters of a bad cell that are repeated to the person


class Mapping(msgspec.Struct, frozen=True):
    """How a file is read. Proposed by `propose`; `msgspec.structs.replace` changes it, and it can be kept as JSON."""

    layout: Layout
    headings: tuple[str, ...]  # one for each column, empty where there is none
    roles: tuple[Role, ...]
    heading_row: int | None  # number of the row with the headings; None: the first row is a customer already
    date_order: DateOrder
    region: str  # ISO 3166: the country of numbers without one
    name_order: NameOrder


@dataclass(frozen=True, slots=True)
class ColumnFound:
    """One column of the file as the mapping screen shows it."""

    heading: str
    role: Role
    because: str  # "heading", "content" or ""
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What we made of a file."""

    mapping: Mapping
    columns: tuple[ColumnFound, ...]
    dates_unsure: bool = False  # 05/02 could be February or May: the region decided


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


def propose(data: bytes, language: str, region: str, today: date) -> Proposal:
    """Look at a file and say how it would be read. `language` and `region` are the business's; birthdays lie before
    `today`. `Refused` if it is not a list.
    """
    check_text(data)
    layout, sample = _sampled(data, language)
    heading_row = _heading_row(sample)
    heading = next((row.cells for row in sample if row.number == heading_row), [])
    body = [row for row in sample if row.number > (heading_row or 0)]
    if not body:
        raise Refused("import_only_heading")
    width = _width(heading, body)
    headings = tuple(one_line(cell) for cell in _padded(heading, width))
    columns = [_filled(body, i) for i in range(width)]
    guesses = guess_columns(headings, columns, region, today)
    dates = [cell for guess, cells in zip(guesses, columns, strict=True) if guess.role is Role.BORN for cell in cells]
    order, sure = date_order(dates, region)
    roles = tuple(guess.role for guess in guesses)
    mapping = Mapping(layout, headings, roles, heading_row, order, region, name_order(language))
    found = [
        ColumnFound(heading, guess.role, guess.because, tuple(_shortened(cell) for cell in cells[:3]))
        for heading, guess, cells in zip(headings, guesses, columns, strict=True)
    ]
    return Proposal(mapping, tuple(found), not sure)


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
    facts = {name: _shortened(fact) if isinstance(fact, str) else fact for name, fact in refused.facts.items()}
    return Problem(row.number, heading, _shortened(typed), refused.code, facts)


def _shortened(text: str) -> str:
    """The beginning of a cell in one line."""
    line = " ".join(text[: 4 * _TYPED_SHOWN].split())
    return line if len(line) <= _TYPED_SHOWN else line[: _TYPED_SHOWN - 1] + "…"


def _earlier_row(row: CustomerRow, earlier: dict[int, int]) -> int | None:
    """The first row with the same name and phone or address, or the same name alone. Hashes: names need not be kept."""
    name = " ".join(sorted(search_key(row.name).split()))
    marks = [hash((name, contact)) for contact in (*row.phones, *row.emails)] or [hash(name)]
    found = next((earlier[mark] for mark in marks if mark in earlier), None)
    for mark in marks:
        earlier.setdefault(mark, row.row)
    return found


def _sampled(data: bytes, language: str) -> tuple[Layout, list[Row]]:
    """The layout and the first filled rows. A heading "Name" over "Hart, Olivia" is one column, not two."""
    layout = guess_layout(data, language)
    sample = _first_rows(data, layout)
    if sample and len(sample[0].cells) == 1 and role_of_heading(sample[0].cells[0]):
        layout = msgspec.structs.replace(layout, delimiter=ONE_COLUMN)
        sample = _first_rows(data, layout)
    return layout, sample


def _first_rows(data: bytes, layout: Layout) -> list[Row]:
    """The first filled rows, with only the beginnings of long cells."""
    first = (row for row in islice(rows(data, layout), _SAMPLE_ROWS) if any(map(str.strip, row.cells)))
    return [replace(row, cells=[cell[:_SAMPLE_LETTERS] for cell in row.cells]) for row in first]


def _heading_row(sample: Sequence[Row]) -> int | None:
    """The number of the row that names columns: it has most known headings and nothing that belongs to a person."""
    known = {row.number: _headings_known(row.cells) for row in sample[:_HEADING_AMONG]}
    best = max(known, key=lambda number: known[number], default=None)
    if best is not None and known[best] > 0:
        return best
    return sample[0].number if len(sample) > 1 and _differs(sample[0].cells, sample[1:]) else None


def _headings_known(cells: Sequence[str]) -> int:
    return 0 if any(map(_is_personal, cells)) else sum(role_of_heading(cell) is not None for cell in cells)


def _is_personal(cell: str) -> bool:
    return is_email_cell(cell.strip()) or is_phone_cell(cell.strip()) or looks_like_date(cell)


def _differs(first: Sequence[str], others: Sequence[Row]) -> bool:
    """Unknown headings are told by standing over addresses, numbers or dates without being one."""
    if any(map(_is_personal, first)) or not all(map(str.strip, first)):
        return False
    below = [cells for i in range(len(first)) if (cells := _filled(others, i))]
    return any(sum(map(_is_personal, cells)) > 0.6 * len(cells) for cells in below)


def _width(heading: Sequence[str], body: Sequence[Row]) -> int:
    """As many columns as the heading has, or more if every fifth row fills them: a single longer row is a mistake."""
    lengths = sorted((len(row.cells) for row in body if not row.open_quote), reverse=True) or [1]
    return max(len(heading), lengths[len(lengths) // 5] if heading else lengths[0])


def _filled(sample: Sequence[Row], column: int) -> list[str]:
    cells = (
        row.cells[column][:_SAMPLE_LETTERS].strip() for row in sample if len(row.cells) > column and not row.open_quote
    )
    return [cell for cell in cells if cell][:_SAMPLE_CELLS]


def _padded(cells: Sequence[str], width: int) -> list[str]:
    return [*cells[:width], *[""] * (width - len(cells))]
