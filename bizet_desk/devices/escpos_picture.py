"""Printed rows drawn as the paper looks: black on white, one pixel a dot."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFont

from bizet_core.paper.fonts import OWN, face_for
from bizet_desk.devices.escpos_reader import CutRow, FeedRow, Look, PictureRow, Printed, TextRow

CELL = (12, 24)  # font A in dots
SMALL_CELL = (9, 17)  # font B
MARGIN = 24


def picture_of(rows: Iterable[Printed], dots: int = 576) -> Image.Image:
    """The paper with everything printed on it, and a margin such as the roll has."""
    strips = [strip for row in rows for strip in _strips(row, dots)]
    height = sum(strip.height for strip in strips)
    paper = Image.new("L", (dots + 2 * MARGIN, height + 2 * MARGIN), 255)
    y = MARGIN
    for strip in strips:
        paper.paste(strip, (0 if strip.width > dots else MARGIN, y))
        y += strip.height
    return paper


def _strips(row: Printed, dots: int) -> Iterator[Image.Image]:
    match row:
        case TextRow():
            yield from (_text_strip(line, row.spacing, dots) for line in _broken(row, dots))
        case PictureRow():
            yield _aligned(row.image.crop((0, 0, min(dots, row.image.width), row.image.height)), row.align, dots)
        case FeedRow():
            yield Image.new("L", (dots, max(1, row.dots)), 255)
        case CutRow():
            yield _knife(dots)


def _cell(look: Look) -> tuple[int, int]:
    wide, high = SMALL_CELL if look.small else CELL
    return wide * look.wide, high * look.high


def _broken(row: TextRow, dots: int) -> Iterator[list[tuple[str, Look]]]:
    """Letters by line: what does not fit goes on in the next, as on any printer."""
    line: list[tuple[str, Look]] = []
    used = 0
    for text, look in row.spans:
        for char in text:
            wide = _cell(look)[0]
            if used + wide > dots:
                yield line
                line, used = [], 0
            line.append((char, look))
            used += wide
    yield line


def _text_strip(line: list[tuple[str, Look]], spacing: int, dots: int) -> Image.Image:
    high = max((_cell(look)[1] for _, look in line), default=CELL[1])
    strip = Image.new("L", (sum(_cell(look)[0] for _, look in line) or 1, max(spacing, high + 6)), 255)
    x = 0
    for char, look in line:
        letter = _letter(char, look)
        strip.paste(letter, (x, high - letter.height))
        x += letter.width
    return _aligned(strip, line[0][1].align if line else 0, dots)


@lru_cache(maxsize=2048)
def _letter(char: str, look: Look) -> Image.Image:
    """One letter in its cell, stretched as the printer stretches it."""
    wide, high = SMALL_CELL if look.small else CELL
    big = Image.new("L", (wide * 2, high * 2), 255)
    if "─" <= char <= "▟":
        _box_drawing(big, char, look)
    else:
        pen = ImageDraw.Draw(big)
        pen.text((wide, high * 1.55), char, 0, font=_font(char, look.bold, wide * 2), anchor="ms")
    if look.underline:
        big.paste(0, (0, high * 2 - 4, wide * 2, high * 2 - 2))
    letter = big.resize((wide * look.wide, high * look.high), Image.Resampling.LANCZOS)
    return ImageChops.invert(letter) if look.inverted else letter


def _box_drawing(big: Image.Image, char: str, look: Look) -> None:
    if char in "─━":
        big.paste(0, (0, big.height // 2 - 2, big.width, big.height // 2 + 2))
        return
    pen = ImageDraw.Draw(big)
    pen.text((big.width / 2, big.height / 2), char, 0, font=_font(char, look.bold, big.width), anchor="mm")


def _font(char: str, bold: bool, wide: int) -> ImageFont.FreeTypeFont:
    """The printer's own face; where it has no such letter, any that has."""
    mono = _mono(bold, round(wide / 0.6))
    if mono.getmask(char).getbbox() or char.isspace():
        return mono
    face = face_for(char, bold)
    return face.at(wide) if face else mono


@lru_cache(maxsize=8)
def _mono(bold: bool, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(OWN / f"NotoSansMono-{'Bold' if bold else 'Regular'}.ttf"), size)


def _aligned(image: Image.Image, align: int, dots: int) -> Image.Image:
    paper = Image.new("L", (dots, image.height), 255)
    paper.paste(image, ((0, (dots - image.width) // 2, dots - image.width)[align], 0))
    return paper


def _knife(dots: int) -> Image.Image:
    """A dashed line across roll and margin."""
    strip = Image.new("L", (dots + 2 * MARGIN, 28), 255)
    pen = ImageDraw.Draw(strip)
    for x in range(0, strip.width, 16):
        pen.line((x, 14, x + 8, 14), 150, 2)
    return strip
