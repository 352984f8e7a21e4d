"""Whoever holds a lock says something to others, and nothing once it is gone."""

from pathlib import Path

from app.store.lock_file import LockFile


def test_what_is_written_in_a_lock_holds_as_long_as_somebody_holds_it(tmp_path: Path) -> None:
    mine, other = LockFile(tmp_path / "serving"), LockFile(tmp_path / "serving")
    other.write("without the lock")
    assert mine.take()
    mine.write("http://127.0.0.1:8123, a long one")
    mine.write("http://127.0.0.1:8123")

    assert other.words_of_others() == "http://127.0.0.1:8123"
    assert mine.words_of_others() == "", "these are its own"
    mine.leave()
    assert other.words_of_others() == "", "nobody serves there any more"
