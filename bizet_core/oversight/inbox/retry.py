"""Doing again what was refused: the same operation on what stands now, where its line is kept."""

from typing import Any

import msgspec

from bizet_core.base.refusals import Refused
from bizet_core.oversight.inbox.card_subjects import row_of
from bizet_core.store import Edit, Permission, Undo, Work
from bizet_core.store.database.engines import mark
from bizet_core.store.store import permit
from bizet_core.store.undoing import needs_of
from bizet_core.sync.server.held_operations import Understood, understood
from bizet_core.sync.server.rerun import savepoint


def do_again(work: Work, card: Any) -> Refused | None:
    """Run the refused operation for whoever settles its card; returns why not where it still cannot be done."""
    notes, concerns = len(work.notes), len(work.concerns)
    try:
        with savepoint(work.connection):
            line = understood(work, card.op, "acked")
            permit(work, _needs(work, line), line.args)
            work.do(line.operation, upon_what_stands(work, line.args))
    except Refused as refusal:
        del work.notes[notes:], work.concerns[concerns:]
        return refusal
    finally:
        mark(work.connection, work.op_id)  # a savepoint that was rolled back has taken the mark along
    return None


def _needs(work: Work, line: Understood) -> Permission | None:
    """Whoever settles has to be allowed to do it themselves, for anybody."""
    needs = needs_of(work, line.args) if isinstance(line.args, Undo) else line.operation.needs
    return None if needs is None else Permission(needs.name)


def upon_what_stands(work: Work, args: Any) -> Any:
    """The same args with every edit in them made from the row as it is now."""
    if isinstance(args, Edit):
        row = row_of(work, args.table, args.id)
        if row is None or not args.changes.keys() <= row._mapping.keys():
            raise Refused("refers_to_gone")
        return msgspec.structs.replace(
            args, changes={f: (row._mapping[f], now) for f, (_was, now) in args.changes.items()}
        )
    edits = {name: value for name in args.__struct_fields__ if isinstance(value := getattr(args, name), Edit)}
    return msgspec.structs.replace(args, **{name: upon_what_stands(work, edit) for name, edit in edits.items()})
