"""Row level security on PostgreSQL: a transaction sees the rows of one business, whatever a statement forgets."""

from uuid import UUID

from sqlalchemy import Connection, Engine, event, text

from bizet_core.store.tables.all_tables import parents_first

SETTING = "bizet.business"


def keep_apart(engine: Engine) -> None:
    """(Re-)make the policy of every table that has a business."""
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(7061)"))  # one process at a time
        for table in parents_first():
            if "business_id" in table.c:
                for statement in _policy(table.name):
                    connection.exec_driver_sql(statement)


def are_kept_apart(engine: Engine) -> bool:
    """Whether every table that has a business has its policy already, held to by its owner too."""
    asked = (
        "SELECT relname FROM pg_class JOIN pg_policy ON polrelid = pg_class.oid "
        "WHERE relforcerowsecurity AND polname = 'of_business' AND relnamespace = current_schema()::regnamespace"
    )
    with engine.connect() as connection:
        kept = set(connection.execute(text(asked)).scalars())
    return {table.name for table in parents_first() if "business_id" in table.c} <= kept


def _policy(name: str) -> tuple[str, ...]:
    mine = f"business_id = nullif(current_setting('{SETTING}', true), '')::uuid"
    return (
        f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY",  # its owner too
        f"DROP POLICY IF EXISTS of_business ON {name}",
        f"CREATE POLICY of_business ON {name} USING ({mine}) WITH CHECK ({mine})",
    )


def passes_by(connection: Connection) -> bool:
    """Whether this role is not held to policies: a superuser, or one that may bypass them."""
    asked = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
    return bool(connection.execute(text(asked)).scalar())


def business_of_transaction(engine: Engine, business: UUID) -> Engine:
    """The same pool, with every transaction told whose rows it may see."""
    mine = engine.execution_options()

    @event.listens_for(mine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(f"SELECT set_config('{SETTING}', '{business}', true)")

    return mine
