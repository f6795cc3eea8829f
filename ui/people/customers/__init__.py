"""Customers: the list, and everything about one of them."""

from ui.people.customers.customers_screen import CustomersScreen

__all__ = ["CustomersScreen"]
