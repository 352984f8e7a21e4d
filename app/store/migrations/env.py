"""How Alembic reaches our database: by the engine that writes."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection

from app.store.encodings import UtcDateTime
from app.store.migrate import NotMigrated
from app.store.tables import Row


def render_item(kind: str, item: Any, _: AutogenContext) -> str | Literal[False]:
    """A migration names plain types only, so that it still runs when our code has moved on."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def without_foreign_keys(connection: Connection) -> None:
    """SQLite drops what hangs on a table with the table, silently, unless this is said before the transaction.

    On the driver's own connection: SQLAlchemy says BEGIN before whatever it is given, and then it is too late.
    """
    _driver(connection).execute("PRAGMA foreign_keys=OFF")


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection


with context.config.attributes["database"].writer.connect() as connection:
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        without_foreign_keys(connection)
    context.configure(
        connection=connection,
        target_metadata=Row.metadata,
        render_as_batch=True,  # SQLite alters a table by copying it
        render_item=render_item,
        transactional_ddl=True,  # Alembic does not trust SQLite with it, and would commit after each revision
    )
    try:
        with context.begin_transaction():
            context.run_migrations()
            if is_sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").first()):
                raise NotMigrated(f"the migration left a row of {broken[0]} without its {broken[2]}")
        connection.commit()
    finally:
        connection.rollback()
        if is_sqlite:
            _driver(connection).execute("PRAGMA foreign_keys=ON")
