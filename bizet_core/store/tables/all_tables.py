"""Every table of the house in one import, for whoever creates or compares a whole database."""

from bizet_core.store.tables.columns import METADATA

__all__ = ["METADATA"]
