"""Scenes of the day calendar."""

from datetime import timedelta

from PySide6.QtTest import QTest

from bizet_core.business.resources.model import ResourceKind
from bizet_core.business.resources.operations import AddResource, add_resource
from bizet_core.business.staff.model import Role
from bizet_core.business.staff.operations import AddStaff, add_staff
from bizet_core.people.customers.operations import EditCustomer, edit_customer
from bizet_core.people.customers.queries import FindCustomers, find_customers
from ui.booking.calendar.surface import SKELETON_AFTER
from ui.tools.gallery.scene import scene
from ui.tools.gallery.stage import Stage

LONG = "Wilhelmine-Charlotte Freifrau von Oldershausen-Hohenlohe"


@scene("day/full")
def full(stage: Stage) -> None:
    """The sample's Thursday."""
    stage.wait(lambda: stage.hands.day.scene.view)


@scene("day/empty", world="new")
def empty(stage: Stage) -> None:
    """The first sight of a new business."""
    stage.wait(lambda: stage.hands.day.scene.view)


@scene("day/quiet", after="day/choosing a date")
def quiet(stage: Stage) -> None:
    """A day on which hardly anybody comes."""
    for popup in stage.windows[1:]:
        popup.close()
    stage.front.diary.screen.go(stage.now.date() + timedelta(days=4))


@scene("day/loading", after="day/quiet")
def loading(stage: Stage) -> None:
    """Another day is on its way, and the disk is slow."""
    stage.hold_answers()
    stage.front.diary.screen.go(stage.now.date() + timedelta(days=5))
    QTest.qWait(SKELETON_AFTER + 50)


@scene("day/long names")
def long_names(stage: Stage) -> None:
    """Names as they come, of customers, people and rooms."""
    who = stage.desk.ask_now(find_customers, FindCustomers(typed="Olivia"))[0].id
    stage.desk.do_now(edit_customer, EditCustomer(customer=who, name=LONG))
    where = stage.front.place.location
    stage.desk.do_now(add_staff, AddStaff(name=LONG, role=Role.STAFF, parent_id=where, in_calendar=True))
    room = AddResource(name=LONG, kind=ResourceKind.ROOM, parent_id=where, in_calendar=True)
    stage.desk.do_now(add_resource, room)
    stage.wait(lambda: stage.hands.card(LONG))


@scene("day/card by keyboard")
def by_keyboard(stage: Stage) -> None:
    """A card that the keyboard is on."""
    full(stage)
    stage.hands.day.setFocus()
    stage.key("Down", "Down")


@scene("day/moving by keyboard", after="day/card by keyboard")
def moving(stage: Stage) -> None:
    """A card in hand, over a time that is taken."""
    stage.key("M")
    stage.key("Down", "Down", "Right")


@scene("day/choosing a date", after="day/moving by keyboard")
def choosing_date(stage: Stage) -> None:
    """The months."""
    stage.key("Escape", "Escape")
    stage.front.diary.screen.pick_date()
