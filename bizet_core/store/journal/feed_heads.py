"""Feed heads: how far an authority's numbers of changed rows have come, and since which epoch they count."""

from sqlalchemy import BigInteger, Column, Table, Text

from bizet_core.store.tables.columns import METADATA, Id, Kind

feed_heads = Table(
    "feed_head",
    METADATA,
    Column("business_id", Id(), primary_key=True),
    Column("epoch", Text, nullable=False),  # another one after each restore: desks then send again what was lost
    Column("seq", BigInteger, nullable=False),
    Column("floor", BigInteger, nullable=False),  # below it removed rows are forgotten: such a desk starts anew
    Column("restored_at", BigInteger),  # when this epoch began, where a restore began it
    Column("restored_seq", BigInteger),  # and the last number of the backup: what has a higher one happened since
    Column("last_op", Id()),  # the operation that has the last number
    info={"kind": Kind.LOCAL, "own": True},
)
