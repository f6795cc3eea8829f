"""What Alembic runs: the revisions, inside the transaction of whoever migrates."""

from typing import Any, Literal

from alembic import context
from alembic.operations.ops import CreateIndexOp, CreateTableOp, OpContainer
from sqlalchemy import LargeBinary

from bizet_core.store.tables.all_tables import whole
from bizet_core.store.tables.columns import At, Document, Id


def _render(kind: str, item: Any, autogen: Any) -> str | Literal[False]:
    """Column types as plain SQL ones: a revision must mean the same when our own types have changed."""
    if kind != "type":
        return False
    if isinstance(item, Id):
        autogen.imports.add("from bizet_core.store.migrations.kinds import ID")
        return "ID"
    if isinstance(item, At):
        return "sa.BigInteger()"
    if isinstance(item, LargeBinary):
        return "sa.LargeBinary()"
    return "sa.Text()" if isinstance(item, Document) else False


def _is_ours(name: str | None, kind: str, parents: Any) -> bool:
    """The search index and its shadow tables are made by `search.install`, not by revisions."""
    return kind != "table" or not (name or "").startswith("search_index")


def _default_differs(
    migration: Any, found: Any, wanted: Any, found_default: str | None, wanted_default: Any, rendered: str | None
) -> bool | None:
    """Whether a column's default is another one; quotes are written differently by databases and mean the same."""
    return (found_default or "").strip("'()") != (rendered or "").strip("'()")


def _plain(migration: Any, revision: Any, directives: list[Any]) -> None:
    """Leave out what says nothing to a database."""
    for script in directives:
        _strip(script.upgrade_ops)


def _strip(operations: OpContainer) -> None:
    for operation in operations.ops:
        if isinstance(operation, OpContainer):
            _strip(operation)
        if isinstance(operation, CreateTableOp):
            operation.info = {}
        if isinstance(operation, CreateIndexOp):
            operation.kw = {name: value for name, value in operation.kw.items() if value is not None}


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=whole(),
    render_item=_render,
    include_name=_is_ours,
    process_revision_directives=_plain,
    compare_server_default=_default_differs,
)
with context.begin_transaction():
    context.run_migrations()
