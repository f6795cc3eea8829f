"""One server on a folder of files: a lock that the system lets go of when the process ends, however it ends."""

import os
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Any

from bizet_core.base.refusals import Refused


class Lock:
    """`with Lock(folder):`; refuses with `server_running` while another process has it. On POSIX systems only."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> "Lock":
        self._handle = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        if os.name == "posix":
            fcntl: Any = import_module("fcntl")
            try:
                fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                os.close(self._handle)
                raise Refused("server_running", folder=str(self.folder)) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._handle)
