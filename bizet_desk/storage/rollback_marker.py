"""How far this device's journal has come, kept outside its database: 64 bytes, written after each commit.

When the file knows less than this it went back in time, by a restored disk or a copied folder, and must begin a new
incarnation before it gives out a number a second time. Not flushed to disk each time: an older mark does no harm.
"""

import struct
import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import structlog

from bizet_core.store import Done

_FORM = struct.Struct(">16sIQ32s")  # device, incarnation, number, hash; then a CRC of these
SIZE = _FORM.size + 4
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Mark:
    """The last line that this device is known to have committed."""

    device: UUID
    inc: int
    n: int
    hash: bytes

    def packed(self) -> bytes:
        """64 bytes."""
        body = _FORM.pack(self.device.bytes, self.inc, self.n, self.hash)
        return body + zlib.crc32(body).to_bytes(4, "big")


def read_mark(path: Path) -> Mark | None:
    """The mark, or None where there is none that can be trusted."""
    with suppress(OSError):
        raw = path.read_bytes()
        if len(raw) == SIZE and zlib.crc32(raw[:-4]) == int.from_bytes(raw[-4:], "big"):
            device, inc, n, hash = _FORM.unpack(raw[:-4])
            return Mark(UUID(bytes=device), inc, n, hash)
    return None


class RollbackMarker:
    """Writes the mark; listens to a store."""

    def __init__(self, path: Path, mark: Mark) -> None:
        path.touch(0o600)
        self._file = path.open("r+b", buffering=0)
        self._mark = mark
        self._write(mark)

    def hear(self, done: Done) -> None:
        """Note a committed operation. What goes wrong here must not look as if the operation had failed."""
        if done.n:
            self._mark = Mark(self._mark.device, self._mark.inc, done.n, done.hash)
            try:
                self._write(self._mark)
            except OSError as problem:
                log.warning("high_water_not_written", problem=type(problem).__name__)

    def begin(self, mark: Mark) -> None:
        """The device counts anew."""
        self._mark = mark
        self._write(mark)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _write(self, mark: Mark) -> None:
        self._file.seek(0)
        self._file.write(mark.packed())
