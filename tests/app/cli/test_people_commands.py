"""`navigator`: staff, partners, helplines, courses and invented people."""

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app.content import CONTENT
from app.services import signing, staff_signing
from app.store import Database
from tests.app.cli.conftest import Navigator, read_json
from tests.app.cli.second_steps import has_second_step, set_second_step_up


def test_somebody_new_gets_a_link_and_a_reset_gives_another(navigator: Navigator) -> None:
    navigator("init", "--test-instance")
    seeded = read_json(navigator("seed", "--learners", "0", "--cohorts", "1", "--seed", "1"))

    new = read_json(
        navigator("staff", "add", "Aigul  B", "--role", "facilitator", "--partner", seeded["partners"][0], "--json")
    )
    again = read_json(navigator("staff", "reset", "aigul b", "--json"))

    assert new["name"] == again["name"] == "Aigul B", "as it was written; either way it is found"
    assert new["link"] != again["link"]
    people = {one["name"]: one for one in read_json(navigator("staff", "list", "--json"))}
    assert (people["Aigul B"]["roles"], people["Aigul B"]["has_passphrase"]) == (["facilitator"], False)


def test_a_link_leaves_the_second_step_and_another_command_takes_it_away(navigator: Navigator, tmp_path: Path) -> None:
    navigator("init", "--test-instance")
    navigator("staff", "add", "root", "--role", "administrator")
    folder = tmp_path / "here"
    set_second_step_up(folder)

    assert navigator("staff", "reset", "administrator")[0] == 0
    assert has_second_step(folder)
    assert "sets the second step up anew" in navigator("staff", "end-second-step", "administrator")[1]
    assert not has_second_step(folder)
    assert "has no second step" in navigator("staff", "end-second-step", "administrator")[1]


def test_staff_without_a_place_or_with_a_taken_name_are_refused(navigator: Navigator) -> None:
    navigator("init")

    for words, sentence in (
        (("add", "aigul", "--role", "facilitator"), "name the partner"),
        (("add", "aigul", "--role", "me_officer"), "name the programme"),
        (("add", "aigul", "--role", "facilitator", "--partner", "nowhere"), "no partner with the id"),
        (("add", "administrator", "--role", "administrator"), "somebody called"),
        (("reset", "nobody"), "nobody called"),
        (("end-second-step", "nobody"), "nobody called"),
    ):
        status, _, error = navigator("staff", *words)
        assert status == 2
        assert sentence in error


def test_a_partner_is_added_to_the_one_programme_there_is(navigator: Navigator) -> None:
    navigator("init", "--test-instance")
    assert navigator("partner", "add", "Bilim")[0] == 2, "there is no programme yet"
    navigator("seed", "--learners", "0", "--cohorts", "1", "--seed", "1")

    assert navigator("partner", "add", "Bilim")[0] == 0
    assert navigator("partner", "add", "Bilim")[0] == 2
    assert "Bilim" in navigator("partner", "list")[1]


def test_a_helpline_is_confirmed_hidden_and_shown_again(navigator: Navigator) -> None:
    navigator("init")
    line = next(one for one in read_json(navigator("helpline", "list", "--json")) if not one["is_shown"])

    shown = [
        read_json(navigator("helpline", act, line["id"], "--json"))["is_shown"] for act in ("confirm", "hide", "show")
    ]

    assert shown == [True, False, True]
    assert navigator("helpline", "hide", "nothing")[0] == 2


@pytest.fixture
def emergency(navigator: Navigator) -> Callable[[str], str]:
    """The id of an emergency number of Kazakhstan."""
    navigator("init")
    lines = read_json(navigator("helpline", "list", "--country", "KZ", "--json"))
    return lambda number: next(it["id"] for it in lines if it["number"] == number and it["kind"] == "emergency")


def test_nobody_confirms_an_emergency_number(navigator: Navigator, emergency: Callable[[str], str]) -> None:
    status, _, message = navigator("helpline", "confirm", emergency("112"))

    assert status == 2
    assert "112 is an emergency number" in message
    assert "emergency" in navigator("helpline", "list")[1]


def test_a_script_hides_an_emergency_number_only_where_it_is_sure(
    navigator: Navigator, emergency: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    status, _, message = navigator("helpline", "hide", emergency("112"))
    assert status == 2
    assert "without it learners in KZ see 102 first; to hide it, add --sure" in message
    assert read_json(navigator("helpline", "hide", emergency("112"), "--sure", "--json"))["is_shown"] is False

    assert "learners in KZ see no emergency number" in navigator("helpline", "hide", emergency("102"))[2]
    assert read_json(navigator("helpline", "show", emergency("112"), "--json"))["is_shown"] is True


@pytest.mark.parametrize(("answer", "is_hidden"), [("y", True), ("", False), ("no", False)])
def test_on_a_terminal_it_asks_before_it_hides_an_emergency_number(
    navigator: Navigator,
    emergency: Callable[[str], str],
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    is_hidden: bool,
) -> None:
    typed = io.StringIO(f"{answer}\n")
    monkeypatch.setattr(typed, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdin", typed)

    status, _, message = navigator("helpline", "hide", emergency("112"))

    assert "Hide it? [y/N]" in message
    assert (status == 0) is is_hidden
    lines = read_json(navigator("helpline", "list", "--json"))
    assert next(it["is_shown"] for it in lines if it["id"] == emergency("112")) is not is_hidden


def test_an_authors_faults_are_told_with_file_and_line(navigator: Navigator, tmp_path: Path) -> None:
    course = tmp_path / "course"
    shutil.copytree(CONTENT / "smart-navigator", course)
    assert navigator("course", "check", str(course))[0] == 0
    file = course / "instrument.yaml"
    file.write_text(file.read_text().replace("pass_mark: 10", "pass_mark: ten"))

    status, out, _ = navigator("course", "check", str(course), "--json")

    assert status == 1
    fault = json.loads(out)["faults"][0]
    assert fault["path"] == str(file)
    assert "pass_mark" in file.read_text().splitlines()[fault["line"] - 1]


def test_the_seeded_can_do_what_the_seed_says(navigator: Navigator, tmp_path: Path) -> None:
    navigator("init", "--test-instance")

    answer = read_json(navigator("seed", "--learners", "7", "--cohorts", "3", "--seed", "5", "--with-sign-in", "2"))

    assert [learner["handle"] for learner in answer["learners"]] == [1, 1, 1, 2, 2, 2, 3]
    assert [bool(learner["pin"]) for learner in answer["learners"]] == [True] * 2 + [False] * 5
    database = Database(f"sqlite:///{tmp_path / 'here' / 'navigator.db'}")
    with database.reading() as session:
        for learner in answer["learners"][:2]:
            assert signing.check_learner(session, learner["code"], learner["pin"]).is_right
        for person in answer["staff"]:
            assert staff_signing.check_staff(session, person["name"], person["passphrase"]).is_right
    database.dispose()
    assert navigator("seed", "--learners", "1", "--cohorts", "1", "--seed", "5")[0] == 2, "this seed is here already"
