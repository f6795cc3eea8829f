"""Products sold over the counter."""

from bizet_core.describe.languages.language import N_
from bizet_core.store import Kind, boolean, index, integer, money, picture, table, text

products = table(
    "product",
    Kind.REFERENCE,
    text("name"),
    text("category", default=""),
    text("sku", default=""),
    text("barcode", default=""),  # EAN-13 where it is one; UPC-A with its leading 0
    money("price"),
    text("tax_class", default="standard"),
    integer("stock", null=True),  # None: not counted
    picture("photo"),
    text("colour", default="slate"),
    boolean("active", default=True),
    boolean("favourite", default=False),
    integer("position", default=0),
    text("search_key"),
    indexes=[index("barcode", where="barcode <> ''")],
    checks=["price >= 0"],
    search="search_key",
    scope="all",
    called=N_("Product"),
    changed_by="products.change",
    topic="offer",
    shown_by="name",
)
