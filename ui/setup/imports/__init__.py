"""Imports: customers and calendars from files."""
