"""What is said, and what is stored, while a disk is full, cannot be written or is read-only, the database is locked, or
the clock jumps?

    python -m benchmarks.faults [--sheets 6] [--postgresql]

Our application on a test instance, on a disk of 80 MB that this process alone sees (SQLite). During each fault phones
send attempts; when it is over, those that were not acknowledged come again under their keys. In the end the database is
read without our code. For each fault

    answers  statuses while it lasts: 507 for a full disk, 503 for what passes, and with a wrong clock 201 or 409
    health   what /healthz says meanwhile
    lost     acknowledged and not there, or there with other answers
    unsent   not acknowledged though the fault is over
"""

import argparse
import contextlib
import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, redirect_stdout
from datetime import timedelta
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any

import psycopg
from flask import Flask

import app.store.database
from app import create_app
from app.cli import main as navigator
from app.cli.instance import open_database
from app.store import Database
from app.store.pulse import Pulse
from benchmarks.crowd import Sheet, sheets
from benchmarks.place import Place
from benchmarks.postgresql import own_postgresql
from benchmarks.stored_attempts import stored_attempts
from config import Config

Fault = Callable[[], AbstractContextManager[None]]
SECONDS_TO_WAIT = 0.2
"""for a turn to write; it is 10 where people wait"""
OWN_DISK = 'mount -t tmpfs -o size=80m tmpfs "$1" && shift && exec "$@"'
INSIDE = "NAVIGATOR_FAULTS_ON_OWN_DISK"
JUMPS = {"an hour back": -3_600, "a day on": 86_400, "twenty years back": -630_720_000, "twenty years on": 630_720_000}


class Trial:
    """A Trial is an application, its database and phones with attempts to send."""

    def __init__(self, place: Place) -> None:
        with redirect_stdout(StringIO()) as printed:
            navigator(place.words("init", "--test-instance"))
            printed.truncate(printed.seek(0))
            navigator(place.words("seed", "--learners", "60", "--cohorts", "4", "--seed", "1"))
        self.place = place
        config = Config(data=place.folder, database_url=place.database)
        self.database: Database = open_database(config)
        self.app: Flask = create_app(config, self.database)
        self.client = self.app.test_client()
        self.outbox = sheets(json.loads(printed.getvalue()), Random(1))
        self.acknowledged: dict[str, Sheet] = {}

    def send(self, sheet: Sheet) -> str:
        answer = self.client.put(f"/api/v1/attempts/{sheet.key}", json=sheet.body)
        if answer.status_code in (200, 201):
            self.acknowledged[sheet.key] = sheet
            return str(answer.status_code)
        return f"{answer.status_code} {answer.get_json()['code']}"

    def health(self) -> str:
        self.app.extensions["pulse"] = Pulse(self.database)  # of this moment
        answer = self.client.get("/healthz")
        return f"{answer.status_code} {answer.get_json()['status']}"

    def under(self, fault: Fault, count: int) -> dict[str, Any]:
        """What is said while it lasts, and what has become of so many attempts afterwards."""
        sent, self.outbox = self.outbox[:count], self.outbox[count:]
        with fault():
            answers = Counter(self.send(sheet) for sheet in sent)
            health = self.health()
        again = Counter(self.send(sheet) for sheet in sent if sheet.key not in self.acknowledged)
        return {
            "answers": dict(answers),
            "health": health,
            "again": dict(again),
            "health_again": self.health(),
            "lost": self.lost(),
            "unsent": sum(sheet.key not in self.acknowledged for sheet in sent),
        }

    def lost(self) -> int:
        stored = {it.key: it.sha256 for it in stored_attempts(self.place)}
        return sum(stored.get(key) != sheet.sha256 for key, sheet in self.acknowledged.items())

    @contextlib.contextmanager
    def full(self) -> Iterator[None]:
        filler = self.place.folder / "filler"
        with filler.open("wb", buffering=0) as file:
            for size in (1 << 20, 4096, 1):
                with contextlib.suppress(OSError):
                    while True:
                        file.write(bytes(size))
        yield
        filler.unlink()

    @contextlib.contextmanager
    def unwritable(self) -> Iterator[None]:
        """The system refuses what is written beyond 4,096 bytes of a file, which SQLite takes for a faulty disk."""
        _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4_096, most))
        yield
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        with contextlib.closing(sqlite3.connect(self.place.folder / "navigator.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield

    @contextlib.contextmanager
    def read_only(self) -> Iterator[None]:
        self.database.dispose()  # a disk with an open file cannot be made so; one that fails can
        subprocess.run(["mount", "-o", "remount,ro", str(self.place.folder)], check=True)
        yield
        self.database.dispose()
        subprocess.run(["mount", "-o", "remount,rw", str(self.place.folder)], check=True)

    @contextlib.contextmanager
    def locked_table(self) -> Iterator[None]:
        self._set("lock_timeout = 200")
        with psycopg.connect(self.place.database or "") as other:
            other.execute("LOCK TABLE attempt, pulse IN ACCESS EXCLUSIVE MODE")
            yield
        self._set("lock_timeout = DEFAULT")

    @contextlib.contextmanager
    def read_only_database(self) -> Iterator[None]:
        """As a hoster makes it whose disk runs full, or the second one that takes over too soon."""
        self._set("default_transaction_read_only = on")
        yield
        self._set("default_transaction_read_only = off")

    def _set(self, setting: str) -> None:
        with psycopg.connect(self.place.database or "", autocommit=True) as connection:
            connection.execute("SET default_transaction_read_only = off")
            name, _, value = setting.partition(" = ")
            database = connection.info.dbname
            connection.execute(f'ALTER DATABASE "{database}" SET {name} TO {value}'.encode())
        self.database.dispose()  # connections of before keep theirs

    def clock(self, seconds: float) -> Fault:
        @contextlib.contextmanager
        def jumped() -> Iterator[None]:
            self.app.extensions["clock_offset"] = timedelta(seconds=seconds)
            yield
            self.app.extensions["clock_offset"] = timedelta()

        return jumped

    def faults(self) -> dict[str, Fault]:
        of_the_disk: dict[str, Fault] = {
            "full": self.full,
            "unwritable": self.unwritable,
            "read-only": self.read_only,
            "locked": self.locked,
        }
        of_postgresql: dict[str, Fault] = {"read-only": self.read_only_database, "locked": self.locked_table}
        clocks = {name: self.clock(seconds) for name, seconds in JUMPS.items()}
        return {**(of_postgresql if self.place.database else of_the_disk), **clocks}


def measure(place: Place, count: int) -> bool:
    """Prints what came of each fault; returns whether nothing is lost and all arrived in the end."""
    app.store.database.SECONDS_TO_WAIT = SECONDS_TO_WAIT
    trial = Trial(place)
    outcomes = {name: trial.under(fault, count) for name, fault in trial.faults().items()}
    for name, outcome in outcomes.items():
        print(json.dumps({"fault": name, **outcome}))
    trial.database.dispose()
    with redirect_stdout(StringIO()) as printed:
        is_sound = navigator(place.words("verify")) == 0
    print(json.dumps({"verify": printed.getvalue().splitlines()[0]}))
    return is_sound and not any(outcome["lost"] or outcome["unsent"] for outcome in outcomes.values())


def main() -> int:
    parser = argparse.ArgumentParser(description="What is said and stored while something fails?")
    parser.add_argument("--sheets", type=int, default=6, help="attempts during each fault")
    parser.add_argument("--postgresql", action="store_true", help="instead of SQLite on a disk of its own")
    args = parser.parse_args()
    if args.postgresql:
        with own_postgresql() as postgresql, tempfile.TemporaryDirectory() as folder:
            return 0 if measure(Place(Path(folder), postgresql.new_database()), args.sheets) else 1
    if INSIDE in os.environ:
        return 0 if measure(Place(Path(os.environ[INSIDE])), args.sheets) else 1
    with tempfile.TemporaryDirectory() as folder:
        disk = ["unshare", "-rm", "sh", "-c", OWN_DISK, "-", folder]
        if shutil.which("unshare") is None or subprocess.run([*disk, "true"], check=False).returncode:
            print("this system gives us no disk of our own", file=sys.stderr)
            return 3
        inside = {**os.environ, INSIDE: folder}
        return subprocess.run([*disk, sys.executable, "-m", "benchmarks.faults", *sys.argv[1:]], env=inside).returncode


if __name__ == "__main__":
    sys.exit(main())
