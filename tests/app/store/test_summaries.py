"""The derived tables always say what the stored answers say."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select, update

from app.content import Release
from app.services import cohorts, joining, paper, reach, settling, upkeep, windows
from app.services.ledgers import COURSE, FOLLOW_UP
from app.services.waves import Wave, waves_of
from app.services.windows import AnswersShown, EarlyFirst, EarlyIsOver, FollowUpBegun, NotWaiting, TooEarly
from app.store import Database, Session, frozen, learners, seats, settlements, summaries
from app.store.cohorts import Cohort
from app.store.tables import Cell, CohortSum, CohortTally, FlowCell, GainCell, ScorePair, Settlement, WholePair
from tests.app.conftest import School

DERIVED = (ScorePair, GainCell, FlowCell, CohortSum)


def _rows(session: Session, row: Any) -> list[tuple[Any, ...]]:
    """All columns but the row's own number."""
    own = f"{row.__tablename__}_id"
    columns = [column for column in row.__table__.columns if column.name != own]
    return sorted(tuple(line) for line in session.execute(select(*columns)))


def _flow(session: Session) -> dict[str, int]:
    query = select(FlowCell.state, func.sum(FlowCell.learner_count)).group_by(FlowCell.state)
    return {state: int(count) for state, count in session.execute(query)}


def _pair(school: School, pre: int, post: int, **about: str) -> int:
    """A learner of a cohort of their own with both tests."""
    cohort = school.cohort(**about)
    learner_id = school.learner(cohort)
    for wave, right in ((Wave.PRE, pre), (Wave.POST, post)):
        school.open(cohort, wave)
        school.take(learner_id, wave, right=right)
    return learner_id


def test_a_learner_goes_from_neither_to_pre_only_to_paired(school: School) -> None:
    cohort = school.cohort()
    learner_id = school.learner(cohort)
    seen = [_flow(school.session)]
    for wave, right in ((Wave.PRE, 5), (Wave.POST, 9)):
        school.open(cohort, wave)
        school.take(learner_id, wave, right=right)
        seen.append(_flow(school.session))

    assert seen == [{"neither": 1}, {"pre_only": 1}, {"paired": 1}]
    cell = school.session.scalars(select(GainCell)).one()
    assert (cell.pre, cell.post, cell.out_of, cell.learner_count) == (5, 9, 14, 1)
    assert (cell.region_code, cell.form_order, cell.sex, cell.age_band, cell.language, cell.way, cell.month) == (
        *("KZ-61", "AB", "female", "15-17", "ru", "room", "2026-03"),
    )


def test_the_sums_of_a_cohort_are_exact(school: School) -> None:
    cohort = school.cohort()
    people = [school.learner(cohort) for _ in range(4)]
    for wave, scores in ((Wave.PRE, (5, 7, 9, 3)), (Wave.POST, (9, 7, 8, 13))):
        school.open(cohort, wave)
        for learner_id, right in zip(people, scores, strict=True):
            school.take(learner_id, wave, right=right)

    query = select(*(func.sum(getattr(CohortSum, name)) for name in summaries.Sums._fields))
    # The gains are 4, 0, minus 1 and 10 points.
    assert tuple(map(int, school.session.execute(query).one())) == (
        *(4, 13, 117, 2, 1),
        *(5 + 7 + 9 + 3, 25 + 49 + 81 + 9, 45 + 49 + 72 + 39),
    )


def test_a_test_late_in_the_evening_belongs_to_the_month_of_the_cohort(school: School) -> None:
    school.now = school.now.replace(day=31, hour=20)  # the first of April, one in the morning, in Almaty
    _pair(school, 5, 9)

    assert school.session.scalars(select(ScorePair.month)).one() == "2026-04"


def test_a_move_takes_the_figures_along(school: School) -> None:
    learner_id = _pair(school, 5, 9)
    cohort = school.cohort_of(learner_id)

    cohorts.edit(school.session, cohort, school.outline(region_code="KZ-75", way="mixed"), now=school.now)

    for row in (WholePair, GainCell, FlowCell, CohortSum):
        assert school.session.execute(select(row.region_code, row.way)).all() == [("KZ-75", "mixed")]
    assert summaries.differences(school.session) == []


def test_a_withdrawal_takes_the_figures_back(school: School) -> None:
    joining.withdraw(school.session, _pair(school, 5, 9), school.now)

    for row in DERIVED:
        assert _rows(school.session, row) == [], "a row that comes to nobody is removed"


def test_two_cards_of_one_learner_make_a_pair(school: School) -> None:
    cohort = school.cohort()
    first, second = school.learner(cohort), school.learner(cohort)
    school.open(cohort, Wave.PRE)
    school.take(first, Wave.PRE, right=5)
    school.open(cohort, Wave.POST)
    school.take(second, Wave.POST, right=9)
    assert _flow(school.session) == {"pre_only": 1, "post_only": 1}

    learners.merge(school.session, first, second)

    assert _flow(school.session) == {"paired": 1}
    # The second card began with form B, so its post-test was form A, as the first one's pre-test.
    assert school.session.scalars(select(WholePair.form_order)).one() == "AA"


def test_rebuild_makes_the_same_tables(school: School) -> None:
    _pair(school, 5, 9)
    _pair(school, 8, 8, region_code="KZ-75")
    school.learner(school.cohort())
    before = {row: _rows(school.session, row) for row in DERIVED}

    summaries.rebuild(school.session)

    assert {row: _rows(school.session, row) for row in DERIVED} == before


@pytest.mark.parametrize("row", [GainCell, FlowCell, CohortSum])
def test_a_figure_edited_by_hand_is_found_and_mended(school: School, row: Any) -> None:
    _pair(school, 5, 9)
    school.session.execute(update(row).values(learner_count=row.learner_count + 1))

    found = summaries.differences(school.session)
    assert [it.table for it in found] == [row.__tablename__]

    summaries.rebuild(school.session)
    assert summaries.differences(school.session) == []


def test_a_score_edited_by_hand_is_found(school: School) -> None:
    _pair(school, 5, 9)
    school.session.execute(update(ScorePair).values(post=14))

    assert [it.table for it in summaries.differences(school.session)] == ["score_pair"]


class Lives(RuleBasedStateMachine):
    """Whatever people do, in whatever order, every derived table equals one made anew."""

    learners = Bundle("learners")
    start: Callable[[], Session]
    release: Release

    def __init__(self) -> None:
        super().__init__()
        self.session = self.start()
        self.school = School(self.session, self.release)
        self.cohorts = [self.school.cohort(), self.school.cohort(region_code="KZ-75", is_waiting=True)]
        self.school.open(self.cohorts[0], Wave.PRE)
        self.school.open(self.cohorts[1], Wave.EARLY)
        self._look()

    def teardown(self) -> None:
        self.session.rollback()
        self.session.close()

    @initialize(target=learners, scores=st.lists(st.integers(0, 14), min_size=6, max_size=6))
    def begin(self, scores: list[int]) -> MultipleResults[int]:
        """Three join each group and sit its first test."""
        here = [self.school.learner(self.cohorts[place % 2]) for place in range(6)]
        for learner_id, right in zip(here, scores, strict=True):
            self.put(learner_id, waves_of(self.school.cohort_of(learner_id))[0], right)
        return multiple(*here)

    @rule(target=learners, place=st.integers(0, 1), sex=st.sampled_from(joining.SEXES))
    def join(self, place: int, sex: str) -> int:
        return self.school.learner(self.cohorts[place], sex=sex)

    @rule(place=st.integers(0, 1), wave=st.sampled_from(Wave))
    def open(self, place: int, wave: Wave) -> None:
        with suppress(AnswersShown, TooEarly, FollowUpBegun, NotWaiting, EarlyFirst, EarlyIsOver):
            self.school.open(self.cohorts[place], wave)

    @rule(place=st.integers(0, 1), right=st.integers(0, 14))
    def go_on_to_the_follow_up(self, place: int, right: int) -> None:
        """Close the course, months pass, and whoever is there takes the third test."""
        cohort = self.cohorts[place]
        if windows.window_of(self.session, cohort, Wave.POST) is None:
            return
        self.close(place, Wave.POST)
        self.wait(days=1)
        self.open(place, Wave.FOLLOW_UP)
        for seat in seats.list_seats(self.session, cohort.cohort_id, Wave.FOLLOW_UP):
            self.sit(seat.learner_id, Wave.FOLLOW_UP, right, 0)
        if self.session.scalars(select(WholePair).where(WholePair.follow_up.is_not(None))).first():
            event("all three tests")

    @rule(learner=learners, early=st.integers(0, 14), right=st.integers(0, 14))
    def wait_for_the_lessons(self, learner: int, early: int, right: int) -> None:
        """Somebody of the waiting group sits the early test, weeks pass, and the first one."""
        waiting = self.cohorts[1]
        if not self._is_here(learner) or not self._sits(learner, Wave.EARLY):
            return
        if windows.may_open_early(self.session, waiting):
            self.open(1, Wave.EARLY)
            self.sit(learner, Wave.EARLY, early, 0)
            self.close(1, Wave.EARLY)
            self.wait(days=20)
            self.open(1, Wave.PRE)
        self.sit(learner, Wave.PRE, right, 0)
        both = select(ScorePair).where(ScorePair.early.is_not(None), ScorePair.pre.is_not(None))
        if self.session.scalars(both).first():
            event("early test and first test")

    @rule(place=st.integers(0, 1), wave=st.sampled_from(Wave))
    def close(self, place: int, wave: Wave) -> None:
        self.school.close(self.cohorts[place], wave)

    @rule(learner=learners, wave=st.sampled_from(Wave), right=st.integers(0, 14), blank=st.sampled_from([0, 2, 3]))
    def sit(self, learner: int, wave: Wave, right: int, blank: int) -> None:
        if self._is_here(learner) and self._sits(learner, wave):
            event(f"sit: {self.school.take(learner, wave, right=right, blank=blank).status}")

    @rule(learner=learners, wave=st.sampled_from(Wave), right=st.integers(0, 14))
    def put(self, learner: int, wave: Wave, right: int) -> None:
        if self._is_here(learner) and self._sits(learner, wave):
            event(f"put: {self.school.put(learner, self.school.sheet(learner, wave, right=right)).code}")

    @rule(learner=learners)
    def learn(self, learner: int) -> None:
        if self._is_here(learner):
            self.school.finish_lesson(learner)

    @rule(learner=learners, peers=st.integers(0, 50))
    def tell_friends(self, learner: int, peers: int) -> None:
        if self._is_here(learner):
            reach.report(self.session, learner, peers, self.school.now)

    @rule(learner=learners)
    def withdraw(self, learner: int) -> None:
        joining.withdraw(self.session, learner, self.school.now)

    @rule(keep=learners, drop=learners)
    def merge(self, keep: int, drop: int) -> None:
        if keep != drop and self._is_here(keep) and self._is_here(drop):
            event(f"merge: {[frozen.home_of(self.session, it) is not None for it in (keep, drop)]}")
            learners.merge(self.session, keep, drop)

    @rule(place=st.integers(0, 1), region=st.sampled_from(["KZ-61", "KZ-75"]), way=st.sampled_from(cohorts.WAYS))
    def move(self, place: int, region: str, way: str) -> None:
        cohort = self.cohorts[place]
        outline = self.school.outline(region_code=region, way=way, is_waiting=cohort.is_waiting)
        cohorts.edit(self.session, cohort, outline, now=self.school.now)

    @rule(days=st.integers(1, 40))
    def wait(self, days: int) -> None:
        self.school.now = min(self.school.now + timedelta(days=days), self.school.now.replace(month=5, day=20))

    @rule(place=st.integers(0, 1), right=st.integers(0, 14))
    def settle(self, place: int, right: int) -> None:
        """All but one take the second test unless it is over, one types the paper of who did not, a day passes, and
        the group settles; at the next time its follow-up does."""
        cohort = self.cohorts[place]
        if place and windows.window_of(self.session, cohort, Wave.PRE) is None:
            self.close(place, Wave.EARLY)
            self.open(place, Wave.PRE)
        wave, step = (Wave.FOLLOW_UP, FOLLOW_UP) if self._has_settled(place) else (Wave.POST, COURSE)
        if windows.window_of(self.session, cohort, wave) is None:
            self.open(place, wave)
            there = [seat.learner_id for seat in seats.list_seats(self.session, cohort.cohort_id, wave)]
            for learner_id in there[1:]:
                self.put(learner_id, wave, right)
            for learner_id in there[:1]:
                self.type_in(learner_id, wave, right)
        self.close(place, wave)
        self.wait(days=1)
        with suppress(settling.NotOver):
            if settling.settle(self.session, cohort.cohort_id, step, now=self.school.now):
                event(f"settle: {step}")
        self._look()

    def _has_settled(self, place: int) -> bool:
        return settlements.current(self.session, self.cohorts[place].cohort_id, COURSE) is not None

    @rule()
    def settle_anew(self) -> None:
        before = len(_rows(self.session, Settlement))
        settling.settle_anew(self.session, self.school.programme_id, now=self.school.now, is_edition=True)
        if len(_rows(self.session, Settlement)) > before:
            event("settle anew")
        assert settling.changes_since(self.session, self.school.programme_id) == 0
        self._look()

    @rule(learner=learners, wave=st.sampled_from(Wave), right=st.integers(0, 14))
    def type_in(self, learner: int, wave: Wave, right: int) -> None:
        if self._is_here(learner) and self._sits(learner, wave):
            form = paper.paper_of(self.session, learner, wave).form
            outcome = paper.type_in(
                self.session,
                self.school.cohort_of(learner),
                learner,
                wave,
                answers=self.school.answers(form, right=right),
                points={},
                sat_on=self._last_day(self.school.cohort_of(learner), wave),
                by=self.school.facilitator_id,
                now=self.school.now,
            )
            event(f"type in: {outcome}")

    def _last_day(self, cohort: Cohort, wave: Wave) -> date:
        window = windows.window_of(self.session, cohort, wave)
        return cohorts.today_of(cohort, (window and window.closed_at) or self.school.now)

    @rule(learner=learners, wave=st.sampled_from(Wave))
    def take_out(self, learner: int, wave: Wave) -> None:
        if self._is_here(learner) and self._sits(learner, wave):
            cohort, by = self.school.cohort_of(learner), self.school.facilitator_id
            event(f"take out: {paper.take_out(self.session, cohort, learner, wave, by=by, now=self.school.now)}")

    @invariant()
    def derived_equals_stored(self) -> None:
        assert list(upkeep.wrong_figures(self.session)) == []

    @invariant()
    def what_settled_stays(self) -> None:
        """No cell moves but by settling, and whose scores are frozen keep them, or are gone with them."""
        assert _rows(self.session, Cell) == self.cells
        assert self._frozen() <= self.frozen

    def _look(self) -> None:
        self.cells, self.frozen = _rows(self.session, Cell), self._frozen()

    def _frozen(self) -> Counter[tuple[Any, ...]]:
        kept = [it for it in ScorePair.__table__.columns if it.name not in ("learner_id", "follow_up")]
        settled = select(CohortTally.cohort_id).where(CohortTally.is_settled)
        rows = self.session.execute(select(*kept).where(ScorePair.cohort_id.in_(settled)))
        return Counter(tuple(row) for row in rows)

    def _sits(self, learner_id: int, wave: Wave) -> bool:
        return wave in waves_of(self.school.cohort_of(learner_id))

    def _is_here(self, learner_id: int) -> bool:
        return learners.get(self.session, learner_id) is not None


def test_whatever_people_do_the_derived_tables_follow(database: Database, release: Release) -> None:
    class Here(Lives):
        start = staticmethod(database.writing_session)

    Here.release = release
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=20 if database.is_sqlite else 6,
            stateful_step_count=30,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
