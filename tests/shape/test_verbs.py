"""What holds for every operation and every query of the house, whoever adds the next one."""

from importlib import import_module
from pkgutil import walk_packages
from typing import Any, get_type_hints
from uuid import UUID

import pytest

import bizet_core
from bizet_core.business.access.rules import PERMISSIONS
from bizet_core.describe.languages.sentences import names
from bizet_core.oversight.inbox.after_restore.remove_again import NEEDS
from bizet_core.store import NO_SUBJECT, OPERATIONS, QUERIES, Edit
from bizet_core.store.tables.columns import METADATA, is_synced
from bizet_core.sync.restore.lost_row_messages import may_be_again

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
        assert verb.needs.name in PERMISSIONS, f"no role can be given {verb.needs.name}"


JOURNALED = [verb for verb in ours(OPERATIONS) if not verb.local]


@pytest.mark.parametrize("verb", JOURNALED, ids=lambda verb: verb.name)
def test_every_operation_says_what_its_lines_are_about(verb: Any) -> None:
    where = f"{verb.handle.__module__}, @operation of {verb.name}"
    assert verb.about is not None, f"{where}: say about=About(table, field of the args), or about=NO_SUBJECT"
    if verb.about == NO_SUBJECT:
        return
    assert verb.about.table in METADATA.tables, f"{where}: there is no table {verb.about.table}"
    assert verb.about.table in names()["what"], f"{where}: people have no word for {verb.about.table}"
    types = get_type_hints(verb.args_type)
    assert types.get(verb.about.field) in (UUID, UUID | None, Edit), f"{where}: {verb.about.field} holds no row's id"


def test_what_carries_money_says_in_which_fields() -> None:
    carrying = [verb for verb in JOURNALED if verb.carries is not None]
    assert {verb.name for verb in carrying} == {"sales.sell", "sales.refund", "sales.void_sale"}
    for verb in carrying:
        types = get_type_hints(verb.args_type)
        assert [types[field] for field in verb.carries.amounts] == [int] * len(verb.carries.amounts)
        assert types[verb.carries.currency] is str


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


def test_whatever_may_be_removed_again_takes_a_right_to_change_it() -> None:
    asked = {table.name for table in METADATA.sorted_tables if may_be_again(table)}
    assert asked
    assert asked <= NEEDS.keys()
    assert set(NEEDS.values()) <= PERMISSIONS.keys()
