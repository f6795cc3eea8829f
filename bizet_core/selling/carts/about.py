"""What a line of a cart sells, each sort with its own fields. These are kept and sent: they may grow, never change.

The tag is the line's kind, under which a capability says how it is fulfilled (`selling/sales/sellable.py`). Another sort
(a ticket of a type and a seat, a gift card and whom it is for, a package) is another struct here and in `Sold`.
"""

from uuid import UUID

from bizet_core.store.operations.operation import Request


class Custom(Request, tag_field="kind", tag="custom"):
    """Something typed in by hand: a name and a price."""

    @property
    def item(self) -> None:
        """Nothing of the catalogue."""

    @property
    def part(self) -> None:
        """Nothing that was booked."""


class ProductSold(Request, tag_field="kind", tag="product"):
    """A product over the counter."""

    product: UUID

    @property
    def item(self) -> UUID:
        """Of the catalogue."""
        return self.product

    @property
    def part(self) -> None:
        """Nothing that was booked."""


class ServiceSold(Request, tag_field="kind", tag="service"):
    """A service or an add-on of one, and the booking's part that is paid by it."""

    service: UUID | None = None
    addon: UUID | None = None
    part: UUID | None = None

    @property
    def item(self) -> UUID | None:
        """Of the catalogue."""
        return self.addon or self.service


Sold = Custom | ProductSold | ServiceSold
