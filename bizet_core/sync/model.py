"""Tables of the feed (at an authority that others follow) and of what a desk knows of its server."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bizet_core.store.tables.columns import METADATA, Id, Kind

OWN = {"kind": Kind.LOCAL, "own": True}

feed = Table(
    "feed",
    METADATA,
    Column("business_id", Id(), nullable=False),
    Column("tbl", Text, nullable=False),
    Column("pk", Id(), nullable=False),
    Column("scope", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("gone", Boolean, nullable=False, server_default="false"),
    PrimaryKeyConstraint("business_id", "tbl", "pk", "scope"),
    UniqueConstraint("business_id", "seq"),
    Index("ix_feed_scope", "business_id", "scope", "seq"),
    info=OWN,
)
"""One row per record and scope, with the number of its last change: it compacts itself."""

nights = Table(
    "feed_night",
    METADATA,
    Column("business_id", Id(), nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    PrimaryKeyConstraint("business_id", "seq"),
    info=OWN,
)
"""How far the feed was at past nights: what has a smaller number is at least as old."""

upstreams = Table(
    "upstream",
    METADATA,
    Column("business_id", Id(), primary_key=True),
    Column("url", Text, nullable=False),
    Column("server_key", LargeBinary, nullable=False),
    Column("role", Text, nullable=False, server_default="desk"),  # ours, as the server knows us
    Column("epoch", Text, nullable=False),
    Column("cursor", BigInteger, nullable=False),
    Column("last_op", Id()),  # the operation that had this number: a server that lacks it went back in time
    Column("scope_rev", Integer, nullable=False),
    Column("schema_rev", Text, nullable=False),  # ours when we last pulled: a newer one fetches again what it ignored
    Column("partial", Boolean, nullable=False, server_default="false"),  # the server sent columns we do not know
    Column("offset_ms", BigInteger, nullable=False, server_default="0"),
    Column("spoken_at", BigInteger),  # when the server last answered, by our clock
    Column("compared_at", BigInteger),  # when our rows were last compared with the server's
    Column(
        "differed", BigInteger, nullable=False, server_default="0"
    ),  # how many were fetched again when some differed
    Column("differed_at", BigInteger),
    info=OWN,
)
"""A desk's server; no row while it stands alone."""

lost_rows = Table(
    "lost_row",
    METADATA,
    Column("business_id", Id(), nullable=False),
    Column("tbl", Text, nullable=False),
    Column("pk", Id(), nullable=False),
    Column("op", Id(), nullable=False),  # which version: the operation that wrote it last
    Column(
        "content", LargeBinary, nullable=False
    ),  # empty once it is forgotten: the key alone says that it was offered
    Column("device", Id()),  # at a server: who has offered it; at that desk: itself, once it has
    Column("at", BigInteger, nullable=False),
    Column("card", Id()),  # at a server: where people decide about it
    Column("again", Boolean, nullable=False, server_default=text("(false)")),  # not lost: removed, and there again
    PrimaryKeyConstraint("business_id", "tbl", "pk", "op"),
    Index("ix_lost_row_card", "business_id", "card"),
    Index("ix_lost_row_op", "business_id", "op"),
    info=OWN,
)
"""Last known versions of rows that a restored server has lost: on a desk as long as lines, there until decided.

Of rows that it has `again` the content is empty: the version is the one that it has.
"""

removed_rows = Table(
    "removed_row",
    METADATA,
    Column("business_id", Id(), nullable=False),
    Column("tbl", Text, nullable=False),
    Column("pk", Id(), nullable=False),
    Column("at", BigInteger, nullable=False),  # when this desk was told, by the server's clock
    PrimaryKeyConstraint("business_id", "tbl", "pk"),
    info=OWN,
)
"""On a desk: rows that its server has said to be removed. Where one comes again, the server may have been restored."""

staged_pages = Table(
    "staged_page",
    METADATA,
    Column("business_id", Id(), nullable=False),
    Column("n", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    PrimaryKeyConstraint("business_id", "n"),
    info=OWN,
)
"""Pages of everything, until the last one is there: a desk that is cut off goes on behind them."""
