"""Two hundred histories hold; each rule that is broken on purpose is noticed by the seed that is known to notice it."""

import gc
import json

import pytest

from tests.simulator.__main__ import TABLE, notices
from tests.simulator.history import run, run_steps
from tests.simulator.mutants import MUTANTS

SEEDS, AT_ONCE = 200, 5
CAUGHT: dict[str, int] = json.loads(TABLE.read_text())


@pytest.mark.parametrize("first", range(0, SEEDS, AT_ONCE))
def test_histories_hold(first: int) -> None:
    for seed in range(first, first + AT_ONCE):
        run(seed)
        gc.collect()  # a history's thirty databases


@pytest.mark.parametrize("name", CAUGHT)
def test_a_broken_rule_is_noticed(name: str) -> None:
    assert notices(name, CAUGHT[name])


def test_every_mutant_has_its_seed() -> None:
    assert set(CAUGHT) == set(MUTANTS)


def test_a_seed_is_one_history() -> None:
    one, other = run(3), run(3)
    assert one.ledger.operations.keys() == other.ledger.operations.keys()
    assert one.ledger.sales == other.ledger.sales


def test_a_history_without_steps_holds() -> None:
    run_steps(5, ())
