"""Column types of the revisions. They never change: a revision says what was, not what is."""

from sqlalchemy import LargeBinary, Uuid

ID = LargeBinary(16).with_variant(Uuid(), "postgresql")
"""16 bytes in SQLite, `uuid` in PostgreSQL."""
