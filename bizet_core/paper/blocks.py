"""What a receipt is made of before anybody prints it: a few kinds of block, the same for paper, PDF and screen.

A row's cells count in the units of the `Ruler` that laid it out: characters for a receipt printer, thousandths of a
point for a PDF. Left and right are not known here, only start and end: right-to-left paper mirrors both.
"""

import unicodedata
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from bizet_core.base.refusals import Refused


class Align(Enum):
    """Where a cell's text stands in its cell."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


class Style(Enum):
    """How a row is printed: `value` is (times as wide, times as high)."""

    PLAIN = (1, 1, "plain")
    STRONG = (1, 1, "strong")
    TALL = (1, 2, "tall")  # strong as well
    LARGE = (2, 2, "large")  # strong as well
    BANNER = (2, 2, "banner")  # white on black: COPY, REFUND

    @property
    def wide(self) -> int:
        """How many times as wide as plain text."""
        return self.value[0]

    @property
    def high(self) -> int:
        """How many times as high as plain text."""
        return self.value[1]

    @property
    def bold(self) -> bool:
        """Whether the letters are heavy."""
        return self is not Style.PLAIN


@dataclass(frozen=True, slots=True)
class Cell:
    """One line of text in a column `width` units wide."""

    text: str
    width: int
    align: Align = Align.START


@dataclass(frozen=True, slots=True)
class Row:
    """Cells beside each other, as wide together as the paper."""

    cells: tuple[Cell, ...]
    style: Style = Style.PLAIN


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the paper."""


@dataclass(frozen=True, slots=True)
class Space:
    """Half a row of nothing."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG, JPEG, … in the middle of the paper, at most as wide as the paper."""

    data: bytes
    description: str = ""


@dataclass(frozen=True, slots=True)
class Qr:
    """A QR code in the middle of the paper."""

    content: str


@dataclass(frozen=True, slots=True)
class Barcode:
    """A Code 128 in the middle of the paper; printable ASCII only."""

    content: str


@dataclass(frozen=True, slots=True)
class Cut:
    """The paper ends here."""


@dataclass(frozen=True, slots=True)
class OpenDrawer:
    """A pulse to the cash drawer that hangs on the printer."""


Block = Row | Rule | Space | Picture | Qr | Barcode | Cut | OpenDrawer


@dataclass(frozen=True, slots=True)
class Paper:
    """A document laid out: its blocks, how wide they are, which way it reads and what it is called."""

    blocks: tuple[Block, ...]
    width: int
    rtl: bool = False
    title: str = ""
    author: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Encoded:
    """A document for one kind of printer, and what in it could not be shown as it is (to be worded, not raised)."""

    data: bytes = field(repr=False)
    troubles: tuple[Refused, ...] = ()


class Ruler(Protocol):
    """How wide the paper is and how wide a text would be on it, in one unit."""

    @property
    def width(self) -> int:
        """The paper."""
        ...

    def measure(self, text: str, style: Style) -> int:
        """The text in one line."""
        ...


@dataclass(frozen=True, slots=True)
class Characters:
    """The ruler of a receipt printer: cells of its fixed font."""

    width: int

    def measure(self, text: str, style: Style) -> int:
        """Cells; Chinese, Japanese, Korean and emoji take two, marks none."""
        return style.wide * sum(map(cells_of, text))


def cells_of(char: str) -> int:
    """How many cells of a fixed font a character takes: 0, 1 or 2 (Unicode Annex 11)."""
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
