"""A damaged or hostile file on the command line: one sentence and a status, and neither a traceback nor a wait."""

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pandas
import pyreadstat
import pytest

from tests.app.cli.conftest import Navigator
from tests.app.files import hostile
from tests.conftest import FIXTURE_COURSE

FRAME = pandas.DataFrame({"region": ["KZ-61", "Ж"] * 15, "pre": [3.0, 4.0, 5.0] * 10, "post": [6, 7, 8] * 10})


def spoiled(path: Path) -> Path:
    """A file of Stata whose words are no UTF-8 any more: its reader fell over them."""
    pyreadstat.write_dta(FRAME, str(path))
    path.write_bytes(path.read_bytes().replace("Ж".encode(), b"\xd0\xff"))
    return path


def test_a_damaged_file_is_refused_in_one_sentence(navigator: Navigator, tmp_path: Path) -> None:
    status, _out, err = navigator("gains", str(spoiled(tmp_path / "damaged.dta")))

    assert status == 2
    assert err.strip() == (
        "navigator gains: damaged.dta: this is no SPSS or Stata file that can be opened, or it is damaged"
    )


def test_a_far_cell_is_refused_by_row_and_column(navigator: Navigator, tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    path.write_bytes(hostile.TABLES["one cell at XFD10000"][1]())
    status, _out, err = navigator("gains", str(path))

    assert status == 2
    assert "far.xlsx: sheet 'Mine', row 10000, column XFD: " in err


@pytest.mark.parametrize(
    "command", [("gains",), ("restore",), ("course", "check"), ("course", "import", "--into", FIXTURE_COURSE)]
)
def test_a_pipe_hangs_nothing(command: tuple[str | Path, ...], navigator: Navigator, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    status, _out, err = navigator(*map(str, command), str(tmp_path / "pipe"))

    assert status == 2
    assert "Traceback" not in err


def test_a_course_with_a_pipe_is_told_by_its_file(navigator: Navigator, tmp_path: Path) -> None:
    folder = tmp_path / "fixture-course"
    shutil.copytree(FIXTURE_COURSE, folder)
    (folder / "course.yaml").unlink()
    os.mkfifo(folder / "course.yaml")
    status, out, _err = navigator("course", "check", str(folder))

    assert status == 1
    assert "course.yaml:1: the file: is a pipe or a device" in out


def test_questions_that_are_no_text_change_nothing(navigator: Navigator, tmp_path: Path) -> None:
    folder = tmp_path / "fixture-course"
    shutil.copytree(FIXTURE_COURSE, folder)
    (tmp_path / "noise.gift").write_bytes(random.Random(1).randbytes(10_000))
    status, out, _err = navigator("course", "import", str(tmp_path / "noise.gift"), "--into", str(folder), "--replace")

    assert status == 1
    assert "noise.gift: cannot be read as UTF-8 text" in out


def test_the_command_itself_says_no_more_than_its_sentence(tmp_path: Path) -> None:
    """As it is installed: what starts again in the process with limits must not say or do anything."""
    command = Path(sys.executable).with_name("navigator")
    done = subprocess.run(
        [command, "gains", spoiled(tmp_path / "damaged.dta")], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
