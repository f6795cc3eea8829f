"""Text drawn as a picture, in any script: for what a printer's own letters or a PDF's embedded font cannot show.

Each character is drawn by a font that has it; one that no font here has becomes a box with its number and is
reported as missing, never a silent `?`. Shaping (Arabic joins, Thai stacks) is raqm's; where Pillow finds no raqm,
letters that need it are reported as well.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw, ImageFont

from bizet_core.paper.blocks import Align, Row, Style
from bizet_core.paper.fonts import Face, face_for, has_raqm, is_invisible, own_face
from bizet_core.paper.line_breaking import cleaned, clusters
from bizet_core.paper.text_direction import visual_runs

SCALE = {Style.PLAIN: 1.0, Style.STRONG: 1.0, Style.TALL: 1.5, Style.LARGE: 1.8, Style.BANNER: 1.6}
_TURNED = str.maketrans("()[]{}<>«»", ")(][}{><»«")
_SHAPED = ("ARABIC", "SYRIAC", "NKO", "MONGOLIAN", "DEVANAGARI", "BENGALI", "TAMIL", "TELUGU", "KHMER", "MYANMAR",
           "SINHALA", "GUJARATI", "GURMUKHI", "KANNADA", "MALAYALAM", "ORIYA", "TIBETAN")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Drawn:
    """Black letters on white, and the characters that could not be drawn as they should be."""

    image: Image.Image
    baseline: int  # pixels from the top
    missing: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Piece:
    """A text of one face and one direction; `face` is None for one character that nobody can draw."""

    text: str
    face: Face | None
    rtl: bool


def drawn(text: str, size: int, *, bold: bool = False, rtl: bool = False) -> Drawn:
    """One line of text at `size` pixels to the em."""
    text = cleaned(text)
    pieces = list(_pieces(text, bold, rtl))
    boxes = [_box_of(piece, size, bold) for piece in pieces]
    top = max((-box[1] for box in boxes), default=0) + 1
    bottom = max((box[3] for box in boxes), default=0) + 1
    width = sum(_advance(piece, size, bold) for piece in pieces)
    image = Image.new("L", (max(1, round(width) + 2), max(1, top + bottom)), 255)
    x = 1.0
    for piece in pieces:
        _draw(image, piece, x, top, size, bold)
        x += _advance(piece, size, bold)
    return Drawn(image, top, frozenset(_missing(text, pieces)))


def measure(text: str, size: int, *, bold: bool = False, rtl: bool = False) -> float:
    """How many pixels wide `drawn` would draw it."""
    return sum(_advance(piece, size, bold) for piece in _pieces(cleaned(text), bold, rtl))


def row_picture(row: Row, dots: int, size: int, pitch: int, *, rtl: bool) -> Drawn:
    """A whole row, `dots` wide, at least `pitch` high; a cell's text too wide for its cell is narrowed to fit."""
    total = max(1, sum(cell.width for cell in row.cells))
    scaled, at = round(size * SCALE[row.style]), 0
    placed: list[tuple[Drawn, int]] = []
    for cell in row.cells:
        left, right = at * dots // total, (at + cell.width) * dots // total
        at += cell.width
        if cell.text:
            one = _fitted(drawn(cell.text, scaled, bold=row.style.bold, rtl=rtl), right - left)
            placed.append((one, round(edge(cell.align, one.image.width, left, right, dots, rtl=rtl))))
    return _assembled(placed, dots, max(pitch, round(scaled * 1.35)), row.style)


def _assembled(placed: list[tuple[Drawn, int]], dots: int, height: int, style: Style) -> Drawn:
    above = max((one.baseline for one, _ in placed), default=0)
    below = max((one.image.height - one.baseline for one, _ in placed), default=0)
    height = max(height, above + below)
    baseline = max(above, min(height - below, round(height * 0.74)))
    image = Image.new("L", (dots, height), 255)
    for one, x in placed:
        _stamp(image, one.image, x, baseline - one.baseline)
    image = image.point([255 * (level >= 140) for level in range(256)])
    missing = frozenset().union(*(one.missing for one, _ in placed))
    return Drawn(ImageChops.invert(image) if style is Style.BANNER else image, baseline, missing)


def edge(align: Align, width: float, left: float, right: float, whole: float, *, rtl: bool) -> float:
    """The left edge of a text in the cell from `left` to `right`; paper `whole` wide is mirrored right to left."""
    if rtl:
        left, right = whole - right, whole - left
        align = {Align.START: Align.END, Align.END: Align.START}.get(align, align)
    return {Align.START: left, Align.MIDDLE: (left + right - width) / 2, Align.END: right - width}[align]


def _fitted(one: Drawn, room: int) -> Drawn:
    if one.image.width <= room + 1 or room < 1:
        return one
    return Drawn(one.image.resize((room, one.image.height), Image.Resampling.LANCZOS), one.baseline, one.missing)


def _stamp(image: Image.Image, letters: Image.Image, x: int, y: int) -> None:
    """Darken `image` by `letters`, so that neighbours may overlap."""
    spot = (x, y, x + letters.width, y + letters.height)
    image.paste(ImageChops.darker(image.crop(spot), letters), spot)


def _pieces(text: str, bold: bool, rtl: bool) -> Iterator[_Piece]:
    for run, run_rtl in visual_runs(text, rtl):
        parts = list(_by_face(run, bold))
        for part, face in reversed(parts) if run_rtl else parts:
            yield _Piece(part, face, run_rtl)


def _by_face(run: str, bold: bool) -> Iterator[tuple[str, Face | None]]:
    """The run in reading order, cut where the face changes."""
    text, face = "", own_face(bold)
    for cluster in clusters(run):
        wanted = _face_of_space(face, bold) if cluster.isspace() else _face_of(cluster, bold)
        if text and (wanted is not face or wanted is None):
            yield text, face
            text = ""
        face = wanted or face
        kept = _drawable(cluster, wanted)
        if wanted is None:
            yield cluster[0], None
        text += kept
    if text:
        yield text, face


def _face_of_space(before: Face, bold: bool) -> Face:
    """The space of the script it stands in; that of an emoji font is as wide as an emoji."""
    return own_face(bold) if before.strike else before


def _face_of(cluster: str, bold: bool) -> Face | None:
    """One that has the base with all its marks, else one that has the base."""
    faces = [face for char in cluster if not _is_ignorable(char) and (face := face_for(char, bold))]
    for face in faces:
        if all(face.covers(char) for char in cluster if not _is_ignorable(char)):
            return face
    return own_face(bold) if is_invisible(cluster[0]) else face_for(cluster[0], bold)


def _drawable(cluster: str, face: Face | None) -> str:
    return "" if face is None else "".join(char for char in cluster if face.covers(char) or char.isspace())


def _is_ignorable(char: str) -> bool:
    """Characters that only steer how others are drawn."""
    return (
        char in "\u061c\u200b\u200c\u200d\u200e\u200f\u2060"
        or "\ufe00" <= char <= "\ufe0f"
        or "\U000e0000" <= char <= "\U000e007f"
    )


def _missing(text: str, pieces: Iterable[_Piece]) -> Iterator[str]:
    shown = {char for piece in pieces if piece.face is not None for char in piece.text}
    yield from {char for char in text if char not in shown and not _is_ignorable(char) and not char.isspace()}
    if not has_raqm():
        yield from {char for char in shown if _needs_shaping(char)}


def _needs_shaping(char: str) -> bool:
    return unicodedata.name(char, "").startswith(_SHAPED)


def _how(piece: _Piece) -> tuple[str, str | None]:
    """The text and the direction that Pillow is to be given, with raqm or without."""
    if has_raqm():
        return piece.text, "rtl" if piece.rtl else "ltr"
    return ("".join(reversed(list(clusters(piece.text)))).translate(_TURNED) if piece.rtl else piece.text), None


def _advance(piece: _Piece, size: int, bold: bool) -> float:
    if piece.face is None:
        return size * 1.0
    text, direction = _how(piece)
    return float(piece.face.at(size).getlength(text, direction=direction)) * _factor(piece.face, size)


def _box_of(piece: _Piece, size: int, bold: bool) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of the ink, from the baseline."""
    if piece.face is None:
        return 0, -round(size * 0.85), size, round(size * 0.15)
    text, direction = _how(piece)
    box = piece.face.at(size).getbbox(text, anchor="ls", direction=direction)
    left, top, right, bottom = (round(edge * _factor(piece.face, size)) for edge in box)
    return left, top, right, bottom


def _draw(image: Image.Image, piece: _Piece, x: float, baseline: int, size: int, bold: bool) -> None:
    pen = ImageDraw.Draw(image)
    if piece.face is None:
        _draw_number(pen, piece.text, x, baseline, size)
        return
    if piece.face.strike:
        _draw_coloured(image, piece, round(x), baseline, size, bold)
        return
    text, direction = _how(piece)
    pen.text((x, baseline), text, 0, font=piece.face.at(size), anchor="ls", direction=direction)


def _factor(face: Face, size: int) -> float:
    """What a font of coloured pictures is scaled by."""
    return size / face.strike if face.strike else 1.0


def _draw_coloured(image: Image.Image, piece: _Piece, x: int, baseline: int, size: int, bold: bool) -> None:
    """Emoji in grey, darkened so that yellow faces stay on white paper, and dithered."""
    assert piece.face is not None
    text, direction = _how(piece)
    font = piece.face.at(size)
    left, top, right, bottom = font.getbbox(text, anchor="ls", direction=direction)
    whole = Image.new("RGBA", (max(1, round(right - left)), max(1, round(bottom - top))), "white")
    ImageDraw.Draw(whole).text((-left, -top), text, font=font, anchor="ls", embedded_color=True, direction=direction)
    box = _box_of(piece, size, bold)
    small = whole.convert("L").resize((max(1, box[2] - box[0]), max(1, box[3] - box[1])), Image.Resampling.LANCZOS)
    darker = small.point([min(255, level * level * 9 // 2550) if level < 250 else 255 for level in range(256)])
    _stamp(image, darker.convert("1").convert("L"), x + box[0], baseline + box[1])


def _draw_number(pen: ImageDraw.ImageDraw, char: str, x: float, baseline: int, size: int) -> None:
    """A box with the character's number in two rows, as browsers draw what they cannot."""
    top, bottom = baseline - round(size * 0.85), baseline + round(size * 0.15) - 1
    pen.rectangle((x + 1, top, x + size - 2, bottom), outline=0)
    digits = f"{ord(char):04X}"
    half = (len(digits) + 1) // 2
    small: ImageFont.FreeTypeFont = own_face(True).at(max(6, round(size * (0.5 if half < 3 else 0.4))))
    for i, line in enumerate((digits[:half], digits[half:])):
        y = top + (bottom - top) * (1 + 2 * i) // 4 + 1
        pen.text((x + size / 2, y), line, 0, font=small, anchor="mm")
