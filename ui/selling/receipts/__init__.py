"""Receipts: past sales, previews, refunds."""
