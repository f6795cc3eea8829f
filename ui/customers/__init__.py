"""Customers: the list, and everything about one of them."""

from ui.customers.screen import CustomersScreen

__all__ = ["CustomersScreen"]
