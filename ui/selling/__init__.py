"""The register: cart, paying, receipts, refunds and the till."""
