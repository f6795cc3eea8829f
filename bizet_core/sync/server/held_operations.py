"""Held operations: kept as they came, until somebody lets them be done or a newer version of Bizet understands them."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import msgspec
import structlog
from sqlalchemy import select, update

from bizet_core.base.refusals import Refused
from bizet_core.business.devices.model import devices
from bizet_core.business.devices.rules import may_send
from bizet_core.store import OPERATIONS, Actor, Read, Work
from bizet_core.store.database.engines import mark
from bizet_core.store.journal.journal import Header, journal
from bizet_core.store.operations.after import due_after, enqueue
from bizet_core.store.operations.operation import Operation
from bizet_core.store.tables.clean_text import header_of
from bizet_core.sync.server import trust
from bizet_core.sync.server.card_facts import args_of
from bizet_core.sync.server.rerun import is_passing, run_checked, savepoint

log = structlog.get_logger()
MAY_NOT = "device_may_not"


@dataclass(frozen=True, slots=True)
class Understood:
    """A kept line with what it asks for."""

    header: Header
    body: bytes
    operation: Operation[Any, Any]
    args: Any
    why: str  # it is held


def release(work: Work, op_id: UUID) -> Refused | None:
    """Do a held operation now, under its own id and as its author; returns why not where it cannot be done yet."""
    mine = (journal.c.business_id == work.business) & (journal.c.op_id == op_id)
    try:
        with savepoint(work.connection):
            _run(work, understood(work, op_id, "held"))
    except Exception as problem:
        if is_passing(problem):
            raise
        why = problem if isinstance(problem, Refused) else Refused("operation_broke")
        if why is not problem:
            log.error("operation_broke", op=str(op_id), exc_info=problem)
        work.connection.execute(update(journal).where(mine).values(why=why.code))
        return why
    else:
        work.connection.execute(update(journal).where(mine).values(state="acked", outcome="released", why=None))
        return None
    finally:
        mark(work.connection, work.op_id)  # what is written next is again the releasing operation's


def understood(read: Read, op_id: UUID, state: str) -> Understood:
    """A line kept here in this state, decoded; refuses where it is not here or of a newer version than this one."""
    mine = (journal.c.business_id == read.business) & (journal.c.op_id == op_id) & (journal.c.state == state)
    line = read.connection.execute(select(journal.c.header, journal.c.body, journal.c.why).where(mine)).first()
    if line is None:
        raise Refused("line_gone")
    header = header_of(line.header)
    operation = OPERATIONS.get(header.name)
    if operation is None or operation.local or header.ver > operation.ver:
        raise Refused("operation_unknown")
    try:
        return Understood(header, line.body, operation, args_of(operation, line.body, header.ver), line.why or "")
    except msgspec.MsgspecError as error:
        raise Refused("operation_unreadable") from error


def _run(work: Work, line: Understood) -> None:
    header = line.header
    device = work.find(devices, header.device)
    if device is not None and line.why != MAY_NOT and not may_send(device.role, line.operation):
        raise Refused(MAY_NOT)  # somebody who is told so and releases it all the same has decided
    author = _author(work, header, "" if device is None else device.role)
    if line.why == trust.STRANGER:  # whoever lets it be done answers for it
        author.actor = replace(author.actor, grants=work.actor.grants, everything=work.actor.everything)
    trust.check_somebody(author.actor)
    run_checked(author, line.operation, line.args, header, line.body, b"" if device is None else device.key)
    followers = due_after(header.name, authority=True, origin=False)
    enqueue(work.connection, work.business, header.op_id, followers, work.now)
    work.changed |= author.changed


def _author(work: Work, header: Header, role: str) -> Work:
    """What the line may reach: its own author, moment and ids."""
    author = Work(
        work.connection,
        work.business,
        Actor(header.actor, header.actor_name),
        header.at,
        device=header.device,
        inc=header.inc,
        op_id=header.op_id,
        where=work.where,
        origin=False,
        pepper=work.pepper,
    )
    author.actor = trust.actor_as_of(author, header, role)
    author.clock = lambda: header.at if trust.is_of_before(author, header) else work.now
    return author
