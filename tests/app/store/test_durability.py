"""What the doctor says of a PostgreSQL that does not wait for its disk, and of locks that do not hold."""

from pathlib import Path

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


def test_a_database_that_is_reached_with_a_password_is_not_safe_and_is_served(empty_postgresql: str) -> None:
    database, password = Database(empty_postgresql), "which stays the same"
    role = f"with_a_password_to_{database.url.database}"
    with database.writing() as session:
        session.execute(text(f"CREATE ROLE {role} LOGIN SUPERUSER PASSWORD '{password}'"))
        rules = Path(str(session.scalar(text("SHOW hba_file"))))
    rules.write_text(f"local all {role} scram-sha-256\nhost all {role} all scram-sha-256\n{rules.read_text()}")
    with database.writing() as session:
        session.execute(text("SELECT pg_reload_conf()"))
    with_password = Database(database.url.set(username=role, password=password).render_as_string(hide_password=False))

    states = [next(it for it in checks(each) if it.name == "password") for each in (database, with_password)]

    assert [(it.state, it.is_safe, it.is_vital) for it in states] == [
        ("none", True, False),
        ("asked for", False, False),
    ]
    assert "sslcert" in states[1].advice
    database.dispose()
    with_password.dispose()


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
