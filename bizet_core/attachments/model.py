"""Attachments held on this device, inside the encrypted file; rows elsewhere name them by hash."""

from bizet_core.store import Kind, at, digest, integer, table, text

attachments = table(
    "attachment",
    Kind.LOCAL,
    text("hash"),  # lower-case hex SHA-256 of the content
    text("media_type"),
    text("name", default=""),
    integer("size"),
    digest("content"),
    at("added_at"),
)
