"""The running desk's door: other programs of the same user ask through a local socket, and the desk answers.

One call a connection: a length and a `Call` in, any number of `Progress` and one last frame out. The socket's file may
be opened by its user alone, and on Linux the kernel is asked who is at the other end.
"""

import os
import socket
import stat
import struct
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from hashlib import blake2b
from pathlib import Path

import msgspec
import structlog
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from bizet_core.base.refusals import Refused
from bizet_core.describe.invalid import Invalid
from bizet_core.describe.languages.language import reading
from bizet_core.describe.languages.sentences import word
from bizet_desk.background.workers import Worker
from bizet_desk.command_line.commands import Call, Runner, locale_of, run
from bizet_desk.storage.opening import Opened
from bizet_desk.storage.paths import Places
from bizet_desk.syncing.sync_rounds import Agreeing

LARGEST_CALL = 4 << 20
LONGEST_NAME = 100  # bytes; systems take 104 to 108
_LENGTH = struct.Struct(">I")
log = structlog.get_logger()


class Progress(msgspec.Struct, frozen=True, tag=True):
    """How far a long command is."""

    done: int
    total: int


class Result(msgspec.Struct, frozen=True, tag=True):
    """What a command returned, as JSON."""

    json: bytes


class Told(msgspec.Struct, frozen=True, tag=True):
    """Why it was not done, worded by the desk."""

    code: str
    sentence: str
    causes: dict[str, str]


Frame = Progress | Result | Told


def door_of(places: Places) -> str:
    """The socket's name, the same for the same desk, in a folder of this user's alone."""
    digest = blake2b(os.fsencode(places.data.absolute()), digest_size=8).hexdigest()
    if os.name == "nt":
        return f"bizet-{digest}"  # a pipe
    beside = places.state.absolute() / "desk.door"
    if len(os.fsencode(beside)) <= LONGEST_NAME:
        return str(beside)
    folder = Path(tempfile.gettempdir()) / f"bizet-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    about = folder.lstat()
    if not stat.S_ISDIR(about.st_mode) or about.st_uid != os.getuid() or about.st_mode & 0o077:
        raise Refused("not_yours")  # somebody was there before us, to listen for PINs
    return str(folder / f"{digest}.door")


def told(refusal: Refused) -> Told:
    """A refusal in the words of whoever reads now."""
    return Told(refusal.code, word(refusal), refusal.errors if isinstance(refusal, Invalid) else {})


class Door(QObject):
    """Listens beside an open desk. Commands run one after another on a thread of their own."""

    _out = Signal(int, object, bool)

    def __init__(self, runner: Runner, opened: Opened, agreeing: Agreeing, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner, self._opened, self._agreeing = runner, opened, agreeing
        self._worker = Worker("bizet-door")
        self._callers: dict[int, tuple[QLocalSocket, bytearray]] = {}
        self._count = 0
        self._out.connect(self._send, Qt.ConnectionType.QueuedConnection)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._greet)

    def open(self) -> bool:
        """Listen; whether that was possible. The lock on the desk says that a door left over is nobody's."""
        name = door_of(self._opened.places)
        QLocalServer.removeServer(name)
        return self._server.listen(name)

    def close(self, seconds: float = 5.0) -> bool:
        """Listen no more; whether the thread has ended in so many seconds."""
        self._server.close()
        self._worker.close(finish=False)
        return self._worker.ended(seconds)

    def _greet(self) -> None:
        while (caller := self._server.nextPendingConnection()) is not None:
            if not is_same_user(int(caller.socketDescriptor())):
                log.warning("door_stranger")
                caller.abort()
                continue
            self._count += 1
            self._callers[self._count] = (caller, bytearray())
            caller.readyRead.connect(partial(self._read, self._count))
            caller.disconnected.connect(partial(self._forget, self._count))

    def _read(self, number: int) -> None:
        caller, heard = self._callers[number]
        heard += caller.readAll().data()
        if len(heard) < _LENGTH.size:
            return
        (length,) = _LENGTH.unpack_from(heard)
        if length > LARGEST_CALL:
            caller.abort()
        elif len(heard) >= _LENGTH.size + length:
            self._take(number, bytes(heard[_LENGTH.size : _LENGTH.size + length]))

    def _take(self, number: int, body: bytes) -> None:
        try:
            call = msgspec.msgpack.decode(body, type=Call)
            self._worker.submit(partial(self._serve, number, call))
        except msgspec.MsgspecError:
            self._callers[number][0].abort()
        except Refused as closing:
            self._send(number, framed(told(closing)), True)

    def _serve(self, number: int, call: Call) -> None:
        """On the door's own thread: the runner's threads do the work."""

        def tell(done: int, total: int) -> None:
            self._out.emit(number, framed(Progress(done, total)), False)

        frame = served(call, self._runner, self._opened, self._agreeing, tell)
        self._out.emit(number, framed(frame), True)

    def _send(self, number: int, frame: bytes, is_last: bool) -> None:
        if number in self._callers:
            caller = self._callers[number][0]
            caller.write(frame)
            if is_last:
                caller.flush()
                caller.disconnectFromServer()

    def _forget(self, number: int) -> None:
        caller, _ = self._callers.pop(number)
        caller.deleteLater()


def served(call: Call, runner: Runner, opened: Opened, agreeing: Agreeing, tell: Callable[[int, int], None]) -> Frame:
    """The last frame of a call, whatever happens."""
    try:
        return Result(run(call, runner, opened, agreeing, tell))
    except Refused as refusal:
        return _worded(refusal, runner)
    except Exception as problem:  # ours: logged here, told as a sentence there
        log.error("command_failed", command=call.command, exc_info=problem)
        return _worded(Refused("desk_failed", name=type(problem).__name__), runner)


def _worded(refusal: Refused, runner: Runner) -> Told:
    with reading(locale_of(runner)):
        return told(refusal)


def knock(places: Places, call: Call, tell: Callable[[int, int], None]) -> Frame | None:
    """Ask the running desk; its last frame, or None where nobody listens. Refuses where it listens and is silent."""
    caller = QLocalSocket()
    caller.connectToServer(door_of(places))
    if not caller.waitForConnected(1000):
        return None
    if not is_same_user(int(caller.socketDescriptor())):
        raise Refused("not_yours")  # before a PIN is told
    caller.write(framed(call))
    heard = bytearray()
    while caller.waitForReadyRead(600_000):
        heard += caller.readAll().data()
        for frame in _taken(heard):
            if not isinstance(frame, Progress):
                return frame
            tell(frame.done, frame.total)
    raise Refused("desk_silent")


def _taken(heard: bytearray) -> list[Frame]:
    """The frames that are complete, taken away from what was heard."""
    frames: list[Frame] = []
    while len(heard) >= _LENGTH.size:
        end = _LENGTH.size + _LENGTH.unpack_from(heard)[0]
        if len(heard) < end:
            break
        frames.append(msgspec.msgpack.decode(heard[_LENGTH.size : end], type=Frame))
        del heard[:end]
    return frames


def framed(body: msgspec.Struct) -> bytes:
    """A length and the body."""
    packed = msgspec.msgpack.encode(body)
    return _LENGTH.pack(len(packed)) + packed


def is_same_user(descriptor: int) -> bool:
    """Whether a program of this user is at the other end (asked on Linux; elsewhere the socket's rights say so)."""
    if not sys.platform.startswith("linux"):
        return True
    with socket.socket(fileno=os.dup(descriptor)) as end:
        credentials = end.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    return struct.unpack("3i", credentials)[1] == os.getuid()
