"""One way in: from a page, a phone, paper or a file an attempt meets the same rules in the same order."""

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.services.figures import upkeep
from app.services.intake import Code, take
from app.services.learner import joining, testing
from app.services.submission import Reason, Source, Submission, Way
from app.services.waves import Wave, desk_of
from app.store import Session
from app.store.answers import attempts
from app.store.tables import Attempt, RefusedAttempt
from courses import GRACE, Clock, Day, Live
from tests.app.conftest import School

KINDS = ("page", "phone", "another phone", "paper", "file", "another sheet")
"""What may come in for one learner: paper and file are the same sheet, all others have answers of their own."""
SHEETS = ("paper", "file", "another sheet")


def source_of(school: School, kind: str, reason: Reason = Reason.MISREAD) -> Source:
    if kind in SHEETS:
        return Source(Way.FILE if kind == "file" else Way.PAPER, school.facilitator_id, reason)
    return Source(Way.PAGE if kind == "page" else Way.PHONE)


def submission(school: School, learner_id: int, kind: str) -> Submission:
    """A first test sat just now; of a page it has been begun on the server."""
    form = desk_of(school.session, learner_id).form(Wave.PRE)
    sheet_of = "paper" if kind == "file" else kind
    answers = school.answers(form, right=3 + KINDS.index(sheet_of))
    common: dict[str, Any] = {"learner_id": learner_id, "wave": Wave.PRE, "answers": answers}
    common["content"] = {"wave": "pre", "answers": answers, "of": sheet_of}
    if kind in SHEETS:
        return Submission(**common, timing=Day(school.now.date(), "Asia/Almaty"))
    common |= {"form": form, "structure": school.release.structure_digest}
    if kind == "page":
        begun = testing.begin(school.session, learner_id, Wave.PRE, school.now)
        return Submission(**common, timing=Live(school.now), key=begun.key or str(uuid.uuid4()))
    moments = (school.now - timedelta(minutes=8), school.now, school.now)
    return Submission(**common, timing=Clock(*moments), key=str(uuid.uuid4()))


def bring(school: School, of: Submission, kind: str, reason: Reason = Reason.MISREAD) -> Code:
    code = take(school.session, of, source_of(school, kind, reason), school.now).code
    school.wait(seconds=1)
    return code


def aside(session: Session) -> list[str]:
    return [row.reason for row in session.scalars(select(RefusedAttempt))]


@pytest.fixture
def learner_id(school: School) -> int:
    """In a cohort whose first test is open."""
    cohort = school.cohort()
    school.open(cohort, Wave.PRE)
    school.wait(minutes=30)
    return school.learner(cohort)


@pytest.mark.many
def test_whatever_comes_in_whatever_order_and_however_often_one_counts(school: School, learner_id: int) -> None:
    """The first has the place; the very same again is stored already; a sheet corrects a sheet, and nothing else."""
    cohort = school.cohort_of(learner_id)

    @settings(max_examples=16, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(kinds=st.lists(st.sampled_from(KINDS), min_size=2, max_size=5))
    def come(kinds: list[str]) -> None:
        learner = school.learner(cohort)
        coming = {kind: submission(school, learner, kind) for kind in ["page", *kinds]}
        holder: str | None = None
        for kind in kinds:
            code = bring(school, coming[kind], kind)
            again = bring(school, coming[kind], kind)
            if holder is None:
                expected = Code.STORED
            elif coming[kind].content == coming[holder].content or (
                {kind, holder} <= {*SHEETS} and coming[kind].answers == coming[holder].answers
            ):
                expected = Code.ALREADY
            else:
                expected = Code.CORRECTED if {kind, holder} <= {*SHEETS} else Code.WAVE_TAKEN
            assert code is expected
            assert again is (Code.WAVE_TAKEN if expected is Code.WAVE_TAKEN else Code.ALREADY)
            holder = holder if expected is Code.WAVE_TAKEN else kind
        rows = [it for it in attempts.list_attempts(school.session, learner) if it.received_at and it.bar is None]
        assert holder is not None
        assert [(it.is_counted, it.score) for it in rows] == [(True, _right(school, coming[holder]))]

    come()
    assert list(upkeep.findings(school.session)) == []


def _right(school: School, of: Submission) -> int:
    form = desk_of(school.session, of.learner_id).form(Wave.PRE)
    return sum(of.answers[item.id] == item.form(form).key for item in school.release.instrument.items)


@pytest.mark.parametrize(
    ("kind", "code", "reasons"),
    [("page", Code.CLOSED, []), ("phone", Code.CLOSED, ["closed"]), ("paper", Code.TOO_LATE, [])],
)
def test_what_comes_too_late_is_refused_at_every_door_and_only_a_phones_lies_aside(
    school: School, learner_id: int, kind: str, code: Code, reasons: list[str]
) -> None:
    school.close(school.cohort_of(learner_id), Wave.PRE)
    school.open(school.cohort_of(learner_id), Wave.PRE)
    of = submission(school, learner_id, kind)
    school.close(school.cohort_of(learner_id), Wave.PRE)
    school.wait(days=20)
    late = replace(of, timing=Day(school.now.date(), "Asia/Almaty")) if kind == "paper" else of

    assert bring(school, late, kind) is code
    assert aside(school.session) == reasons
    unsent = [it.received_at for it in school.session.scalars(select(Attempt))]
    assert unsent == ([None] if kind == "page" else []), "what was begun on a page waits for the test to open again"


@pytest.mark.parametrize(("kind", "reasons"), [("page", ["wave_taken"]), ("phone", ["wave_taken"]), ("paper", [])])
def test_what_finds_its_place_taken_lies_aside_unless_it_is_on_paper(
    school: School, learner_id: int, kind: str, reasons: list[str]
) -> None:
    of = submission(school, learner_id, kind)
    school.sit(learner_id, Wave.PRE, right=2)

    assert bring(school, of, kind) is Code.WAVE_TAKEN
    assert aside(school.session) == reasons
    assert [it.score for it in attempts.list_attempts(school.session, learner_id)] == [2], "nothing is begun still"


@pytest.mark.parametrize("kind", ["page", "phone", "paper"])
def test_what_was_stored_is_answered_as_the_first_time_whatever_has_closed_since(
    school: School, learner_id: int, kind: str
) -> None:
    of = submission(school, learner_id, kind)
    stored = take(school.session, of, source_of(school, kind), school.now)
    assert stored.code is Code.STORED
    school.close(school.cohort_of(learner_id), Wave.PRE)
    school.wait(days=GRACE.days + 1)

    again = take(school.session, of, source_of(school, kind), school.now)

    assert (again.code, again.received_at) == (Code.ALREADY, stored.received_at)


FAULTS: dict[str, dict[str, Any]] = {
    "answers": {"answers": {"no-such-item": "unsure"}},
    "statements.no-such-statement": {"statements": {"no-such-statement": 3}},
    "seconds.no-such-item": {"seconds": {"no-such-item": 3}},
    "language": {"language": "fr"},
}


@pytest.mark.parametrize("kind", ["page", "phone", "paper"])
def test_what_the_test_does_not_have_is_named_and_nothing_is_kept(school: School, learner_id: int, kind: str) -> None:
    of = submission(school, learner_id, kind)

    for field, fault in FAULTS.items():
        result = take(school.session, replace(of, **fault), source_of(school, kind), school.now)
        assert (result.code, result.field) == (Code.UNREADABLE, field)

    assert not any(it.received_at for it in attempts.list_attempts(school.session, learner_id))
    assert aside(school.session) == []


@pytest.mark.parametrize("kind", ["page", "phone", "paper"])
def test_of_somebody_who_took_everything_out_nothing_is_kept(school: School, learner_id: int, kind: str) -> None:
    of = submission(school, learner_id, kind)
    joining.withdraw(school.session, learner_id, school.now)

    assert bring(school, of, kind) is Code.WITHDRAWN
    assert aside(school.session) == []


def test_a_sheet_with_another_day_is_another_sheet(school: School, learner_id: int) -> None:
    of = submission(school, learner_id, "paper")
    assert bring(school, of, "paper") is Code.STORED
    school.wait(days=1)
    moved = replace(of, timing=Day(school.now.date(), "Asia/Almaty"), content={**of.content, "sat_on": "the next day"})

    assert bring(school, moved, "paper") is Code.ALREADY, "whoever saves a page of sheets means no other day"
    assert bring(school, moved, "paper", Reason.WRONG_DAY) is Code.CORRECTED
    assert bring(school, moved, "paper", Reason.WRONG_DAY) is Code.ALREADY
