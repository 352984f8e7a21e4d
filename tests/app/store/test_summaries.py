"""The derived tables always say what the stored answers say."""

import os
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
from sqlalchemy import select, update

from app.content import Release
from app.services import cohorts
from app.services.facilitator import attendance, cards, moving, paper, removing, second_yes
from app.services.facilitator.sheets_out import put_back, take_out
from app.services.figures import settling, settling_anew, upkeep
from app.services.figures.changes import changes_of
from app.services.learner import joining, reach
from app.services.people import SEXES, Grant, Role, SignedInStaff
from app.services.submission import Reason, Source, Way
from app.services.waves import Wave, schedule_of, waves_of
from app.store import Database, Session
from app.store.answers import frozen, seats, summaries, taken_out
from app.store.answers.contributions import CohortCounts
from app.store.figures import settlements
from app.store.people import learners
from app.store.programmes.cohorts import Cohort
from app.store.steps import COURSE, FOLLOW_UP
from app.store.tables import Cell, CohortTally, ScorePair, Settlement
from courses import MayNotOpen
from tests.app.conftest import School

pytestmark = pytest.mark.items(14)

LIVES = int(os.environ.get("LIVES_OF_GROUPS", "10"))
"""200 in a soak, of thirty steps each."""
DERIVED = (ScorePair, CohortTally)


def _rows(session: Session, row: Any) -> list[tuple[Any, ...]]:
    return sorted(tuple(line) for line in session.execute(select(*row.__table__.columns)))


def _tally(school: School, cohort: Cohort) -> CohortCounts:
    query = select(*(getattr(CohortTally, name) for name in CohortCounts._fields))
    return CohortCounts(*school.session.execute(query.where(CohortTally.cohort_id == cohort.cohort_id)).one())


def _pair(school: School, pre: int, post: int, **about: str) -> int:
    """A learner of a cohort of their own with both tests."""
    cohort = school.cohort(**about)
    learner_id = school.learner(cohort)
    for wave, right in ((Wave.PRE, pre), (Wave.POST, post)):
        school.open(cohort, wave)
        school.take(learner_id, wave, right=right)
    return learner_id


def test_a_learner_goes_from_enrolled_to_one_test_to_both(school: School) -> None:
    cohort = school.cohort()
    learner_id = school.learner(cohort)
    seen = [_tally(school, cohort)]
    for wave, right in ((Wave.PRE, 5), (Wave.POST, 9)):
        school.open(cohort, wave)
        school.take(learner_id, wave, right=right)
        seen.append(_tally(school, cohort))

    both = CohortCounts(enrolled=1, pre=1, post=1, paired=1)
    assert seen == [CohortCounts(enrolled=1), CohortCounts(enrolled=1, pre=1), both]
    pair = school.session.scalars(select(ScorePair)).one()
    assert (pair.pre, pair.post, pair.form_order, pair.sex, pair.age_band, pair.language, pair.channel) == (
        *(5, 9, "AB", "female", "15-17", "ru", "page"),
    )


def test_a_move_of_the_group_changes_no_score(school: School) -> None:
    learner_id = _pair(school, 5, 9)
    before = {row: _rows(school.session, row) for row in DERIVED}

    outline = school.outline(region_code="KZ-75", way="mixed")
    cohorts.edit(school.session, school.cohort_of(learner_id), outline, now=school.now)

    assert {row: _rows(school.session, row) for row in DERIVED} == before
    assert summaries.differences(school.session) == []


def test_a_withdrawal_takes_the_scores_back(school: School) -> None:
    learner_id = _pair(school, 5, 9)
    cohort = school.cohort_of(learner_id)

    joining.withdraw(school.session, learner_id, school.now)

    assert _rows(school.session, ScorePair) == []
    assert _tally(school, cohort) == CohortCounts()


def test_two_cards_of_one_learner_make_a_pair(school: School) -> None:
    cohort = school.cohort()
    first, second = school.learner(cohort), school.learner(cohort)
    school.open(cohort, Wave.PRE)
    school.take(first, Wave.PRE, right=5)
    school.open(cohort, Wave.POST)
    school.take(second, Wave.POST, right=9)
    assert _tally(school, cohort) == CohortCounts(enrolled=2, pre=1, post=1)

    learners.merge(school.session, first, second)

    assert _tally(school, cohort) == CohortCounts(enrolled=1, pre=1, post=1, paired=1)
    # The second card began with form B, so its post-test was form A, as the first one's pre-test.
    assert school.session.scalars(select(ScorePair.form_order)).one() == "AA"


def test_rebuild_makes_the_same_tables(school: School) -> None:
    _pair(school, 5, 9)
    _pair(school, 8, 8, region_code="KZ-75")
    school.learner(school.cohort())
    before = {row: _rows(school.session, row) for row in DERIVED}

    summaries.rebuild(school.session)

    assert {row: _rows(school.session, row) for row in DERIVED} == before


@pytest.mark.parametrize("name", CohortCounts._fields)
def test_a_tally_edited_by_hand_is_found_and_mended(school: School, name: str) -> None:
    _pair(school, 5, 9)
    school.session.execute(update(CohortTally).values({name: getattr(CohortTally, name) + 1}))

    assert [it.table for it in summaries.differences(school.session)] == ["cohort_tally"]

    summaries.rebuild(school.session)
    assert summaries.differences(school.session) == []


def test_a_score_edited_by_hand_is_found(school: School) -> None:
    _pair(school, 5, 9)
    school.session.execute(update(ScorePair).values(post=14))

    assert [it.table for it in summaries.differences(school.session)] == ["score_pair"]


WITH_PHONES = [way for way in cohorts.WAYS if way != "paper"]
"""Ways in which a group goes on once it has begun; on paper only it is from its first day or never."""


class Lives(RuleBasedStateMachine):
    """Whatever people do, in whatever order, every derived table equals one made anew."""

    learners = Bundle("learners")
    start: Callable[[], Session]
    release: Release
    looks = 0
    """times that the derived tables were compared with ones made anew"""

    def __init__(self) -> None:
        super().__init__()
        self.session = self.start()
        self.school = School(self.session, self.release)
        self.officer_id = self.school.staff("officer", Role.ME_OFFICER)
        self.cohorts = [self.school.cohort(), self.school.cohort(region_code="KZ-75", is_waiting=True)]
        self.cohorts.append(self.school.cohort(label="Group 3"))
        self.school.open(self.cohorts[0], Wave.PRE)
        self.school.open(self.cohorts[1], Wave.EARLY)
        self._look()

    def teardown(self) -> None:
        self.session.rollback()
        self.session.close()

    @initialize(target=learners, scores=st.lists(st.integers(0, 14), min_size=6, max_size=6))
    def begin(self, scores: list[int]) -> MultipleResults[int]:
        """Three join each group and sit its first test."""
        learner_ids = [self.school.learner(self.cohorts[place % 2]) for place in range(6)]
        for learner_id, right in zip(learner_ids, scores, strict=True):
            self.put(learner_id, waves_of(self.school.cohort_of(learner_id))[0], right)
        return multiple(*learner_ids)

    @rule(target=learners, place=st.integers(0, 2), sex=st.sampled_from(SEXES))
    def join(self, place: int, sex: str) -> int:
        return self.school.learner(self.cohorts[place], sex=sex)

    @rule(place=st.integers(0, 2), wave=st.sampled_from(Wave))
    def open(self, place: int, wave: Wave) -> None:
        with suppress(MayNotOpen):
            self.school.open(self.cohorts[place], wave)

    @rule(place=st.integers(0, 1), right=st.integers(0, 14))
    def go_on_to_the_follow_up(self, place: int, right: int) -> None:
        """Close the course, months pass, and whoever is there takes the third test."""
        cohort = self.cohorts[place]
        if Wave.POST not in schedule_of(self.session, cohort).windows:
            return
        self.close(place, Wave.POST)
        self.wait(days=1)
        self.open(place, Wave.FOLLOW_UP)
        for seat in seats.list_seats(self.session, cohort.cohort_id, Wave.FOLLOW_UP):
            self.sit(seat.learner_id, Wave.FOLLOW_UP, right, 0)
        if self.session.scalars(
            select(ScorePair).where(
                ScorePair.pre.is_not(None), ScorePair.post.is_not(None), ScorePair.follow_up.is_not(None)
            )
        ).first():
            event("all three tests")

    @rule(learner=learners, early=st.integers(0, 14), right=st.integers(0, 14))
    def wait_for_the_lessons(self, learner: int, early: int, right: int) -> None:
        """Somebody of the waiting group sits the early test, weeks pass, and the first one."""
        waiting = self.cohorts[1]
        if not self._is_here(learner) or not self._sits(learner, Wave.EARLY):
            return
        if schedule_of(self.session, waiting).may_open(Wave.EARLY, self.school.now):
            self.open(1, Wave.EARLY)
            self.sit(learner, Wave.EARLY, early, 0)
            self.close(1, Wave.EARLY)
            self.wait(days=20)
            self.open(1, Wave.PRE)
        self.sit(learner, Wave.PRE, right, 0)
        both = select(ScorePair).where(ScorePair.early.is_not(None), ScorePair.pre.is_not(None))
        if self.session.scalars(both).first():
            event("early test and first test")

    @rule(place=st.integers(0, 2), wave=st.sampled_from(Wave))
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
        is_out = any(taken_out.is_out(self.session, it) for it in (keep, drop))
        if keep != drop and self._is_here(keep) and self._is_here(drop) and not is_out:
            event(f"merge: {[frozen.home_of(self.session, it) is not None for it in (keep, drop)]}")
            learners.merge(self.session, keep, drop, self.school.now)

    @rule(learner=learners)
    def part(self, learner: int) -> None:
        row = learners.get(self.session, learner)
        for merge in cards.merges_of(self.session, row) if row else ():
            by = self.school.facilitator_id
            cards.part(self.session, self.school.cohort_of(learner), row, merge.handle, by=by, now=self.school.now)
            event("part")

    @rule(learner=learners, reason=st.sampled_from(removing.Reason))
    def remove(self, learner: int, reason: removing.Reason) -> None:
        row = learners.get(self.session, learner)
        if row is None or taken_out.is_out(self.session, learner):
            return
        cohort, by = self.school.cohort_of(learner), self.school.facilitator_id
        with suppress(removing.ResultMade):
            removing.remove(self.session, cohort, row, reason=reason, by=by, now=self.school.now)
            event(f"remove: {removing.has_sent(self.session, row)}")

    @rule(learner=learners)
    def put_learner_back(self, learner: int) -> None:
        row = learners.get(self.session, learner)
        if row is not None and taken_out.is_out(self.session, learner):
            cohort, by = self.school.cohort_of(learner), self.school.facilitator_id
            with suppress(removing.TooLate, removing.ResultMade):
                removing.put_back(self.session, cohort, row.handle, by=by, now=self.school.now)
                event("put back")

    @rule(learner=learners)
    def move_to_the_other_group(self, learner: int) -> None:
        """To a third group, as the first one is, or back."""
        row = learners.get(self.session, learner)
        if row is None or taken_out.is_out(self.session, learner):
            return
        source = self.school.cohort_of(learner)
        target = self.cohorts[2 if source.cohort_id == self.cohorts[0].cohort_id else 0]
        try:
            moving.move(self.session, row, source, target, by=self.school.facilitator_id, now=self.school.now)
        except moving.MayNotMove as fault:
            event(f"move: {fault}")
        else:
            event("move")

    @rule(
        piece=st.sampled_from(["welcome", "over-the-hill"]), place=st.integers(0, 2), handles=st.sets(st.integers(1, 6))
    )
    def note_who_was_there(self, piece: str, place: int, handles: set[int]) -> None:
        attendance.note_session(self.session, self.cohorts[place], piece, handles, now=self.school.now)

    @rule(place=st.integers(0, 1), region=st.sampled_from(["KZ-61", "KZ-75"]), way=st.sampled_from(WITH_PHONES))
    def move(self, place: int, region: str, way: str) -> None:
        cohort = self.cohorts[place]
        outline = self.school.outline(region_code=region, way=way, is_waiting=cohort.is_waiting)
        self.cohorts[place] = cohorts.edit(self.session, cohort, outline, now=self.school.now)

    @rule(days=st.integers(1, 40))
    def wait(self, days: int) -> None:
        self.school.now = min(self.school.now + timedelta(days=days), self.school.now.replace(month=5, day=20))

    @rule(place=st.integers(0, 1), right=st.integers(0, 14))
    def settle(self, place: int, right: int) -> None:
        """All but one take the second test unless it is over, one types the paper of who did not, a day passes, and
        the group settles; at the next time its follow-up does."""
        cohort = self.cohorts[place]
        if place and Wave.PRE not in schedule_of(self.session, cohort).windows:
            self.close(place, Wave.EARLY)
            self.open(place, Wave.PRE)
        wave, step = (Wave.FOLLOW_UP, FOLLOW_UP) if self._has_settled(place) else (Wave.POST, COURSE)
        if wave not in schedule_of(self.session, cohort).windows:
            self.open(place, wave)
            learner_ids = [seat.learner_id for seat in seats.list_seats(self.session, cohort.cohort_id, wave)]
            for learner_id in learner_ids[1:]:
                self.put(learner_id, wave, right)
            for learner_id in learner_ids[:1]:
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
        settling_anew.settle_anew(self.session, self.school.programme_id, now=self.school.now, is_edition=True)
        if len(_rows(self.session, Settlement)) > before:
            event("settle anew")
        for settlement, cohort in settlements.list_with_cohorts(self.session, self.school.programme_id):
            for change in changes_of(self.session, settlement, cohort):
                assert (change.changed, change.joined, change.moved) == (0, 0, 0)
        self._look()

    @rule(learner=learners, wave=st.sampled_from(Wave), right=st.integers(0, 14), blank=st.sampled_from((0, 0, 4)))
    def type_in(self, learner: int, wave: Wave, right: int, blank: int = 0) -> None:
        if self._is_here(learner) and self._sits(learner, wave):
            form = paper.paper_of(self.session, learner, wave).form
            code = paper.type_in(
                self.session,
                self.school.cohort_of(learner),
                learner,
                wave,
                answers=self.school.answers(form, right=right, blank=blank),
                points={},
                sat_on=self._last_day(self.school.cohort_of(learner), wave),
                source=Source(Way.PAPER, self.school.facilitator_id, Reason.MISREAD),
                now=self.school.now,
            )
            event(f"type in: {code}")

    def _last_day(self, cohort: Cohort, wave: Wave) -> date:
        window = schedule_of(self.session, cohort)[wave]
        return cohorts.today_of(cohort, window.closed_at or self.school.now)

    @rule(learner=learners, wave=st.sampled_from(Wave))
    def take_out(self, learner: int, wave: Wave) -> None:
        if self._is_here(learner) and self._sits(learner, wave):
            cohort, by = self.school.cohort_of(learner), self.school.facilitator_id
            reason = Reason.OTHER_LEARNER
            now = self.school.now
            event(f"take out: {take_out(self.session, cohort, learner, wave, reason=reason, by=by, now=now)}")

    @rule(learner=learners, wave=st.sampled_from(Wave))
    def put_back(self, learner: int, wave: Wave) -> None:
        if self._is_here(learner) and self._sits(learner, wave):
            cohort, by = self.school.cohort_of(learner), self.school.facilitator_id
            event(f"put back: {put_back(self.session, cohort, learner, wave, by=by, now=self.school.now)}")

    @rule(is_yes=st.booleans())
    def answer_for_a_sheet(self, is_yes: bool) -> None:
        grant = Grant(Role.ME_OFFICER, self.school.programme_id)
        person = SignedInStaff(self.officer_id, "officer", "officer", "en", (grant,))
        for sheet in second_yes.list_waiting(self.session, person):
            code = second_yes.answer(self.session, person, sheet.key, is_yes=is_yes, now=self.school.now)
            event(f"second yes: {code}")

    @invariant()
    def derived_equals_stored(self) -> None:
        type(self).looks += 1
        assert list(upkeep.findings(self.session)) == []

    @invariant()
    def what_settled_stays(self) -> None:
        """No cell moves but by settling, and whose scores are frozen keep them, or are gone with them."""
        assert _rows(self.session, Cell) == self.cells
        assert self._frozen() <= self.frozen

    def _look(self) -> None:
        self.cells, self.frozen = _rows(self.session, Cell), self._frozen()

    def _frozen(self) -> Counter[tuple[Any, ...]]:
        frozen = [it for it in ScorePair.__table__.columns if it.name not in ("learner_id", "follow_up")]
        settled = select(CohortTally.cohort_id).where(CohortTally.is_settled)
        rows = self.session.execute(select(*frozen).where(ScorePair.cohort_id.in_(settled)))
        return Counter(tuple(row) for row in rows)

    def _sits(self, learner_id: int, wave: Wave) -> bool:
        return wave in waves_of(self.school.cohort_of(learner_id))

    def _is_here(self, learner_id: int) -> bool:
        return learners.get(self.session, learner_id) is not None


def test_whatever_people_do_the_derived_tables_follow(database: Database, release: Release) -> None:
    class LivesOfRelease(Lives):
        start = staticmethod(database.writing_session)

    LivesOfRelease.release = release
    run_state_machine_as_test(
        LivesOfRelease,
        settings=settings(
            max_examples=LIVES if database.is_sqlite else max(4, LIVES // 3),
            stateful_step_count=30,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )

    assert LivesOfRelease.looks > 100, "each step is followed by a look"
