"""Printing: paper and the drawer, once an operation that asks for them is committed."""

from bizet_core.describe.capabilities import EVERYBODY, Capability, Granted
from bizet_core.describe.languages.language import N_

_DOCUMENT = ("bizet_core.selling.printing.operations:print_document",)

CAPABILITY = Capability(
    after_at_origin={
        "sales.sell": _DOCUMENT,
        "sales.refund": _DOCUMENT,
        "sales.void_sale": _DOCUMENT,
        "printing.print_again": ("bizet_core.selling.printing.operations:print_copy",),
        "till.close_till": ("bizet_core.selling.printing.operations:print_closing",),
        "till.move_cash": ("bizet_core.selling.printing.operations:open_for_cash",),
    },
    permissions={
        "printing.use": Granted(N_("Print"), to=EVERYBODY),
    },
)
