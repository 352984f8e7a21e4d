"""/healthz says well only of a server that can take answers."""

from flask import Flask
from sqlalchemy import text

from app.store import Database


def test_a_server_that_cannot_write_is_not_well(app: Flask, database: Database) -> None:
    client = app.test_client()
    with database.writer.connect() as connection:
        connection.connection.execute("PRAGMA busy_timeout = 50")
    holder = Database(database.url.render_as_string())
    with holder.writing() as session:
        session.execute(text("UPDATE instance SET kind = kind"))
        while_held = client.get("/healthz")
    holder.dispose()
    after = client.get("/healthz")

    assert (while_held.status_code, while_held.json) == (503, {"status": "cannot write"})
    assert (after.status_code, after.json) == (200, {"status": "ok"})
