"""Tax rates by class. A class without a rate is exempt, a rate of 0 is zero-rated: two things on a receipt."""

from bizet_core.describe.languages.language import N_
from bizet_core.store import Kind, boolean, index, integer, table, text

tax_rates = table(
    "tax_rate",
    Kind.REFERENCE,
    text("tax_class"),
    text("name"),  # as printed: "VAT 23 %"
    integer("rate"),  # millionths
    integer("position", default=0),
    boolean("active", default=True),
    indexes=[index("tax_class", "position")],
    checks=["rate >= 0"],
    scope="all",
    called=N_("Tax rate"),
    changed_by="taxes.change",
    gives_rights=True,
    topic="house",
    shown_by="name",
)
