"""ESC/POS cut into commands: bytes in, commands out, what is incomplete waits for more."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

DLE, ESC, FS, GS = b"\x10", b"\x1b", b"\x1c", b"\x1d"


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its name (`ESC a`), its arguments; `text` for letters, `?` for a command nobody knows."""

    name: str
    data: bytes = field(default=b"")


class IncompleteError(Exception):
    """The command goes on in bytes that have not come yet."""


_LENGTHS = {
    "ESC @": 0, "ESC !": 1, "ESC E": 1, "ESC G": 1, "ESC -": 1, "ESC a": 1, "ESC t": 1, "ESC R": 1, "ESC d": 1,
    "ESC J": 1, "ESC 2": 0, "ESC 3": 1, "ESC M": 1, "ESC {": 1, "ESC p": 3, "ESC $": 2, "ESC \\": 2, "ESC  ": 1,
    "ESC V": 1, "ESC =": 1, "ESC c": 2, "ESC r": 1, "ESC i": 0, "ESC m": 0, "ESC L": 0, "ESC S": 0, "ESC W": 8,
    "ESC T": 1, "ESC u": 1, "ESC v": 0,
    "GS !": 1, "GS B": 1, "GS b": 1, "GS h": 1, "GS w": 1, "GS H": 1, "GS f": 1, "GS L": 2, "GS W": 2, "GS P": 2,
    "GS r": 1, "GS a": 1, "GS I": 1, "GS $": 2, "GS \\": 2,
    "FS .": 0, "FS &": 0, "FS !": 1, "FS C": 1, "FS S": 2, "FS -": 1, "FS W": 1, "FS p": 2,
    "DLE EOT": 1, "DLE ENQ": 1, "DLE DC4": 3,
}  # fmt: skip
_AFTER_DLE = {0x04: "EOT", 0x05: "ENQ", 0x14: "DC4"}
_PREFIXES = {DLE[0]: "DLE", ESC[0]: "ESC", FS[0]: "FS", GS[0]: "GS"}
_ALONE = {0x00: "NUL", 0x0A: "LF", 0x0D: "CR", 0x09: "HT", 0x0C: "FF", 0x18: "CAN"}


class Commands:
    """Cuts a stream: `feed` bytes as they come, get the commands that are complete."""

    def __init__(self) -> None:
        self._waiting = b""

    def feed(self, data: bytes) -> Iterator[Command]:
        """The commands that these bytes complete."""
        self._waiting += data
        while self._waiting:
            try:
                command, used = _next(self._waiting)
            except IncompleteError:
                return
            self._waiting = self._waiting[used:]
            yield command


def _next(data: bytes) -> tuple[Command, int]:
    first = data[0]
    if first in _ALONE:
        return Command(_ALONE[first]), 1
    if first in _PREFIXES:
        return _prefixed(data)
    if first < 0x20:
        return Command("?", data[:1]), 1
    end = next((i for i, byte in enumerate(data) if byte < 0x20), len(data))
    return Command("text", data[:end]), end


def _prefixed(data: bytes) -> tuple[Command, int]:
    letter = _need(data, 1, 1)[0]
    name = f"{_PREFIXES[data[0]]} {_AFTER_DLE.get(letter, '?') if data[0] == DLE[0] else chr(letter)}"
    if name in _LENGTHS:
        length = _LENGTHS[name]
        return Command(name, _need(data, 2, length)), 2 + length
    if name in _VARIABLE:
        length, used = _VARIABLE[name](data)
        return Command(name, _need(data, 2, used - 2)[: length or None]), used
    return Command("?", data[:2]), 2


def _need(data: bytes, at: int, length: int) -> bytes:
    if len(data) < at + length:
        raise IncompleteError
    return data[at : at + length]


def _raster(data: bytes) -> tuple[int, int]:
    """GS v 0 m xL xH yL yH d…"""
    head = _need(data, 2, 6)
    return 0, 8 + int.from_bytes(head[2:4], "little") * int.from_bytes(head[4:6], "little")


def _counted(data: bytes) -> tuple[int, int]:
    """GS ( x pL pH d…"""
    return 0, 5 + int.from_bytes(_need(data, 2, 3)[1:], "little")


def _counted_long(data: bytes) -> tuple[int, int]:
    """GS 8 L p1 p2 p3 p4 d…"""
    return 0, 7 + int.from_bytes(_need(data, 2, 5)[1:], "little")


def _columns(data: bytes) -> tuple[int, int]:
    """ESC * m nL nH d…"""
    head = _need(data, 2, 3)
    return 0, 5 + int.from_bytes(head[1:], "little") * (3 if head[0] in (32, 33) else 1)


def _cut(data: bytes) -> tuple[int, int]:
    """GS V m, or GS V m n."""
    return 0, 3 if _need(data, 2, 1)[0] in (0, 1, 48, 49) else 4


def _bars(data: bytes) -> tuple[int, int]:
    """GS k m d… NUL for m ≤ 6, GS k m n d… for m ≥ 65."""
    kind = _need(data, 2, 1)[0]
    if kind >= 65:
        return 0, 4 + _need(data, 3, 1)[0]
    end = data.find(b"\0", 3)
    if end < 0:
        raise IncompleteError
    return end - 2, end + 1


def _tabs(data: bytes) -> tuple[int, int]:
    """ESC D d… NUL"""
    end = data.find(b"\0", 2)
    if end < 0 and len(data) < 35:
        raise IncompleteError
    return 0, end + 1 if end >= 0 else 34


_VARIABLE: dict[str, Callable[[bytes], tuple[int, int]]] = {
    "GS v": _raster,
    "GS (": _counted,
    "GS 8": _counted_long,
    "ESC *": _columns,
    "GS V": _cut,
    "GS k": _bars,
    "ESC D": _tabs,
}
"""How long a command is that says so itself: (bytes of its data that count, 0 for all; bytes altogether)."""
