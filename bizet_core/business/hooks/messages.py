"""Words about webhook deliveries."""

from bizet_core.describe.languages.language import N_

SENTENCES = {
    "delivery_unnamed": N_("This delivery names neither its service nor itself. Nothing was kept."),
    "delivery_too_large": N_("A delivery may have at most {most} KiB. Nothing was kept."),
    "delivery_known": N_("This delivery has come before. It is kept once."),
}

NAMES = {"what": {"hook_delivery": N_("Delivery of another service")}}
