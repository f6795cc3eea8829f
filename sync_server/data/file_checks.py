"""Does a business's SQLite file hold together? Looked at each night; PostgreSQL has checks of its own."""

from uuid import UUID

import structlog
from sqlalchemy.exc import DBAPIError

from bizet_core.base.refusals import Refused
from sync_server.data.business_databases import Stores

log = structlog.get_logger()


def is_whole(stores: Stores, business: UUID) -> bool:
    """Whether SQLite's quick check finds nothing; what it finds is logged. People go on working meanwhile."""
    if stores.control.engine.dialect.name != "sqlite":
        return True
    found = _found(stores, business)
    if found:
        log.error("file_damaged", business=str(business), places=len(found))
    return not found


def _found(stores: Stores, business: UUID) -> list[str]:
    try:
        with stores.of(business).reading() as connection:
            told = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA quick_check")]
    except (DBAPIError, Refused) as problem:  # it cannot even be opened, or is damaged where the check has to read
        return [type(problem).__name__]
    return [] if told == ["ok"] else told
