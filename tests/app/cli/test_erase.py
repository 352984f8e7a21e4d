"""`navigator erase`: two of the staff type it one after the other."""

import io
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app.services.secret_hashes import hash_secret
from app.store import Database
from app.store.people import sign_ins, staff
from tests.app.cli.conftest import Navigator, read_json

PASSPHRASE = "correct horse battery staple"
Erase = Callable[..., tuple[int, str, str]]


@pytest.fixture
def erase(navigator: Navigator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Erase:
    """Type the command and what it reads; on an instance with two groups, whose facilitators have a passphrase."""
    navigator("init", "--test-instance")
    navigator("seed", "--learners", "4", "--cohorts", "2", "--seed", "1")
    ((programme,),) = _ask(tmp_path, "SELECT ref FROM programme")
    assert navigator("staff", "add", "officer", "--role", "me_officer", "--programme", programme)[0] == 0
    database = Database(f"sqlite:///{tmp_path / 'here' / 'navigator.db'}")
    with database.writing() as session:
        for person in staff.list_staff(session):
            sign_ins.set_passphrase(session, person.staff_id, hash_secret(PASSPHRASE))
    database.dispose()

    def type_in(*words: str, lines: tuple[str, ...] = (PASSPHRASE,)) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines) + "\n"))
        return navigator("erase", *words)

    return type_in


def _ask(tmp_path: Path, question: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(tmp_path / "here" / "navigator.db")) as database:
        return list(database.execute(question))


def test_two_type_it_one_after_the_other(erase: Erase, tmp_path: Path) -> None:
    ((ref, facilitator),) = _ask(
        tmp_path, "SELECT cohort.ref, name FROM cohort JOIN staff ON staff_id = facilitator_id LIMIT 1"
    )
    whom = (ref, "--number", "1")

    first = erase(*whom, "--as", facilitator)
    again = erase(*whom, "--as", facilitator)
    waiting = read_json(erase("--json"))
    erased = erase(*whom, "--as", "officer")

    assert first[0] == 0
    assert "Asked." in first[1]
    assert again[0] == 2
    assert "another person has to agree" in again[2]
    assert [(one["group"], one["number"]) for one in waiting] == [(ref, 1)]
    assert erased[0] == 0
    assert "Erased" in erased[1]
    assert _ask(tmp_path, "SELECT count(*) FROM learner") == [(3,)]
    assert erase()[1] == "No request waits.\n"


@pytest.mark.parametrize(
    ("words", "lines", "status", "says"),
    [
        pytest.param(("--number", "1", "--as", "officer"), ("wrong",), 1, "do not fit", id="a wrong passphrase"),
        pytest.param(("--number", "9", "--as", "officer"), (PASSPHRASE,), 2, "nobody of this group", id="nobody"),
        pytest.param(("--number", "1"), (), 2, "who you are", id="by nobody"),
        pytest.param(("--as", "officer"), (), 2, "say whom", id="of nobody"),
        pytest.param(("--card", "--as", "officer"), ("ABCD2345", PASSPHRASE), 2, "nobody of", id="a strange card"),
    ],
)
def test_what_cannot_be_is_refused(
    erase: Erase, tmp_path: Path, words: tuple[str, ...], lines: tuple[str, ...], status: int, says: str
) -> None:
    ((ref,),) = _ask(tmp_path, "SELECT ref FROM cohort LIMIT 1")

    answer = erase(ref, *words, lines=lines)

    assert answer[0] == status
    assert says in answer[2]
    assert _ask(tmp_path, "SELECT count(*) FROM learner") == [(4,)]


def test_whoever_does_not_see_the_group_is_refused(erase: Erase, tmp_path: Path) -> None:
    others = "staff WHERE staff_id <> facilitator_id AND name LIKE 'facilitator%'"
    ((ref, other),) = _ask(tmp_path, f"SELECT cohort.ref, staff.name FROM cohort, {others} LIMIT 1")

    answer = erase(ref, "--number", "1", "--as", other)

    assert answer[0] == 2
    assert "sees no group" in answer[2]
