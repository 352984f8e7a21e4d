"""`navigator retention`: what is erased when, and erasing by hand. `restore` erases anew who was erased since."""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.services.learner import joining
from app.store import Database
from tests.app.cli.conftest import Navigator, change_by_hand, read_json

NOW = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture
def seeded(navigator: Navigator) -> Navigator:
    navigator("init", "--test-instance")
    navigator("seed", "--learners", "6", "--cohorts", "2", "--seed", "1")
    return navigator


def _ask(folder: Path, question: str) -> list[Any]:
    with closing(sqlite3.connect(folder / "navigator.db")) as database:
        return [row[0] for row in database.execute(question)]


def _withdraw(folder: Path, learner_id: int) -> None:
    database = Database(f"sqlite:///{folder / 'navigator.db'}")
    with database.writing() as session:
        joining.withdraw(session, learner_id, NOW)
    database.dispose()


def test_a_dry_run_says_what_would_be_erased_when_and_erases_nobody(seeded: Navigator, tmp_path: Path) -> None:
    text = seeded("retention")[1]
    records = read_json(seeded("retention", "--json"))

    assert "answers stay 12 months after a group has settled" in text
    assert {record["months"] for record in records} == {12}
    assert all((record["erases_on"] is None) == (record["waits"] is not None) for record in records)
    assert sum(record["learners"] for record in records) == 6
    assert len(_ask(tmp_path / "here", "SELECT learner_id FROM learner")) == 6
    assert read_json(seeded("retention", "--erase", "--json")) == {"erased": 0}


def test_a_list_of_the_erased_that_cannot_be_read_is_named_before_anything_is_served(
    seeded: Navigator, tmp_path: Path
) -> None:
    """As where somebody else's account has made it: nobody could tell whom a copy brings back."""
    (tmp_path / "here" / "erased").unlink(missing_ok=True)
    (tmp_path / "here" / "erased").mkdir()

    status, _, message = seeded("init", "--test-instance")

    assert (status, f"'{tmp_path / 'here' / 'erased'}'" in message) == (2, True)


def test_months_are_set_for_a_programme_and_a_wrong_number_is_refused(seeded: Navigator) -> None:
    assert seeded("retention", "--months", "24")[0] == 0
    assert {record["months"] for record in read_json(seeded("retention", "--json"))} == {24}
    assert seeded("retention", "--months", "0")[0] == 2
    assert seeded("retention", "--months", "24", "--erase")[0] == 2


def test_whose_time_is_over_is_erased_by_hand_and_verify_says_so_without_a_fault(
    seeded: Navigator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_by_hand(tmp_path, "UPDATE window SET closed_at = opened_at, first_closed_at = opened_at")
    monkeypatch.setenv("NAVIGATOR_CLOCK_OFFSET_SECONDS", str(20 * 86_400))
    assert read_json(seeded("settle", "--due", "--json")) == {"settled": 2}
    monkeypatch.setenv("NAVIGATOR_CLOCK_OFFSET_SECONDS", str(400 * 86_400))
    assert "due now" in seeded("retention")[1]

    assert read_json(seeded("retention", "--erase", "--json")) == {"erased": 6}

    status, text, _ = seeded("verify")
    assert status == 0
    assert "2 groups have no answers any more" in text
    assert read_json(seeded("retention", "--json")) == []


def test_a_restore_erases_anew_whoever_withdrew_after_the_backup(seeded: Navigator, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    seeded("backup", str(copy))
    first, second, *others = _ask(tmp_path / "here", "SELECT learner_id FROM learner")
    _withdraw(tmp_path / "here", first)
    (tmp_path / "here" / "erased").unlink()
    _withdraw(tmp_path / "here", second)

    record = read_json(seeded("restore", str(copy), "--json"))

    assert record["erased_anew"]["learners"] == 2, "also the one whom the list had lost, and the database had not"
    assert _ask(tmp_path / "here", "SELECT learner_id FROM learner") == others
    assert seeded("verify")[0] == 0


def test_a_restore_without_a_list_says_that_nobody_can_tell_and_goes_on_when_it_is_put_back(
    seeded: Navigator, tmp_path: Path
) -> None:
    copy, instance, elsewhere = tmp_path / "copy.db", tmp_path / "here", tmp_path / "elsewhere"
    seeded("backup", str(copy))
    first, *others = _ask(instance, "SELECT learner_id FROM learner")
    _withdraw(instance, first)
    elsewhere.mkdir(mode=0o700)
    shutil.copy(instance / "secret", elsewhere)

    text = seeded("restore", str(copy), data="elsewhere")[1]

    assert "Nobody can tell who was erased after this copy was made" in text
    assert str(elsewhere / "erased") in text
    assert len(_ask(elsewhere, "SELECT learner_id FROM learner")) == 6
    shutil.copy(instance / "erased", elsewhere)
    assert seeded("init", data="elsewhere")[0] == 0
    assert _ask(elsewhere, "SELECT learner_id FROM learner") == others


def test_a_list_of_another_instance_erases_nobody(seeded: Navigator, tmp_path: Path) -> None:
    (tmp_path / "here" / "erased").write_text("abcdef01 learner " + "ab" * 16 + "\n")

    assert seeded("init")[0] == 0

    assert len(_ask(tmp_path / "here", "SELECT learner_id FROM learner")) == 6
