"""What the doctor says of a PostgreSQL that does not wait for its disk."""

import pytest
from sqlalchemy import text

from app.store import Database
from app.store.durability import checks


@pytest.mark.parametrize(("setting", "is_safe"), [("on", True), ("local", False), ("off", False)])
def test_a_commit_that_is_not_waited_for_is_not_safe(empty_postgresql: str, setting: str, is_safe: bool) -> None:
    """`local` waits for its own disk and for no copy elsewhere that it was told to wait for."""
    database = Database(empty_postgresql)
    with database.writing() as session:
        session.execute(text(f'ALTER DATABASE "{database.url.database}" SET synchronous_commit = {setting}'))
    database.dispose()

    states = {check.name: (check.state, check.is_safe) for check in checks(database)}

    assert states["synchronous_commit"] == (setting, is_safe)
    database.dispose()
