"""What a person must look at in the story of everything; devices bring the first card."""

from bizet_core.oversight.inbox.after_restore.lost_rows import card_of
from bizet_core.oversight.inbox.operations import (
    CameAfterAll,
    TellLost,
    call_about_card,
    came_after_all,
    reopen_card,
    settle_card,
    tell_lost,
)
from bizet_core.oversight.inbox.queries import OpenCards, open_cards
from bizet_core.oversight.inbox.requests import Choice, LostCard, OfCard, SettleCard
from bizet_core.store import Store
from bizet_core.store.tables.ids import new_id
from tests.stories.parts import Chapter, Part
from tests.support.makers import Salon


def lose_a_booking(salon: Salon) -> None:
    """As after a restore: a desk still shows what the server lacks, and then sends it after all."""
    store, op, visit = salon.store, new_id(), new_id()
    about = {"facts": {"what": "booking", "n": 1, "ours": {}}, "subject": "booking", "subject_id": visit}
    by = {"device": store.identity.device, "actor": None, "actor_name": "Bizet", "at": store.clock()}
    rows = (("booking", visit, op),)
    card = LostCard(
        op=op, code="lost_row", name="bookings.book", amount=None, currency="", rows=rows, **about, **by
    )  # fmt: skip
    store.do(tell_lost, TellLost(cards=(card,)))
    store.do(came_after_all, CameAfterAll(cards=(card_of(op),)))


def settle_a_card(store: Store) -> None:
    """The locked device is a concern: somebody is called, thinks again, and leaves it as it is."""
    card = store.ask(open_cards, OpenCards())[0].id
    store.do(call_about_card, OfCard(card=card))
    store.do(reopen_card, OfCard(card=card))
    store.do(settle_card, SettleCard(card=card, choice=Choice.THEIRS))


STORY = (Chapter(Part.SERVER, lose_a_booking),)
