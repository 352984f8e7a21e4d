"""A reader never meets half a file."""

import os
import stat
from pathlib import Path

import pytest

from app.exports import write_together, write_whole


def test_a_file_is_written_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    write_whole(path, b"first")
    write_whole(path, b"second")

    assert path.read_bytes() == b"second"
    assert list(tmp_path.iterdir()) == [path]


def test_when_the_disk_is_full_the_old_file_stands_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes(b"first")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"second")

    assert path.read_bytes() == b"first"
    assert list(tmp_path.iterdir()) == [path]


def test_of_files_that_belong_together_none_takes_its_place_before_all_are_there(tmp_path: Path) -> None:
    first, gone = tmp_path / "instrument.yaml", tmp_path / "gone" / "en.yaml"
    first.write_bytes(b"before")

    with pytest.raises(OSError, match="No such file"):
        write_together({first: b"after", gone: b"after"})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"instrument.yaml": b"before"}

    gone.parent.mkdir()
    write_together({first: b"after", gone: b"after"})
    assert (first.read_bytes(), gone.read_bytes()) == (b"after", b"after")


def test_a_pipe_is_written_into_and_stays_a_pipe(tmp_path: Path) -> None:
    """As is a device, such as the one that swallows everything."""
    pipe = tmp_path / "out"
    os.mkfifo(pipe)

    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_whole(pipe, b"figures")
        assert os.read(reader, 99) == b"figures"
    finally:
        os.close(reader)

    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert list(tmp_path.iterdir()) == [pipe]


def test_a_link_stays_a_link_and_the_file_behind_it_is_replaced(tmp_path: Path) -> None:
    path, link = tmp_path / "r.csv", tmp_path / "newest.csv"
    path.write_bytes(b"first")
    link.symlink_to(path)

    write_whole(link, b"second")

    assert link.is_symlink()
    assert path.read_bytes() == b"second"


def test_a_folder_is_no_place_for_a_file(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="directory"):
        write_whole(tmp_path, b"figures")
