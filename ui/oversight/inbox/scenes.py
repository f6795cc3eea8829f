"""Scenes of the Inbox: empty, and cards as a server's word or another device's makes them."""

from datetime import UTC, datetime
from typing import Any

from bizet_core.base.instants import to_ms
from bizet_core.business.devices.model import DeviceRole, DeviceState
from bizet_core.business.devices.operations import JoinDevice, LockDevice, join_device, lock_device
from bizet_core.oversight.inbox.operations import TellLost, tell_lost
from bizet_core.oversight.inbox.requests import LostCard
from bizet_core.people.customers.queries import FindCustomers, find_customers
from bizet_core.store import SYSTEM
from bizet_core.store.tables.ids import new_id
from ui.oversight.inbox.inbox_screen import InboxScreen
from ui.tools.gallery.scene import scene
from ui.tools.gallery.stage import Stage


@scene("inbox/empty", after="customers/adding wrong")
def empty(stage: Stage) -> None:
    """Nothing waits."""
    stage.front.go("inbox")


def _tell(stage: Stage, code: str, subject: str, facts: dict[str, Any], name: str = "") -> None:
    """As a server tells of what it has lost, or had removed, since a backup."""
    device = stage.desk.store.identity.device
    card = LostCard(
        op=new_id(), code=code, name=name, amount=None, currency="", rows=(), facts=facts, subject=subject,
        subject_id=new_id(), device=device, actor=None, actor_name="", at=stage.now,
    )  # fmt: skip
    stage.desk.do_now(tell_lost, TellLost(cards=(card,)), actor=SYSTEM)


def _lost_booking(stage: Stage) -> None:
    who = stage.desk.ask_now(find_customers, FindCustomers(typed="Olivia"))[0].id
    when = {"at": to_ms(datetime(2026, 3, 13, 10, tzinfo=UTC))}
    ours = {"customer": str(who), "starts_at": when, "services": "Cut & finish", "staff": "Inês Duarte"}
    _tell(stage, "lost_row", "booking", {"what": "booking", "n": 4, "ours": ours}, "bookings.book")


def _hours_there_again(stage: Stage) -> None:
    week = [["resource_id", "Anna Nowak"], ["weekdays", 0b111110], ["hours", [540, 1080]]]
    lunch = [["label", "Lunch"], ["resource_id", "Anna Nowak"], ["weekdays", 0b111110], ["hours", [780, 840]]]
    facts = {"what": "timetable_rule", "n": 2, "again": [week, lunch]}
    _tell(stage, "removed_after_backup", "timetable_rule", facts)


def _copied_device(stage: Stage) -> None:
    id, state = new_id(), DeviceState.ACTIVE
    asked = JoinDevice(id=id, key=bytes(32), name="Empfang am Hintereingang", role=DeviceRole.DESK, state=state)
    stage.desk.do_now(join_device, asked, actor=SYSTEM)
    stage.desk.do_now(lock_device, LockDevice(device=id), actor=SYSTEM)


@scene("inbox/cards", after="inbox/empty")
def cards(stage: Stage) -> None:
    """A booking that is lost, hours that are there again, and a device that was copied."""
    for happen in (_lost_booking, _hours_there_again, _copied_device):
        happen(stage)
    screen = stage.front.go("inbox")
    assert isinstance(screen, InboxScreen)
    stage.wait(lambda: screen.current)
