"""The business's own row, settings for all desks, and those of this one."""

from bizet_core.business.settings.operations import (
    EditBusiness,
    EditDeviceSettings,
    EditHouseSettings,
    edit_business,
    edit_device_settings,
    edit_house_settings,
)
from bizet_core.business.settings.queries import TheBusiness, TheSettings, business, device, house
from bizet_core.business.settings.rules import DeviceSettings, HouseSettings
from bizet_core.store import Store, Undo, undo
from tests.support.makers import Salon, invalid, refused, sent_by
from tests.sync.desks.replaying import replay


def test_every_setting_can_be_edited() -> None:
    assert set(EditHouseSettings.__struct_fields__) == set(HouseSettings.__struct_fields__)
    assert set(EditDeviceSettings.__struct_fields__) == set(DeviceSettings.__struct_fields__)


def test_a_setting_holds_its_default_until_somebody_chooses(salon: Salon) -> None:
    assert salon.store.ask(house, TheSettings()).slot_interval == 15
    done = salon.store.do(edit_house_settings, EditHouseSettings(slot_interval=20, tip_percents=(5, 10)))
    found = salon.store.ask(house, TheSettings())
    assert (found.slot_interval, found.tip_percents, found.undo_seconds) == (20, (5, 10), 10)
    salon.store.do(undo, Undo(op=done.op_id))
    assert salon.store.ask(house, TheSettings()).slot_interval == 15


def test_settings_that_cannot_be_are_refused(salon: Salon) -> None:
    with invalid("slot_interval", "undo_seconds", "tip_percents.1"):
        salon.store.do(
            edit_house_settings, EditHouseSettings(slot_interval=0, undo_seconds=10_000, tip_percents=(10, -5))
        )
    with invalid("zoom", "theme"):
        salon.store.do(edit_device_settings, EditDeviceSettings(zoom=1000, theme="pink"))  # type: ignore[arg-type]
    assert salon.store.ask(device, TheSettings()) == DeviceSettings()


def test_settings_of_a_device_stay_on_it(salon: Salon) -> None:
    before = len(sent_by(salon.store))
    salon.store.do(edit_device_settings, EditDeviceSettings(printer="192.168.1.40:9100", location=salon.location))
    found = salon.store.ask(device, TheSettings())
    assert (found.printer, found.location, found.paper) == ("192.168.1.40:9100", salon.location, 80)
    assert len(sent_by(salon.store)) == before


def test_two_desks_choose_different_settings_and_both_hold(salon: Salon, server_store: Store) -> None:
    for line in sent_by(salon.store):
        replay(server_store, line)
    salon.store.do(edit_house_settings, EditHouseSettings(slot_interval=20))
    salon.store.do(edit_house_settings, EditHouseSettings(lock_after=5))
    server_store.do(edit_house_settings, EditHouseSettings(slot_interval=30))
    *_, slots, lock = sent_by(salon.store)
    with refused("changed_meanwhile"):
        replay(server_store, slots)
    assert server_store.ask(house, TheSettings()).slot_interval == 30
    assert lock.read.name == "settings.edit_house_settings"


def test_the_business_is_renamed_and_the_name_comes_back(salon: Salon) -> None:
    done = salon.store.do(edit_business, EditBusiness(name="Carmen’s", receipt_footer="Obrigada!"))
    found = salon.store.ask(business, TheBusiness())
    assert found is not None
    assert (found.name, found.receipt_footer) == ("Carmen’s", "Obrigada!")
    salon.store.do(undo, Undo(op=done.op_id))
    found = salon.store.ask(business, TheBusiness())
    assert found is not None
    assert found.name == "Salon Carmen"


def test_staff_see_settings_and_do_not_change_them(salon: Salon) -> None:
    ines = salon.actor(salon.ines)
    assert salon.store.ask(house, TheSettings(), actor=ines)
    with refused("not_permitted"):
        salon.store.do(edit_house_settings, EditHouseSettings(slot_interval=5), actor=ines)
    with refused("not_permitted"):
        salon.store.do(edit_business, EditBusiness(name="Mine"), actor=ines)
