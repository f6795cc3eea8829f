"""Customer search source: people by name, phone number or address, for Ctrl K."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from bizet_core.describe.languages.language import isolate
from bizet_core.people.customers.queries import FindCustomers, Found, find_customers
from ui.kit.search import Hit, Hits

if TYPE_CHECKING:
    from ui.main.main_window import MainWindow


def customer_source(front: "MainWindow") -> "CustomerSource":
    """Finds customers and shows who they are beside the page."""
    return CustomerSource(front)


class CustomerSource(QObject):
    """Customers by what has been typed so far."""

    def __init__(self, front: "MainWindow") -> None:
        super().__init__(front)
        self._front = front

    def find(self, typed: str, limit: int, then: Hits) -> None:
        """Look for customers."""
        self._front.desk.ask(
            find_customers,
            FindCustomers(typed=typed, limit=limit),
            owner=self,
            then=lambda found: then([self._hit(row) for row in found]),
            refused=lambda _refusal: then(()),
        )

    def _hit(self, row: Found) -> Hit:
        note = isolate(row.phone or row.email)
        return Hit(f"{row.name}   {note}" if note else row.name, lambda: self._front.show_customer(row.id))
