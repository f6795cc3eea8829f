"""Customers, and the notes that staff write about them."""

from bizet_core.describe.languages.language import N_
from bizet_core.store import Kind, at, boolean, identifier, index, long_text, ref, table, text

customers = table(
    "customer",
    Kind.REFERENCE,
    text("name"),  # as the person is called; what every screen shows
    text("given_name", default=""),
    text("family_name", default=""),
    text("phone", default=""),  # E.164
    text("email", default=""),
    text("language", default=""),
    text("alert", default=""),  # shown first, in red: allergies and the like
    boolean("favourite", default=False),
    boolean("sample", default=False),
    at("created_at"),
    identifier("preferred_staff", null=True),
    text("search_key"),
    indexes=[index("phone"), index("email")],
    search="search_key",
    called=N_("Customer"),
    changed_by="customers.change",
    topic="customers",
    shown_by="name",
    has_page=True,
)

customer_notes = table(
    "customer_note",
    Kind.FACT,
    ref("customer_id", "customer"),
    at("written_at"),
    identifier("author", null=True),
    text("author_name"),
    text("words"),
    long_text("attachment"),  # content hash of the whole text where it is too long for an operation
    indexes=[index("customer_id", "written_at")],
    called=N_("Note"),
    belongs_to="customer",
)
