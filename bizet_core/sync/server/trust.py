"""What a line from another device may do: its actor's rights as they stood when the device last heard, and approvals.

An approval proves no more than the device's word: it is the device that signs it, over the args and the approver.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import msgspec
from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey
from sqlalchemy import Table, bindparam, select, tuple_

from bizet_core.base.refusals import Refused
from bizet_core.business.access.rules import EVERYTHING, GRANTS
from bizet_core.business.devices.model import DeviceRole, devices
from bizet_core.business.devices.rules import visitors
from bizet_core.business.resources.model import resources
from bizet_core.business.staff.model import staff
from bizet_core.store import ANY, SYSTEM, Actor, Work
from bizet_core.store.database.compiled import Ready
from bizet_core.store.journal.journal import Approved, Header, before_image, journal
from bizet_core.store.operations.operation import OPERATIONS, Operation
from bizet_core.store.operations.work import Prepared
from bizet_core.store.store import permit
from bizet_core.store.undoing import Undo, needs_of
from bizet_core.sync.model import feed

STRANGER = "actor_unknown"


def actor_as_of(work: Work, header: Header, role: str) -> Actor:
    """Who asked, with the rights they had when their device last heard from us, or have now.

    A desk may name whoever works here. A kiosk names nobody: visitors use it, and it has rights of its own.
    """
    if header.actor is None:
        known = OPERATIONS.known(header.name)
        is_houses_own = (known is not None and known.unasked) or is_of_before(work, header)
        nobody = visitors(header.actor_name) if role == DeviceRole.KIOSK else Actor(None, header.actor_name)
        return SYSTEM if is_houses_own else nobody
    if role == DeviceRole.KIOSK:
        return Actor(header.actor, header.actor_name)
    roles = _roles(work, header.actor, header.seen_seq)
    grants = {name: scope for role in roles for name, scope in GRANTS.get(role, {}).items()}
    return Actor(header.actor, header.actor_name, grants, everything=bool(EVERYTHING & roles))


def check_somebody(actor: Actor) -> None:
    """Refuse with `actor_unknown` a person who does not work here, or did not any more when the device last heard."""
    if not actor.everything and not actor.grants:  # whoever works here may do something
        raise Refused(STRANGER, name=actor.name)


def check(
    work: Work, operation: Operation[Any, Any], args: msgspec.Struct, header: Header, body: bytes, key: bytes
) -> None:
    """Refuse with `not_permitted` what neither the actor may nor anybody has approved.

    What somebody has approved counts as the actor's own right, for this operation.
    """
    lent = {said.permission: ANY for said in header.approved if _approves(work, said, header, body, key)}
    if lent:
        work.actor = replace(work.actor, grants={**work.actor.grants, **lent})
    needs = needs_of(work, args) if isinstance(args, Undo) else operation.needs
    if needs is not None:
        permit(work, needs, args)


def signed_by(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether this Ed25519 key made the signature."""
    try:
        VerifyKey(key).verify(message, signature)
    except (BadSignatureError, ValueError):
        return False
    return True


def is_of_before(work: Work, header: Header) -> bool:
    """Whether the business lived on this device alone when the line was written. The sender's word is not enough:

    it must be the device that brought the business here, and no line before it may have known a server.
    """
    if header.epoch:
        return False
    author = work.find(devices, header.device)
    if author is None or author.invitation is not None:
        return False
    at = {"device": header.device, "inc": header.inc, "n": header.n}
    before = _LINE_BEFORE.rows(work.connection, {"b": work.business, **at})
    return not before or not msgspec.msgpack.decode(before[0].header, type=Header).epoch


def _approves(work: Work, said: Approved, header: Header, body: bytes, key: bytes) -> bool:
    if not signed_by(key, said.message(body), said.signature):
        return False
    roles = _roles(work, said.approver, header.seen_seq)
    return any(role in EVERYTHING or said.permission in GRANTS.get(role, {}) for role in roles)


def _roles(work: Work, person: UUID, seen_seq: int) -> set[str]:
    """The roles somebody has had since: the one now, and the one before the first change we made known later."""
    roles = {row.role for row in _now(work, person)}
    for tbl, image in _before(work, person, seen_seq):
        if tbl == staff.name and image is not None:
            roles.add(json.loads(image)["role"])
        elif tbl == resources.name and image is not None and json.loads(image)["active"]:
            roles |= {row.role for row in work.all(select(staff).where(staff.c.id == person))}
    return roles


def _now(work: Work, person: UUID) -> Sequence[Any]:
    return work.rows(_ROLES, person=person)


def _before(work: Work, person: UUID, seen_seq: int) -> list[tuple[str, str | None]]:
    """How the person's rows stood before what has changed them since, by table."""
    asked = {"b": work.business, "person": person}
    numbers = _LAST_CHANGES.rows(work.connection, asked)
    if numbers and all(row.seq <= seen_seq for row in numbers):
        return []  # nearly always; to look through the images takes longer the more has been done since
    oldest: dict[str, str | None] = {}
    for row in _IMAGES.rows(work.connection, {**asked, "seen": seen_seq}):
        oldest.setdefault(row.tbl, row.image)
    return list(oldest.items())


def _of_person(table: Table) -> Any:
    """A person is a row of both tables."""
    named = (table.c.tbl == staff.name) | (table.c.tbl == resources.name)
    return (table.c.business_id == bindparam("b")) & (table.c.pk == bindparam("person")) & named


_LINE_BEFORE = Ready(
    select(journal.c.header)
    .where(journal.c.business_id == bindparam("b"), journal.c.device == bindparam("device"))
    .where(tuple_(journal.c.inc, journal.c.n) < tuple_(bindparam("inc"), bindparam("n")))
    .order_by(journal.c.inc.desc(), journal.c.n.desc())
    .limit(1)
)
_ROLES = Prepared(
    select(staff.c.role)
    .select_from(
        staff.join(resources, (resources.c.business_id == staff.c.business_id) & (resources.c.id == staff.c.id))
    )
    .where(staff.c.id == bindparam("person"), resources.c.active)
)
_LAST_CHANGES = Ready(select(feed.c.seq).where(_of_person(feed)))
_IMAGES = Ready(
    select(before_image.c.tbl, before_image.c.image)
    .select_from(
        before_image.join(
            journal,
            (before_image.c.business_id == journal.c.business_id) & (before_image.c.op_id == journal.c.op_id),
        )
    )
    .where(_of_person(before_image), journal.c.seq > bindparam("seen"))
    .order_by(before_image.c.k)
)
