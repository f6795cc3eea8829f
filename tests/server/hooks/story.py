"""Hooks' part of everything: another service sends something."""

from bizet_core.business.hooks.operations import ReceiveDelivery, receive_delivery
from tests.stories.parts import Chapter, Part
from tests.support.makers import Salon


def send_from_elsewhere(salon: Salon) -> None:
    salon.store.do(receive_delivery, ReceiveDelivery(provider="bank", delivery="evt_1", body=b"\x00{}\xff"))


STORY = (Chapter(Part.SERVER, send_from_elsewhere),)
