"""Sales: a kind of line that is typed in by hand and has no effect but to be paid."""

from bizet_core.describe.capabilities import STAFF, Capability, Granted
from bizet_core.describe.languages.language import N_

CAPABILITY = Capability(
    sells={"custom": "bizet_core.catalogue.sellable:TYPED_BY_HAND"},
    shows={"sale": "bizet_core.selling.sales.loading:numbers_of"},
    permissions={
        "sales.make": Granted(N_("Sell and take payment"), to=STAFF, kiosk=True),
        "sales.discount": Granted(N_("Give discounts by hand")),
        "sales.price": Granted(N_("Sell at another price than the catalogue's")),
        "sales.see": Granted(N_("See past sales"), to=STAFF),
        "sales.refund": Granted(N_("Refund")),
        "sales.void": Granted(N_("Void a sale")),
    },
)
