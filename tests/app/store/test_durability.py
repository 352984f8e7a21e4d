"""What the doctor says of a PostgreSQL that does not wait for its disk, and of locks that do not hold."""

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


@pytest.mark.parametrize(
    ("do_locks_hold", "version", "is_safe"),
    [(True, (3, 46, 1), True), (False, (3, 46, 1), False), (False, (3, 51, 3), True), (True, (3, 51, 3), True)],
)
def test_an_old_sqlite_needs_locks_that_hold(
    sqlite: Database,
    monkeypatch: pytest.MonkeyPatch,
    do_locks_hold: bool,
    version: tuple[int, int, int],
    is_safe: bool,
) -> None:
    monkeypatch.setattr("app.store.durability.sqlite3.sqlite_version_info", version)
    if not do_locks_hold:
        monkeypatch.setattr("fcntl.flock", lambda *_: None)

    (check,) = (it for it in checks(sqlite) if it.name == "database")

    assert check.is_safe is is_safe
    assert ("one writer at a time" in check.state) is do_locks_hold
