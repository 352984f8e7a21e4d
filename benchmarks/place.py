"""Where the instance of a trial is."""

import contextlib
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.postgresql import Postgresql


@dataclass(frozen=True)
class Place:
    """A Place is where an instance is: a folder, and a database of PostgreSQL where it has one."""

    folder: Path
    database: str | None = None

    def words(self, *command: str) -> list[str]:
        """Returns what is typed after `navigator` for this command here."""
        return [*command, "--data", str(self.folder), *(["--database", self.database] if self.database else [])]

    def rows(self, query: str) -> list[Any]:
        """Reads these rows without our code: SQLite or PostgreSQL itself does."""
        connect: Any = sqlite3.connect if self.database is None else psycopg.connect
        with contextlib.closing(connect(self.database or self.folder / "navigator.db")) as connection:
            return list(connection.execute(query))

    @contextlib.contextmanager
    def copy(self, postgresql: Postgresql | None) -> Iterator["Place"]:
        """Makes the same in another place, which is gone afterwards."""
        with tempfile.TemporaryDirectory(dir=self.folder.parent) as folder:
            shutil.copytree(self.folder, folder, dirs_exist_ok=True)
            if postgresql is None or self.database is None:
                yield Place(Path(folder))
                return
            with postgresql.database_like(self.database) as database:
                yield Place(Path(folder), database)
