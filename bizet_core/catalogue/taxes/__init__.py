"""Tax: classes, rates and how a receipt shows them."""
