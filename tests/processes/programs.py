"""Programs that a test starts, listens to and kills. What they say is kept by lines; one waits for what is said."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0  # seconds until a program that says nothing counts as broken


class Program:
    """One command, which may be started again after it has ended. `heard` gets each line, on a thread of its own."""

    def __init__(
        self,
        command: Sequence[str],
        log: Path,
        variables: Mapping[str, str] | None = None,
        heard: Callable[[str], None] = lambda _line: None,
        **how: Any,
    ) -> None:
        self.command, self.log, self.variables, self.heard, self.how = command, log, variables or {}, heard, how
        self.lines: list[str] = []
        self._said = threading.Condition()
        self._process: subprocess.Popen[str] | None = None

    @property
    def is_running(self) -> bool:
        """Whether it was started and has not ended."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """Of the program as it runs now."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it; it may take its time to be ready."""
        self.lines.clear()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command, cwd=ROOT, env=environment(self.variables), text=True, stderr=log,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, **self.how,
            )  # fmt: skip
        self._reader = threading.Thread(target=self._read, args=(self._process,), daemon=True)
        self._reader.start()

    def say(self, word: str) -> None:
        """A line on its standard input."""
        assert self._process is not None
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(f"{word}\n")
            self._process.stdin.flush()
        except BrokenPipeError as problem:
            raise AssertionError(self._told("has ended by itself")) from problem

    def wait_for(self, fits: Callable[[str], bool], after: int = 0) -> str:
        """The first line that fits, from the line with this number on."""

        def found() -> str | None:
            return next((line for line in self.lines[after:] if fits(line)), None)

        with self._said:
            self._said.wait_for(lambda: found() is not None or not self.is_running, PATIENCE)
            line = found()
        assert line is not None, self._told("did not say it")
        return line

    def _told(self, what: str) -> str:
        return f"{' '.join(self.command[-3:])} {what}: {self.log.read_text()[-3000:]}"

    def kill(self) -> None:
        """As a power cut would."""
        self.end(signal.SIGKILL)

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal and wait; how it ended."""
        self.signal(how)
        return self.wait()

    def signal(self, how: signal.Signals) -> None:
        """Send a signal, if it runs."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(how)

    def leave(self) -> None:
        """Close its standard input, which is how a desk is told to end."""
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.close()

    def wait(self) -> int:
        """Until it has ended and everything it said is here."""
        process, self._process = self._process, None
        if process is None:
            return 0
        ended = process.wait(PATIENCE)
        self._reader.join()
        for pipe in (process.stdin, process.stdout):
            assert pipe is not None
            _close(pipe)
        return ended

    def _read(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self.heard(line.strip())
            with self._said:
                self.lines.append(line.strip())
                self._said.notify_all()
        with self._said:
            self._said.notify_all()


def a_server(variables: dict[str, str], port: int, log: Path) -> Program:
    """`bizet-server run`; ready once it has told its address."""
    return Program([sys.executable, "-m", "sync_server", "run", "--port", str(port)], log, variables)


def ready(server: Program) -> None:
    """Wait until a server that was started listens."""
    server.wait_for(lambda line: "127.0.0.1:" in line)


def setup_code(server: Program) -> str:
    """What a server says as long as no business lives there."""
    return server.wait_for(lambda line: "Set-up code: " in line).rpartition(" ")[2]


def environment(variables: Mapping[str, str]) -> dict[str, str]:
    """Ours, without what else is set up for Bizet."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("BIZET_")}
    return ours | {"PYTHONPATH": str(ROOT)} | dict(variables)


def free_port() -> int:
    """A port of this computer that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def read(line: str) -> dict[str, Any]:
    """A line that a desk has said; one that was cut off by a kill says nothing."""
    try:
        said = json.loads(line)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _close(pipe: Any) -> None:
    try:
        pipe.close()
    except BrokenPipeError:  # nobody reads it any more
        return
