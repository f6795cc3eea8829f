"""The server's half of a push: run what other devices have journaled, one savepoint each, and answer by number.

A line is `ok`, `refused` (nothing of it stands but a card in the Inbox) or `held` (kept as it is, to be run later).
What cannot be undone (money, drawers, check-ins) is never refused: it happened.
"""

from dataclasses import dataclass, replace
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
import structlog
from sqlalchemy import Connection, bindparam, func, literal_column, select

from bizet_core.base.refusals import Refused
from bizet_core.business.devices.rules import may_send
from bizet_core.store import OPERATIONS, Actor, Store, Work, derive, undo
from bizet_core.store.database.compiled import Ready
from bizet_core.store.journal.cards import CardKind, inbox_cards, put_card
from bizet_core.store.journal.journal import Header, Line, append, chain, head_of, journal
from bizet_core.store.operations.operation import Operation
from bizet_core.store.tables.clean_text import header_of
from bizet_core.sync.restore import rollback_detection
from bizet_core.sync.restore.superseded_rows import step_aside
from bizet_core.sync.rows import revived_rows
from bizet_core.sync.rows.row_writer import check_at_once
from bizet_core.sync.server import feed, trust
from bizet_core.sync.server.card_facts import args_of, money_in, plain, subject_of, wanted
from bizet_core.sync.server.rerun import TRANSIENT, is_passing, run_checked, savepoint
from bizet_core.sync.wire.protocol import Outcome, Push, Pushed, Sent, Told

log = structlog.get_logger()

MOST_CARDS = 2_000
"""Open cards of one device: a month alone with one thing an hour that nobody could settle is less than half of it."""


@dataclass(frozen=True, slots=True)
class Sender:
    """The device that has signed the request."""

    device: UUID
    role: str
    key: bytes


class Verdict(NamedTuple):
    """What was made of a line."""

    outcome: Outcome
    why: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A line that is being decided; `args` once they are understood."""

    connection: Connection
    sender: Sender
    line: Line
    header: Header
    args: Any = None

    @property
    def operation(self) -> Operation[Any, Any]:
        """The verb it asks for."""
        return OPERATIONS[self.header.name]


class Authority:
    """Accepts pushes into one business's store."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def accept(self, sender: Sender, push: Push, *, run: bool = True, looks_back: bool = False) -> Pushed:
        """Run a batch in one transaction. Refuses the whole of it only where it is no honest continuation.

        Without `run` the lines are held as they are: a batch that ends every try with an error of ours. With
        `looks_back` the sender is believed where it shows that this server went back in time (`going_back.py`).
        """
        if push.lines and not trust.signed_by(sender.key, push.lines[-1].hash, push.signature):
            raise Refused("signature_wrong")
        with self.store.transaction() as connection:
            if push.lines:
                self._check_cards(connection, sender)
            if push.lines and looks_back:
                self._look_back(connection, push)
            last, told = self._take_all(connection, sender, push, run=run)
            head = feed.head_of(connection, self.store.identity.business)
        return Pushed(last_n=last, told=tuple(told), head=head.seq, epoch=head.epoch)

    def _check_cards(self, connection: Connection, sender: Sender) -> None:
        """Whoever makes cards without end waits until people have settled some; what it has done stays with it."""
        rows = _OPEN_CARDS.rows(connection, {"b": self.store.identity.business, "d": sender.device})
        if rows[0].many >= MOST_CARDS:
            raise Refused("cards_too_many", most=MOST_CARDS)

    def _look_back(self, connection: Connection, push: Push) -> None:
        business = self.store.identity.business
        first = _header(_line(push.lines[0]), business, push)
        head_of(connection, business, push.device, push.inc)  # nobody else sends of this life meanwhile
        rollback_detection.check_push(connection, business, push, first.n)

    def _take_all(self, connection: Connection, sender: Sender, push: Push, *, run: bool) -> tuple[int, list[Told]]:
        business = self.store.identity.business
        last, previous = head_of(connection, business, push.device, push.inc)
        told: list[Told] = []
        for line in map(_line, push.lines):
            header = _header(line, business, push)
            if header.n <= last:
                told.append(_told_before(connection, header, line))
                continue
            if header.n > last + 1:
                break  # the desk learns from `last_n` where to begin
            if chain(previous, line.header, line.body) != line.hash:
                raise Refused("chain_broken", n=header.n)
            told.append(self._take(Case(connection, sender, line, header), previous, run=run))
            last, previous = header.n, line.hash
        return last, told

    def _take(self, case: Case, previous: bytes, *, run: bool) -> Told:
        header, verdict = case.header, Verdict(Outcome.OK, "there_already")
        if _is_known(case):  # sent before under another number, by a copy of this device or in a life before this one
            header = msgspec.structs.replace(header, op_id=derive(header.op_id, str(header.device), header.inc))
        else:
            verdict = self._decide(case) if run else self._hold(case, "operation_broke")
        state = "held" if verdict.outcome is Outcome.HELD else "acked"
        kept = {"outcome": verdict.outcome.value, "why": verdict.why or None}
        append(case.connection, header, case.line.body, previous, state, case.line.header, **kept)
        return Told(header.n, *verdict)

    def _decide(self, case: Case) -> Verdict:
        known = OPERATIONS.get(case.header.name)
        if known is None or known.local or case.header.ver > known.ver:  # a local one has no business in a journal
            return self._hold(case, "operation_unknown")
        if not may_send(case.sender.role, known):
            return self._not_allowed(case, known)
        try:
            return self._run(replace(case, args=args_of(known, case.line.body, case.header.ver)))
        except msgspec.MsgspecError:
            return self._hold(case, "operation_unreadable")
        except Exception as problem:
            if is_passing(problem):
                raise
            log.error("operation_broke", name=case.header.name, op=str(case.header.op_id), exc_info=problem)
            return self._hold(case, "operation_broke")

    def _not_allowed(self, case: Case, known: Operation[Any, Any]) -> Verdict:
        """A device of this kind does not do this, but it may have taken money for it."""
        if _happened(known):
            return self._hold(case, "device_may_not")
        return self._refuse(case, Refused("device_may_not"))

    def _run(self, case: Case) -> Verdict:
        try:
            try:
                self.run_once(case)
            except Refused as refusal:
                if refusal.code == "there_already":
                    return self._run_over_what_was_brought_back(case, refusal)
                if refusal.code != "refers_to_gone":
                    raise
                self._run_revived(case, refusal)
        except Refused as refusal:
            if refusal.code in TRANSIENT:
                raise
            return self._not_done(case, refusal)
        return Verdict(Outcome.OK)

    def _run_revived(self, case: Case, refusal: Refused) -> None:
        """Bring back what a line names. It goes again with what is refused; what is held or falls back needs it."""
        with savepoint(case.connection):
            if not self._revive(case):
                raise refusal
            if case.operation.undo and case.operation.otherwise is None:
                return self.run_once(case)
        return self.run_once(case)

    def _run_over_what_was_brought_back(self, case: Case, refusal: Refused) -> Verdict:
        """Its rows stand already where this server was restored and people brought them back before it was sent."""
        with savepoint(case.connection):
            aside = step_aside(case.connection, self.store.identity.business, case.header.op_id)
            if aside is None:
                raise refusal
            if aside:
                self.run_once(case)
                check_at_once(case.connection)
        return Verdict(Outcome.OK, "" if aside else "there_already")

    def run_once(self, case: Case) -> None:
        """Run a line in a savepoint: all of it stands, or nothing. Raises `Refused`."""
        work = self._work(case)
        if case.operation is not undo:  # which is never held
            trust.check_somebody(work.actor)
        with savepoint(case.connection):
            run_checked(work, case.operation, case.args, case.header, case.line.body, case.sender.key)
        if case.header.epoch:  # what was authored without a server has been followed where it was authored
            self.store.follow(case.connection, work, case.operation)

    def _work(self, case: Case, actor: Actor | None = None) -> Work:
        """What a line may reach here: its own author, moment and ids."""
        header = case.header
        actor = actor or Actor(header.actor, header.actor_name)
        work = self.store.work_for(case.connection, header.op_id, actor, header.at, header.device, header.inc)
        work.actor = trust.actor_as_of(work, header, case.sender.role)
        work.clock = lambda: header.at if trust.is_of_before(work, header) else self.store.clock()
        return work

    # -------------------------------------------------------------------------------------------- what was not done

    def _not_done(self, case: Case, refusal: Refused) -> Verdict:
        if refusal.code == trust.STRANGER:
            return self._hold(case, refusal.code, plain(refusal.facts))
        if case.operation.otherwise is not None and self._did_otherwise(case, refusal):
            return Verdict(Outcome.OK)
        if _happened(case.operation) and refusal.code != "not_permitted":
            return self._hold(case, refusal.code, plain(refusal.facts))
        return self._refuse(case, refusal)

    def _did_otherwise(self, case: Case, refusal: Refused) -> bool:
        """Let the operation write what it can instead; whether it did."""
        fall_back, work = case.operation.otherwise, self._work(case)
        assert fall_back is not None
        instead = replace(case.operation, handle=lambda work, args: fall_back(work, args, refusal))
        try:
            with savepoint(case.connection):
                self.store.run(work, instead, case.args)
        except Refused:
            return False
        return True

    def _refuse(self, case: Case, refusal: Refused) -> Verdict:
        self._card(case, CardKind.REFUSED, refusal.code, plain(refusal.facts) | wanted(case.operation, case.args))
        return Verdict(Outcome.REFUSED, refusal.code)

    def _hold(self, case: Case, why: str, facts: dict[str, Any] | None = None) -> Verdict:
        amount, currency = money_in(case.line.body)
        self._card(case, CardKind.HELD, why, facts or {}, amount=amount, currency=currency)
        return Verdict(Outcome.HELD, why)

    def _card(self, case: Case, kind: CardKind, code: str, facts: dict[str, Any], **more: Any) -> None:
        work = self._work(case)
        subject, subject_id = subject_of(case.header.name, case.line.body)
        with self.store.capturing(work):
            put_card(work, kind, code, case.header.name, facts, subject=subject, subject_id=subject_id, **more)

    def _revive(self, case: Case) -> bool:
        work = self._work(case)
        with self.store.capturing(work):
            return revived_rows.revive(work, case.args)


def _happened(operation: Operation[Any, Any]) -> bool:
    """Money, drawers and check-ins cannot be undone: they happened. To take something back can simply fail."""
    return not operation.undo and operation is not undo


def _line(sent: Sent) -> Line:
    return Line(sent.header, sent.body, sent.hash)


def _header(line: Line, business: UUID, push: Push) -> Header:
    try:
        header = header_of(line.header)
    except msgspec.MsgspecError as error:
        raise Refused("message_damaged") from error
    if (header.business, header.device, header.inc) != (business, push.device, push.inc):
        raise Refused("of_another")
    return header


def _told_before(connection: Connection, header: Header, line: Line) -> Told:
    """The answer given when this number came first; another line under it is a fork."""
    c = journal.c
    mine = (c.business_id == header.business) & (c.device == header.device) & (c.inc == header.inc)
    stored = connection.execute(select(c.hash, c.outcome, c.why).where(mine, c.n == header.n)).first()
    if stored is None:  # pruned after its 90 days; it was answered long ago
        return Told(header.n, Outcome.OK)
    if stored.hash != line.hash:
        raise Refused("forked", n=header.n)
    return Told(header.n, Outcome(stored.outcome), stored.why or "")


def _is_known(case: Case) -> bool:
    header = case.header
    return bool(_KNOWN.rows(case.connection, {"b": header.business, "op": header.op_id}))


_OPEN_CARDS = Ready(
    select(func.count(inbox_cards.c.id).label("many"))
    .where(inbox_cards.c.business_id == bindparam("b"), inbox_cards.c.device == bindparam("d"))
    .where(inbox_cards.c.state.in_([literal_column("'open'"), literal_column("'calling'")]))
)
_KNOWN = Ready(select(journal.c.n).where(journal.c.business_id == bindparam("b"), journal.c.op_id == bindparam("op")))
