"""What holds for every operation and every query of the house, whoever adds the next one."""

from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import pytest
from sqlalchemy import Table, select

import bizet_core
from bizet_core.business.access.rules import PERMISSIONS
from bizet_core.describe.capabilities import declared
from bizet_core.describe.choosing import asking
from bizet_core.describe.introspection import fields_of
from bizet_core.oversight.activity.rules import Topic
from bizet_core.store import OPERATIONS, QUERIES, Store
from bizet_core.store.journal.journal import histories
from bizet_core.store.tables.columns import METADATA, is_synced
from bizet_core.sync.restore.lost_row_messages import may_be_again
from tests.stories.everything import everything
from tests.support.places import folder_of, to_declare

for found in walk_packages(bizet_core.__path__, "bizet_core."):
    if ".migrations" not in found.name:
        import_module(found.name)

FOR_ANYBODY = {
    "access.sign_in": "nobody is signed in yet",
    "access.approve": "the approver's PIN is the permission",
    "access.note_session": "whoever acts tells of themselves that they came or left",
    "access.signers": "the lock screen shows who may sign in",
    "bookings.end_holds": "the house itself ends what is over",
    "settings.business": "the lock screen shows whose desk it is",
    "settings.device": "colours and size are needed before anybody has signed in",
    "store.undo": "whoever may do a thing may take it back: the runner asks for that thing's permission",
    "till.till_state": "the top bar says whether the till is open",
}
"""Everything else needs a permission."""


def ours(registry: dict[str, Any]) -> list[Any]:
    def module(verb: Any) -> str:
        function = getattr(verb, "handle", None) or verb.answer
        return str(function.__module__)

    return [verb for verb in registry.values() if module(verb).startswith("bizet_core.")]


VERBS = ours(OPERATIONS) + ours(QUERIES)


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_every_verb_is_described_and_guarded(verb: Any) -> None:
    assert verb.doc, f"{verb.name} has no description"
    if verb.needs is None:
        assert verb.name in FOR_ANYBODY or getattr(verb, "local", False), f"{verb.name} needs no permission"
    else:
        where = folder_of(getattr(verb, "handle", None) or verb.answer) / "capability.py"
        assert verb.needs.name in PERMISSIONS, f'{where}: add "{verb.needs.name}": Granted(N_("…")) to permissions='


def test_nothing_is_excused_that_is_gone() -> None:
    assert set(FOR_ANYBODY) <= {verb.name for verb in VERBS}


def test_every_synced_table_has_the_row_shape() -> None:
    for table in METADATA.sorted_tables:
        if is_synced(table):
            assert [c.name for c in table.primary_key] == ["business_id", "id"], table.name
            assert {"seq", "last_op"} <= set(table.c.keys()), table.name


def test_every_foreign_key_stays_inside_its_business() -> None:
    for table in METADATA.sorted_tables:
        for key in table.foreign_key_constraints:
            assert next(c.name for c in key.columns) == "business_id", f"{table.name}: {key.name}"
            assert key.ondelete is None, f"{table.name}: rows are never deleted by cascade"


SELDOM = {"service", "staff", "resource", "location", "till_opening", "customer"}
"""Rows that go by an undo or a rebase alone, seldom and one at a time: what points to them may be looked for."""


def test_what_points_to_a_row_is_found_by_an_index_when_that_is_removed() -> None:
    for table in METADATA.sorted_tables:
        orders = [[c.name for c in index.columns][:2] for index in table.indexes]
        for key in table.foreign_key_constraints:
            columns = [c.name for c in key.columns]
            assert columns in orders or key.referred_table.name in SELDOM, f"{table.name}: {columns}"


SYNCED = [made for made in METADATA.sorted_tables if is_synced(made)]


@pytest.mark.parametrize("table", SYNCED, ids=lambda table: table.name)
def test_whatever_may_be_removed_again_takes_a_right_to_change_it(table: Table) -> None:
    needed = table.info["changed_by"]
    assert needed or not (may_be_again(table) or table.info["gives_rights"]), to_declare(table, 'changed_by="….change"')
    assert not needed or needed in PERMISSIONS, f"no role can be given {needed}, which {table.name} names"


@pytest.mark.parametrize("table", SYNCED, ids=lambda table: table.name)
def test_what_is_said_of_a_table_is_there(table: Table) -> None:
    info = table.info
    assert not info["shown_by"] or info["shown_by"] in table.c, to_declare(table, "a shown_by= that is a column of it")
    assert not info["same_as"] or info["same_as"] in METADATA.tables
    assert info["topic"] in {"", *Topic}, to_declare(
        table, f"a topic= that is one of {[str(topic) for topic in Topic]}"
    )
    assert info["lost"] in {"offered", "told", "untold"}
    owners = {key.referred_table.name for key in table.foreign_key_constraints}
    assert not info["belongs_to"] or info["belongs_to"] in owners, to_declare(table, "a belongs_to= that it points to")


def test_whatever_has_a_line_in_the_log_has_a_topic_and_a_name_there(store: Store) -> None:
    everything(store)
    with store.engine.connect() as connection:
        subjects = {row.subject for row in connection.execute(select(histories.c.subject))}
    for table in [METADATA.tables[subject] for subject in subjects - {"resource"}]:  # of people, or of the house
        assert table.info["topic"], to_declare(table, 'topic="…"')
        is_named = table.info["shown_by"] or table.info["same_as"] or table.name in declared("shows")
        assert is_named or table.name in NAMELESS, to_declare(table, 'shown_by="name"')


NAMELESS = {"till_opening", "inbox_card"}
"""Subjects of the log that nobody calls by a name."""


def test_every_query_that_a_field_chooses_from_is_there_and_gives_rows_with_names() -> None:
    chosen = {about.kind.field.choices for verb in VERBS for about in fields_of(request_of(verb))
              if isinstance(about.kind.field.choices, str)}  # fmt: skip
    assert len(chosen) >= 3
    for choices in chosen:
        query, asked = asking(choices)
        assert query.name in QUERIES
        assert isinstance(asked, query.asked_type)


def request_of(verb: Any) -> type:
    return verb.request_type if hasattr(verb, "request_type") else verb.asked_type
