"""Screens only: they change data by operations and read it by queries."""
