"""Every operation that leaves a line in the history has words for it, and none is told by its own name."""

import ast
from pathlib import Path

import pytest
from sqlalchemy import select

import bizet_core
from bizet_core.describe.languages.sentences import gaps, gathered
from bizet_core.oversight.activity.messages import CHANGED
from bizet_core.oversight.activity.queries import Activity, activity
from bizet_core.oversight.activity.telling import told, what
from bizet_core.store import OPERATIONS, Store
from bizet_core.store.journal.journal import histories
from bizet_core.store.operations.registry import load_all
from tests.core.oversight.activity.test_queries import SINCE
from tests.support.makers import Salon
from tests.support.places import ROOT, to_write

load_all()
SYNCED = sorted(
    name for name, verb in OPERATIONS.items() if not verb.local and verb.handle.__module__.startswith("bizet_core.")
)
DETAILED = [name for name in SYNCED if OPERATIONS[name].detail]
TELLS_NO_MORE = frozenset({
    "brought_back", "calendar", "calling", "person_added", "removed", "reopened", "sample_removed", "undone",
})  # fmt: skip
"""Codes that say nothing beyond the words of the one operation that notes them."""


@pytest.fixture
def lived(lived_in: Salon) -> Store:
    return lived_in.store


@pytest.mark.parametrize("name", SYNCED)
def test_every_operation_has_words_or_a_reason_to_leave_no_line(name: str) -> None:
    made = OPERATIONS[name]
    assert made.said or made.silent, to_write(made.handle, 'said=N_("…"), or silent="why it leaves no line",')
    assert not (made.said and made.silent), f"{name} has said= and silent="
    assert made.said or not made.detail, to_write(made.handle, 'said=N_("…") before detail=')


def test_every_code_that_is_told_as_an_operation_names_one() -> None:
    assert [name for name in gathered("NOTES_OF").values() if name not in SYNCED] == []


def codes() -> dict[str, Path]:
    """Every literal code of a note in the source, and a file that has it."""
    found: dict[str, Path] = {}
    for path in Path(bizet_core.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "note":
                values = [each.value for each in node.keywords if each.arg == "code"]
                found |= {str(value.value): path for value in values if isinstance(value, ast.Constant)}
    return found


def test_every_code_of_a_note_says_more_or_is_known_to_say_no_more() -> None:
    worded = set(gathered("NOTES")) | TELLS_NO_MORE
    for code, where in codes().items():
        assert code in worded, f'{where.parent.relative_to(ROOT)}/messages.py: add NOTES = {{"{code}": N_("…")}}'
    assert worded == set(codes())


def test_in_a_business_in_which_everything_happens_each_line_has_its_own_words(lived: Store) -> None:
    with lived.engine.connect() as connection:
        rows = connection.execute(select(histories)).all()
    assert {row.name for row in rows if not OPERATIONS[row.name].said} == set()
    sentences = {told(row.name, row.code, row.facts, "EUR") for row in rows}
    assert not [sentence for sentence in sentences if "{" in sentence or "T09:" in sentence or "_" in sentence]


def test_what_the_facts_add_is_told_of_every_operation_that_notes_them(lived: Store) -> None:
    with lived.engine.connect() as connection:
        rows = connection.execute(select(histories)).all()
    for name in DETAILED:
        asked = gaps(OPERATIONS[name].detail)
        mine = [row for row in rows if row.name == name and row.facts and asked <= set(row.facts)]
        assert mine, f"{name}: none of its notes has all of {sorted(asked)}, which its detail= asks for"
        if any(row.facts[gap] for row in mine for gap in asked):
            assert any(told(row.name, row.code, row.facts, "EUR") != what(row.name, row.code) for row in mine), name


def test_a_line_of_an_older_or_newer_version_is_told_all_the_same() -> None:
    assert told("bookings.move_booking", "", None) == "Booking moved"
    assert told("bookings.move_booking", "", {"was": 3}) == "Booking moved"
    assert "flights.board" in told("flights.board", "", {})
    assert what("leases.make_pool") == OPERATIONS["leases.make_pool"].doc.partition("\n")[0]


def test_the_whole_log_of_that_business_is_read(lived: Store) -> None:
    asked = Activity(since=SINCE, until=SINCE.replace(year=2027), limit=1000)
    deeds = lived.ask(activity, asked).deeds
    assert len(deeds) > 60
    assert all(deed.words() and deed.kind() for deed in deeds)
    assert gaps(CHANGED) == {"field", "was", "now"}
