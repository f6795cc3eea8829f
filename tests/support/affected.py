"""Quick tests: `python -m tests.support.affected [REVISION]` runs the shape's and what a change reaches.

The change is what is not committed; where all is, what this branch has that main has not; on main, the last commit.
What does not fit into the budget is left out and named: `make test` runs everything.
"""

import gc
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from tests.support.import_graph import ROOT, Graph, module_of

DURATIONS = Path(__file__).with_name("durations.json")
BUDGET = 45.0
"""Seconds of tests on all cores; starting and collecting take some ten more."""

UNKNOWN = 1.0
"""Seconds of a file that was never timed."""


class Choice(NamedTuple):
    """Files of tests: what runs, and what would have to."""

    run: list[str]
    left: list[str]
    seconds: float


def changed_files(since: str = "") -> list[str]:
    """Files that have changed since a revision, or in the change at hand."""
    fresh = _git("ls-files", "--others", "--exclude-standard")
    if not since:
        uncommitted = _git("diff", "--name-only", "HEAD") + fresh
        if uncommitted:
            return uncommitted
        since = _beginning_of_the_branch()
    return _git("diff", "--name-only", since) + fresh


def distances(graph: Graph, changed: Iterable[str]) -> dict[str, int]:
    """How far each file of tests is from the change."""
    changed = list(changed)
    reached = graph.distances({module for file in changed for module in modules_of(graph, file)})
    found = {graph.files[module]: far for module, far in reached.items() if is_test(graph.files[module])}
    folders = {Path(file).parent.name for file in changed}
    for file in graph.files.values():
        if is_test(file) and Path(file).parent.name in folders:
            found[file] = 0  # a folder of tests carries the name of what it tests
    return found


def modules_of(graph: Graph, file: str) -> list[str]:
    """The module that a file is; of another file, the modules of the nearest folder above that has some."""
    if file.endswith(".py"):
        return [module_of(file)]
    folder = Path(file).parent
    while folder.parts:
        near = [module for module, each in graph.files.items() if Path(each).parent == folder]
        if near:
            return near
        folder = folder.parent
    return []


def choose(far: dict[str, int], durations: dict[str, float], always: Iterable[str], budget: float) -> Choice:
    """The tests of the shape, and of the others the nearest that fit, the quickest of equally near ones first."""
    run = sorted(always)
    spent = sum(durations.get(file, UNKNOWN) for file in run)
    left: list[str] = []
    others = [file for file in far if file not in run]
    for file in sorted(others, key=lambda file: (far[file], durations.get(file, UNKNOWN), file)):
        took = durations.get(file, UNKNOWN)
        if spent + took <= budget:
            run.append(file)
            spent += took
        else:
            left.append(file)
    return Choice(run, left, spent)


def is_test(file: str) -> bool:
    """Whether it holds tests."""
    return file.startswith("tests/") and Path(file).name.startswith("test_")


def main(arguments: list[str]) -> int:
    """Run what a change reaches."""
    gc.disable()  # a thousand syntax trees are kept anyhow
    graph, cores = Graph.of(), os.cpu_count() or 1
    changed = changed_files(*arguments[:1])
    durations: dict[str, float] = json.loads(DURATIONS.read_text())
    shape = [file for file in graph.files.values() if is_test(file) and file.startswith("tests/shape/")]
    chosen = choose(distances(graph, changed), durations, shape, BUDGET * cores)
    print(f"{len(changed)} changed files reach {len(chosen.run) - len(shape)} files of tests that fit into a minute.")
    for file in chosen.left:
        print(f"Left out: {file} ({durations.get(file, UNKNOWN):.0f} s)")
    pytest = [sys.executable, "-m", "pytest", "-n", str(cores), "--dist", "worksteal", *chosen.run]
    return subprocess.run(pytest, cwd=ROOT).returncode


def _beginning_of_the_branch() -> str:
    head, *_ = _git("rev-parse", "HEAD")
    known = subprocess.run(["git", "merge-base", "HEAD", "main"], cwd=ROOT, capture_output=True, text=True)
    since = known.stdout.strip()
    return since if known.returncode == 0 and since != head else "HEAD~1"


def _git(*words: str) -> list[str]:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.split("\n")[:-1]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
