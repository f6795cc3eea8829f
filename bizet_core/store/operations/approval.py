"""A manager's yes: one named action, once, within five minutes. Given by `access.approve`, taken by the runner."""

from datetime import datetime, timedelta
from uuid import UUID

from bizet_core.base.refusals import Refused
from bizet_core.store.journal.journal import Approved
from bizet_core.store.operations.work import Work
from bizet_core.store.tables.columns import Kind, at, identifier, table, text

approvals = table(
    "approval",
    Kind.LOCAL,
    identifier("approver"),
    text("permission"),
    text("reason"),
    at("given_at"),
    identifier("used_by", null=True),
)
VALID_FOR = timedelta(minutes=5)


def take_approval(work: Work, id: UUID, permission: str) -> Approved:
    """Use up an approval; refuses with `approval_void` where it is for something else, used or too old."""
    found = work.find(approvals, id)
    if found is None or found.used_by or found.permission != permission or not _is_fresh(work, found.given_at):
        raise Refused("approval_void")
    work.update(approvals, id, used_by=work.op_id)
    return Approved(approver=found.approver, permission=permission, reason=found.reason, at=found.given_at)


def _is_fresh(work: Work, given_at: datetime) -> bool:
    """Within five minutes, also where the clock was put back since: then it may be any age."""
    return abs(work.now - given_at) <= VALID_FOR
