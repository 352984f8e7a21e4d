"""`navigator held`: all that is held on one learner, written out and written down."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.app.cli.conftest import Navigator


def test_all_that_is_held_on_a_learner_is_a_file_for_them_and_stands_in_the_audit(
    navigator: Navigator, tmp_path: Path
) -> None:
    navigator("init", "--test-instance")
    navigator("seed", "--learners", "2", "--cohorts", "1", "--seed", "1")
    with closing(sqlite3.connect(tmp_path / "here" / "navigator.db")) as database:
        ((ref,),) = database.execute("SELECT ref FROM cohort")

    assert navigator("held", ref, "--number", "2", "--out", str(tmp_path / "held.json"))[0] == 0
    text = navigator("held", ref, "--number", "2")[1]

    written = json.loads((tmp_path / "held.json").read_text())
    assert (tmp_path / "held.json").stat().st_mode & 0o777 == 0o600
    assert [row["handle"] for row in written["learner"]] == [2]
    assert [act["act"] for act in json.loads(text)["audit"]] == ["learner.export"]
    assert navigator("held", ref, "--number", "3")[0] == 2
    assert navigator("held", "nobody", "--number", "1")[0] == 2
    assert navigator("held", ref)[0] == 2


def test_nobody_who_sends_a_test_waits_for_the_typing_of_a_code(
    navigator: Navigator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Typist:
        def isatty(self) -> bool:
            return False

        def readline(self) -> str:
            with closing(sqlite3.connect(tmp_path / "here" / "navigator.db", timeout=0)) as database:
                database.execute("BEGIN IMMEDIATE")
            return "ABCDEFGH\n"

    navigator("init", "--test-instance")
    navigator("seed", "--learners", "2", "--cohorts", "1", "--seed", "1")
    with closing(sqlite3.connect(tmp_path / "here" / "navigator.db")) as database:
        ((ref,),) = database.execute("SELECT ref FROM cohort")
    monkeypatch.setattr("sys.stdin", Typist())

    status, _, message = navigator("held", ref, "--card")

    assert (status, "nobody of this group" in message) == (2, True)
