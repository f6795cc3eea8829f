"""The runner: one transaction, one journal line, undo from before-images, and nothing written around it."""

from uuid import UUID

import pytest
from sqlalchemy import Engine, select, text, update
from sqlalchemy.exc import DBAPIError

from bizet_core.base.refusals import Refused
from bizet_core.business.resources.model import resources
from bizet_core.business.resources.operations import AddResource, EditResource, add_resource, edit_resource
from bizet_core.store import OWN, Actor, Cause, Permission, Request, Store, Undo, Work, operation, undo
from bizet_core.store.journal.journal import before_image, first_broken, histories, journal
from bizet_core.store.operations.after import also_after
from bizet_core.store.operations.approval import approvals
from bizet_core.store.store import OWNERS
from bizet_core.store.tables.ids import new_id
from tests.conftest import Clock


def name_of(store: Store, id: UUID) -> str | None:
    with store.engine.connect() as connection:
        return connection.execute(select(resources.c.name).where(resources.c.id == id)).scalar()


def test_an_operation_leaves_one_line_and_a_history_entry(store: Store) -> None:
    done = store.do(add_resource, AddResource(name="Room 2"))
    with store.engine.connect() as connection:
        line = connection.execute(select(journal)).one()
        entry = connection.execute(select(histories)).one()
    assert (line.op_id, line.n, line.name, line.state) == (done.op_id, 1, "resources.add_resource", "pending")
    assert (entry.subject, entry.subject_id, entry.actor_name) == ("resource", done.result, "Bizet")


def test_a_refused_operation_leaves_nothing(store: Store) -> None:
    with pytest.raises(Refused) as refused:
        store.do(edit_resource, EditResource(resource=new_id(), name="Nowhere"))
    assert refused.value.code == "gone"
    with store.engine.connect() as connection:
        assert connection.execute(select(journal)).all() == []


def test_undo_takes_a_new_row_away_and_an_edit_back(store: Store) -> None:
    added = store.do(add_resource, AddResource(name="Room 2"))
    edited = store.do(edit_resource, EditResource(resource=added.result, name="Room 3"))
    store.do(undo, Undo(op=edited.op_id))
    assert name_of(store, added.result) == "Room 2"
    store.do(undo, Undo(op=added.op_id))
    assert name_of(store, added.result) is None


def test_undo_is_refused_when_somebody_changed_the_row_since(store: Store) -> None:
    added = store.do(add_resource, AddResource(name="Room 2"))
    ana = Actor(new_id(), "Ana", everything=True)
    store.do(edit_resource, EditResource(resource=added.result, name="Room 3"), actor=ana)
    with pytest.raises(Refused) as refused:
        store.do(undo, Undo(op=added.op_id))
    assert refused.value.code == "undo_changed_since"
    assert refused.value.facts["by"] == "Ana"
    assert name_of(store, added.result) == "Room 3"


def test_nothing_is_undone_twice(store: Store) -> None:
    added = store.do(add_resource, AddResource(name="Room 2"))
    store.do(undo, Undo(op=added.op_id))
    with pytest.raises(Refused, match="undone_already"):
        store.do(undo, Undo(op=added.op_id))


def test_two_edits_of_different_fields_both_hold(store: Store) -> None:
    room = store.do(add_resource, AddResource(name="Room 2")).result
    store.do(edit_resource, EditResource(resource=room, name="Room 3"))
    store.do(edit_resource, EditResource(resource=room, colour="teal"))
    with store.engine.connect() as connection:
        row = connection.execute(select(resources)).one()
    assert (row.name, row.colour) == ("Room 3", "teal")


@pytest.mark.parametrize("which", ["engine", "postgres"])
def test_a_write_around_the_runner_is_refused_by_the_database(
    which: str, request: pytest.FixtureRequest, store: Store
) -> None:
    engine: Engine = request.getfixturevalue(which)
    other = Store(engine, store.identity, clock=store.clock)
    other.do(add_resource, AddResource(name="Room 2"))
    with pytest.raises(DBAPIError, match="outside an operation"), engine.begin() as connection:
        connection.execute(update(resources).values(name="Room 9"))


def test_the_journal_names_its_first_tampered_line(store: Store) -> None:
    for name in ("Room 1", "Room 2", "Room 3"):
        store.do(add_resource, AddResource(name=name))
    me = store.identity
    with store.engine.begin() as connection:
        assert first_broken(connection, me.business, me.device, me.inc) is None
        connection.execute(text("UPDATE journal SET body = CAST(body || x'00' AS BLOB) WHERE n = 2"))
        assert first_broken(connection, me.business, me.device, me.inc) == 2


def test_a_journal_cut_short_does_not_verify(store: Store) -> None:
    for name in ("Room 1", "Room 2"):
        store.do(add_resource, AddResource(name=name))
    me = store.identity
    with store.engine.begin() as connection:
        connection.execute(text("DELETE FROM journal WHERE n = 2"))
        assert first_broken(connection, me.business, me.device, me.inc) == 2


class Rename(Request):
    room: UUID
    name: str


@operation(needs=Permission("rooms.rename", of="room"), undo=True)
def rename(work: Work, given: Rename) -> None:
    """Rename a room in two nested steps."""
    work.do(edit_resource, EditResource(resource=given.room, name="…"))
    work.do(edit_resource, EditResource(resource=given.room, name=given.name))


def test_nested_operations_are_one_line_and_one_undo(store: Store) -> None:
    room = store.do(add_resource, AddResource(name="Room 2")).result
    done = store.do(rename, Rename(room=room, name="Room 5"))
    with store.engine.connect() as connection:
        assert len(connection.execute(select(journal)).all()) == 2
    store.do(undo, Undo(op=done.op_id))
    assert name_of(store, room) == "Room 2"


def test_without_the_permission_it_is_refused_and_with_an_approval_done_once(store: Store, clock: Clock) -> None:
    room = store.do(add_resource, AddResource(name="Room 2")).result
    ben = Actor(new_id(), "Ben")
    with pytest.raises(Refused, match="not_permitted"):
        store.do(rename, Rename(room=room, name="X"), actor=ben)
    approval = store.do(give_approval, GiveApproval()).result
    store.do(rename, Rename(room=room, name="X"), actor=ben, approval=approval)
    assert name_of(store, room) == "X"
    with pytest.raises(Refused, match="approval_void"):
        store.do(rename, Rename(room=room, name="Y"), actor=ben, approval=approval)


def test_an_approval_grows_old(store: Store, clock: Clock) -> None:
    room = store.do(add_resource, AddResource(name="Room 2")).result
    approval = store.do(give_approval, GiveApproval()).result
    clock.pass_by(minutes=6)
    with pytest.raises(Refused, match="approval_void"):
        store.do(rename, Rename(room=room, name="Y"), actor=Actor(new_id(), "Ben"), approval=approval)


class GiveApproval(Request):
    pass


@operation(needs=None, local=True)
def give_approval(work: Work, given: GiveApproval) -> UUID:
    """Say yes to one renaming."""
    id = new_id()
    work.insert(
        approvals, id=id, approver=new_id(), permission="rooms.rename", reason="tidy", given_at=work.now, used_by=None
    )
    return id


def test_own_scope_needs_an_owner(store: Store) -> None:
    ana = Actor(new_id(), "Ana", {"rooms.rename": OWN})
    room = store.do(add_resource, AddResource(name="Room 2")).result
    with OWNERS.having("room", lambda _read, _room: ana.staff):
        store.do(rename, Rename(room=room, name="Ana's"), actor=ana)
    with OWNERS.having("room", lambda _read, _room: new_id()), pytest.raises(Refused, match="not_permitted"):
        store.do(rename, Rename(room=room, name="Not hers"), actor=ana)


class Open(Request):
    name: str


@operation(needs=None, undo=True)
def open_annex(work: Work, given: Open) -> UUID:
    """Open an annex; a store room follows it."""
    id = work.derived("annex")
    work.insert(resources, id=id, kind="room", name=given.name)
    return id


fails = False


def add_store_room(cause: Cause, given: Open) -> None:
    if fails:
        raise RuntimeError("not yet")
    cause.do(add_resource, AddResource(name=f"{given.name} store"))


also_after(open_annex, add_store_room)


def test_what_follows_an_operation_runs_once_and_is_undone_with_it(store: Store) -> None:
    done = store.do(open_annex, Open(name="Annex"))
    assert store.pump() == 1
    assert store.pump() == 0
    assert names(store) == ["Annex", "Annex store"]
    store.do(undo, Undo(op=done.op_id))
    assert names(store) == []


def test_a_follower_that_fails_is_tried_again_later(
    store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.do(open_annex, Open(name="Annex"))
    monkeypatch.setitem(globals(), "fails", True)
    assert store.pump() == 0
    monkeypatch.setitem(globals(), "fails", False)
    assert store.pump() == 0, "it waits before it tries again"
    clock.pass_by(seconds=2)
    assert store.pump() == 1
    assert names(store) == ["Annex", "Annex store"]


def names(store: Store) -> list[str]:
    with store.engine.connect() as connection:
        return sorted(connection.execute(select(resources.c.name)).scalars())


def test_an_operation_too_large_for_the_wire_is_refused(store: Store) -> None:
    with pytest.raises(Refused, match="too_large"):
        store.do(rename, Rename(room=new_id(), name="x" * 300_000))
    with store.engine.connect() as connection:
        assert connection.execute(select(before_image)).all() == []


def test_a_full_disk_is_told_and_loses_nothing(store: Store) -> None:
    store.do(add_resource, AddResource(name="Room 1"))
    with store.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        connection.rollback()
    with pytest.raises(Refused, match="disk_full"):
        fill(store)
    assert "Room 1" in names(store)
    me = store.identity
    with store.engine.connect() as connection:
        assert first_broken(connection, me.business, me.device, me.inc) is None


def fill(store: Store) -> None:
    for i in range(200):
        store.do(open_annex, Open(name=f"Annex {i} " + "x" * 2000))
