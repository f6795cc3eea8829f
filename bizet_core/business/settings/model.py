"""The business, settings that all desks share, and those of this device alone."""

from bizet_core.describe.languages.language import N_
from bizet_core.store import Kind, boolean, digest, document, index, integer, money, picture, table, text

businesses = table(
    "business",
    Kind.REFERENCE,
    text("name"),
    text("legal_name", default=""),
    text("tax_number", default=""),
    text("trade", default=""),
    text("country"),
    text("language"),
    text("currency"),
    text("zone"),
    boolean("tax_inclusive", default=True),
    boolean("tax_per_line", default=False),
    money("cash_rounding", default=1),  # the smallest amount of cash, in minor units
    text("receipt_footer", default=""),
    picture("logo"),
    checks=["cash_rounding > 0"],
    scope="all",
    called=N_("Business"),
    changed_by="settings.change",
    gives_rights=True,
    topic="house",
    shown_by="name",
)

settings = table(
    "setting",
    Kind.REFERENCE,
    text("key"),
    document("value"),
    indexes=[index("key", unique=True)],
    scope="all",
    called=N_("Setting"),
    changed_by="settings.change",
    gives_rights=True,
)

device_settings = table(
    "device_setting",
    Kind.LOCAL,
    text("key"),
    document("value"),
    indexes=[index("key", unique=True)],
    called=N_("Setting"),
)

series = table(
    "series",
    Kind.LOCAL,
    text("code"),
    integer("next"),
    digest("last_hash"),
    indexes=[index("code", unique=True)],
    called=N_("Receipt series"),
)
"""Receipt series: gapless, each numbered by one device alone, without a network; the hash is of the last document."""
