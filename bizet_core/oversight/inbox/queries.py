"""What waits in the Inbox: cards with both versions, how many there are, and what is not posted yet."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from bizet_core.business.devices.model import devices
from bizet_core.describe.formats.money import Money
from bizet_core.describe.languages.language import _
from bizet_core.oversight.inbox.card_subjects import named, row_of, row_with
from bizet_core.oversight.inbox.messages import THERE_AGAIN as TITLE_AGAIN
from bizet_core.oversight.inbox.messages import TITLES
from bizet_core.oversight.inbox.requests import AGAIN, Choice, OfCard
from bizet_core.oversight.inbox.wording import label, sentence, things_in_words, value
from bizet_core.people.customers.model import customers
from bizet_core.selling.sales.model import sales
from bizet_core.selling.sales.numbering import shown
from bizet_core.store import Permission, Read, Request, query
from bizet_core.store.journal.card_settling import LOST, THERE_AGAIN, TOLD_ALONE, Settling, settling_of
from bizet_core.store.journal.cards import CardKind, CardState, inbox_cards
from bizet_core.store.journal.journal import histories
from bizet_core.store.tables.columns import facts_of
from bizet_core.sync.desk.server_state import Upstream
from bizet_core.sync.model import upstreams
from bizet_core.sync.server.card_facts import spoken

SEE = Permission("inbox.see")
MOST = 200
"""Subjects that a screen can show."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of a version: an operation's field and its value."""

    field: str
    value: Any


@dataclass(frozen=True, slots=True)
class Card:
    """Something for a person to decide."""

    id: UUID
    kind: CardKind
    code: str
    facts: dict[str, Any] | None
    name: str  # the operation
    state: CardState
    at: datetime
    actor: str
    device: str
    ours: tuple[Shown, ...]  # what the device wanted
    theirs: tuple[Shown, ...]  # what stands
    subject: str  # a table whose rows have a page, or nothing
    subject_id: UUID | None
    about: str  # the subject's name
    customer: str
    phone: str
    amount: Money | None

    @property
    def title(self) -> str:
        """What became of the operation."""
        return _(TITLE_AGAIN if self.is_again else TITLES[self.kind])

    @property
    def is_again(self) -> bool:
        """Whether it asks about what was removed and is there again, now that the server has been restored."""
        return self.kind is CardKind.LOST and AGAIN in (self.facts or {})

    @property
    def choices(self) -> tuple[tuple[Choice, str], ...]:
        """What can be kept, each with its words: money that is held is never dropped."""
        ours, theirs = _settling(self).words
        both = (Choice.OURS, _(ours)), (Choice.THEIRS, _(theirs))
        return both[:1] if self.kind is CardKind.HELD or not theirs else both

    def sentence(self) -> str:
        """What happened."""
        return sentence(self.code, self.facts)

    def words(self, shown: Shown) -> tuple[str, str]:
        """A line of a version: what it is called, and the value. Without a field it is worded already."""
        if not shown.field:
            return "", shown.value
        return label(self.name, shown.field), value(self.name, shown.field, shown.value)


def _settling(card: Card) -> Settling:
    if card.is_again:
        return THERE_AGAIN
    if card.kind is CardKind.LOST and card.code not in TOLD_ALONE:
        return LOST
    return settling_of(card.code) if card.kind in (CardKind.CONCERN, CardKind.LOST) else Settling()


class OpenCards(Request):
    """Those that wait."""

    limit: int = MOST


@query(needs=SEE)
def open_cards(read: Read, asked: OpenCards) -> tuple[Card, ...]:
    """Cards that nobody has settled, the newest first."""
    waiting = select(inbox_cards).where(inbox_cards.c.state != CardState.DONE.value)
    rows = read.all(waiting.order_by(inbox_cards.c.at.desc(), inbox_cards.c.id).limit(min(asked.limit, MOST)))
    return tuple(_card(read, row) for row in rows)


@query(needs=SEE)
def one_card(read: Read, asked: OfCard) -> Card:
    """A card, settled or not; refuses with `gone`."""
    return _card(read, read.get(inbox_cards, asked.card))


class HowMany(Request):
    """Of those that wait."""


@query(needs=SEE)
def waiting_cards(read: Read, asked: HowMany) -> int:
    """How many cards nobody has settled."""
    waiting = select(func.count(inbox_cards.c.id)).select_from(inbox_cards)
    return int(read.scalar(waiting.where(inbox_cards.c.state != CardState.DONE.value)) or 0)


class LastAgreed(Request):
    """With the server."""


@query(needs=SEE)
def last_agreed(read: Read, asked: LastAgreed) -> datetime | None:
    """When this desk and its server last agreed; None where it has none, or has not yet."""
    read.tables.add(upstreams.name)
    known = Upstream.find(read.connection)
    return None if known is None else known.spoken_at


@dataclass(frozen=True, slots=True)
class Unposted:
    """What held documents come to, in one currency."""

    amount: Money
    documents: int


class TheUnposted(Request):
    """All of it."""


@query(needs=SEE)
def unposted(read: Read, asked: TheUnposted) -> tuple[Unposted, ...]:
    """Held documents that are in no total yet. Where a document was made its rows stand, and are counted already."""
    c = inbox_cards.c
    is_there = (sales.c.business_id == c.business_id) & (sales.c.id == c.subject_id)
    asked_for = (
        select(c.currency, func.sum(c.amount), func.count(c.id))
        .where(c.kind == CardKind.HELD.value, c.state != CardState.DONE.value, c.amount.is_not(None))
        .where(~select(sales.c.id).where(is_there).exists())
    )
    rows = read.all(asked_for.group_by(c.currency).order_by(c.currency))
    return tuple(Unposted(Money(int(amount), currency), many) for currency, amount, many in rows)


class AboutMoney(Request):
    """All of them."""


@query(needs=SEE)
def cards_about_money(read: Read, asked: AboutMoney) -> int:
    """How many cards are open that are about money: held sales, refunds above a limit, sums that differ."""
    c = inbox_cards.c
    is_money = c.amount.is_not(None) | (c.subject == sales.name)
    return int(read.scalar(select(func.count(c.id)).where(c.state != CardState.DONE.value, is_money)))


def _card(read: Read, row: Any) -> Card:
    subject = row_of(read, row.subject, row.subject_id)
    customer = _customer(read, row.subject, subject)
    ours, theirs = _versions(read, row, subject)
    can_open = subject is not None and bool(facts_of(row.subject).get("has_page"))
    device = read.find(devices, row.device)
    return Card(
        id=row.id,
        kind=CardKind(row.kind),
        code=row.code,
        facts=row.facts,
        name=row.name,
        state=CardState(row.state),
        at=row.at,
        actor=row.actor_name,
        device="" if device is None else device.name,
        ours=ours,
        theirs=theirs,
        subject=row.subject if can_open else "",
        subject_id=row.subject_id if can_open else None,
        about=_about(row.subject, subject),
        customer="" if customer is None else customer.name,
        phone="" if customer is None else customer.phone,
        amount=None if row.amount is None else Money(row.amount, row.currency),
    )


def _versions(read: Read, row: Any, subject: Any) -> tuple[tuple[Shown, ...], tuple[Shown, ...]]:
    """What was wanted beside what stands in the same fields now."""
    beside = settling_of(row.code).versions
    if row.kind == CardKind.CONCERN and beside is not None:
        ours, theirs = beside(read, row)
        return tuple(Shown(*line) for line in ours), tuple(Shown(*line) for line in theirs)
    if row.kind == CardKind.LOST and AGAIN in (row.facts or {}):
        return (), tuple(Shown("", words) for words in things_in_words(row.facts))
    wanted = spoken((row.facts or {}).get("ours"))
    stands = _stands(read, row, subject, wanted)
    return _lines(read, wanted), _lines(read, {field: stands[field] for field in wanted if field in stands})


def _stands(read: Read, row: Any, subject: Any, wanted: dict[str, Any]) -> Any:
    """The row as it is now; where it is not here, what the refusal says that it was then."""
    if subject is not None and set(wanted) & set(subject._mapping):
        return subject._mapping
    found = row_with(read, row.subject_id, wanted) if row.subject_id is not None and wanted else None
    said = spoken(row.facts)
    return found if found is not None else {said["field"]: said.get("now")} if "field" in said else {}


def _lines(read: Read, values: dict[str, Any]) -> tuple[Shown, ...]:
    return tuple(Shown(field, named(read, each)) for field, each in values.items())


def _customer(read: Read, table: str, subject: Any) -> Any:
    if subject is None or table == customers.name:
        return subject
    return read.find(customers, subject._mapping.get("customer_id"))


def _about(table: str, subject: Any) -> str:
    """What a screen calls the subject; a booking is told by its customer and its versions."""
    if subject is None or table == histories.name:
        return ""
    return shown(subject.series, subject.number) if table == sales.name else str(subject._mapping.get("name") or "")
