"""A CSV file as rows of cells: its delimiter and quotation marks found by trying, its rows read one at a time."""

import csv
import io
import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import msgspec

from bizet_core.base.refusals import Refused
from bizet_core.base.text_encoding import encoding_of

FILE_LIMIT = 200_000_000  # bytes
_ROW_LINES = 5_000  # a cell of more lines is a quotation mark that nobody closed
_SAMPLE = 1 << 18  # bytes that tell the layout
_SAMPLE_ROWS = 200
ONE_COLUMN = "\x1f"  # a delimiter that no file has

# A cell may be as long as the file. The limit is the process's own; nothing else here reads CSV with a smaller one.
csv.field_size_limit(FILE_LIMIT)

_OTHER_KINDS = (
    (b"pk\x03\x04", "import_is_workbook"),
    (b"\xd0\xcf\x11\xe0", "import_is_workbook"),
    (b"begin:vcard", "import_is_contact_cards"),
    (b"begin:vcalendar", "import_is_calendar"),
    (b"<!doctype", "import_is_web_page"),
    (b"<html", "import_is_web_page"),
    (b"<?xml", "import_is_web_page"),
    *(
        (mark, "import_not_text")
        for mark in (b"%pdf", b"\x89png", b"\xff\xd8\xff", b"gif8", b"\x1f\x8b", b"sqlite format 3")
    ),
)


class Layout(msgspec.Struct, frozen=True):
    """How the bytes of a file become cells. A person may change every part."""

    encoding: str
    delimiter: str  # one character; "\x1f" when there is one column only
    quote: str = '"'
    escaped: bool = False  # a quotation mark within a cell is written \\" instead of ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row as a spreadsheet program numbers it: the first is 1, blank ones count."""

    number: int
    cells: list[str]
    open_quote: bool = False  # a quotation mark begins here that never ends; the cells are those of the one line


def check_text(data: bytes) -> None:
    """Refuse what is empty, too big or not a text file, saying what it is."""
    if not re.search(rb"[^\x00\xef\xbb\xbf\xff\xfe \r\n\t]", data):
        raise Refused("import_empty")
    if len(data) > FILE_LIMIT:
        raise Refused("import_too_big", megabytes=len(data) // 1_000_000, most=FILE_LIMIT // 1_000_000)
    head = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for mark, code in _OTHER_KINDS:
        if head.startswith(mark):
            raise Refused(code)
    beginning = data[:4096].decode(encoding_of(data[: 1 << 16]), "ignore")
    if sum(ord(c) < 32 and c not in "\t\r\n\f\v" for c in beginning) * 20 > len(beginning):
        raise Refused("import_not_text")


def guess_layout(data: bytes, language: str = "en") -> Layout:
    """The layout that cuts the first rows into the most regular columns; `language` helps with old encodings."""
    encoding = encoding_of(data, language)
    sample = data[:_SAMPLE].decode(encoding, "replace")
    said = re.match(r"\ufeff?sep=(.)\r?\n", sample, re.IGNORECASE)
    quote = "'" if len(re.findall(r"(?:^|[,;|\t])'[^'\n]*'(?=[,;|\t\n]|$)", sample)) > 2 * sample.count('"') else '"'
    escaped = 2 * sample.count("\\" + quote) > sample.count(quote * 2) and "\\" + quote in sample
    layouts = [Layout(encoding, d, quote, escaped) for d in ([said[1]] if said else ",;\t|")]
    best = max(layouts, key=lambda layout: _regularity(data, layout))
    return best if said or _regularity(data, best) > 0 else msgspec.structs.replace(best, delimiter=ONE_COLUMN)


def _regularity(data: bytes, layout: Layout) -> float:
    """How many columns there are, times how many rows agree; 0 when there is only one column."""
    sample = islice(rows(data[:_SAMPLE], layout), _SAMPLE_ROWS)
    found = [row for row in sample if not row.open_quote and any(map(str.strip, row.cells))]
    widths = Counter(len(row.cells) for row in found)
    if not widths:
        return 0
    width, agreeing = max(widths.items(), key=lambda one: one[1] * (one[0] > 1))
    share = agreeing / len(found)
    return share**2 * min(width, 20) if width > 1 and (share >= 0.5 or len(found) < 4) else 0


def rows(data: bytes, layout: Layout) -> Iterator[Row]:
    """Every row from the first, one at a time; unreadable bytes become U+FFFD. The encoding is one of `ENCODINGS`."""
    lines = _Lines(io.TextIOWrapper(io.BytesIO(data), layout.encoding, "replace", newline=None))
    reader, number = _reader(lines, layout), 0
    while True:
        lines.begin()
        number += 1
        try:
            cells = next(reader, None)
        except csv.Error:  # only quotation marks can be wrong: within a cell, or one that never ends
            line = lines.keep_first()
            reader = _reader(lines, layout)
            yield _sloppy_row(number, line.rstrip("\n"), layout)
            continue
        if cells is None:
            return
        yield Row(number, cells)


def _reader(lines: "_Lines", layout: Layout) -> Iterator[list[str]]:
    return csv.reader(
        lines,
        delimiter=layout.delimiter,
        quotechar=layout.quote,
        escapechar="\\" if layout.escaped else None,
        doublequote=not layout.escaped,
        skipinitialspace=True,
        strict=True,
    )


def _sloppy_row(number: int, line: str, layout: Layout) -> Row:
    """A row like `"Joe "Tiny" Bloggs",7`: a cell ends at a quotation mark before a delimiter or the end of the line."""
    quote, delimiter = re.escape(layout.quote), re.escape(layout.delimiter)
    cell = re.compile(rf"\s*{quote}(.*?){quote}\s*{delimiter}|(?!\s*{quote})([^{delimiter}]*){delimiter}")
    cells, at, whole = [], 0, line + layout.delimiter
    while at < len(whole):
        found = cell.match(whole, at)
        if found is None:
            return Row(number, line.split(layout.delimiter), open_quote=True)
        cells.append((found[1] or found[2] or "").replace(layout.quote * 2, layout.quote))
        at = found.end()
    return Row(number, cells)


class _Lines:
    """Lines for the CSV reader that can be taken back when a row turns out to have swallowed others."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._back: deque[str] = deque()
        self._taken: list[str] = []
        self._most = _ROW_LINES
        self._skip_delimiter_line()

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._next_line() if len(self._taken) < self._most else ""
        if not line:
            raise StopIteration
        self._taken.append(line)
        return line

    def begin(self) -> None:
        """A new row starts: the lines before are done with."""
        self._taken.clear()

    def keep_first(self) -> str:
        """Give back all lines of this row but the first, which is returned.

        Each time, rows may have fewer lines from now on: a file full of such rows is still read in one go.
        """
        self._back.extendleft(reversed(self._taken[1:]))
        self._most = max(20, self._most // 2)
        return self._taken[0]

    def _next_line(self) -> str:
        line = self._back.popleft() if self._back else self._text.readline()
        return line.replace("\x00", "")

    def _skip_delimiter_line(self) -> None:
        """Excel's own first line, "sep=;", is not shown there either."""
        first = self._text.readline()
        if first and not re.fullmatch(r"\ufeff?sep=.\n?", first, re.IGNORECASE):
            self._back.append(first.removeprefix("\ufeff"))
