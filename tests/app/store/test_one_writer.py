"""One process serves a SQLite file, and among all that write one does so at a time, into the file at its address."""

import multiprocessing
import shutil
import signal
import subprocess
import sys
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.store import STORE_IS_BUSY, Database
from app.store.lock_file import LockFile
from app.store.opened_file import FileGone
from app.store.pulse import Health, beat
from app.store.tables import Pulse

HOLD = "import sys, time; from pathlib import Path; from app.store.lock_file import LockFile;"
HOLD += " print(LockFile(Path(sys.argv[1])).take(), flush=True); time.sleep(60)"


def test_what_is_held_is_free_again_when_its_process_is_killed(tmp_path: Path) -> None:
    lock = LockFile(tmp_path / "lock")
    assert not lock.is_others(), "nobody has made it yet"
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(lock.path)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout
    assert holder.stdout.readline() == "True\n"
    assert lock.is_others()
    assert not lock.take(0.01)

    holder.send_signal(signal.SIGKILL)
    holder.wait()
    holder.stdout.close()

    assert not lock.is_others()
    assert lock.take()
    assert not lock.is_others(), "it is ours"
    lock.leave()


def test_whoever_writes_from_another_process_waits_for_its_turn(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also for SQLite's own work at a commit, which no lock of its own covers: the other begins when it is over."""
    other = Database(sqlite.url.render_as_string())
    with sqlite.writing() as session:
        session.execute(text("UPDATE instance SET kind = kind"))
        assert other.turn
        assert other.turn.is_others()
        monkeypatch.setattr("app.store.database.SECONDS_TO_WAIT", 0.05)
        with pytest.raises(PoolTimeout), other.writing() as late:
            late.execute(text("UPDATE instance SET kind = kind"))

    assert not other.turn.is_others()
    assert beat(other) is Health.OK
    other.dispose()


def _count(url: str, times: int, answer: Connection) -> None:
    database = Database(url)
    answer.send([beat(database) for _ in range(times)])
    database.dispose()


def test_several_processes_that_write_lose_nothing(sqlite: Database) -> None:
    context = multiprocessing.get_context("spawn")
    pipes = [context.Pipe(duplex=False) for _ in range(3)]
    url = sqlite.url.render_as_string()
    workers = [context.Process(target=_count, args=(url, 30, sender)) for _, sender in pipes]
    for worker in workers:
        worker.start()
    own = [beat(sqlite) for _ in range(30)]
    others = [receiver.recv() for receiver, _ in pipes]
    for worker in workers:
        worker.join()

    assert {*own, *(health for each in others for health in each)} == {Health.OK}
    with sqlite.reading() as session:
        assert session.scalar(select(Pulse.beats)) == 120


@pytest.mark.parametrize("successor", ["nothing", "a copy", "a folder that was moved"])
def test_nothing_is_stored_in_a_file_that_was_moved_away(sqlite: Database, successor: str) -> None:
    path = Path(sqlite.url.database or "")
    assert beat(sqlite) is Health.OK
    away, home = (path.parent, path.parent.with_name("away")) if "folder" in successor else (path, path.with_name("x"))
    away.rename(home)
    if successor == "a copy":
        shutil.copy(home, path)

    assert beat(sqlite) is Health.GONE
    with pytest.raises(STORE_IS_BUSY), sqlite.writing() as session:
        session.execute(text("UPDATE instance SET kind = 'real'"))
    sqlite.writer.dispose()
    with pytest.raises(FileGone), sqlite.writer.connect():
        raise AssertionError("no connection is made to another file")
    assert successor == "a copy" or not path.exists(), "none is made in its place"

    path.unlink(missing_ok=True)
    home.rename(away)
    assert beat(sqlite) is Health.OK
    with sqlite.reading() as session:
        assert session.scalar(text("SELECT kind FROM instance")) == "test"


def test_the_files_that_are_held_are_the_owners_alone(sqlite: Database) -> None:
    beat(sqlite)
    assert sqlite.turn
    assert sqlite.turn.path.stat().st_mode & 0o777 == 0o600
