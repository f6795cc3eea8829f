"""A desk that is killed while it prints: `python -m tests.core.selling.printing.dying FILE BUSINESS DEVICE PORT`."""

import os
import signal
import socket
import sys
from pathlib import Path
from uuid import UUID

from bizet_core.store import Store
from bizet_core.store.database.engines import desk_engine
from bizet_core.store.store import Identity
from bizet_desk.devices.receipt_printer import Status
from bizet_desk.printing.print_queue import PrintQueue
from tests.conftest import KEY, Clock
from tests.core.selling.printing.makers import Direct


class Deadly:
    """A printer that gets half of the receipt before the lights go out."""

    def __init__(self, port: int) -> None:
        self.port = port

    def print(self, job: bytes) -> None:
        with socket.create_connection(("127.0.0.1", self.port)) as printer:
            printer.sendall(job[: len(job) // 2])
            os.kill(os.getpid(), signal.SIGKILL)

    def status(self) -> Status:
        return Status.READY


if __name__ == "__main__":
    file, business, device, port = sys.argv[1:]
    store = Store(desk_engine(Path(file), KEY), Identity(UUID(business), UUID(device)), clock=Clock())
    PrintQueue(Direct(store), print, lambda _: Deadly(int(port))).step()
