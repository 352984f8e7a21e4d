"""Groups that wait and are compared: drawn by lot, an early test, the course later, and both arms in the report."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from app.cli import main
from app.content import Release
from app.services.learner import joining
from app.services.people import Role
from app.services.waves import Wave
from app.store import Database, audit
from app.store.answers import summaries
from app.store.programmes.cohorts import Cohort, Scope, list_cohorts
from app.store.tables import Audit, Cell
from tests.app.conftest import School

pytestmark = pytest.mark.items(14)

Run = Callable[..., tuple[int, Any, str]]

EARLY, BEFORE_WAITING, AFTER_WAITING = 4, 5, 10
"""Scores of everybody in a waiting group: one point more without lessons, then five in the course."""
BEFORE, AFTER = 4, 8
PER_GROUP = 12


@pytest.fixture
def run(sqlite: Database, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*words: str) -> tuple[int, Any, str]:
        status = main([*words, "--json", "--data", str(Path(sqlite.url.database or "").parent)])
        message = capsys.readouterr()
        return status, json.loads(message.out) if message.out else None, message.err

    return run


@pytest.fixture
def begun(sqlite: Database, release: Release) -> School:
    """A programme of two partners with two groups each, in two regions; nobody has joined."""
    with sqlite.writing() as session:
        school = School(session, release)
        other = school.partner("Umit")
        leader = school.staff("daniyar", Role.FACILITATOR, partner_id=other)
        for number, region in enumerate(("KZ-61", "KZ-75")):
            school.cohort(label=f"B{number}", region_code=region)
            school.cohort(label=f"U{number}", region_code=region, partner_id=other, facilitator_id=leader)
    return school


def _sit(school: School, people: dict[str, list[int]], groups: list[Cohort], wave: Wave, right: int) -> None:
    for group in groups:
        school.open(group, wave)
        for learner in people[group.ref]:
            school.sit(learner, wave, right=right)
        school.close(group, wave)


def live(database: Database, school: School, **left: int) -> None:
    """All the weeks of a programme: who waits sits the early test while the others begin, and has its course later; at
    last every group settles. left: by group, how many of its learners have not withdrawn by then."""
    with database.writing() as session:
        school.session = session
        groups = cohorts_of(school)
        people = {group.ref: [school.learner(group) for _ in range(PER_GROUP)] for group in groups}
        waiting = [group for group in groups if group.is_waiting]
        others = [group for group in groups if not group.is_waiting]
        _sit(school, people, waiting, Wave.EARLY, EARLY)
        _sit(school, people, others, Wave.PRE, BEFORE)
        school.wait(days=28)
        _sit(school, people, others, Wave.POST, AFTER)
        _sit(school, people, waiting, Wave.PRE, BEFORE_WAITING)
        school.wait(days=28)
        _sit(school, people, waiting, Wave.POST, AFTER_WAITING)
        for learner_id in (it for group in groups for it in people[group.ref][left.get(group.ref, PER_GROUP) :]):
            joining.withdraw(session, learner_id, school.now)
        school.settle_all()


def cohorts_of(school: School) -> list[Cohort]:
    return list_cohorts(school.session, Scope(everywhere=True))


def test_from_an_empty_programme_to_a_report_that_compares(sqlite: Database, begun: School, run: Run) -> None:
    status, drawn, _ = run("lottery", "--seed", "spring")
    assert status == 0
    assert [group["waits"] for group in drawn["groups"]].count(True) == 2
    assert {group["region"] for group in drawn["groups"] if group["waits"]} == {"KZ-61", "KZ-75"}, "each its share"

    live(sqlite, begun)
    status, report, _ = run("gains")

    assert status == 0
    assert report["total"]["flow"]["paired"] == 4 * PER_GROUP, "who waited took the course too"
    compared = report["comparison"]
    assert [compared[arm]["n"] for arm in ("course", "waiting", "afterwards")] == [2 * PER_GROUP] * 3
    assert [compared[arm]["cohorts"] for arm in ("course", "waiting", "afterwards")] == [2, 2, 2]
    assert compared["course"]["gain"]["value"] == AFTER - BEFORE
    assert compared["waiting"]["gain"]["value"] == BEFORE_WAITING - EARLY
    assert compared["afterwards"]["gain"]["value"] == AFTER_WAITING - BEFORE_WAITING
    assert compared["gain"]["value"] == pytest.approx((AFTER - BEFORE) - (BEFORE_WAITING - EARLY))
    assert compared["is_randomised"] is True
    assert compared["same_items"] is False
    with sqlite.reading() as session:
        assert summaries.differences(session) == []


def test_a_draw_is_checked_again_and_repeated_alike(begun: School, run: Run) -> None:
    drawn = run("lottery", "--seed", "spring", "--wait", "1")[1]

    assert run("lottery", "--seed", "spring", "--wait", "1")[1] == drawn
    status, checked, _ = run("lottery", "--check", drawn["draw"])
    assert (status, checked) == (0, {**drawn, "is_sound": True})
    status, _, text = run("lottery", "--seed", "summer", "--wait", "1")
    assert status == 2
    assert f"lottery --undo {drawn['draw']}" in text


def test_a_draw_that_somebody_bent_in_the_database_is_found(sqlite: Database, begun: School, run: Run) -> None:
    drawn = run("lottery", "--seed", "spring", "--wait", "1")[1]
    with sqlite.writing() as session:
        act = audit.get(session, "lottery.draw", drawn["draw"])
        assert act is not None
        others = [group["id"] for group in drawn["groups"] if not group["waits"]]
        bent = {**act.detail, "waiting": others[:1]}
        session.execute(update(Audit).where(Audit.audit_id == act.audit_id).values(detail=bent))

    status, checked, _ = run("lottery", "--check", drawn["draw"])

    assert (status, checked["is_sound"]) == (1, False)


def test_a_draw_is_taken_back_until_somebody_joins(sqlite: Database, begun: School, run: Run) -> None:
    drawn = run("lottery")[1]
    assert run("lottery", "--undo", drawn["draw"])[:2] == (0, {"undone": drawn["draw"]})
    again = run("lottery", "--seed", "summer")[1]
    with sqlite.writing() as session:
        begun.session = session
        begun.learner(cohorts_of(begun)[0])

    status, _, text = run("lottery", "--undo", again["draw"])

    assert status == 2
    assert "somebody has joined 'B0'" in text


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--programme", "nowhere"), "name the programme with --programme"),
        (("--wait", "4"), "--wait takes 1 to 3"),
        (("--region", "KZ-99"), "nothing to draw: 0 groups here that nobody has joined, 0"),
        (("--check", "never"), "there is no draw 'never'"),
        (("--undo", "never"), "there is no draw 'never'"),
        (("--check", "a", "--undo", "b"), "not allowed with"),
    ],
)
def test_a_wrong_use_is_said_in_a_sentence(
    begun: School, run: Run, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], message: str
) -> None:
    try:
        status, _, error = run("lottery", *words)
    except SystemExit as left:  # argparse leaves by itself
        status, error = int(left.code or 0), capsys.readouterr().err

    assert status == 2
    assert message in error


def test_a_draw_without_json_is_a_table_to_print(
    sqlite: Database, begun: School, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(Path(sqlite.url.database or "").parent)
    assert main(["lottery", "--seed", "by A., B.", "--region", "KZ-61", "--data", folder]) == 0
    head, *rows, last = capsys.readouterr().out.splitlines()

    assert head.startswith("Draw ") and head.endswith("seed 'by A., B.': 1 of 2 groups wait."), "one sees where it ends"
    assert sorted(row.split()[-1] for row in rows) == ["begins", "waits"]
    assert "lottery --check" in last and "lottery --undo" in last


def test_who_waits_by_hand_is_said_to_be_not_randomised(sqlite: Database, begun: School, run: Run) -> None:
    with sqlite.writing() as session:
        begun.session = session
        for group in cohorts_of(begun)[:2]:
            begun.alter(group, is_waiting=True)
    live(sqlite, begun)

    compared = run("gains")[1]["comparison"]

    assert compared["is_randomised"] is False
    assert "not_randomised" in [note["code"] for note in compared["notes"]]


def test_one_group_that_was_in_no_draw_makes_the_comparison_not_randomised(
    sqlite: Database, begun: School, run: Run
) -> None:
    run("lottery", "--seed", "spring", "--region", "KZ-61")
    live(sqlite, begun)

    assert run("gains")[1]["comparison"]["is_randomised"] is False
    assert run("gains", "--where", "region=KZ-61")[1]["comparison"]["is_randomised"] is True


def test_a_comparison_of_three_is_hidden_and_of_twelve_is_not(sqlite: Database, begun: School, run: Run) -> None:
    run("lottery", "--seed", "spring")
    with sqlite.reading() as session:
        begun.session = session
        waiting = next(group for group in cohorts_of(begun) if group.is_waiting and group.region_code == "KZ-75")
    live(sqlite, begun, **{waiting.ref: 3})

    assert run("gains")[1]["comparison"]["waiting"]["n"] == PER_GROUP + 3
    assert run("gains", "--where", "region=KZ-61")[1]["comparison"]["waiting"]["n"] == PER_GROUP
    hidden = run("gains", "--where", "region=KZ-75")[1]
    assert hidden["comparison"] is None
    assert "comparison" in [note["values"].get("figure") for note in hidden["notes"]]


def test_without_a_waiting_group_the_report_is_what_it_was(sqlite: Database, begun: School, run: Run) -> None:
    live(sqlite, begun)
    report = run("gains")[1]

    assert report["comparison"] is None
    assert "no_comparison_group" in [note["code"] for note in report["total"]["notes"]]


def test_verify_and_rebuild_know_the_early_test(sqlite: Database, begun: School, run: Run) -> None:
    run("lottery", "--seed", "spring")
    live(sqlite, begun)
    before = run("gains")[1]["comparison"]
    assert run("verify")[0] == 0
    with sqlite.writing() as session:
        session.execute(update(Cell).where(Cell.standing == "waiting", Cell.split == "region").values(scores=b""))
    assert run("verify")[0] == 1

    assert run("rebuild")[0] == 0

    assert run("verify")[0] == 0
    assert run("gains")[1]["comparison"] == before
