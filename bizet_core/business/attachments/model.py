"""Attachments held on this device, inside the encrypted file; rows elsewhere name them by hash."""

from bizet_core.describe.languages.language import N_
from bizet_core.store import Kind, at, boolean, digest, identifier, index, integer, table, text

attachments = table(
    "attachment",
    Kind.LOCAL,
    text("hash"),  # lower-case hex SHA-256 of the content
    text("media_type"),
    text("name", default=""),
    integer("size"),
    digest("content"),
    at("added_at"),
    boolean("uploaded", default=False),  # whether the server has it
    identifier("device", null=True),  # which brought it to this server
    indexes=[index("device", "size", where="device IS NOT NULL")],  # what one device has brought, without its contents
    called=N_("Picture or file"),
)

attachment_parts = table(
    "attachment_part",
    Kind.LOCAL,
    text("hash"),
    digest("content"),  # what has come so far, from the beginning
    at("began_at"),  # its latest piece
    identifier("device", null=True),
)
"""Attachments that are on their way here: a cut wire goes on where it was."""
