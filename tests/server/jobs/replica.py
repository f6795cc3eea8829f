"""A replica of the server as a process: `python -m tests.server.jobs.replica PLACE EXECUTOR STALE_AFTER [JOB]`.

It says on its standard output what its jobs do. One that is given the id of a job starts it and gets stuck in its
second step; one that is given none does what it finds. It ends when its standard input is closed.
"""

import os
import subprocess
import sys
from pathlib import Path
from threading import Event
from typing import Any, Self


class Replica:
    """The other process, seen from the test."""

    def __init__(self, place: Path | str, executor: str, *stuck_in: str, stale_after: float = 30) -> None:
        command = [sys.executable, "-W", "error", "-m", "tests.server.jobs.replica", str(place), executor]
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.process = subprocess.Popen([*command, str(stale_after), *stuck_in], **pipes)
        assert self.process.stdout is not None
        self.out = self.process.stdout

    def says(self) -> str:
        """The next line it says."""
        return self.out.readline().strip()

    def kill(self) -> None:
        """`kill -9`."""
        self.process.kill()
        self.process.wait()

    def end(self) -> list[str]:
        """End it as a server is ended; returns what it still said."""
        said, _ = self.process.communicate()
        assert self.process.returncode == 0
        return said.split()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        self.process.communicate()


def main(place: str, executor: str, stale_after: str, *stuck_in: str) -> None:
    """Run as a replica until the standard input is closed."""
    from sync_server.jobs.durable import DurableRunner

    def second(_: Any) -> None:
        say("second-begun")
        if stuck_in:
            Event().wait()
        say("second-ended")

    runner = DurableRunner(place if "://" in place else Path(place), executor, stale_after=float(stale_after))
    runner.register("two steps", lambda _: say("first"), second)
    runner.open()
    for job_id in stuck_in:
        runner.start("two steps", job_id)
    sys.stdin.read()
    runner.close()


def say(word: str) -> None:
    os.write(sys.stdout.fileno(), f"{word}\n".encode())  # whole, whatever other threads say


if __name__ == "__main__":
    main(*sys.argv[1:])
