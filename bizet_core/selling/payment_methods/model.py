"""Payment methods: rows of the house, each of a kind that says how money of it behaves."""

from enum import StrEnum

from bizet_core.store import Kind, boolean, index, integer, table, text


class PaymentKind(StrEnum):
    """How money behaves. Cash alone lies in the drawer: it is counted, rounded, gives change and goes back last."""

    CASH = "cash"
    CARD = "card"
    BANK_TRANSFER = "bank_transfer"
    CHEQUE = "cheque"
    OTHER = "other"


payment_methods = table(
    "payment_method",
    Kind.REFERENCE,
    text("name"),  # as on tiles, receipts and reports
    text("kind"),
    boolean("opens_drawer", default=False),
    boolean("needs_reference", default=False),  # a slip or cheque number that must be written down
    integer("position", default=0),
    boolean("active", default=True),
    indexes=[index("position")],
    scope="all",
)
