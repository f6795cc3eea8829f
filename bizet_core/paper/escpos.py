"""Blocks as ESC/POS bytes, by python-escpos in our hands: we choose the code page and picture what it cannot show.

What python-escpos would do on its own, and why it may not: it sends € to a Greek page that many printers have in an
older edition, Chinese to a page of one byte, and `?` for the rest, all without an error; it prints `ESC` out of a
customer's name; it stops at pictures wider than a profile says, or lets them through where the profile does not say.
"""

import io
import logging
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from PIL import Image, ImageOps

from bizet_core.base.refusals import Refused
from bizet_core.paper.barcodes import bars, qr_matrix
from bizet_core.paper.blocks import (
    Align,
    Barcode,
    Block,
    Cell,
    Characters,
    Cut,
    Encoded,
    OpenDrawer,
    Paper,
    Picture,
    Qr,
    Row,
    Rule,
    Space,
    Style,
    cells_of,
)
from bizet_core.paper.raster_text import row_picture

CODE_PAGES: Mapping[str, tuple[int, str]] = {
    "CP437": (0, "cp437"),
    "CP850": (2, "cp850"),
    "CP860": (3, "cp860"),
    "CP863": (4, "cp863"),
    "CP865": (5, "cp865"),
    "CP1252": (16, "cp1252"),
    "CP866": (17, "cp866"),
    "CP852": (18, "cp852"),
    "CP858": (19, "cp858"),
}
"""Name → (number for `ESC t` on most printers, Python's codec). The number can be changed by printer."""

LETTER_HEIGHT, ROW_HEIGHT = 22, 30  # dots of pictured text; a printer's own line is 30 dots high
TALLEST = 400  # dots of the tallest picture in a job: logo, QR code, a row in the largest letters

_SAME = str.maketrans({
    "−": "-", "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-",
    "’": "'", "‘": "'", "“": '"', "”": '"', "…": "...", "×": "x",
    "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " ", "\u200a": " ",
    "\u200b": "", "\u200e": "", "\u200f": "", "\u061c": "",
})  # fmt: skip
"""What may be written with a plainer sign of the same meaning before a row is pictured for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterSettings:
    """What a person sets about one printer. An empty code page pictures every row: for printers nobody knows."""

    columns: int = 48
    dots: int = 576
    code_page: str = "CP858"
    code_page_number: int | None = None
    native_qr: bool = False
    pictures: str = "bitImageRaster"  # bitImageRaster | bitImageColumn | graphics
    cut: str = "PART"  # FULL | PART | "" for a printer without a knife
    drawer_pin: int = 2  # 2 | 5

    @property
    def ruler(self) -> Characters:
        """The ruler to lay out with."""
        return Characters(self.columns)


PRESETS: Mapping[str, PrinterSettings] = {
    "80mm": PrinterSettings(),
    "80mm_512": PrinterSettings(columns=42, dots=512, native_qr=True),
    "58mm": PrinterSettings(columns=32, dots=384, cut=""),
    "pictures": PrinterSettings(code_page=""),
}
"""Settings to start from: most 80 mm printers; those of 180 dots an inch (TM-T88); 58 mm; anything unknown."""


def encode(paper: Paper, settings: PrinterSettings) -> Encoded:
    """The bytes of one job. It starts from a reset printer and leaves a reset one behind."""
    job = _Job(paper, settings)
    for block in paper.blocks:
        job.add(block)
    return Encoded(job.data(), tuple(job.troubles()))


def after_a_break(settings: PrinterSettings) -> bytes:
    """What goes before a job that follows one cut off: a printer in the middle of a picture would take the new job's
    first bytes, its reset included, for the rest of that picture. NULs complete any picture, and print nothing.
    """
    return bytes(settings.dots // 8 * TALLEST)


class _Job:
    """One job under way: python-escpos's buffer, the style that is set, what went missing."""

    def __init__(self, paper: Paper, settings: PrinterSettings) -> None:
        self.paper, self.settings = paper, settings
        self.printer = _dummy(settings.dots)
        self.style: Style | None = None
        self.missing: set[str] = set()
        self.problems: list[Refused] = []
        pictured = paper.rtl or not settings.code_page  # right to left all of it: two kinds of letters would not mix
        self.codec = "" if pictured else CODE_PAGES[settings.code_page][1]
        self._reset()

    def data(self) -> bytes:
        """All bytes so far."""
        return bytes(self.printer.output)

    def troubles(self) -> Iterable[Refused]:
        """What was not printed as it is."""
        if self.missing:
            yield Refused("receipt_missing_letters", letters=" ".join(sorted(self.missing)))
        yield from self.problems

    def add(self, block: Block) -> None:
        """Append one block."""
        match block:
            case Row():
                self._row(block)
            case Rule():
                self._rule()
            case Space():
                self.printer._raw(b"\x1bJ\x0f")  # half a line
            case Picture():
                self._logo(block)
            case Qr():
                self._qr(block)
            case Barcode():
                self._barcode(block)
            case Cut():
                self._cut()
            case OpenDrawer():
                self.printer.cashdraw(self.settings.drawer_pin)

    def _reset(self) -> None:
        """ESC @ for the last job's leftovers, then what a printer's switches may have made its default: a national
        variant of ASCII, and Chinese mode, in which € and its neighbour become one Chinese character.
        """
        self.printer.hw("INIT")
        self.printer._raw(b"\x1bR\x00\x1c.")
        if self.codec:
            number = self.settings.code_page_number
            self.printer._raw(b"\x1bt" + bytes([CODE_PAGES[self.settings.code_page][0] if number is None else number]))

    def _row(self, row: Row) -> None:
        line = None if row.style is Style.BANNER else _line(row, self.codec)
        if line is None:
            self._pictured(row)
            return
        self._set(row.style)
        self.printer._raw(line.rstrip() + b"\n")

    def _rule(self) -> None:
        if self.codec:
            line = "─" if _is_on("─", self.codec) else "-"
            self._row(Row((Cell(line * self.settings.columns, self.settings.columns),)))
            return
        picture = Image.new("L", (self.settings.dots, 22), 255)
        picture.paste(0, (0, 10, self.settings.dots, 12))
        self._image(picture)

    def _set(self, style: Style) -> None:
        if style is not self.style:
            self.printer.set(custom_size=True, width=style.wide, height=style.high, bold=style.bold)
            self.style = style

    def _pictured(self, row: Row) -> None:
        picture = row_picture(row, self.settings.dots, LETTER_HEIGHT, ROW_HEIGHT, rtl=self.paper.rtl)
        self.missing |= picture.missing
        self._image(picture.image)

    def _image(self, image: Image.Image) -> None:
        """A picture as wide as the paper."""
        apart = _dummy(self.settings.dots)
        apart.image(image, impl=self.settings.pictures)
        self._set(Style.PLAIN)
        self.printer._raw(_without_commands(apart.output))

    def _logo(self, block: Picture) -> None:
        try:
            logo = _black_and_white(block.data, self.settings.dots)
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            self.problems.append(Refused("receipt_logo_unreadable"))
            return
        self._image(_centred(logo, self.settings.dots, below=12))

    def _qr(self, block: Qr) -> None:
        matrix = qr_matrix(block.content)
        if matrix is None:
            self.problems.append(Refused("receipt_code_too_long"))
            return
        size = max(2, min(7, self.settings.dots * 2 // 5 // len(matrix)))
        if self.settings.native_qr and block.content.isprintable() and block.content.isascii():
            self._set(Style.PLAIN)
            self.printer.set(align="center")
            self.printer.qr(block.content, ec=1, size=size, native=True)
            self.printer.set(align="left")
            return
        self._image(_centred(_dots(matrix, size, size), self.settings.dots, above=size * 4, below=size * 4))

    def _barcode(self, block: Barcode) -> None:
        modules = bars(block.content)
        size = 3 if modules and (len(modules) + 20) * 3 <= self.settings.dots else 2
        if modules is None or (len(modules) + 20) * size > self.settings.dots:
            self.problems.append(Refused("receipt_code_too_long"))
            return
        self._image(_centred(_dots((modules,), size, 80), self.settings.dots, below=8))

    def _cut(self) -> None:
        if self.settings.cut:
            self.printer.cut(self.settings.cut)
        else:
            self.printer.print_and_feed(6)  # past the edge that tears
        self.printer.hw("INIT")
        self.style = None


def _line(row: Row, codec: str) -> bytes | None:
    """The row as bytes of the code page, or None where the page cannot show it as it is."""
    line = b""
    for cell in row.cells:
        text = _plainest(cell.text, codec)
        if text is None or _is_uneven(text):
            return None
        line += _aligned(text, cell, row.style).encode(codec)
    return line


def _plainest(text: str, codec: str) -> str | None:
    """The text as it is where the page has it, else with plainer signs of the same meaning, else None."""
    if not codec:
        return None
    shown = ""
    for char in text:
        shown += char if _is_on(char, codec) else char.translate(_SAME)
    return shown if all(_is_on(char, codec) for char in shown) else None


@lru_cache(maxsize=4096)
def _is_on(char: str, codec: str) -> bool:
    try:
        return len(char.encode(codec)) == 1 and char.isprintable()
    except UnicodeEncodeError:
        return False


def _is_uneven(text: str) -> bool:
    """Whether the printer's fixed cells would not hold the text: wide letters, marks, right-to-left letters."""
    return any(cells_of(char) != 1 or unicodedata.bidirectional(char) in ("R", "AL") for char in text)


def _aligned(text: str, cell: Cell, style: Style) -> str:
    room = cell.width // style.wide
    if len(text) > room:
        return text
    if cell.align is Align.MIDDLE:
        return text.center(room)
    return text.rjust(room) if cell.align is Align.END else text.ljust(room)


def _black_and_white(data: bytes, dots: int) -> Image.Image:
    """The logo at a size that suits the paper; line art stays sharp, photographs are dithered."""
    with Image.open(io.BytesIO(data)) as opened:
        opened.draft("L", (dots, dots))
        colours = ImageOps.exif_transpose(opened).convert("RGBA")
    on_white = Image.new("RGBA", colours.size, "white")
    on_white.alpha_composite(colours)
    grey = on_white.convert("L")
    grey.thumbnail((dots * 3 // 4, dots // 3), Image.Resampling.LANCZOS)
    flat = sum(sorted(grey.histogram())[-4:])
    if flat * 5 > grey.width * grey.height * 4:  # four shades make up four fifths: a drawing, not a photograph
        return grey.point([255 * (level >= 160) for level in range(256)])
    return grey.convert("1").convert("L")


def _dots(matrix: Iterable[tuple[bool, ...]], wide: int, high: int) -> Image.Image:
    """A code as a picture, every module `wide` × `high` dots."""
    rows = list(matrix)
    image = Image.new("L", (len(rows[0]), len(rows)), 255)
    image.putdata([0 if module else 255 for row in rows for module in row])
    return image.resize((image.width * wide, image.height * high), Image.Resampling.NEAREST)


def _centred(image: Image.Image, dots: int, above: int = 0, below: int = 0) -> Image.Image:
    """The picture on white as wide as the paper: no printer needs to know how to centre."""
    paper = Image.new("L", (dots, image.height + above + below), 255)
    paper.paste(image, ((dots - image.width) // 2, above))
    return paper


def _without_commands(data: bytes) -> bytes:
    """The picture's bytes without those that printers obey even inside pictures (DLE EOT, DLE ENQ, DLE DC4: status,
    recovery, drawer). One dot more is black; nobody will see it, and no drawer opens by a logo.
    """
    return re.sub(rb"\x10(?=[\x04\x05\x14])", b"\x11", data)


def _dummy(dots: int) -> Any:
    """python-escpos's printer that keeps its bytes, told how wide the paper is and that there is a knife: without
    these features `cut` would send nothing, without an error.
    """
    profile = library().Profile(features={"paperFullCut": True, "paperPartCut": True})
    media = {"dpi": 203, "width": {"mm": dots / 8, "pixels": dots}}
    profile.profile_data = {**type(profile).profile_data, "media": media}
    return library().Dummy(profile=profile)


@lru_cache(maxsize=1)
def library() -> Any:
    """python-escpos, imported when first needed (a quarter of a second) and kept from setting up our logging."""
    handlers = list(logging.root.handlers)
    from escpos.capabilities import Profile
    from escpos.printer import Dummy, Network

    for handler in [handler for handler in logging.root.handlers if handler not in handlers]:
        logging.root.removeHandler(handler)
    return SimpleNamespace(Dummy=Dummy, Network=Network, Profile=Profile)
