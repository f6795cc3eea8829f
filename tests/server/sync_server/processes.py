"""The server as a program of its own, started as its operator would and killed as they would not."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[3]


class Program:
    """`bizet-server run`, on a port that it chooses first and keeps afterwards."""

    def __init__(self, variables: dict[str, str]) -> None:
        self.variables = variables
        self.url = self.code = ""
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Returns when it listens; the first time with `code`, which lets a business in."""
        port = self.url.rpartition(":")[2] or "0"
        command = [sys.executable, "-m", "sync_server", "run", "--port", port]
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=environment(self.variables), text=True, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE if port == "0" else None,
        )  # fmt: skip
        self.url = self._line().rpartition(" ")[2].strip()
        if port == "0":
            self.code = self._line().rpartition(" ")[2].strip()

    def kill(self) -> None:
        """As a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """As systemd does; how it ended."""
        return self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> int:
        process, self._process = self._process, None
        if process is None:
            return 0
        process.send_signal(how)
        process.communicate()
        return process.returncode

    def _line(self) -> str:
        assert self._process is not None
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise AssertionError(self._process.communicate())
        return line


@contextmanager
def running(variables: dict[str, str]) -> Iterator[Program]:
    """A started server that is gone afterwards."""
    program = Program(variables)
    program.start()
    try:
        yield program
    finally:
        program.kill()


def command(variables: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """One command of `bizet-server`."""
    asked = [sys.executable, "-m", "sync_server", *arguments]
    return subprocess.run(asked, cwd=ROOT, env=environment(variables), text=True, capture_output=True, timeout=60)


def environment(variables: dict[str, str]) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("BIZET_")}
    return ours | variables
