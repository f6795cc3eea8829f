"""Places that customers contribute to: the rail, what Ctrl K finds, and the tabs of their own page."""

from bizet_core.describe.languages.language import N_
from ui.kit.entries import Entry, Places

PLACES = Places(
    navigation=(
        Entry(
            "customers",
            N_("Customers"),
            "users",
            "ui.people.customers.customers_screen:customers_page",
            needs="customers.see",
            order=30,
            key="Ctrl+3",
        ),
    ),
    search=(
        Entry(
            "customers",
            N_("Customers"),
            "users",
            "ui.people.customers.search:customer_source",
            needs="customers.see",
            order=20,
        ),
    ),
    customer_tabs=(
        Entry(
            "notes",
            N_("Notes"),
            "sticky-note",
            "ui.people.customers.customer_page:notes_tab",
            needs="customers.see",
            order=10,
        ),
        Entry(
            "history",
            N_("History"),
            "history",
            "ui.people.customers.customer_page:timeline_tab",
            needs="customers.see",
            order=90,
        ),
    ),
)
