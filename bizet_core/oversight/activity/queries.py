"""The activity log: every line of the history between two instants, the newest first, a page at a time.

A person sees what they did themselves, or what everybody did, as far as their permission reaches: the question names
whose lines are asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from bizet_core.business.access.operations import note_session
from bizet_core.business.access.rules import BY_ANYBODY
from bizet_core.business.devices.model import DeviceRole, devices
from bizet_core.business.resources.model import ResourceKind, resources
from bizet_core.business.settings.queries import business_of
from bizet_core.describe.languages.language import N_, _
from bizet_core.oversight.activity.loading import Key, readable, subjects
from bizet_core.oversight.activity.rules import Topic, holds, is_echo
from bizet_core.oversight.activity.telling import findable, told
from bizet_core.selling.sales.model import sales
from bizet_core.store import Permission, Read, Request, query
from bizet_core.store.journal.journal import histories
from bizet_core.store.operations.work import Found, Statement
from bizet_core.store.tables.all_tables import called, tables_with
from bizet_core.store.tables.columns import facts_of

SEE = Permission("history.see", of="staff")
MOST = 1000
LOOKED_AT = 1000
"""Lines that one question looks at: words that are rare would otherwise keep other readers waiting."""
SOMEBODY = N_("Somebody")
"""Whoever types a wrong PIN: the line stands under the person whose PIN was tried, who need not be the one."""


class Place(Request):
    """A line of the log, to go on from."""

    at: datetime
    id: UUID


class Activity(Request):
    """Which lines: from `since` until before `until`, of one person, holding all words typed, about one table, about
    one record, of one sort."""

    since: datetime
    until: datetime
    staff: UUID | None = None
    words: str = ""
    subject: str = ""
    about: UUID | None = None
    topic: Topic | None = None
    limit: int = 100
    before: Place | None = None


@dataclass(frozen=True, slots=True)
class Deed:
    """One line: who did what to what. `words()` is read, the rest is for programs."""

    id: UUID
    at: datetime
    staff: UUID | None
    actor: str
    name: str  # the operation
    code: str
    facts: dict[str, Any]
    subject: str  # the table
    subject_id: UUID
    about: str  # what people call the subject; empty where it has no name or is gone
    can_open: bool
    currency: str
    device: str  # where it was done; empty where that is not known, or there is but one

    def words(self) -> str:
        """What was done."""
        return told(self.name, self.code, self.facts, self.currency)

    def kind(self) -> str:
        """What sort of thing it was done to: `Booking`."""
        return _(called(self.subject))


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines, and where to go on; `rest` is None after the last. Rare words may find none on a page."""

    deeds: tuple[Deed, ...]
    rest: Place | None


@query(needs=SEE)
def activity(read: Read, asked: Activity) -> Page:
    """What was done, the newest first. Lines that only repeat another one are left out."""
    limit, place, deeds, looked = max(1, min(asked.limit, MOST)), asked.before, list[Deed](), 0
    while looked < LOOKED_AT:
        rows = read.all(_statement(read, asked, place).limit(2 * limit))  # some are left out
        for deed in _deeds(read, rows, narrowed=asked.about is not None):
            if not asked.words or holds(_searched(deed), asked.words):
                deeds.append(deed)
            if len(deeds) == limit:
                return Page(tuple(deeds), Place(at=deed.at, id=deed.id))
        if len(rows) < 2 * limit:
            return Page(tuple(deeds), None)
        place, looked = Place(at=rows[-1].at, id=rows[-1].id), looked + len(rows)
    return Page(tuple(deeds), place)


def _statement(read: Read, asked: Activity, before: Place | None) -> Statement:
    c = histories.c
    found = select(histories).where(c.at >= asked.since, c.at < asked.until)
    if asked.staff is not None:
        found = found.where(c.actor == asked.staff)
    if asked.subject:
        found = found.where(c.subject == asked.subject)
    if asked.about is not None:
        found = found.where(c.subject_id == asked.about)
    if asked.topic is not None:
        found = found.where(_is_of(read, asked.topic))
    if before is not None:
        found = found.where(c.at <= before.at, (c.at < before.at) | (c.id < before.id))
    return found.order_by(c.at.desc(), c.id.desc())


def _is_of(read: Read, topic: Topic) -> ColumnElement[bool]:
    """Whether a line is of this sort."""
    c = histories.c
    if topic is Topic.SESSIONS:
        return c.name == note_session.name
    people = select(resources.c.id).where(
        resources.c.business_id == read.business, resources.c.kind == ResourceKind.STAFF
    )
    about_people = (c.subject == resources.name) & c.subject_id.in_(people)
    subjects = [made.name for made in tables_with(topic=topic.value)]
    own = c.subject.in_(sorted(subjects)) & (c.name != note_session.name)
    if topic is Topic.PEOPLE:
        return or_(own, about_people)
    if topic is Topic.HOUSE:
        return or_(own, (c.subject == resources.name) & c.subject_id.not_in(people))
    return own


def _deeds(read: Read, rows: Sequence[Found], *, narrowed: bool) -> list[Deed]:
    kept = [row for row in rows if not is_echo(row.name, row.subject, row.facts or {}, narrowed=narrowed)]
    known = _Known(subjects(read, kept), business_of(read).currency, _devices(read))
    return [_deed(read, row, known) for row in kept if not _is_other_document(row, known.about)]


@dataclass(frozen=True, slots=True)
class _Known:
    """What lines are told with."""

    about: dict[Key, str]
    currency: str
    devices: dict[UUID, str]


def _devices(read: Read) -> dict[UUID, str]:
    """What devices are called; where there is but one, nobody asks which."""
    desks = select(devices.c.id, devices.c.name).where(devices.c.role != DeviceRole.SERVER).order_by(devices.c.id)
    found = read.all(desks)
    return {row.id: row.name for row in found} if len(found) > 1 else {}


def _is_other_document(row: Found, about: dict[Key, str]) -> bool:
    """A refund stands in the history of what it takes back as well; there, too, it is told by its own number."""
    number, own = (row.facts or {}).get("number"), about.get((row.subject, row.subject_id))
    return row.subject == sales.name and None not in (number, own) and number != own


def _deed(read: Read, row: Found, known: _Known) -> Deed:
    key = (row.subject, row.subject_id)
    return Deed(
        id=row.id,
        at=row.at,
        staff=row.actor,
        actor=_(SOMEBODY) if row.name == note_session.name and row.code in BY_ANYBODY else row.actor_name,
        name=row.name,
        code=row.code,
        facts=readable(read, row.subject, row.facts),
        subject=row.subject,
        subject_id=row.subject_id,
        about=known.about.get(key, ""),
        can_open=key in known.about and bool(facts_of(row.subject).get("has_page")),
        currency=known.currency,
        device=known.devices.get(row.device, ""),
    )


def _searched(deed: Deed) -> tuple[str, ...]:
    return deed.actor, deed.device, findable(deed.name, deed.code, deed.facts, deed.currency), deed.kind(), deed.about
