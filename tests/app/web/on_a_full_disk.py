"""`python -m tests.app.web.on_a_full_disk DATABASE FOLDER SECONDS COOKIE ...`: sign out where nothing can be written.

An empty disk of 80 MB is at FOLDER. DATABASE is copied to it, room is kept back, and the rest is filled to the last
byte. Each of the cookies signs out in another way, three learners and one of the staff. Prints what became of it.
"""

import json
import shutil
import sqlite3
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy.exc import OperationalError

from app import create_app
from app.store import Database, is_full
from app.store.tables import WrongTry
from app.store.upserts import insert_into
from app.web.clock import now
from config import Config
from tests.app.web.reader import Phone


def fill(folder: Path) -> None:
    with (folder / "filler").open("wb", buffering=0) as filler:
        for size in (1 << 20, 4096, 1):
            try:
                while True:
                    filler.write(bytes(size))
            except OSError:
                continue


def has_no_room(app: Flask, database: Database) -> bool:
    with app.app_context():
        rows = [{"bucket": "x" * 60, "tried_at": now()}] * 2_000
    try:
        with database.writing() as session:
            session.execute(insert_into(session, WrongTry), rows)
    except OperationalError as fault:
        return is_full(fault)
    return False


def opens(app: Flask, cookie: str, path: str) -> bool:
    other = app.test_client()
    other.set_cookie("n", cookie)
    return other.get(path).status_code == 200


def main(source: str, folder: str, seconds: str, *cookies: str) -> None:
    path = Path(folder) / "navigator.db"
    with closing(sqlite3.connect(source)) as original, closing(sqlite3.connect(path)) as copy:
        original.backup(copy)
    shutil.copy(Path(source).with_name("secret"), folder)
    database = Database(f"sqlite:///{path}")
    assert database.reserve
    database.reserve.fill()
    app = create_app(Config(data=Path(folder)), database)
    app.extensions["clock_offset"] = timedelta(seconds=float(seconds))
    fill(Path(folder))
    pages = ("/road", "/road", "/road", "/groups")
    phones = [Phone(app) for _ in cookies]
    for phone, cookie in zip(phones, cookies, strict=True):
        phone.client.set_cookie("n", cookie)
    outcome = {
        "opened": [opens(app, cookie, page) for cookie, page in zip(cookies, pages, strict=True)],
        "had no room": has_no_room(app, database),
        "out": phones[0].open("/road").press("Sign out of this phone").heading,
        "leave": phones[1].client.get("/leave").status_code,
    }
    csrf = phones[2].api("GET", "/session").get_json()["csrf"]
    outcome["interface"] = phones[2].api("DELETE", "/session", **{"X-CSRFToken": csrf}).status_code
    outcome["staff"] = phones[3].open("/groups").press("Sign out").path
    outcome["open"] = [opens(app, cookie, page) for cookie, page in zip(cookies, pages, strict=True)]
    outcome["has no room"] = has_no_room(app, database)
    outcome["kept back"] = database.reserve.path.stat().st_size
    sys.stdout.write(json.dumps(outcome))


if __name__ == "__main__":
    main(*sys.argv[1:])
