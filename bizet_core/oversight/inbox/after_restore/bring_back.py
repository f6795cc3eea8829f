"""Writing back what a restored server has lost, once a person says so: by the operation that settles the card.

Claims are guarded as always: a time that somebody else has got meanwhile refuses the whole card. A fact is written even
where its receipt number was given again. Rows that others need (the customer of a booking) come along with their cards.
"""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import Table

from bizet_core.base.refusals import Refused
from bizet_core.oversight.inbox.after_restore.lost_rows import Offer, offer_of, offers_on
from bizet_core.selling.sales import checking, numbering
from bizet_core.selling.sales.model import sales
from bizet_core.store import Permission, Work
from bizet_core.store.database.engines import mark
from bizet_core.store.journal.cards import CardState, inbox_cards
from bizet_core.store.journal.journal import histories
from bizet_core.store.store import permit
from bizet_core.store.tables.all_tables import parents_first
from bizet_core.store.tables.columns import METADATA, Kind, facts_of
from bizet_core.sync.rows.revived_rows import bring_back_removed
from bizet_core.sync.server.rerun import is_passing, savepoint

Rows = dict[tuple[str, UUID], Offer]


def bring_back(work: Work, card: Any) -> Refused | None:
    """Write back what a card is about; returns why it cannot be."""
    return tried(work, lambda: _bring_back(work, card))


def tried(work: Work, act: Callable[[], None]) -> Refused | None:
    """Do all of it or nothing; returns why it cannot be."""
    notes, concerns = len(work.notes), len(work.concerns)
    try:
        with savepoint(work.connection):
            act()
    except Refused as refusal:
        if is_passing(refusal):
            raise
        del work.notes[notes:], work.concerns[concerns:]
        return refusal
    finally:
        mark(work.connection, work.op_id)  # a savepoint that was rolled back has taken the mark along
    return None


def _bring_back(work: Work, card: Any) -> None:
    rows, cards = _with_what_they_need(work, card.id)
    if not rows:
        raise Refused("line_gone")
    told = [facts_of(name) for name, _id in rows]  # whoever gives rights has to be allowed to
    for needed in sorted({facts["changed_by"] for facts in told if facts["gives_rights"]}):
        permit(work, Permission(needed), card)
    for table in parents_first():
        for each in [offer for offer in rows.values() if offer.table == table.name and table.info["lost"] != "told"]:
            _write(work, table, each.row)
    for id in sorted(cards - {card.id}):
        work.update(inbox_cards, id, state=CardState.DONE.value, choice="ours")
    subject = METADATA.tables.get(card.subject)
    if subject is not None and subject is not histories:
        work.note(subject, card.subject_id, code="brought_back")


def _with_what_they_need(work: Work, card: UUID) -> tuple[Rows, set[UUID]]:
    """The card's rows with the lost ones that they point to, and so on; and the cards that these are on."""
    rows: Rows = {}
    cards, todo = {card}, [card]
    while todo:
        new = {(each.table, each.id): each for each in offers_on(work, todo.pop())}
        rows |= new
        for each in new.values():
            for table, id in _parents(each):
                if (table.name, id) in rows or work.find(table, id) is not None:
                    continue
                found = offer_of(work, table.name, id)
                if found is None:
                    bring_back_removed(work, table.name, id)
                elif found[0] not in cards:
                    cards.add(found[0])
                    todo.append(found[0])
    return rows, cards


def _parents(offer: Offer) -> Iterator[tuple[Table, UUID]]:
    for key in METADATA.tables[offer.table].foreign_key_constraints:
        column = next(c for c in key.columns if c.name != "business_id")
        if offer.row.get(column.name) is not None:
            yield key.referred_table, offer.row[column.name]


def _write(work: Work, table: Table, row: dict[str, Any]) -> None:
    stands = work.find(table, row["id"])
    if stands is None:
        work.insert(table, **_numbered(work, table, row))
    elif table.info["kind"] is not Kind.FACT:
        changed = {name: value for name, value in row.items() if stands._mapping[name] != value}
        if changed:
            work.update(table, row["id"], **changed)


def _numbered(work: Work, table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """A receipt whose number was given again since stands beside the other."""
    if table is not sales:
        return row
    again = checking.times_numbered(work, row["series"], row["number"], row["id"])
    if again:
        work.concern("number_twice", sales, row["id"], name=numbering.shown(row["series"], row["number"]))
    return {**row, "copy": max(again, row["copy"])}
