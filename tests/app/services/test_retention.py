"""A programme's clock: some months after a group has settled its learners are erased, and what it counted stays."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from app.content import Release
from app.services import admission, archiving, retention, retention_months, windows
from app.services.figures import settling, settling_anew, upkeep
from app.services.learner import joining
from app.services.retention import Wait
from app.services.waves import Wave
from app.store import Database, Session, audit
from app.store.figures import settlements
from app.store.people import erasures
from app.store.programmes import programmes
from app.store.programmes.cohorts import Cohort
from app.store.steps import COURSE
from app.store.tables import Attempt, Cell, CohortSum, Learner, Programme, ScorePair, Settlement
from tests.app.conftest import School

pytestmark = pytest.mark.items(14)
YEAR = timedelta(days=366)


def _settled(school: School, *, size: int = 3, **about: object) -> Cohort:
    cohort = school.cohort(**about)
    people = [school.learner(cohort) for _ in range(size)]
    for wave, right in ((Wave.PRE, 4), (Wave.POST, 9)):
        school.open(cohort, wave)
        for learner_id in people:
            school.sit(learner_id, wave, right=right)
    school.settle(cohort)
    windows.plan(school.session, cohort, Wave.FOLLOW_UP, now=school.now)  # it would open by itself, and has none here
    return school.anew(cohort)


def _counts(session: Session) -> list[object]:
    tables = (Settlement, Cell, CohortSum)
    columns = [[it for it in table.__table__.columns if it.name != "erased_count"] for table in tables]
    return [sorted(tuple(row) for row in session.execute(select(*of))) for of in columns]


def _people(session: Session) -> list[int]:
    return [session.scalars(select(func.count()).select_from(row)).one() for row in (Learner, Attempt, ScorePair)]


def test_a_year_after_a_group_has_settled_its_answers_are_erased_and_its_counts_stay(
    database: Database, release: Release
) -> None:
    with database.writing() as session:
        school = School(session, release)
        cohort = _settled(school)
        counts = _counts(session)
        programme = programmes.get_by_id(session, school.programme_id)
        assert programme is not None
        term = retention.term_of(session, cohort, programme, school.now)
    assert (term.erases_on, term.is_overdue) == (school.now.date().replace(year=2027), False)
    due_at = school.now + timedelta(days=365)

    assert retention.erase_due(database, due_at - timedelta(days=1)) == 0
    assert retention.erase_due(database, due_at) == 3
    assert retention.erase_due(database, due_at) == 0

    with database.writing() as session:
        assert _people(session) == [0, 0, 0]
        assert _counts(session) == counts, "what was counted is what it was"
        assert list(upkeep.findings(session)) == [], "and verify finds nothing wrong with it"
        acts = [act for act in audit.list_acts(session) if act.act == "cohort.erase_due"]
        assert [(act.staff_id, act.subject, act.detail) for act in acts] == [(None, cohort.ref, {"count": 3})]
        school.session = session
        assert joining.open_door(session, cohort.join_code, due_at) is None, "nobody joins it any more"
        with pytest.raises(settling_anew.TooFewChanges):
            settling_anew.settle_anew(session, school.programme_id, now=due_at)
        assert archiving.unarchive(session, school.anew(cohort), now=due_at).archived_at is not None


def test_a_new_edition_counts_no_group_anew_whose_answers_are_erased(database: Database, release: Release) -> None:
    with database.writing() as session:
        school = School(session, release)
        gone, stays = _settled(school), _settled(school, label="Group 2")
        settlement = settlements.current(session, gone.cohort_id, COURSE)
        assert settlement is not None
        session.execute(update(Settlement).where(Settlement.cohort_id == stays.cohort_id).values(settled_at=school.now))
        retention.begin(session, gone, school.now)
    retention.drop_everybody(database, gone.cohort_id)

    with database.writing() as session:
        settling_anew.settle_anew(session, school.programme_id, now=school.now, is_edition=True)
        after = settlements.current(session, gone.cohort_id, COURSE)
        other = settlements.current(session, stays.cohort_id, COURSE)
        assert after is not None and other is not None
        assert (after.number, after.ledger) == (1, settlement.ledger)
        assert other.number == 2


def test_a_group_that_has_not_settled_or_has_a_test_to_come_is_not_erased_and_is_named(
    database: Database, release: Release
) -> None:
    with database.writing() as session:
        school = School(session, release)
        unsettled = school.cohort(label="Unsettled")
        school.learner(unsettled)
        followed = _settled(school, size=1, label="Followed up")
        school.wait(days=92)
        school.open(followed, Wave.FOLLOW_UP)
    much_later = school.now + 3 * YEAR

    assert retention.erase_due(database, much_later) == 0

    with database.reading() as session:
        terms = {it.cohort.label: it for it in retention.list_terms(session, school.programme_id, much_later)}
        assert {name: (it.waits, it.is_overdue) for name, it in terms.items()} == {
            "Unsettled": (Wait.TO_SETTLE, True),
            "Followed up": (Wait.FOR_A_TEST, True),
        }
        soon = retention.list_terms(session, school.programme_id, school.now)
        assert not any(it.is_overdue for it in soon)
    with database.writing() as session:
        school.session = session
        school.now = much_later
        school.close(followed, Wave.FOLLOW_UP)
    settling.settle_due(database, much_later + timedelta(days=14))
    assert retention.erase_due(database, much_later + timedelta(days=300)) == 0, "a year from its follow-up on"
    assert retention.erase_due(database, much_later + timedelta(days=14) + YEAR) == 1


def test_nobody_is_erased_where_nobody_has_decided_nor_in_the_week_after(database: Database, release: Release) -> None:
    """An instance of before has no clock; and a wrong number can be taken back."""
    with database.writing() as session:
        school = School(session, release)
        _settled(school)
        session.execute(update(Programme).values(retention_months=None, retention_set_at=None))
    later = school.now + 5 * YEAR
    assert retention.erase_due(database, later) == 0

    def _set(months: int, at: datetime) -> None:
        with database.writing() as session:
            programme = programmes.get_by_id(session, school.programme_id)
            assert programme is not None
            retention_months.set_months(session, programme, months, now=at)

    _set(1, later)
    assert retention.erase_due(database, later + timedelta(days=6)) == 0
    _set(120, later + timedelta(days=6))
    assert retention.erase_due(database, later + timedelta(days=8)) == 0
    _set(1, later + timedelta(days=8))
    assert retention.erase_due(database, later + timedelta(days=15)) == 3
    for wrong in (0, 121):
        with pytest.raises(ValueError, match="1 to 120 months"):
            _set(wrong, later)


def test_a_group_that_was_counted_late_goes_on_the_day_that_is_named(database: Database, release: Release) -> None:
    """As after a year in which the instance was not served: it settles, and its months are over already."""
    with database.writing() as session:
        school = School(session, release)
        cohort = school.cohort()
        people = [school.learner(cohort) for _ in range(3)]
        for wave in (Wave.PRE, Wave.POST):
            school.open(cohort, wave)
            for learner_id in people:
                school.sit(learner_id, wave, right=4)
        school.close(cohort, Wave.POST)
        windows.plan(school.session, cohort, Wave.FOLLOW_UP, now=school.now)
    late = school.now + timedelta(days=14) + YEAR
    assert settling.settle_due(database, late) == 1
    with database.reading() as session:
        (term,) = retention.list_terms(session, school.programme_id, late)
    assert term.is_due(late)

    assert retention.erase_due(database, late) == 3


def test_what_was_cut_off_goes_on_and_is_in_the_list(
    database: Database, release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "AT_ONCE", 2)
    with database.writing() as session:
        school = School(session, release)
        cohort = _settled(school, size=5)
    drop_everybody = retention.drop_everybody
    with database.writing() as session:
        retention.begin(session, cohort, school.now)
    monkeypatch.setattr(retention, "drop_everybody", lambda *_: 0)  # killed here
    assert retention.erase_due(database, school.now) == 0
    monkeypatch.setattr(retention, "drop_everybody", drop_everybody)

    assert retention.erase_due(database, school.now) == 5

    with database.reading() as session:
        assert _people(session) == [0, 0, 0]
        assert [it.kind for it in erasures.list_erased(session)] == ["cohort"]
        assert len([act for act in audit.list_acts(session) if act.act == "cohort.erase_due"]) == 1


def test_somebody_who_joined_after_the_group_had_settled_goes_with_the_others(
    database: Database, release: Release
) -> None:
    with database.writing() as session:
        school = School(session, release)
        cohort = _settled(school, size=1)
        admission.open_joining(session, cohort, now=school.now)
        school.learner(cohort)

    assert retention.erase_due(database, school.now + YEAR) == 2
