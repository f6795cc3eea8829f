"""Places that the register contributes to: the rail, what Ctrl K finds, and the tiles of services and products."""

from bizet_core.describe.languages.language import N_
from ui.kit.entries import Entry, Places

PLACES = Places(
    navigation=(
        Entry(
            "sell",
            N_("Sell"),
            "shopping-bag",
            "ui.selling.sell.sell_screen:sell_page",
            needs="sales.make",
            order=20,
            key="Ctrl+2",
        ),
        Entry(
            "till",
            N_("Till"),
            "wallet",
            "ui.selling.till.till_screen:till_page",
            needs="till.open",
            order=40,
            key="Ctrl+4",
        ),
    ),
    search=(
        Entry(
            "receipts", N_("Receipts"), "shopping-bag", "ui.selling.search:receipt_source", needs="sales.see", order=10
        ),
    ),
    tiles=(
        Entry("services", N_("Services"), "tag", "ui.selling.cart.offers:SERVICES", needs="services.see", order=10),
        Entry("products", N_("Products"), "package", "ui.selling.cart.offers:PRODUCTS", needs="products.see", order=20),
    ),
)
