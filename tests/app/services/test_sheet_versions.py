"""Typed sheets are append-only: a correction has a reason, every version stays, one counts, and the audit says who."""

from typing import Any

import pytest
from sqlalchemy import func, select

from app.services.facilitator import paper
from app.services.facilitator.sheets_out import Out, put_back, take_out, to_put_back
from app.services.figures import upkeep
from app.services.intake import Code
from app.services.learner import joining
from app.services.submission import Reason, Way
from app.services.waves import Wave
from app.store.answers import attempts, typed
from app.store.people import held
from app.store.tables import Attempt, Audit, ScorePair, SheetDecision
from tests.app.conftest import School
from tests.app.services import typed_sheets


@pytest.fixture
def cohort(school: School) -> Any:
    cohort = school.cohort()
    school.open(cohort, Wave.PRE)
    return cohort


@pytest.fixture
def learner_id(school: School, cohort: Any) -> int:
    return school.learner(cohort)


def type_in(
    school: School, learner_id: int, *, right: int, blank: int = 0, reason: Reason | None = None, way: Way = Way.PAPER
) -> Code:
    school.wait(minutes=1)
    return typed_sheets.type_in(school, learner_id, Wave.PRE, right=right, blank=blank, reason=reason, way=way)


def versions(school: School, learner_id: int) -> list[tuple[int | None, str | None, bool]]:
    return [(it.score, it.bar, it.is_counted) for it in attempts.list_attempts(school.session, learner_id)]


def score(school: School) -> int | None:
    assert list(upkeep.findings(school.session)) == []
    return school.session.scalar(select(ScorePair.pre))


def out(school: School, learner_id: int) -> Out:
    cohort, by = school.cohort_of(learner_id), school.facilitator_id
    return take_out(school.session, cohort, learner_id, Wave.PRE, reason=Reason.OTHER_LEARNER, by=by, now=school.now)


def back(school: School, learner_id: int) -> Out:
    cohort, by = school.cohort_of(learner_id), school.facilitator_id
    return put_back(school.session, cohort, learner_id, Wave.PRE, by=by, now=school.now)


def acts(school: School) -> list[tuple[str, str, dict[str, Any]]]:
    rows = school.session.scalars(select(Audit).where(Audit.act.startswith("attempt.")).order_by(Audit.audit_id))
    return [(row.act, row.subject, dict(row.detail)) for row in rows]


def test_a_correction_needs_a_reason_and_stands_beside_the_first(school: School, learner_id: int) -> None:
    assert type_in(school, learner_id, right=1) is Code.STORED

    assert type_in(school, learner_id, right=2) is Code.NO_REASON
    assert versions(school, learner_id) == [(1, None, True)]
    assert type_in(school, learner_id, right=2, reason=Reason.MISREAD) is Code.CORRECTED
    assert type_in(school, learner_id, right=3, reason=Reason.SLIPPED, way=Way.FILE) is Code.CORRECTED

    assert versions(school, learner_id) == [(1, "corrected", False), (2, "corrected", False), (3, None, True)]
    assert score(school) == 3
    shown = typed.list_versions(school.session, learner_id)
    assert [(it.way, it.typed_by, it.reason) for it in shown] == [
        ("typed", school.facilitator, None),
        ("typed", school.facilitator, "misread"),
        ("file", school.facilitator, "slipped"),
    ]


def test_the_audit_names_who_whose_which_test_and_why_and_never_an_answer(school: School, learner_id: int) -> None:
    type_in(school, learner_id, right=1)
    type_in(school, learner_id, right=2, reason=Reason.MISREAD, way=Way.FILE)
    out(school, learner_id)
    back(school, learner_id)

    assert acts(school) == [
        ("attempt.type_in", "learner 1", {"wave": "pre"}),
        ("attempt.correct", "learner 1", {"wave": "pre", "reason": "misread", "way": "file"}),
        ("attempt.take_out", "learner 1", {"wave": "pre", "reason": "other_learner"}),
        ("attempt.put_back", "learner 1", {"wave": "pre"}),
    ]
    assert {row.staff_id for row in school.session.scalars(select(Audit).where(Audit.act.startswith("attempt.")))} == {
        school.facilitator_id
    }


@pytest.mark.parametrize("way", [Way.PAPER, Way.FILE])
def test_what_says_the_same_writes_nothing_even_on_another_day(school: School, learner_id: int, way: Way) -> None:
    type_in(school, learner_id, right=2, blank=1)
    before, noted = versions(school, learner_id), acts(school)
    school.wait(days=1)

    for reason in (None, Reason.MISREAD):
        assert type_in(school, learner_id, right=2, blank=1, reason=reason, way=way) is Code.ALREADY
    school.close(school.cohort_of(learner_id), Wave.PRE)
    school.wait(days=3)
    assert type_in(school, learner_id, right=2, blank=1) is Code.ALREADY, "also when that day would be refused"

    assert (versions(school, learner_id), acts(school)) == (before, noted)


def test_a_correction_that_is_incomplete_takes_the_place_and_nothing_counts(school: School, learner_id: int) -> None:
    type_in(school, learner_id, right=3)
    blank = len(school.release.instrument.items) - 1

    assert type_in(school, learner_id, right=1, blank=blank, reason=Reason.INCOMPLETE) is Code.CORRECTED
    assert versions(school, learner_id) == [(3, "corrected", False), (1, None, False)]
    assert score(school) is None


def test_a_sheet_that_is_taken_out_stays_in_the_list_and_can_be_put_back(school: School, learner_id: int) -> None:
    type_in(school, learner_id, right=1)
    type_in(school, learner_id, right=2, reason=Reason.MISREAD)

    assert out(school, learner_id) is Out.DONE
    assert out(school, learner_id) is Out.NOTHING
    assert versions(school, learner_id) == [(1, "corrected", False), (2, "taken_out", False)]
    assert (score(school), to_put_back(school.session, learner_id)) == (None, [Wave.PRE])
    assert not paper.paper_of(school.session, learner_id, Wave.PRE).is_typed
    assert back(school, learner_id) is Out.DONE
    assert (score(school), to_put_back(school.session, learner_id)) == (2, [])
    assert back(school, learner_id) is Out.NOTHING
    decisions = typed.list_versions(school.session, learner_id)[1].decisions
    assert [(it.decision, it.reason, it.by) for it in decisions] == [
        ("take_out", "other_learner", school.facilitator),
        ("put_back", None, school.facilitator),
    ]


def test_a_sheet_is_not_put_back_over_what_came_meanwhile(school: School, cohort: Any, learner_id: int) -> None:
    type_in(school, learner_id, right=1)
    out(school, learner_id)
    assert type_in(school, learner_id, right=3) is Code.STORED, "anew, so that no reason is asked"

    assert back(school, learner_id) is Out.TAKEN
    other = school.learner(cohort)
    type_in(school, other, right=1)
    out(school, other)
    school.take(other, Wave.PRE, right=2)
    assert back(school, other) is Out.TAKEN
    assert list(upkeep.findings(school.session)) == []


def test_who_withdraws_takes_every_version_along(school: School, learner_id: int) -> None:
    type_in(school, learner_id, right=1)
    type_in(school, learner_id, right=2, reason=Reason.MISREAD)
    out(school, learner_id)
    rows = held.rows_of(school.session, learner_id)
    assert (len(rows["attempt"]), len(rows["sheet_decision"])) == (2, 1), "they are told of all of it"

    joining.withdraw(school.session, learner_id, school.now)

    for table in (Attempt, SheetDecision):
        assert school.session.scalar(select(func.count()).select_from(table)) == 0
    assert list(upkeep.findings(school.session)) == []
