"""`bizet-server run` as a program of its own, on 127.0.0.1, over files or PostgreSQL."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@contextmanager
def serving(port: int, **variables: str) -> Iterator[str]:
    """A started server; yields its address."""
    command = [sys.executable, "-m", "sync_server", "run", "--port", str(port)]
    ours = {name: value for name, value in os.environ.items() if not name.startswith("BIZET_")} | variables
    process = subprocess.Popen(
        command, cwd=ROOT, env=ours, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline(), "the server did not start"  # it says where it is once it listens
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.communicate()
