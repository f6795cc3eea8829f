"""Hunt: `python -m tests.simulator SEEDS [FIRST]` runs histories; `python -m tests.simulator hunt` catches mutants.

Exits non-zero where a history breaks an invariant, after shrinking it; the last line counts.
"""

import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.simulator.history import STEPS, run, run_steps
from tests.simulator.house import frozen
from tests.simulator.mutants import MUTANTS
from tests.simulator.steps import Step, steps_of

TABLE = Path(__file__).with_name("mutants.json")
MOST_SEEDS = 2_000


def failure(seed: int, steps: Sequence[Step] | None = None) -> str:
    """What a history breaks; empty where nothing."""
    try:
        run(seed) if steps is None else run_steps(seed, steps)
    except Exception as problem:
        return str(problem) or repr(problem)
    return ""


def shrunk(seed: int) -> list[Step]:
    """The fewest steps found that still break something: pieces are left out, ever smaller ones."""
    steps, size = steps_of(seed, STEPS), STEPS // 2
    while size:
        for start in range(0, len(steps), size):
            fewer = steps[:start] + steps[start + size :]
            if failure(seed, fewer):
                steps = fewer
                break
        else:
            size //= 2
    return steps


def first_seed(name: str, most: int = MOST_SEEDS) -> int | None:
    """The first seed that catches a mutant, and holds without it."""
    return next((seed for seed in range(most) if notices(name, seed)), None)


def notices(name: str, seed: int) -> bool:
    """Whether a seed breaks with the mutant and holds without it."""
    frozen()  # the house is kept for all histories: it is not made with a broken rule
    with MUTANTS[name]():
        broken = failure(seed)
    return bool(broken) and not failure(seed)


def hunt(names: Sequence[str]) -> int:
    """Catch mutants, and keep the seeds."""
    table: dict[str, int] = json.loads(TABLE.read_text()) if TABLE.exists() else {}
    for name in names or MUTANTS:
        began, seed = time.monotonic(), first_seed(name)
        print(
            f"{name}: {'NOT CAUGHT' if seed is None else f'seed {seed}'} ({time.monotonic() - began:.0f} s)", flush=True
        )
        if seed is None:
            return 1
        table[name] = seed
        TABLE.write_text(json.dumps({key: table[key] for key in MUTANTS if key in table}, indent=2) + "\n")
    return 0


def simulate(seeds: Sequence[int]) -> int:
    """Run histories on all cores; tell what breaks."""
    count: Counter[str] = Counter()
    with ProcessPoolExecutor() as pool:
        for seed, told in zip(seeds, pool.map(failure, seeds, chunksize=20), strict=True):
            count["broken" if told else "held"] += 1
            if told:
                print(f"seed {seed}: {told[:2000]}\n  shrunk to {', '.join(map(str, shrunk(seed)))}", flush=True)
    print(f"{count['held']} passed, {count['broken']} failed")
    return 1 if count["broken"] else 0


def main() -> int:
    """As the first word asks."""
    words = sys.argv[1:] or ["200"]
    if words[0] == "hunt":
        return hunt(words[1:])
    first = int(words[1]) if len(words) > 1 else 0
    return simulate(range(first, first + int(words[0])))


if __name__ == "__main__":
    sys.exit(main())
