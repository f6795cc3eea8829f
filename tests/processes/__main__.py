"""More of it: `python -m tests.processes MANY [FIRST]` lives through so many seeds, on files and on PostgreSQL in turn.

The last line counts; it exits non-zero where something does not hold, and then says which seed.
"""

import sys
import tempfile
import time
from pathlib import Path

from tests.processes.history import live
from tests.support.postgres import Databases, server


def problem_of(seed: int, databases: Databases) -> str:
    """What does not hold in a seed's history; empty where everything does."""
    with tempfile.TemporaryDirectory(prefix="bizet-processes-") as folder:
        try:
            _live(seed, databases, Path(folder))
        except AssertionError as problem:
            return str(problem)
    return ""


def _live(seed: int, databases: Databases, folder: Path) -> None:
    if seed % 2:
        live(seed, {"BIZET_DATA": str(folder / "server")}, folder)
        return
    with databases.owned() as url:
        live(seed, {"BIZET_DATABASE_URL": url}, folder, servers=2)


def main() -> int:
    """As the words ask."""
    many, first = (int(word) for word in (sys.argv[1:] + ["4", "1"][len(sys.argv[1:]) :])[:2])
    broken = 0
    with tempfile.TemporaryDirectory(prefix="bizet-pg-") as folder, server(Path(folder)) as url:
        databases = Databases(url)
        for seed in range(first, first + many):
            began = time.monotonic()
            told = problem_of(seed, databases)
            broken += bool(told)
            print(f"seed {seed}: {told or 'held'} ({time.monotonic() - began:.0f} s)", flush=True)
    print(f"{many - broken} passed, {broken} failed")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
