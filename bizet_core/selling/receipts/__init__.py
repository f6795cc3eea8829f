"""Receipts as values, laid out once and rendered for printer, PDF and screen."""
