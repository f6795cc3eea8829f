"""The register: cart, paying, receipts, refunds and the till."""

from ui.selling.register import Register
from ui.selling.till_context import Counter, Paper

__all__ = ["Counter", "Paper", "Register"]
