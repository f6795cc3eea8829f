"""Scenes of the customers: the list, somebody's page, and the form of a new one."""

from bizet_core.describe.languages.language import N_
from bizet_core.people.customers.operations import AddCustomer, AddNote, add_customer, add_note
from bizet_core.people.customers.queries import FindCustomers, find_customers
from ui.people.customers.customers_screen import CustomersScreen
from ui.startup.scenes import LONG
from ui.tools.gallery.scene import scene
from ui.tools.gallery.stage import Stage


def _customers(stage: Stage) -> CustomersScreen:
    screen = stage.front.go("customers")
    assert isinstance(screen, CustomersScreen)
    stage.settle()
    return screen


def _open(stage: Stage, name: str) -> CustomersScreen:
    screen = _customers(stage)
    screen.finder.clear()
    found = stage.desk.ask_now(find_customers, FindCustomers(typed=name))
    screen.open_customer(found[0].id)
    stage.settle()
    return screen


@scene("customers/list")
def listed(stage: Stage) -> None:
    """All by name."""
    _customers(stage)


@scene("customers/nobody yet", after="booking/nothing to book")
def nobody_yet(stage: Stage) -> None:
    """A new business knows nobody."""
    _customers(stage)


@scene("customers/none found", after="customers/list")
def none_found(stage: Stage) -> None:
    """Nobody is called so."""
    screen = _customers(stage)
    stage.click(screen.finder)
    stage.hands.write("zzzz")
    stage.wait(lambda: not screen.rows.model.rows)


@scene("customers/notes", after="customers/none found")
def notes(stage: Stage) -> None:
    """Somebody's page with notes."""
    _open(stage, "Olivia")


@scene("customers/history", after="customers/notes")
def history(stage: Stage) -> None:
    """What somebody came to."""
    stage.press(N_("History"))


@scene("customers/new here", after="customers/editing")
def new_here(stage: Stage) -> None:
    """Somebody without a visit, with a name and a note as they come."""
    made = stage.desk.do_now(
        add_customer,
        AddCustomer(name=LONG, phone="+44 7700 900777", email="wilhelmine-charlotte.von.oldershausen@example.com"),
    ).result
    text = "Verträgt kein Ammoniak; bittet um einen Platz am Fenster und um Tee ohne Zucker. " * 4
    stage.desk.do_now(add_note, AddNote(customer=made.id, words=text))
    _open(stage, "Wilhelmine")


@scene("customers/adding", after="customers/new here")
def adding(stage: Stage) -> None:
    """An empty form."""
    _customers(stage)
    stage.press(N_("Add customer"))


@scene("customers/adding wrong", after="customers/adding")
def adding_wrong(stage: Stage) -> None:
    """A form in which everything is wrong."""
    stage.write(N_("Phone"), "123")
    stage.write(N_("E-mail"), "olivia at home")
    screen = stage.front.go("customers")
    assert isinstance(screen, CustomersScreen)
    page = screen.sides.page
    assert page is not None
    page.form.submit()  # type: ignore[attr-defined]


@scene("customers/editing", after="customers/history")
def editing(stage: Stage) -> None:
    """What is known of somebody, as a form."""
    stage.press(N_("Edit"))
