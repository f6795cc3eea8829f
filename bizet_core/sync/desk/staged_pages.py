"""Pages of everything that have come, kept until the last one is there: a cut connection costs one page, not all.

Each is written by itself, so that people wait for none of them; they are applied together, in one transaction.
"""

from uuid import UUID

from sqlalchemy import Connection, delete, func, insert, select

from bizet_core.sync.model import staged_pages
from bizet_core.sync.wire.protocol import LARGEST_PAGE, Page, decode, encode


def stage(connection: Connection, business: UUID, page: Page) -> None:
    """Keep the page that follows those kept."""
    last = connection.execute(select(func.max(staged_pages.c.n))).scalar() or 0
    connection.execute(insert(staged_pages).values(business_id=business, n=last + 1, body=encode(page)))


def staged(connection: Connection) -> list[Page]:
    """Those kept, in order."""
    bodies = connection.execute(select(staged_pages.c.body).order_by(staged_pages.c.n)).scalars()
    return [decode(body, Page, LARGEST_PAGE) for body in bodies]


def forget_staged(connection: Connection) -> None:
    """They are applied, or of a feed that is no more."""
    connection.execute(delete(staged_pages))
