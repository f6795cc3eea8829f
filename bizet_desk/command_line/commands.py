"""What can be asked of a desk from the command line: the same here and in the running desk.

Each command is a function of one `Asked`; what it returns must fit into JSON.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

import msgspec

from bizet_core.base.refusals import Refused
from bizet_core.business.access.operations import Locked, NoteSession, SignedIn, SignIn, WrongPin, note_session, sign_in
from bizet_core.business.access.queries import Signer, Signers, signers
from bizet_core.business.access.rules import Happened
from bizet_core.business.settings.queries import TheBusiness, business
from bizet_core.business.staff.model import Role
from bizet_core.business.staff.operations import SetPin, set_pin
from bizet_core.describe.languages.language import Locale, reader, reading
from bizet_core.describe.languages.sentences import word
from bizet_core.describe.validator import parse
from bizet_core.oversight.audit.queries import JournalChain, ReceiptChain, TheChains, journal_chains, receipt_chains
from bizet_core.setup.customer_import.messages import tell
from bizet_core.setup.customer_import.operations import Imported, batches, import_customers
from bizet_core.setup.customer_import.proposing import propose
from bizet_core.setup.customer_import.queries import OfGroup, operations_of
from bizet_core.setup.customer_import.rules import BadRow, read_rows
from bizet_core.store import ANY, OPERATIONS, QUERIES, SYSTEM, Actor, Done, Store, Undo, undo
from bizet_core.store.operations.operation import Operation, Query
from bizet_core.store.operations.registry import load_all
from bizet_core.store.tables.ids import new_id
from bizet_desk.backups.backup import Step, make_backup, name_at
from bizet_desk.export.data_export import export
from bizet_desk.session_log import leave_it, of_wrong_pin
from bizet_desk.storage.file_check import is_whole
from bizet_desk.storage.opening import Opened
from bizet_desk.storage.recovery_key import actor_of
from bizet_desk.syncing.status import Status
from bizet_desk.syncing.sync_rounds import Agreeing

Tell = Callable[[int, int], None]


class Runner(Protocol):
    """Whoever runs operations and answers questions, and waits for it: the desk's threads, or a store alone."""

    store: Store

    def do_now(
        self, operation: Operation[Any, Any], request: msgspec.Struct, *, actor: Actor, group: UUID | None = None
    ) -> Done:
        """Run an operation; those of one group are taken back together."""
        ...

    def ask_now(self, query: Query[Any, Any], asked: msgspec.Struct, *, actor: Actor) -> Any:
        """Answer a question."""
        ...


class Alone:
    """A store without threads: what follows an operation runs at once."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def do_now(
        self, operation: Operation[Any, Any], request: msgspec.Struct, *, actor: Actor, group: UUID | None = None
    ) -> Done:
        """Run an operation and what follows it."""
        done = self.store.do(operation, request, actor=actor, group=group)
        while self.store.pump():
            pass
        return done

    def ask_now(self, query: Query[Any, Any], asked: msgspec.Struct, *, actor: Actor) -> Any:
        """Answer a question."""
        return self.store.ask(query, asked, actor=actor)


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """A command on its way to a desk, with who asks."""

    command: str
    given: dict[str, Any] = {}
    staff: str = ""  # a name or an id
    pin: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a command works with."""

    runner: Runner
    opened: Opened
    agreeing: Agreeing
    actor: Actor
    given: dict[str, Any]
    tell: Tell


@dataclass(frozen=True, slots=True)
class Command:
    """A registered command; `signed` says that somebody must have signed in, `needs` with which permission."""

    run: Callable[[Asked], Any]
    signed: bool
    needs: str


COMMANDS: dict[str, Command] = {}


def command(name: str, *, signed: bool = True, needs: str = "") -> Callable[[Callable[[Asked], Any]], Any]:
    """Register a command."""

    def register(function: Callable[[Asked], Any]) -> Callable[[Asked], Any]:
        COMMANDS[name] = Command(function, signed, needs)
        return function

    return register


def run(call: Call, runner: Runner, opened: Opened, agreeing: Agreeing, tell: Tell) -> bytes:
    """Run a command for the person it names, in the business's language; returns JSON."""
    load_all()
    with reading(locale_of(runner)):
        wanted = COMMANDS[call.command]
        actor = signed_in(runner, call.staff, call.pin) if wanted.signed else Actor(None, "")
        if wanted.needs and actor.scope(wanted.needs) is not ANY:
            raise Refused("not_permitted", permission=wanted.needs)
        result = wanted.run(Asked(runner, opened, agreeing, actor, call.given, tell))
        return msgspec.json.encode(result, enc_hook=str)


def locale_of(runner: Runner) -> Locale:
    """How the business reads; English before the first run."""
    house = runner.ask_now(business, TheBusiness(), actor=SYSTEM)
    return Locale(house.language, house.country, house.currency, house.zone) if house else Locale()


# ------------------------------------------------------------------------------------------------------------- people


def signed_in(runner: Runner, staff: str, pin: str) -> Actor:
    """The person, if the PIN is theirs. Wrong ones count, here as at the sign-in screen."""
    person = _found(runner.ask_now(signers, Signers(), actor=SYSTEM), staff)
    answer = runner.do_now(sign_in, SignIn(staff=person.id, pin=pin), actor=SYSTEM).result
    _note(runner, answer)
    match answer:
        case SignedIn(actor=actor):
            return actor
        case WrongPin(tries_left=left) if left:
            raise Refused("wrong_pin", count=left)
        case WrongPin(wait=wait):
            raise Refused("wrong_pin_wait", wait=wait)
        case Locked(until=until):
            raise Refused("pin_locked", until=until)
        case _:
            raise TypeError(answer)


def _note(runner: Runner, answer: SignedIn | WrongPin | Locked) -> None:
    """Leave a line in the activity log; where that cannot be, the command is run all the same."""
    if isinstance(answer, Locked):
        return
    actor = answer.actor if isinstance(answer, SignedIn) else answer.whose
    what = Happened.COMMAND_LINE if isinstance(answer, SignedIn) else of_wrong_pin(answer)
    try:
        runner.do_now(note_session, NoteSession(what=what), actor=actor)
    except Refused as refusal:
        leave_it(refusal)


def _found(people: Sequence[Signer], named: str) -> Signer:
    wanted = named.strip().casefold()
    found = [person for person in people if wanted in (person.name.casefold(), str(person.id))]
    if len(found) != 1:
        names = [person.name for person in people]
        raise Refused("who_is_it", name=named, names=names) if wanted else Refused("who_is_there", names=names)
    return found[0]


# ------------------------------------------------------------------------------------------------------------ commands


@command("operations", signed=False)
def operations(asked: Asked) -> list[dict[str, Any]]:
    """Everything that can be done and asked, by name."""
    verbs = [("do", op.name, op.needs, op.doc, op.request_type) for op in OPERATIONS.values()]
    questions = [("ask", q.name, q.needs, q.doc, q.asked_type) for q in QUERIES.values()]
    return [
        {
            "how": how,
            "name": name,
            "needs": needs.name if needs else None,
            "given": {field.name: field.required for field in msgspec.structs.fields(shape)},
            "about": doc.partition("\n")[0],
        }
        for how, name, needs, doc, shape in sorted(verbs + questions, key=lambda verb: verb[:2])
    ]


@command("do")
def do(asked: Asked) -> dict[str, Any]:
    """Run an operation by its name."""
    operation = _known(OPERATIONS, asked.given["name"])
    request = parse(operation.request_type, asked.given["request"])
    done = asked.runner.do_now(operation, request, actor=asked.actor)
    return {"op": done.op_id, "result": done.result, "can_be_undone": done.undoable}


@command("ask")
def ask(asked: Asked) -> Any:
    """Answer a question by its name."""
    query = _known(QUERIES, asked.given["name"])
    return asked.runner.ask_now(query, parse(query.asked_type, asked.given["request"]), actor=asked.actor)


def _known(registry: dict[str, Any], name: str) -> Any:
    if name not in registry:
        raise Refused("no_such_name", name=name)
    return registry[name]


@command("backup", needs="backups.use")
def backup(asked: Asked) -> str:
    """Write a backup to a file, or into the folder of daily ones; returns where it is."""
    opened, now = asked.opened, asked.runner.store.clock()
    named = asked.given.get("file")
    target = Path(named) if named else opened.places.backups / name_at(now)
    return str(make_backup(opened.places.desk, opened.keys, opened.life, target, now, Step(asked.tell)))


@command("export", needs="exports.use")
def export_all(asked: Asked) -> int:
    """Write all data into a folder; returns how many rows and files."""

    return export(partial(asked.runner.ask_now, actor=asked.actor), Path(asked.given["folder"]), asked.tell)


@command("import", needs="imports.use")
def import_list(asked: Asked) -> dict[str, Any]:
    """Take over the customers of a list, read as it proposes itself: returns how many, and what was wrong."""
    path, today = Path(asked.given["file"]), asked.runner.store.clock().date()
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Refused("list_not_read", file=str(path)) from error
    proposal = propose(data, reader().language, reader().region, today)
    rows = list(read_rows(data, proposal.mapping, today))
    group, added, known = new_id(), 0, 0
    for batch in batches(rows):
        done: Imported = asked.runner.do_now(import_customers, batch, actor=asked.actor, group=group).result
        added, known = added + done.added, known + len(done.known)
        asked.tell(added + known, len(rows))
    told = [tell(problem) for row in rows if isinstance(row, BadRow) for problem in row.problems]
    return {"added": added, "known": known, "group": group, "problems": told}


@command("undo")
def take_back(asked: Asked) -> dict[str, Any]:
    """Take one operation back, or all of an import; returns how many, and a sentence for each that stays."""
    group = parse(OfGroup, {"group": asked.given["id"]})
    imports = asked.actor.scope("imports.use") is ANY
    ops = asked.runner.ask_now(operations_of, group, actor=asked.actor) if imports else ()
    if not ops:
        asked.runner.do_now(undo, Undo(op=group.group), actor=asked.actor)
        return {"undone": 1, "stays": []}
    stays = [told for op in ops if (told := _stays(asked, op))]
    return {"undone": len(ops) - len(stays), "stays": stays}


def _stays(asked: Asked, op: UUID) -> str:
    """Take one operation of an import back; why it stays where it cannot."""
    try:
        asked.runner.do_now(undo, Undo(op=op), actor=asked.actor)
    except Refused as refusal:
        return word(refusal)
    return ""


@command("verify", signed=False)
def verify(asked: Asked) -> dict[str, Any]:
    """Check every page of the file and both chains; `broken` holds a sentence for each that does not hold."""
    journals: tuple[JournalChain, ...] = asked.runner.ask_now(journal_chains, TheChains(), actor=SYSTEM)
    receipts: tuple[ReceiptChain, ...] = asked.runner.ask_now(receipt_chains, TheChains(), actor=SYSTEM)
    whole = is_whole(asked.opened.places.desk, asked.opened.keys)
    return {
        "pages_are_whole": whole,
        "journal_lines": sum(chain.lines for chain in journals),
        "receipts": sum(chain.receipts for chain in receipts),
        "broken": [chain.words() for chain in (*journals, *receipts) if chain.broken is not None],
    }


@command("recover", signed=False)
def recover(asked: Asked) -> str:
    """Give the owner a new PIN with the recovery key; returns the owner's name."""
    actor = actor_of(asked.given["key"], asked.opened.keys.recovery)
    people: tuple[Signer, ...] = asked.runner.ask_now(signers, Signers(), actor=SYSTEM)
    owners = [person for person in people if person.role is Role.OWNER]
    named = asked.given.get("staff") or ""
    owner = owners[0] if len(owners) == 1 and not named else _found(owners, named)
    request = parse(SetPin, {"staff": owner.id, "pin": asked.given["pin"]})
    asked.runner.do_now(set_pin, request, actor=actor)
    return owner.name


@command("sync status", signed=False)
def sync_status(asked: Asked) -> dict[str, Any]:
    """How this computer stands with its server."""
    return _told(asked.agreeing.recount())


@command("sync now", signed=False)
def sync_now(asked: Asked) -> dict[str, Any]:
    """Agree with the server at once."""
    return _told(asked.agreeing.agree())


@command("sync leave", needs="devices.change")
def sync_leave(asked: Asked) -> dict[str, Any]:
    """Stand alone again; refused while anything is on this computer only."""
    asked.agreeing.leave()
    return _told(asked.agreeing.status)


def _told(status: Status) -> dict[str, Any]:
    return {
        "state": status.state,
        "unsent": status.unsent,
        "server": status.address,
        "agreed_at": status.agreed_at,
        "told": [status.sentence(), *(_last(status) if status.is_linked else [])],
    }


def _last(status: Status) -> list[str]:
    return [status.last_agreed(), *([status.fetched_again()] if status.differed_at is not None else [])]
