"""Webhook deliveries received. Their raw bytes are kept, so that whatever reads them later reads what was signed."""

from bizet_core.describe.languages.language import N_
from bizet_core.store import Kind, at, digest, index, integer, table, text

hook_deliveries = table(
    "hook_delivery",
    Kind.FACT,
    text("provider"),
    text("delivery"),  # the sender's own id of it: the same one comes again until it was answered
    text("event"),  # what the sender calls it; empty where the body does not say
    integer("size"),
    digest("raw"),
    at("at"),
    indexes=[index("provider", "delivery", unique=True), index("at")],
    undo=False,
    scope="server",
    called=N_("Webhook delivery"),
    shown_by="event",
)
