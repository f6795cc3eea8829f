"""How a list is read: a mapping proposed from its first rows, for a person to change."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

import msgspec

from bizet_core.base.refusals import Refused
from bizet_core.describe.formats.text import one_line
from bizet_core.people.customers.rules import NameOrder, name_order
from bizet_core.setup.customer_import.columns import guess_columns, is_email_cell, is_phone_cell, role_of_heading
from bizet_core.setup.customer_import.dates import DateOrder, date_order, looks_like_date
from bizet_core.setup.customer_import.headings import Role
from bizet_core.setup.customer_import.sheets import ONE_COLUMN, Layout, Row, check_text, guess_layout, rows

_SAMPLE_ROWS = 1_000
_SAMPLE_CELLS = 300
_SAMPLE_LETTERS = 300
_HEADING_AMONG = 15  # rows: titles and blank rows may stand above the heading
_TYPED_SHOWN = 80  # characters of a cell that are repeated to the person


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
        ColumnFound(heading, guess.role, guess.because, tuple(shortened(cell) for cell in cells[:3]))
        for heading, guess, cells in zip(headings, guesses, columns, strict=True)
    ]
    return Proposal(mapping, tuple(found), not sure)


def shortened(text: str) -> str:
    """The beginning of a cell in one line."""
    line = " ".join(text[: 4 * _TYPED_SHOWN].split())
    return line if len(line) <= _TYPED_SHOWN else line[: _TYPED_SHOWN - 1] + "…"


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
