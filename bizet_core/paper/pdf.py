"""The same blocks as PDF, by reportlab: on a roll of 80 mm or on A4, with an embedded font and real text.

reportlab shapes no letters, so what Inter does not have, right-to-left text and combined marks are drawn as pictures
of 400 dots an inch that carry their text (`ActualText`): they can be searched, copied and read aloud.
"""

import io
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from PIL import Image, ImageChops

from bizet_core.base.refusals import Refused
from bizet_core.describe.languages.language import _
from bizet_core.paper import raster_text
from bizet_core.paper.barcodes import Matrix, bars, qr_matrix
from bizet_core.paper.blocks import (
    Align,
    Barcode,
    Block,
    Cell,
    Encoded,
    Paper,
    Picture,
    Qr,
    Row,
    Rule,
    Ruler,
    Space,
    Style,
)
from bizet_core.paper.fonts import OWN, own_face
from bizet_core.paper.text_direction import is_rtl

MM = 72 / 25.4
SHARP = 400 / 72  # pixels a point of pictured text
POINT = 1000  # units of the ruler


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of page, in points; a roll's page is as high as its content."""

    width: float
    height: float | None
    margin: float
    size: float  # of plain text

    @property
    def room(self) -> float:
        """The width between the margins."""
        return self.width - 2 * self.margin


ROLL = Form(80 * MM, None, 4 * MM, 8.5)
A4 = Form(210 * MM, 297 * MM, 22 * MM, 10.5)


@dataclass(frozen=True, slots=True)
class Points:
    """The ruler of a form: thousandths of a point of its font."""

    form: Form

    @property
    def width(self) -> int:
        """The room between the margins."""
        return int(self.form.room * POINT)

    def measure(self, text: str, style: Style) -> int:
        """The text in one line, rounded up."""
        return -int(-_width(text, self.form.size * raster_text.SCALE[style], style.bold) * POINT // 1)


def pdf_of(compose: Callable[[Ruler], Paper], form: Form = ROLL) -> Encoded:
    """A document as PDF; `compose` lays it out for a ruler: `pdf_of(lambda ruler: lay_out(receipt, ruler), A4)`."""
    return _Document(compose(Points(form)), form).rendered()


class _Document:
    """A PDF under way."""

    def __init__(self, paper: Paper, form: Form) -> None:
        self.paper, self.form = paper, form
        self.missing: set[str] = set()
        self.problems: list[Refused] = []
        self.pages = [list(page) for page in _pages(paper.blocks, form)]
        self.height = form.height or 2 * form.margin + sum(_height(b, form) for page in self.pages for b in page)
        self.file = io.BytesIO()
        self.canvas = _canvas(self.file, paper, (form.width, self.height))

    def rendered(self) -> Encoded:
        """The whole file."""
        for number, page in enumerate(self.pages, 1):
            self._page(page, number)
        self.canvas.save()
        return Encoded(self.file.getvalue(), tuple(self._troubles()))

    def _troubles(self) -> Iterator[Refused]:
        if self.missing:
            yield Refused("receipt_missing_letters", letters=" ".join(sorted(self.missing)))
        yield from self.problems

    def _page(self, page: list[Block], number: int) -> None:
        y = self.height - self.form.margin
        for block in page:
            y -= _height(block, self.form)
            self._draw(block, y)
        if len(self.pages) > 1:
            text = _("Page {number} of {pages}").format(number=number, pages=len(self.pages))
            self._text(text, Align.MIDDLE, 0, self.form.room, self.form.margin / 2, Style.PLAIN)
        self.canvas.showPage()

    def _draw(self, block: Block, y: float) -> None:
        match block:
            case Row():
                self._row(block, y)
            case Rule():
                self.canvas.setLineWidth(0.6)
                middle = y + _height(block, self.form) / 2
                self.canvas.line(self.form.margin, middle, self.form.width - self.form.margin, middle)
            case Picture():
                self._picture(block, y)
            case Qr():
                self._modules(qr_matrix(block.content), y, 28 * MM, 28 * MM)
            case Barcode():
                modules = bars(block.content)
                self._modules((modules,) if modules else None, y, 46 * MM, 12 * MM)

    def _row(self, row: Row, y: float) -> None:
        if row.style is Style.BANNER:
            self.canvas.setFillGray(0)
            self.canvas.rect(self.form.margin, y, self.form.room, _height(row, self.form), stroke=0, fill=1)
        baseline = y + _height(row, self.form) * 0.28
        at = 0.0
        for cell in row.cells:
            right = at + cell.width / POINT
            if cell.text:
                self._cell(cell, at, right, baseline, row.style)
            at = right

    def _cell(self, cell: Cell, left: float, right: float, baseline: float, style: Style) -> None:
        self._text(cell.text, cell.align, left, right, baseline, style)

    def _text(self, text: str, align: Align, left: float, right: float, baseline: float, style: Style) -> None:
        size = self.form.size * raster_text.SCALE[style]
        width = _width(text, size, style.bold)
        x = raster_text.edge(align, width, left, right, self.form.room, rtl=self.paper.rtl) + self.form.margin
        if _is_plain(text):
            self.canvas.setFillGray(1 if style is Style.BANNER else 0)
            self.canvas.setFont(_font(style.bold), size)
            self.canvas.drawString(x, baseline, text)
            return
        self._pictured(text, x, baseline, size, style)

    def _pictured(self, text: str, x: float, baseline: float, size: float, style: Style) -> None:
        picture = raster_text.drawn(text, round(size * SHARP), bold=style.bold, rtl=self.paper.rtl)
        self.missing |= picture.missing
        image = ImageChops.invert(picture.image) if style is Style.BANNER else picture.image
        below = (picture.image.height - picture.baseline) / SHARP
        with _Spoken(self.canvas, text):
            self._image(image, x, baseline - below, image.width / SHARP, image.height / SHARP)
            self._unseen(x, baseline, image.width / SHARP, size)

    def _unseen(self, x: float, baseline: float, width: float, size: float) -> None:
        """A letter that nobody sees, as wide as the picture above it: readers take text only where a letter is."""
        letter = self.canvas.beginText(x, baseline)
        letter.setFont(_font(False), size)
        letter.setTextRenderMode(3)
        letter.setHorizScale(100 * width / _width("x", size, False))
        letter.textOut("x")
        letter.setHorizScale(100)
        letter.setTextRenderMode(0)
        self.canvas.drawText(letter)

    def _picture(self, block: Picture, y: float) -> None:
        try:
            logo = _on_white(block.data)
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            self.problems.append(Refused("receipt_logo_unreadable"))
            return
        scale = min(self.form.room * 0.6 / logo.width, (_height(block, self.form) - 6) / logo.height)
        width, height = logo.width * scale, logo.height * scale
        with _Spoken(self.canvas, block.description):
            self._image(logo, (self.form.width - width) / 2, y + 6, width, height)

    def _image(self, image: Image.Image, x: float, y: float, width: float, height: float) -> None:
        from reportlab.lib.utils import ImageReader

        self.canvas.drawImage(ImageReader(image), x, y, width, height)

    def _modules(self, matrix: Matrix | None, y: float, width: float, height: float) -> None:
        """A code in the middle: neighbouring black modules of a row as one rectangle."""
        if matrix is None:
            self.problems.append(Refused("receipt_code_too_long"))
            return
        wide, high = width / len(matrix[0]), height / len(matrix)
        left, top = (self.form.width - width) / 2, y + height + 4
        path = self.canvas.beginPath()
        for i, row in enumerate(matrix):
            for start, end in _black(row):
                path.rect(left + start * wide, top - (i + 1) * high, (end - start) * wide, high)
        self.canvas.setFillGray(0)
        self.canvas.drawPath(path, stroke=0, fill=1)


class _Spoken:
    """Marks what is drawn inside as this text, for search, copying and screen readers (PDF 32000, 14.9.4)."""

    def __init__(self, canvas: Any, text: str) -> None:
        self.canvas, self.text = canvas, text

    def __enter__(self) -> None:
        actual = b"\xfe\xff" + self.text.encode("utf-16-be", "replace")
        self.canvas._code.append(f"/Span << /ActualText <{actual.hex()}> >> BDC")

    def __exit__(self, *_: object) -> None:
        self.canvas._code.append("EMC")


def _canvas(file: io.BytesIO, paper: Paper, size: tuple[float, float]) -> Any:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(file, pagesize=size, pageCompression=1, invariant=1, lang=paper.language)
    canvas.setTitle(paper.title)
    canvas.setAuthor(paper.author)
    canvas.setSubject(paper.title)
    canvas.setCreator("Bizet")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    return canvas


def _pages(blocks: tuple[Block, ...], form: Form) -> Iterator[list[Block]]:
    """The blocks page by page; a roll has one page."""
    page: list[Block] = []
    used = 0.0
    for block in blocks:
        height = _height(block, form)
        if form.height and page and used + height > form.height - 2 * form.margin:
            yield page
            page, used = [], 0.0
        page.append(block)
        used += height
    yield page


def _height(block: Block, form: Form) -> float:
    match block:
        case Row():
            return form.size * raster_text.SCALE[block.style] * 1.45
        case Rule():
            return form.size * 1.1
        case Space():
            return form.size * 0.8
        case Picture():
            return 22 * MM
        case Qr(content) if qr_matrix(content):
            return 28 * MM + 8
        case Barcode(content) if bars(content):
            return 12 * MM + 8
        case _:
            return 0.0


def _black(row: tuple[bool, ...]) -> Iterator[tuple[int, int]]:
    """Where runs of black modules start and end."""
    start = None
    for i, black in enumerate((*row, False)):
        if black and start is None:
            start = i
        elif not black and start is not None:
            yield start, i
            start = None


def _is_plain(text: str) -> bool:
    """Whether the embedded font shows the text as it should be, letter after letter."""
    face = own_face(False)
    return not is_rtl(text) and all(
        char == " " or (face.covers(char) and unicodedata.category(char)[0] not in "MC") for char in text
    )


@lru_cache(maxsize=4096)
def _width(text: str, size: float, bold: bool) -> float:
    if _is_plain(text):
        from reportlab.pdfbase.pdfmetrics import stringWidth

        return float(stringWidth(text, _font(bold), size))
    return raster_text.measure(text, 100, bold=bold) * size / 100


@lru_cache(maxsize=2)
def _font(bold: bool) -> str:
    """The name of the embedded font, registered when first needed."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    name = f"InterPaper-{'Bold' if bold else 'Regular'}"
    pdfmetrics.registerFont(TTFont(name, str(OWN / f"{name}.ttf")))
    return name


def _on_white(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data)) as opened:
        opened.thumbnail((1200, 1200), Image.Resampling.LANCZOS)
        colours = opened.convert("RGBA")
    on_white = Image.new("RGBA", colours.size, "white")
    on_white.alpha_composite(colours)
    return on_white.convert("RGB")
