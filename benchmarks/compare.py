"""A comparison of two revisions: one benchmark, on a worktree of another revision and on this tree, in turns.

`make compare REV=main NAME=sale` runs other, this, this, other, … and prints each figure of both and its ratio, this
to the other: below 1 is less. Figures differ from one machine and hour to the next; ratios of one run are what counts.
Processor time is told beside the clock's: `process.cpu_s` and `process.wall_s` are of the whole run, its children too.

Where both trees lock the same packages, this tree's Python runs both, and each run checks that what it imports is its
own tree's: what is installed here points at this tree. A revision without the benchmark is given this tree's.
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import msgspec

HERE = Path(__file__).parents[1]
ROUNDS = 3
Figures = dict[str, float]

LAUNCH = """
import runpy, sys
from importlib.util import find_spec
from pathlib import Path
tree = Path(sys.argv.pop(1))
for package in (each.parent.name for each in tree.glob("*/__init__.py")):
    found = Path(find_spec(package).origin).resolve()
    assert found.is_relative_to(tree), f"{package} would be imported from {found}, not from {tree}"
runpy.run_module("benchmarks", run_name="__main__", alter_sys=True)
"""


@dataclass
class Side:
    """A tree, what runs it, and the figures of its runs so far."""

    name: str
    tree: Path
    python: Path
    runs: list[Figures] = field(default_factory=list)

    def run(self, benchmark: str) -> None:
        """Run the benchmark once; its words go to the screen, its line of JSON is read."""
        print(f"… {self.name}", file=sys.stderr, flush=True)
        begun, spent = perf_counter(), _children()
        told = subprocess.run(
            [self.python, "-c", LAUNCH, self.tree, benchmark],
            cwd=self.tree, env={**os.environ, "PYTHONPATH": str(self.tree)}, stdout=subprocess.PIPE, check=True,
        )  # fmt: skip
        process = {"wall_s": perf_counter() - begun, "cpu_s": _children() - spent}
        self.runs.append(dict(flat({**msgspec.json.decode(told.stdout.splitlines()[-1]), "process": process})))

    def median(self, figure: str) -> float:
        """The figure in the median run."""
        return median(run[figure] for run in self.runs)


def compare(revision: str, benchmark: str, rounds: int) -> dict[str, object]:
    """Run both so many times, and print and return the ratios."""
    with other_tree(revision, benchmark) as other:
        sides = (other, Side("this tree", HERE, Path(sys.executable)))
        for each in range(rounds):
            for side in sides if each % 2 == 0 else sides[::-1]:
                side.run(benchmark)
        ratios = ratios_of(*sides)
        print(table(sides, ratios))
    return {"compare": benchmark, "revision": revision, "rounds": rounds, "ratios": ratios}


@contextmanager
def other_tree(revision: str, benchmark: str) -> Iterator[Side]:
    """A worktree of the revision, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="bizet-compare-") as folder:
        tree = Path(folder).resolve() / "tree"
        _git("worktree", "add", "--quiet", "--detach", str(tree), revision)
        try:
            if not (tree / "benchmarks" / f"{benchmark}.py").exists():
                shutil.copytree(HERE / "benchmarks", tree / "benchmarks", dirs_exist_ok=True)
            yield Side(revision, tree, _python_for(tree))
        finally:
            _git("worktree", "remove", "--force", str(tree))


def flat(told: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, float]]:
    """The numbers of a benchmark's line, each under the path to it; goals are no figures."""
    for name, value in told.items():
        if isinstance(value, Mapping) and name != "goals":
            yield from flat(value, f"{before}{name}.")
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield f"{before}{name}", float(value)


def ratios_of(other: Side, this: Side) -> Figures:
    """This to the other, for each figure that both tell and that is not nothing there."""
    common = [name for name in other.runs[0] if all(name in run for run in other.runs + this.runs)]
    return {name: round(this.median(name) / of, 3) for name in common if (of := other.median(name))}


def table(sides: tuple[Side, Side], ratios: Figures) -> str:
    """The figures of both sides and their ratio, a line each."""
    width = max(map(len, ratios))
    heads = [f"{'':{width}}", *(f"{side.name[:14]:>14}" for side in sides), f"{'ratio':>8}"]
    rows = [
        "  ".join([f"{name:{width}}", *(f"{side.median(name):14,.3f}" for side in sides), f"{ratio:8.3f}"])
        for name, ratio in ratios.items()
    ]
    return "\n".join(["  ".join(heads), *rows])


def _python_for(tree: Path) -> Path:
    """This one where the packages are the same, else one that is set up for that tree."""
    if (tree / "requirements.lock").read_bytes() == (HERE / "requirements.lock").read_bytes():
        return Path(sys.executable)
    subprocess.run(["make", "--silent", ".venv/.ready"], cwd=tree, stdout=sys.stderr, check=True)
    return tree / ".venv" / "bin" / "python"


def _git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=HERE, check=True)


def _children() -> float:
    """Processor seconds of all children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main(arguments: list[str]) -> int:
    """`REVISION NAME [ROUNDS]`."""
    if len(arguments) not in (2, 3):
        print("Usage: python -m benchmarks.compare REVISION NAME [ROUNDS]", file=sys.stderr)
        return 2
    revision, benchmark, *rounds = arguments
    print(msgspec.json.encode(compare(revision, benchmark, int(rounds[0]) if rounds else ROUNDS)).decode())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
