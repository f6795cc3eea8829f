"""Wrong PINs are remembered on this device, so that guessing becomes slow."""

from bizet_core.describe.languages.language import N_
from bizet_core.store import Kind, at, identifier, index, integer, table

pin_attempts = table(
    "pin_attempt",
    Kind.LOCAL,
    identifier("staff_id"),
    integer("failed"),
    at("locked_until", null=True),
    indexes=[index("staff_id", unique=True)],
    called=N_("PIN"),
)
