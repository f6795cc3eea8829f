"""Products: a kind of line that moves stock."""

from bizet_core.describe.capabilities import EVERYBODY, Capability, Granted
from bizet_core.describe.languages.language import N_

CAPABILITY = Capability(
    sells={"product": "bizet_core.catalogue.products.selling:PRODUCT"},
    permissions={
        "products.see": Granted(N_("See products"), to=EVERYBODY),
        "products.change": Granted(N_("Change products")),
        "products.stock": Granted(N_("Count stock")),
    },
)
