"""The fonts that paper is lettered with: Inter, which comes along, and for other scripts what the computer has."""

import os
import struct
import sys
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from PIL import ImageFont, features

OWN = Path(__file__).parents[2] / "resources" / "fonts" / "paper"
INVISIBLE = ("Mn", "Me", "Cf", "Zs", "Zl", "Zp", "Cc")

PREFERRED = {
    "ARABIC": ("NotoSansArabic", "NotoNaskhArabic", "DejaVuSans", "SegoeUI", "Tahoma", "GeezaPro", "Arial"),
    "HEBREW": ("NotoSansHebrew", "DejaVuSans", "SegoeUI", "ArialHB", "Arial"),
    "THAI": ("NotoSansThai", "LeelawUI", "Leelawadee", "Thonburi", "Tahoma"),
    "CJK": ("NotoSansCJK", "NotoSansSC", "msyh", "PingFang", "Hiragino", "DroidSansFallback", "wqy"),
    "HIRAGANA": ("NotoSansCJK", "NotoSansJP", "YuGoth", "msgothic", "Hiragino", "DroidSansFallback"),
    "KATAKANA": ("NotoSansCJK", "NotoSansJP", "YuGoth", "msgothic", "Hiragino", "DroidSansFallback"),
    "HANGUL": ("NotoSansCJK", "NotoSansKR", "malgun", "AppleSDGothicNeo", "DroidSansFallback"),
}
"""The first word of a character's Unicode name → beginnings of file names, best first."""
ELSE = ("NotoEmoji", "NotoSansSymbols2", "NotoSansSymbols", "NotoSansMath", "DejaVuSans", "seguiemj", "seguisym",
        "NotoColorEmoji", "AppleColorEmoji", "AppleSymbols", "DroidSansFallback", "NotoSans", "Noto")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Face:
    """One font file (and its place in a collection) with the characters it can draw."""

    path: Path
    index: int = 0
    starts: tuple[int, ...] = field(default=(), repr=False)  # first characters of the covered ranges
    ends: tuple[int, ...] = field(default=(), repr=False)  # and the last ones

    def __hash__(self) -> int:
        return hash((self.path, self.index))

    def covers(self, char: str) -> bool:
        """Whether the font has a drawing for the character."""
        place = bisect_right(self.starts, ord(char)) - 1
        return place >= 0 and ord(char) <= self.ends[place]

    def at(self, size: int) -> ImageFont.FreeTypeFont:
        """The font at so many pixels, or at the only size that it has pictures of."""
        return _opened(self.path, self.index, self.strike or size)

    @property
    def strike(self) -> int | None:
        """The size of a font of coloured pictures (emoji), None for one of outlines."""
        return _strike(self.path, self.index)


@lru_cache(maxsize=64)
def _opened(path: Path, index: int, size: int) -> ImageFont.FreeTypeFont:
    engine = ImageFont.Layout.RAQM if has_raqm() else ImageFont.Layout.BASIC
    return ImageFont.truetype(str(path), size, index, layout_engine=engine)


@cache
def has_raqm() -> bool:
    """Whether Pillow shapes text here: its wheels bring raqm along, but not FriBidi (Debian's `libfribidi0`)."""
    return bool(features.check("raqm"))


@cache
def _strike(path: Path, index: int) -> int | None:
    """Found by trying the sizes in use: Noto's, Apple's two, JoyPixels'. OSError for a font that opens at none."""
    for size in (22, 109, 160, 96, 128):
        try:
            _opened(path, index, size)
        except OSError:
            continue
        return None if size == 22 else size
    raise OSError(f"{path} opens at no size")


@lru_cache(maxsize=8192)
def face_for(char: str, bold: bool) -> Face | None:
    """The face that draws this character, or None where no font here can."""
    own = own_face(bold)
    if own.covers(char):
        return own
    for path in _candidates(char, bold):
        face = _face(path)
        if face is not None and face.covers(char) and _draws(face, char):
            return face
    return None


@lru_cache(maxsize=2)
def own_face(bold: bool) -> Face:
    """The face that comes along with the program."""
    face = _face(OWN / f"InterPaper-{'Bold' if bold else 'Regular'}.ttf")
    assert face is not None
    return face


def is_invisible(char: str) -> bool:
    """Whether a character is drawn only together with others, or not at all."""
    return unicodedata.category(char) in INVISIBLE or "\ufe00" <= char <= "\ufe0f"


def _candidates(char: str, bold: bool) -> Iterator[Path]:
    script = unicodedata.name(char, "").partition(" ")[0].partition("-")[0]
    titled = f"NotoSans{script.title()}"
    for start in (*PREFERRED.get(script, ()), titled, *ELSE):
        yield from _named(start.casefold(), bold)


@lru_cache(maxsize=512)
def _named(start: str, bold: bool) -> tuple[Path, ...]:
    """Files whose names begin so: upright text faces, the wanted weight first."""
    found = [path for path in _installed() if path.name.casefold().replace(" ", "").startswith(start)]
    upright = [
        path for path in found if not any(word in path.stem for word in ("Italic", "Oblique", "Condensed", "Mono"))
    ]
    return tuple(sorted(upright, key=lambda path: (_weight(path, bold), len(path.stem), path.stem)))


def _weight(path: Path, bold: bool) -> int:
    style = path.stem.casefold().replace("-", "")
    if bold and style.endswith(("bold", "bd")):
        return 0
    if any(style.endswith(word) for word in ("light", "thin", "black", "medium", "semibold")):
        return 3
    return 2 if style.endswith(("bold", "bd")) else 1


@lru_cache(maxsize=1)
def _installed() -> tuple[Path, ...]:
    files = (Path(top) / name for folder in _folders() for top, _, names in os.walk(folder) for name in names)
    return tuple(sorted(path for path in files if path.suffix.casefold() in (".ttf", ".otf", ".ttc", ".otc")))


def _folders() -> Iterable[Path]:
    home = Path.home()
    if sys.platform == "win32":
        return (Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts", home / "AppData/Local/Microsoft/Windows/Fonts")
    if sys.platform == "darwin":
        return (Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts")
    return (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts", home / ".fonts")


def _draws(face: Face, char: str) -> bool:
    """Whether ink comes out: some fonts of coloured layers open, and draw nothing."""
    try:
        return is_invisible(char) or face.at(22).getmask(char, "RGBA").getbbox() is not None
    except OSError:
        return False


@cache
def _face(path: Path) -> Face | None:
    """The face of a file, the first of a collection; None where the file is no font that we can read."""
    try:
        with path.open("rb") as file:
            data = file.read()
        ranges = _merged(sorted(_ranges(data)))
    except (OSError, struct.error, KeyError, ValueError):
        return None
    return Face(path, 0, tuple(start for start, _ in ranges), tuple(end for _, end in ranges))


def _merged(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Neighbouring ranges as one."""
    merged: list[tuple[int, int]] = []
    for start, end in ranges:
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _ranges(data: bytes) -> Iterator[tuple[int, int]]:
    """Covered ranges of characters, from the `cmap` table (OpenType 1.9: formats 4 and 12)."""
    base = struct.unpack_from(">I", data, 12)[0] if data[:4] == b"ttcf" else 0
    (count,) = struct.unpack_from(">H", data, base + 4)
    records = {data[at : at + 4]: at for at in range(base + 12, base + 12 + 16 * count, 16)}
    (cmap,) = struct.unpack_from(">I", data, records[b"cmap"] + 8)
    (tables,) = struct.unpack_from(">H", data, cmap + 2)
    offsets = {cmap + struct.unpack_from(">HHI", data, cmap + 4 + 8 * i)[2] for i in range(tables)}
    formats = {struct.unpack_from(">H", data, offset)[0]: offset for offset in sorted(offsets)}
    if 12 in formats:
        yield from _groups(data, formats[12])
    elif 4 in formats:
        yield from _segments(data, formats[4])


def _groups(data: bytes, at: int) -> Iterator[tuple[int, int]]:
    (count,) = struct.unpack_from(">I", data, at + 12)
    for i in range(count):
        start, end, glyph = struct.unpack_from(">III", data, at + 16 + 12 * i)
        if glyph or end > start:
            yield start, end


def _segments(data: bytes, at: int) -> Iterator[tuple[int, int]]:
    count = struct.unpack_from(">H", data, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", data, at + 14)
    starts = struct.unpack_from(f">{count}H", data, at + 16 + 2 * count)
    deltas = struct.unpack_from(f">{count}H", data, at + 16 + 4 * count)
    places = at + 16 + 6 * count
    offsets = struct.unpack_from(f">{count}H", data, places)
    for i, (start, end, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        if offset == 0:
            yield from ((c, c) for c in range(start, end + 1) if (c + delta) & 0xFFFF and c != 0xFFFF)
            continue
        first = places + 2 * i + offset
        glyphs = struct.unpack_from(f">{end - start + 1}H", data, first)
        yield from ((start + j, start + j) for j, glyph in enumerate(glyphs) if glyph)
