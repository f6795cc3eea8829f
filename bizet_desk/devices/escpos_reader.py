"""Our own ESC/POS interpreter: bytes in, what stands on the paper out, as rows and as a picture.

It is the preview on screen and the eye of the tests, so it shows what a printer would show, mistakes included: the
wrong code page gives wrong letters, Chinese mode eats two bytes for one sign, a line too long goes on below. Known
gaps: absolute positions (`ESC $`), page mode, most of the Chinese commands (`FS`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from PIL import Image

from bizet_core.paper.barcodes import bars, qr_matrix
from bizet_desk.devices.escpos_commands import Command, Commands

PAGES: Mapping[int, str] = {
    0: "cp437", 2: "cp850", 3: "cp860", 4: "cp863", 5: "cp865", 13: "cp857", 14: "cp737", 15: "iso8859_7", 16: "cp1252",
    17: "cp866", 18: "cp852", 19: "cp858", 33: "cp775", 34: "cp855", 36: "cp862", 37: "cp864", 39: "iso8859_2",
    40: "iso8859_15", 45: "cp1250", 46: "cp1251", 47: "cp1253", 48: "cp1254", 49: "cp1255", 50: "cp1256", 51: "cp1257",
    52: "cp1258",
}  # fmt: skip
NATIONAL = {1: {"#": "£"}, 2: {"[": "Ä", "\\": "Ö", "]": "Ü", "{": "ä", "|": "ö", "}": "ü", "~": "ß"}}
"""Sets chosen by `ESC R` that put other letters in ASCII's place; a printer's switches may choose one."""


@dataclass(frozen=True, slots=True)
class Look:
    """How letters are printed."""

    bold: bool = False
    wide: int = 1
    high: int = 1
    underline: bool = False
    inverted: bool = False
    small: bool = False  # font B
    align: int = 0  # 0 left, 1 centre, 2 right


@dataclass(frozen=True, slots=True)
class TextRow:
    """One printed line: (letters, their look) from left to right."""

    spans: tuple[tuple[str, Look], ...]
    spacing: int = 30

    @property
    def text(self) -> str:
        """All its letters."""
        return "".join(text for text, _ in self.spans)


@dataclass(frozen=True, slots=True)
class PictureRow:
    """A picture, black on white, with the alignment it was printed with."""

    image: Image.Image
    align: int = 0
    code: str = ""  # what a code drawn by the printer itself says


@dataclass(frozen=True, slots=True)
class FeedRow:
    """Empty paper, in dots."""

    dots: int


@dataclass(frozen=True, slots=True)
class CutRow:
    """The knife."""

    partial: bool


Printed = TextRow | PictureRow | FeedRow | CutRow


@dataclass(slots=True)
class Reader:
    """A printer without paper: `feed` it bytes, look at `rows`. `chinese` is how Asian printers start up."""

    chinese: bool = False
    national: int = 0
    rows: list[Printed] = field(default_factory=list)
    drawer: list[int] = field(default_factory=list)  # the pins that were pulsed: 2 or 5
    unknown: list[bytes] = field(default_factory=list)
    questions: list[Command] = field(default_factory=list)  # status requests, for who answers them
    _commands: Commands = field(default_factory=Commands)
    _spans: list[tuple[str, Look]] = field(default_factory=list)
    _look: Look = Look()
    _page: int = 0
    _set: int = 0
    _double: bool = False
    _spacing: int = 30
    _columns: list[Image.Image] = field(default_factory=list)
    _graphics: Image.Image | None = None
    _qr: bytes = b""
    _qr_size: int = 3
    _bar_height: int = 162
    _bar_width: int = 3

    def __post_init__(self) -> None:
        self._start()

    def feed(self, data: bytes) -> "Reader":
        """Read on."""
        for command in self._commands.feed(data):
            self.obey(command)
        return self

    def obey(self, command: Command) -> None:
        """Do what one command says."""
        name, data = command.name, command.data
        if name == "text":
            self._spans.append((self._decoded(data), self._look))
        elif name in _SIMPLE:
            _SIMPLE[name](self, data)
        elif name in ("DLE EOT", "GS r", "GS I"):
            self.questions.append(command)
        elif name == "?":
            self.unknown.append(data)

    @property
    def text(self) -> str:
        """All printed letters, a line each."""
        return "\n".join(row.text for row in self.rows if isinstance(row, TextRow))

    @property
    def cuts(self) -> int:
        """How often the paper was cut."""
        return sum(isinstance(row, CutRow) for row in self.rows)

    def _start(self) -> None:
        """ESC @, and switching on: everything as the printer's switches say."""
        self._spans.clear()
        self._columns.clear()
        self._look, self._page, self._spacing = Look(), 0, 30
        self._double, self._set = self.chinese, self.national

    def _decoded(self, data: bytes) -> str:
        if self._double:
            return data.decode("gb18030", "replace")
        codec = PAGES.get(self._page)
        text = data.decode(codec, "replace") if codec else "".join(chr(b) if b < 128 else "\ufffd" for b in data)
        if self._page == 15:  # most printers' Greek page is older than €, which Python's is not
            text = text.replace("€", "\ufffd")
        return text.translate(str.maketrans(NATIONAL.get(self._set, {})))

    def _line(self, _: bytes = b"") -> None:
        """End the line; an empty one feeds as well."""
        if self._columns:
            strip = _beside(self._columns)
            self.rows.append(PictureRow(strip, self._look.align))
            self._columns.clear()
        elif self._spans:
            self.rows.append(TextRow(tuple(self._spans), self._spacing))
            self._spans.clear()
        else:
            self.rows.append(FeedRow(self._spacing))

    def _feed_lines(self, data: bytes) -> None:
        if self._spans or self._columns:
            self._line()
        self.rows.append(FeedRow(self._spacing * data[0]))

    def _feed_dots(self, data: bytes) -> None:
        if self._spans or self._columns:
            self._line()
        self.rows.append(FeedRow(data[0]))

    def _mode(self, data: bytes) -> None:
        """ESC !: font B 1, bold 8, high 16, wide 32, underline 128."""
        bits = data[0]
        self._look = replace(
            self._look, small=bool(bits & 1), bold=bool(bits & 8), high=2 if bits & 16 else 1,
            wide=2 if bits & 32 else 1, underline=bool(bits & 128),
        )  # fmt: skip

    def _raster(self, data: bytes) -> None:
        """GS v 0 m xL xH yL yH d…"""
        wide, high = int.from_bytes(data[2:4], "little"), int.from_bytes(data[4:6], "little")
        if wide and high:
            image = _bits(data[6:], wide * 8, high)
            twice = (2 if data[1] & 1 else 1, 2 if data[1] & 2 else 1)
            self._picture(image.resize((image.width * twice[0], image.height * twice[1]), Image.Resampling.NEAREST))

    def _strip(self, data: bytes) -> None:
        """ESC * m nL nH d…: columns of 8 or 24 dots; m odd is high density across."""
        high = 24 if data[0] in (32, 33) else 8
        image = _bits(data[3:], high, (len(data) - 3) * 8 // high).transpose(Image.Transpose.TRANSPOSE)
        across, down = (1 if data[0] & 1 else 2), 24 // high
        self._columns.append(image.resize((image.width * across, image.height * down), Image.Resampling.NEAREST))

    def _extended(self, data: bytes) -> None:
        """GS ( k and GS ( L."""
        kind, body = data[:1], data[3:]
        if kind == b"L":
            self._graphic(body)
        elif kind == b"k" and body[:1] == b"1":
            self._two_dimensional(body[1], body[2:])

    def _long_graphic(self, data: bytes) -> None:
        """GS 8 L p1…p4 d…"""
        self._graphic(data[5:])

    def _graphic(self, body: bytes) -> None:
        """m fn …: fn 112 stores `a bx by c xL xH yL yH d…`, fn 2 or 50 prints what is stored."""
        if body[1] == 112:
            wide, high = int.from_bytes(body[6:8], "little"), int.from_bytes(body[8:10], "little")
            image = _bits(body[10:], (wide + 7) // 8 * 8, high).crop((0, 0, wide, high))
            self._graphics = image.resize((wide * body[3], high * body[4]), Image.Resampling.NEAREST)
        elif body[1] in (2, 50) and self._graphics is not None:
            self._picture(self._graphics)

    def _two_dimensional(self, function: int, data: bytes) -> None:
        """QR: 67 sets the module's size, 80 stores, 81 prints. The content begins after m."""
        if function == 67:
            self._qr_size = data[0]
        elif function == 80:
            self._qr = data[1:]
        elif function == 81 and (matrix := qr_matrix(content := self._qr.decode("utf-8", "replace"))):
            self._picture(_module_image(matrix, self._qr_size, self._qr_size), content)

    def _linear(self, data: bytes) -> None:
        """GS k: Code 128 (m 73) and the EAN family (2, 67)."""
        kind, body = data[0], data[2:] if data[0] >= 65 else data[1:].rstrip(b"\0")
        content = body.decode("ascii", "replace")
        if kind == 73:
            content = content[2:] if content[:1] == "{" else content
            modules = bars(content.replace("{{", "{"))
        elif kind in (2, 67):
            modules = _ean_bars(content)
        else:
            self.unknown.append(b"\x1dk" + data[:1])
            return
        if modules:
            self._picture(_module_image((modules,), self._bar_width, self._bar_height), content)

    def _picture(self, image: Image.Image, code: str = "") -> None:
        if self._spans:
            self._line()
        self.rows.append(PictureRow(image, self._look.align, code))

    def _kick(self, data: bytes) -> None:
        self.drawer.append(5 if data[0] in (1, 49) else 2)

    def _knife(self, data: bytes) -> None:
        if self._spans or self._columns:
            self._line()
        self.rows.append(CutRow(partial=data[0] in (1, 49, 66, 98)))

    def _restyle(self, **changes: object) -> None:
        self._look = replace(self._look, **changes)  # type: ignore[arg-type]


_SIMPLE = {
    "ESC @": lambda r, _: r._start(),
    "LF": Reader._line,
    "ESC d": Reader._feed_lines,
    "ESC J": Reader._feed_dots,
    "ESC !": Reader._mode,
    "ESC E": lambda r, d: r._restyle(bold=bool(d[0] & 1)),
    "ESC G": lambda r, d: r._restyle(bold=bool(d[0] & 1)),
    "ESC -": lambda r, d: r._restyle(underline=d[0] not in (0, 48)),
    "ESC M": lambda r, d: r._restyle(small=d[0] in (1, 49)),
    "ESC a": lambda r, d: r._restyle(align=d[0] % 48),
    "GS !": lambda r, d: r._restyle(wide=(d[0] >> 4) + 1, high=(d[0] & 7) + 1),
    "GS B": lambda r, d: r._restyle(inverted=bool(d[0] & 1)),
    "ESC t": lambda r, d: setattr(r, "_page", d[0]),
    "ESC R": lambda r, d: setattr(r, "_set", d[0]),
    "FS .": lambda r, _: setattr(r, "_double", False),
    "FS &": lambda r, _: setattr(r, "_double", True),
    "ESC 2": lambda r, _: setattr(r, "_spacing", 30),
    "ESC 3": lambda r, d: setattr(r, "_spacing", d[0]),
    "GS h": lambda r, d: setattr(r, "_bar_height", d[0]),
    "GS w": lambda r, d: setattr(r, "_bar_width", d[0]),
    "GS v": Reader._raster,
    "ESC *": Reader._strip,
    "GS (": Reader._extended,
    "GS 8": Reader._long_graphic,
    "GS k": Reader._linear,
    "ESC p": Reader._kick,
    "GS V": Reader._knife,
    "ESC i": lambda r, _: r._knife(b"\0"),
    "ESC m": lambda r, _: r._knife(b"\1"),
}


def read(data: bytes) -> Reader:
    """What a job puts on paper."""
    return Reader().feed(data)


def _bits(data: bytes, width: int, height: int) -> Image.Image:
    """Packed dots, 1 for black, as a picture of black on white."""
    whole = data[: width // 8 * height].ljust(width // 8 * height, b"\0")
    return Image.frombytes("1", (width, height), bytes(byte ^ 0xFF for byte in whole)).convert("L")


def _beside(strips: Iterable[Image.Image]) -> Image.Image:
    parts = list(strips)
    whole = Image.new("L", (sum(part.width for part in parts), max(part.height for part in parts)), 255)
    x = 0
    for part in parts:
        whole.paste(part, (x, 0))
        x += part.width
    return whole


def _module_image(matrix: Iterable[tuple[bool, ...]], wide: int, high: int) -> Image.Image:
    rows = list(matrix)
    image = Image.new("L", (len(rows[0]), len(rows)), 255)
    image.putdata([0 if module else 255 for row in rows for module in row])
    return image.resize((image.width * wide, image.height * high), Image.Resampling.NEAREST)


def _ean_bars(content: str) -> tuple[bool, ...] | None:
    from barcode.ean import EuropeanArticleNumber13

    if not content.isdigit() or len(content) not in (12, 13):
        return None
    return tuple(module == "1" for module in EuropeanArticleNumber13(content).build()[0])
