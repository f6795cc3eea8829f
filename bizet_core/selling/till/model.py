"""A till's day: an opening, moves of cash, a closing. Facts: a closed count never changes."""

from bizet_core.describe.languages.language import N_
from bizet_core.store import Kind, at, digest, document, identifier, index, integer, money, ref, table, text

till_openings = table(
    "till_opening",
    Kind.FACT,
    identifier("device"),
    at("opened_at"),
    identifier("staff_id", null=True),
    text("staff_name"),
    text("currency"),
    money("float"),
    indexes=[index("device", "opened_at")],
    kept=True,
    called=N_("Till"),
    topic="sales",
)

drawer_moves = table(
    "drawer_move",
    Kind.FACT,
    ref("opening_id", "till_opening"),
    at("moved_at"),
    identifier("staff_id", null=True),
    text("kind"),  # pay_in | pay_out | no_sale
    money("amount"),  # into the drawer; negative out of it
    text("reason"),
    indexes=[index("opening_id", "moved_at")],
    kept=True,
    called=N_("Cash put in or taken out"),
)

till_closings = table(
    "till_closing",
    Kind.FACT,
    ref("opening_id", "till_opening"),
    integer("number"),  # Z number, gapless per device
    at("closed_at"),
    identifier("staff_id", null=True),
    text("staff_name"),
    money("expected"),
    money("counted"),
    money("difference"),
    text("reason", default=""),
    document("counts", null=True),  # pieces per denomination
    document("totals"),  # by tender, tax group, discounts, tips, refunds
    document("perpetual"),  # grand totals since the first day
    digest("chain_head"),
    indexes=[index("opening_id", unique=True)],
    kept=True,
    called=N_("Closing of the till"),
)
