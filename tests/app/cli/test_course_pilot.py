"""`navigator course pilot`: the items of a course in its pilot groups, in words and as JSON."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from app.cli import main
from app.content import Release
from app.store import Database
from tests.app.conftest import School
from tests.app.pilot_group import pilot_group

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(sqlite: Database, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*words: str) -> tuple[int, str, str]:
        status = main(["course", "pilot", *words, "--data", str(Path(sqlite.url.database or "").parent)])
        return status, *capsys.readouterr()

    return run


@pytest.fixture
def school(sqlite: Database, release: Release) -> School:
    with sqlite.writing() as session:
        return School(session, release)


def settle_pilot(database: Database, school: School, n: int) -> None:
    with database.writing() as session:
        school.session = session
        school.settle(pilot_group(school, n))


def test_a_course_without_a_pilot_says_how_one_is_made_and_an_unknown_one_is_refused(run: Run, school: School) -> None:
    assert school
    status, text, _ = run("fixture-course")
    refused = run("no-such-course")

    assert (status, text) == (
        0,
        "fixture-course: no pilot group yet. A facilitator ticks “This group is a pilot” when making a group.\n",
    )
    assert json.loads(run("fixture-course", "--json")[1]) == {"course": "fixture-course", "pilots": []}
    assert (refused[0], "no course 'no-such-course' was released here" in refused[2]) == (2, True)


def test_under_thirty_it_says_how_many_are_missing_and_from_then_on_what_each_answer_drew(
    run: Run, sqlite: Database, school: School
) -> None:
    settle_pilot(sqlite, school, 58)
    few = run("fixture-course")[1]
    assert "Form A: 29 of 30 learners with both tests; missing until it is shown: 1." in few
    assert not [item.id for item in school.release.instrument.items if item.id in few]

    settle_pilot(sqlite, school, 2)
    [pilot] = json.loads(run("fixture-course", "--json")[1])["pilots"]
    text = run("fixture-course", "--lang", "ru")[1]

    assert (pilot["settled"], [(form["n"], form["missing"]) for form in pilot["forms"]]) == (2, [(30, 0), (30, 0)])
    for form in pilot["forms"]:
        for item in form["items"]:
            assert sum(option["count"] for option in item["options"]) == 30
            [key] = [option for option in item["options"] if option["is_key"]]
            assert key["count"] == item["difficulty"]["count"]
            assert item["sentences"]
            assert item["difficulty"]["low"] < item["difficulty"]["high"]
            assert all(option["low"] <= option["share"] <= option["high"] for option in item["options"])
    assert pilot["learners"] == {"pre_only": 0, "post_only": 0, "paired": 60, "enrolled": 60}
    hardest = next(item for item in pilot["forms"][0]["items"] if item["item"] == "ask")
    assert (hardest["difficulty"]["count"], hardest["item_rest"]["value"]) == (0, None)
    assert "hard" in [remark["code"] for remark in hardest["remarks"]]
    read = run("fixture-course")[1]
    assert "0 with the first test only, 0 with the second only and 0 with neither; 60 took both." in read
    known = next(item for item in pilot["forms"][0]["items"] if item["item"] == "address")
    rest, span = known["item_rest"], "({low:.2f}\u00a0–\u2060\u00a0{high:.2f})"
    assert f"Goes with the rest {rest['value']:.2f} {span.format(**rest)}" in read
    assert "Для внутреннего пользования" in text or "не для публикации" in text
    assert school.release.instrument_words["ru"].form("A")["ask"].stem in text
