"""The register: cart, paying, receipts, refunds and the till."""

from ui.register.counter import Counter, Paper
from ui.register.register import Register

__all__ = ["Counter", "Paper", "Register"]
