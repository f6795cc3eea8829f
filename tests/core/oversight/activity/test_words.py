"""Every operation that leaves a line in the history has words for it, and none is told by its own name."""

import ast
from pathlib import Path

import pytest
from sqlalchemy import select

import bizet_core
from bizet_core.describe.facts import Nothing, Number, Text
from bizet_core.describe.languages.sentences import gaps
from bizet_core.oversight.activity.messages import BY_CODE, CHANGED, FURTHER, SILENT, WORDS
from bizet_core.oversight.activity.queries import Activity, activity
from bizet_core.oversight.activity.telling import told, what
from bizet_core.store import OPERATIONS, Store, all_capabilities
from bizet_core.store.journal.journal import histories
from tests.core.oversight.activity.test_queries import SINCE
from tests.stories.everything import everything

all_capabilities.load()
SYNCED = sorted(
    name for name, verb in OPERATIONS.items() if not verb.local and verb.handle.__module__.startswith("bizet_core.")
)
TELLS_NO_MORE = frozenset({
    "brought_back", "calendar", "calling", "person_added", "removed", "reopened", "sample_removed", "undone",
})  # fmt: skip
"""Codes that say nothing beyond the words of the one operation that notes them."""


@pytest.fixture
def lived(store: Store) -> Store:
    everything(store)
    return store


@pytest.mark.parametrize("name", SYNCED)
def test_every_operation_has_words_or_a_reason_to_leave_no_line(name: str) -> None:
    assert (name in WORDS) != (name in SILENT), name


def test_nothing_is_worded_that_is_gone() -> None:
    assert set(WORDS) | set(SILENT) == set(SYNCED)
    assert set(FURTHER) <= set(WORDS)


def codes() -> set[str]:
    """Every literal code of a note in the source."""
    found: set[str] = set()
    for path in Path(bizet_core.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "note":
                values = [each.value for each in node.keywords if each.arg == "code"]
                found |= {str(value.value) for value in values if isinstance(value, ast.Constant)}
    return found


def test_every_code_of_a_note_says_more_or_is_known_to_say_no_more() -> None:
    assert codes() == set(BY_CODE) | TELLS_NO_MORE


def test_in_a_business_in_which_everything_happens_each_line_has_its_own_words(lived: Store) -> None:
    with lived.engine.connect() as connection:
        rows = connection.execute(select(histories)).all()
    assert {row.name for row in rows} & set(SILENT) == set()
    assert [row.name for row in rows if row.name not in WORDS] == []
    sentences = {told(row.name, row.code, row.facts, "EUR") for row in rows}
    assert not [sentence for sentence in sentences if "{" in sentence or "T09:" in sentence or "_" in sentence]


def test_what_the_facts_add_is_told_of_every_operation_that_notes_them(lived: Store) -> None:
    with lived.engine.connect() as connection:
        rows = connection.execute(select(histories)).all()
    for name in FURTHER:
        mine = [row for row in rows if row.name == name and row.facts and gaps(FURTHER[name]) <= set(row.facts)]
        assert mine, name
        if any(row.facts[gap] not in (Text(""), Nothing()) for row in mine for gap in gaps(FURTHER[name])):
            assert any(told(row.name, row.code, row.facts, "EUR") != what(row.name, row.code) for row in mine), name


def test_a_line_of_an_older_or_newer_version_is_told_all_the_same() -> None:
    assert told("bookings.move_booking", "", None) == "Booking moved"
    assert told("bookings.move_booking", "", {"was": Number(3)}) == "Booking moved"
    assert "flights.board" in told("flights.board", "", {})
    assert what("leases.make_pool") == OPERATIONS["leases.make_pool"].doc.partition("\n")[0]


def test_the_whole_log_of_that_business_is_read(lived: Store) -> None:
    asked = Activity(since=SINCE, until=SINCE.replace(year=2027), limit=1000)
    deeds = lived.ask(activity, asked).deeds
    assert len(deeds) > 60
    assert all(deed.words() and deed.kind() for deed in deeds)
    assert gaps(CHANGED) == {"field", "was", "now"}
