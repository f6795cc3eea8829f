"""Scenes of what stands around the screens: the lock screen, the search, approvals, toasts and the connection."""

from bizet_core.business.access.queries import Signers, signers
from bizet_core.describe.languages.language import N_, _
from bizet_core.people.customers.operations import AddCustomer, add_customer
from bizet_core.selling.sales.queries import SalesOn, sales_on
from bizet_core.store import SYSTEM
from bizet_desk.sample.sample_business import ZONE
from ui.kit.forms.approval import Approval, ask_approval
from ui.selling.payment.last_sale import LastSale
from ui.tools.gallery.scene import LOCKED, scene
from ui.tools.gallery.stage import STRANGER, Stage

LONG = "Wilhelmine-Charlotte Freifrau von Oldershausen-Hohenlohe"
"""A name as they come."""


def _enter_pin(stage: Stage, pin: str) -> None:
    stage.front.lock_screen.take_focus()
    stage.hands.write(pin)
    stage.key("Return")


@scene("lock/people", who=LOCKED)
def people(stage: Stage) -> None:
    """Who may sign in."""
    stage.wait(stage.front.lock_screen.who.text)


@scene("lock/wrong PIN", after="lock/people")
def wrong_pin(stage: Stage) -> None:
    """A PIN that is not the one."""
    _enter_pin(stage, STRANGER)
    stage.wait(stage.front.lock_screen.told.isVisible)


@scene("lock/wait", after="lock/wrong PIN")
def wait_after_wrong_pins(stage: Stage) -> None:
    """So many wrong PINs that the desk waits."""
    for _try in range(5):
        _enter_pin(stage, STRANGER)
    stage.wait(stage.front.lock_screen.told.isVisible)


@scene("lock/one person", who=LOCKED, world="new")
def one_person(stage: Stage) -> None:
    """Only the owner has a PIN."""
    people(stage)


@scene("lock/locked again", after="connection/alone")
def locked_again(stage: Stage) -> None:
    """Somebody went away."""
    stage.front.lock()
    people(stage)


def _search(stage: Stage, typed: str) -> None:
    stage.key("Ctrl+K")
    stage.hands.write_into(typed, _("Find a customer, booking or action"))
    stage.wait(stage.front.search.list.isVisible)


@scene("search/found")
def found(stage: Stage) -> None:
    """Somebody is called so."""
    stage.desk.do_now(add_customer, AddCustomer(name=LONG, phone="+44 7700 900777"))
    _search(stage, "o")


@scene("search/nobody", after="search/found")
def nobody(stage: Stage) -> None:
    """Nobody is."""
    stage.key("Escape")
    _search(stage, "zzzz")


@scene("approval/asked", who="staff")
def approval(stage: Stage) -> None:
    """A manager's yes is asked for."""
    ask_approval(stage.desk, stage.front, "sales.refund", lambda _approval: None)
    stage.settle()


@scene("approval/wrong PIN", after="approval/nothing filled in")
def approval_wrong(stage: Stage) -> None:
    """Whoever says yes mistyped."""
    approver = stage.desk.ask_now(signers, Signers())[0].id
    dialog = stage.window
    assert isinstance(dialog, Approval)
    dialog.form.put({"permission": "sales.refund", "approver": approver, "pin": STRANGER, "reason": "Too short"})
    stage.press(N_("Approve"))


@scene("approval/nothing filled in", after="approval/asked")
def approval_empty(stage: Stage) -> None:
    """Every field is wrong."""
    stage.press(N_("Approve"))


@scene("toast/undo", after="day/full")
def undo_offered(stage: Stage) -> None:
    """Something was done and can be taken back."""
    stage.front.toast.offer(_("The booking was changed."), lambda: None)


@scene("toast/long", after="toast/undo")
def long_toast(stage: Stage) -> None:
    """A sentence of more than a line."""
    words = _("{file} could not be written. Choose another folder, or make room there.")
    stage.front.toast.say(words.format(file="Salon-Carmen-2026-03-12-11-24.bizet-backup"), "triangle-alert")


@scene("connection/alone", after="toast/long")
def alone(stage: Stage) -> None:
    """A desk without a server."""
    stage.front.show_connection()


def last_sale(stage: Stage) -> LastSale | None:
    """What was sold last, where the panel shows it."""
    return stage.front.register.panel.last_sale


def first_sale(stage: Stage) -> object:
    """Today's newest document."""
    day = stage.now.date()
    return stage.desk.ask_now(sales_on, SalesOn(day=day, zone=ZONE), actor=SYSTEM)[0].id
