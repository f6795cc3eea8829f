"""Formats: how dates, money, numbers and text are read and written."""
