"""Restore: what desks and a restored server tell each other."""
