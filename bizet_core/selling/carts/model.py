"""An open cart is this device's own and survives a crash; a parked one is seen at every desk."""

from bizet_core.describe.languages.language import N_
from bizet_core.store import Kind, at, document, identifier, ref, table, text

carts = table(
    "cart", Kind.LOCAL, identifier("customer_id", null=True), document("content"), at("changed_at"), called=N_("Cart")
)

parked_carts = table(
    "parked_cart",
    Kind.REFERENCE,
    text("label"),
    ref("customer_id", "customer", null=True),
    document("content"),
    at("parked_at"),
    text("parked_by"),
    called=N_("Parked cart"),
    changed_by="sales.make",
)
