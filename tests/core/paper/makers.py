"""Receipts to print, with something of everything on them."""

import io
from datetime import UTC, datetime
from typing import Any

from PIL import Image, ImageDraw

from bizet_core.describe.languages.language import Locale
from bizet_core.selling.receipts.rules import Business, Discount, Line, Paid, Receipt, TaxGroup

LISBON = Locale("en", "PT", "EUR", "Europe/Lisbon")


def png(width: int = 400, height: int = 160) -> bytes:
    """A black disc on a transparent ground."""
    picture = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse((width // 3, 10, width * 2 // 3, height - 10), fill=(11, 101, 92, 255))
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def a_business(**other: Any) -> Business:
    given = {
        "name": "Salon Carmen",
        "address": "Rua das Flores 12\n1200-195 Lisboa",
        "phone": "+351 21 000 00 00",
        "tax_number": "PT501234567",
    }
    return Business(**{**given, **other})


def a_line(name: str = "Cut & finish", amount: int = 4200, **other: Any) -> Line:
    return Line(**{"name": name, "unit_price": amount, "amount": amount, "tax_mark": "A", **other})


def a_receipt(**other: Any) -> Receipt:
    given = {
        "business": a_business(),
        "number": "T1-000042",
        "issued_at": datetime(2026, 3, 12, 10, 42, tzinfo=UTC),
        "zone": "Europe/Lisbon",
        "currency": "EUR",
        "locale": LISBON,
        "till": "Front desk",
        "served_by": "Inês",
        "lines": (
            a_line(detail="11:30 · 60 min · Inês"),
            a_line("Shampoo", 1900, quantity=2000, unit_price=950, discounts=(Discount("Member", 190),)),
            a_line("Book: The art of hair", 1500, tax_mark="B"),
        ),
        "discounts": (Discount("Spring voucher", 500),),
        "total": 6910,
        "tip": 400,
        "taxes": (
            TaxGroup(mark="A", name="VAT", rate=230_000, net=4500, tax=1035),
            TaxGroup(mark="B", name="VAT", rate=60_000, net=1297, tax=78),
        ),
        "paid": (Paid("Card", 5000, "slip 00123"), Paid("Cash", 2500)),
        "change": 190,
        "footer": "Thank you, see you soon!",
        "qr": "https://example.org/r/T1-000042?k=9f3a",
    }
    return Receipt(**{**given, **other})
