"""Sales, refunds and voids are facts: one document each, numbered without gaps and hash-chained, never edited."""

from enum import StrEnum

from bizet_core.describe.languages.language import N_
from bizet_core.store import Kind, at, boolean, digest, document, identifier, index, integer, money, ref, table, text


class SaleKind(StrEnum):
    """What a document does."""

    SALE = "sale"
    REFUND = "refund"
    VOID = "void"


sales = table(
    "sale",
    Kind.FACT,
    text("kind"),
    text("series"),
    integer("number"),
    integer("copy", default=0),  # 1 where a copied device has given the same number
    at("issued_at"),
    ref("of_id", "sale", null=True),  # the sale that a refund or void takes back
    text("reason", default=""),
    ref("location_id", "location"),
    ref("opening_id", "till_opening", null=True),
    ref("customer_id", "customer", null=True),
    identifier("staff_id", null=True),
    text("staff_name"),
    text("currency"),
    integer("exponent"),
    boolean("inclusive"),
    money("goods"),  # lines before discounts
    money("discount"),  # positive, given away
    money("tax"),
    money("total"),  # what the goods cost, tax included, without tip and cash rounding
    money("tip"),
    money("rounding"),
    document("explained", null=True),  # every price rule used or refused
    digest("previous"),
    digest("hash"),
    indexes=[
        index("series", "number", "copy", unique=True),
        index("issued_at"),
        index("customer_id", "issued_at", where="customer_id IS NOT NULL"),
        index("of_id", where="of_id IS NOT NULL"),
    ],
    kept=True,
    called=N_("Sale"),
    topic="sales",
    has_page=True,
)

sale_lines = table(
    "sale_line",
    Kind.FACT,
    ref("sale_id", "sale"),
    integer("position"),
    text("kind"),  # service | product | …: the sellable's kind
    identifier("item_id", null=True),
    ref("of_id", "sale_line", null=True),
    ref("part_id", "booking_part", null=True),
    identifier("staff_id", null=True),
    text("name"),
    integer("quantity"),  # thousandths; negative when taken back
    money("unit_price"),
    money("amount"),  # quantity × unit price
    money("discount"),  # of the line itself and its share of the order's
    document("discounts", null=True),  # with their labels
    money("net"),
    money("tax"),
    money("gross"),
    text("tax_class"),
    document("taxes", null=True),  # class, rate, name and amount of each tax
    indexes=[
        index("sale_id", "position"),
        index("of_id", where="of_id IS NOT NULL"),
        index("part_id", where="part_id IS NOT NULL"),
    ],
    kept=True,
    called=N_("Sale"),
)

tenders = table(
    "tender",
    Kind.FACT,
    ref("sale_id", "sale"),
    integer("position"),
    ref("of_id", "tender", null=True),  # the tender that gets this back
    text("method"),  # cash | card
    money("amount"),  # what it paid; negative when given back
    money("given"),  # what was handed over
    money("change"),
    text("reference", default=""),  # slip number
    indexes=[index("sale_id", "position"), index("of_id", where="of_id IS NOT NULL")],
    kept=True,
    called=N_("Sale"),
)
