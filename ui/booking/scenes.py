"""Scenes of booking: the panel in each step, a visit, somebody's peek, and moving."""

from bizet_core.describe.languages.language import N_
from bizet_core.people.customers.operations import AddCustomer, add_customer
from ui.booking.new_booking_panel import NewBooking
from ui.selling.cart.cart_panel import RegisterPanel
from ui.startup.scenes import LONG
from ui.tools.gallery.scene import scene
from ui.tools.gallery.stage import Stage


def _begin(stage: Stage) -> NewBooking:
    panel = stage.front.new_booking()
    stage.wait(lambda: panel.service_names)
    return panel


def _choose(stage: Stage, *places: int) -> NewBooking:
    panel = _begin(stage)
    for place in places:
        panel.choose_service(panel.service_names[place])
        stage.settle()
    stage.wait(lambda: panel.offered)
    return panel


@scene("booking/begun")
def begun(stage: Stage) -> None:
    """What shall it be?"""
    _begin(stage)


@scene("booking/nothing to book", after="day/empty")
def nothing(stage: Stage) -> None:
    """No service is known yet."""
    stage.front.new_booking()


@scene("booking/times", after="booking/no service")
def times(stage: Stage) -> None:
    """A service is chosen, and times are offered."""
    _choose(stage, 0)


@scene("booking/two services", after="booking/times")
def two(stage: Stage) -> None:
    """Two services with their lengths and extras."""
    _choose(stage, 0, 3)


@scene("booking/no service", after="booking/begun")
def no_service(stage: Stage) -> None:
    """No service is called so."""
    panel = _begin(stage)
    stage.click(panel.service)
    stage.hands.write("zzz")


@scene("booking/customers found", after="booking/two services")
def customers(stage: Stage) -> None:
    """Several are called so."""
    panel = _begin(stage)
    stage.click(panel.customer.bar)
    stage.hands.write("o")
    stage.settle()


@scene("booking/ready", after="booking/customers found")
def ready(stage: Stage) -> None:
    """Who, what and when are known."""
    panel = _choose(stage, 0)
    made = stage.desk.do_now(add_customer, AddCustomer(name=LONG, phone="+44 7700 900777")).result
    panel.customer.show_chosen(made.id, LONG, "+44 7700 900777")
    panel.draft.set_customer(made.id)


@scene("booking/refused", after="visit/of somebody with a long name")
def refused(stage: Stage) -> None:
    """The time was taken meanwhile."""
    panel = _choose(stage, 0)
    times = panel.offered
    stage.click(panel.book_button)
    again = _choose(stage, 0)
    again.draft.set_start(times[0])
    stage.click(again.book_button)


def _visit(stage: Stage, who: str) -> RegisterPanel:
    stage.hands.click_card(who)
    stage.settle()
    panel = stage.front.shell.panel.content()
    assert isinstance(panel, RegisterPanel)
    return panel


@scene("visit/arrived")
def arrived(stage: Stage) -> None:
    """Somebody is here, with an allergy."""
    _visit(stage, "Olivia Hart")


@scene("visit/paid", after="visit/arrived")
def paid(stage: Stage) -> None:
    """Nothing is owed any more."""
    panel = stage.front.register.panel
    stage.click(panel.pay.charge)
    stage.wait(lambda: panel.last_sale or None)


@scene("visit/hold", after="peek/customer")
def hold(stage: Stage) -> None:
    """Nobody yet: a time that is held."""
    stage.hands.click_card("")
    stage.settle()


@scene("visit/of somebody with a long name", after="booking/ready")
def long_name(stage: Stage) -> None:
    """A name and a number that take all the room."""
    panel = stage.front.shell.panel.content()
    assert isinstance(panel, NewBooking)
    stage.click(panel.pay_button)
    stage.wait(lambda: isinstance(stage.front.shell.panel.content(), RegisterPanel))


@scene("visit/moving", after="visit/paid")
def moving(stage: Stage) -> None:
    """Other times for a visit."""
    _visit(stage, "Tomasz Lis")
    stage.press(N_("Move"))


@scene("peek/customer", after="visit/moving")
def peek(stage: Stage) -> None:
    """Who somebody is, from the search."""
    stage.key("Ctrl+K")
    stage.hands.write("olivia")
    stage.settle()
    stage.key("Return")
