"""The third test, months later: when it opens, which form it is, and what it comes to."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from sqlalchemy import select

from app.services import windows
from app.services.facilitator.board import Stage, board, stage_of
from app.services.facilitator.group_list import entries
from app.services.figures import settling, upkeep
from app.services.figures.tallies import Tallies
from app.services.learner import joining, testing
from app.services.learner.outcome import outcome_of
from app.services.learner.testing import Standing
from app.services.waves import Wave, schedule_of
from app.store.answers import summaries
from app.store.figures import settlements
from app.store.figures.selection import Filters, Scope
from app.store.programmes.cohort_stages import stage_at
from app.store.steps import COURSE, FOLLOW_UP
from app.store.tables import Cohort as CohortRow
from app.store.tables import ScorePair
from courses import REVEAL_AFTER, FollowUpBegun, TooEarly
from tests.app.conftest import School

pytestmark = pytest.mark.items(14)

ALL = Filters(Scope(is_whole=True))


def _all(school: School) -> Filters:
    return replace(ALL, structure=school.release.structure_digest)


def _tallies(school: School) -> Tallies:
    return Tallies(school.session, school.release.instrument)


def _left(school: School) -> dict[tuple[str, ...], int]:
    """Who took two tests and not the third, by region."""
    by_region = _tallies(school).by(_all(school), ("region",))
    return {key: n for key, tally in by_region.items() if (n := int(tally.table("left", 1)[0]))}


def _course(school: School, *scores: tuple[int, int], region: str = "KZ-61") -> list[int]:
    """A cohort whose first two tests are over for good; so many right before and after."""
    cohort = school.cohort(region_code=region)
    people = [school.learner(cohort) for _ in scores]
    for place, wave in enumerate((Wave.PRE, Wave.POST)):
        school.open(cohort, wave)
        for learner_id, pair in zip(people, scores, strict=True):
            school.take(learner_id, wave, right=pair[place])
        school.close(cohort, wave)
    school.now += REVEAL_AFTER
    return people


def test_the_follow_up_opens_only_after_the_second_test_has_closed(school: School) -> None:
    cohort = school.cohort()
    for wave in (Wave.PRE, Wave.POST):
        with pytest.raises(TooEarly):
            school.open(cohort, Wave.FOLLOW_UP)
        school.open(cohort, wave)
    school.close(cohort, Wave.POST)
    with pytest.raises(TooEarly):
        school.open(cohort, Wave.FOLLOW_UP)  # the closing can still be undone

    school.now += REVEAL_AFTER
    school.open(cohort, Wave.FOLLOW_UP)

    assert Wave.FOLLOW_UP in schedule_of(school.session, cohort).windows


def test_the_follow_up_waits_while_the_second_test_is_open_for_the_first_time_or_again(school: School) -> None:
    cohort = school.cohort()
    for _ in ("for the first time", "again"):
        school.open(cohort, Wave.POST)
        with pytest.raises(TooEarly):
            school.open(cohort, Wave.FOLLOW_UP)
        school.close(cohort, Wave.POST)
        school.now += REVEAL_AFTER

    assert not schedule_of(school.session, cohort)[Wave.FOLLOW_UP].has_opened(school.now)


def test_the_second_test_stays_closed_once_the_follow_up_was_opened(school: School) -> None:
    cohort = school.cohort_of(_course(school, (5, 9))[0])
    school.open(cohort, Wave.FOLLOW_UP)
    school.close(cohort, Wave.FOLLOW_UP)

    with pytest.raises(FollowUpBegun):
        school.open(cohort, Wave.POST)


def test_a_follow_up_opened_by_mistake_is_taken_back(school: School) -> None:
    cohort = school.cohort_of(_course(school, (5, 9))[0])
    school.open(cohort, Wave.FOLLOW_UP)

    windows.take_back(school.session, cohort, Wave.FOLLOW_UP, now=school.now)
    assert schedule_of(school.session, cohort)[Wave.FOLLOW_UP].opens_at(school.now), "it is for its day again"

    school.open(cohort, Wave.POST)
    assert schedule_of(school.session, cohort).follow_up_on(cohort.time_zone) == date(2026, 6, 2)


@pytest.mark.parametrize(
    ("closed_on", "planned_on"),
    [
        (date(2026, 3, 2), date(2026, 6, 2)),
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2026, 3, 31), date(2026, 6, 30)),
        (date(2026, 5, 31), date(2026, 8, 31)),
        (date(2026, 10, 5), date(2027, 1, 5)),
    ],
)
def test_it_is_planned_three_months_later(school: School, closed_on: date, planned_on: date) -> None:
    cohort = school.cohort()
    school.open(cohort, Wave.POST)
    assert schedule_of(school.session, cohort)[Wave.POST].follow_up_on(cohort.time_zone) is None
    school.now = school.now.replace(year=closed_on.year, month=closed_on.month, day=closed_on.day)
    school.close(cohort, Wave.POST)

    assert schedule_of(school.session, cohort)[Wave.POST].follow_up_on(cohort.time_zone) == planned_on


def test_it_is_the_form_that_was_not_seen_last(school: School) -> None:
    first, second = _course(school, (5, 9), (5, 9))

    forms = [
        {wave: it.form for wave, it in testing.sittings(school.session, learner_id, school.now).items()}
        for learner_id in (first, second)
    ]

    assert forms == [
        {Wave.PRE: "A", Wave.POST: "B", Wave.FOLLOW_UP: "A"},
        {Wave.PRE: "B", Wave.POST: "A", Wave.FOLLOW_UP: "B"},
    ]


def test_what_was_kept_is_told_to_those_with_all_three(school: School) -> None:
    retained, forgot, late = _course(school, (5, 9), (5, 9), (5, 9))
    school.open(school.cohort_of(retained), Wave.FOLLOW_UP)
    school.take(retained, Wave.FOLLOW_UP, right=10)
    school.take(forgot, Wave.FOLLOW_UP, right=6)

    changes = [
        outcome_of(school.session, learner_id, school.now).follow_up_change for learner_id in (retained, forgot, late)
    ]

    assert changes == [1, -3, None]


def test_a_follow_up_pairs_with_both_tests_in_every_derived_table(school: School) -> None:
    learner_id = _course(school, (5, 9))[0]
    school.open(school.cohort_of(learner_id), Wave.FOLLOW_UP)
    school.take(learner_id, Wave.FOLLOW_UP, right=8)

    query = select(ScorePair.form_order, ScorePair.early, ScorePair.pre, ScorePair.post, ScorePair.follow_up)
    assert school.session.execute(query).all() == [("AB", None, 5, 9, 8)]
    assert summaries.differences(school.session) == []
    school.settle_all()
    tally = _tallies(school).of(_all(school))
    scores = {part: np.argwhere(tally.table(part, 15, 15)).tolist() for part in ("pre_follow_up", "post_follow_up")}
    assert scores == {"pre_follow_up": [[5, 8]], "post_follow_up": [[9, 8]]}
    assert list(upkeep.findings(school.session)) == []


def test_a_follow_up_without_the_second_test_makes_no_pair(school: School) -> None:
    cohort = school.cohort()
    learner_id = school.learner(cohort)
    school.open(cohort, Wave.PRE)
    school.take(learner_id, Wave.PRE, right=5)
    school.open(cohort, Wave.POST)
    school.reveal(cohort)
    school.open(cohort, Wave.FOLLOW_UP)
    school.take(learner_id, Wave.FOLLOW_UP, right=9)
    school.settle_all()

    tally = _tallies(school).of(_all(school))
    assert tally.counts("pre_post", 14).flow.pre_only == 1
    assert tally.counts("pre_follow_up", 14).joint.n == 0
    assert int(tally.table("left", 1)[0]) == 0


def test_all_three_scores_stand_in_one_cell_and_who_left_is_counted(school: School) -> None:
    west = _course(school, (5, 9), (5, 9), (7, 8))
    _course(school, (5, 9), region="KZ-75")  # its follow-up is months away: nobody has left
    cohort = school.cohort_of(west[0])
    school.settle_all()
    assert _left(school) == {}
    school.open(cohort, Wave.FOLLOW_UP)
    for learner_id in west[:2]:
        school.take(learner_id, Wave.FOLLOW_UP, right=8)
    assert _left(school) == {}, "who has not come may still come"
    school.settle_all()

    tallies, filters = _tallies(school), _all(school)
    for those in (filters, replace(filters, language="ru", way="room")):  # by cells, and one by one
        west_alone = tallies.by(those, ("region",))["KZ-61",]
        counts = west_alone.counts("pre_follow_up", 14), west_alone.counts("post_follow_up", 14)
        assert [(np.argwhere(of.joint.counts).tolist(), of.joint.n) for of in counts] == [([[5, 8]], 2), ([[9, 8]], 2)]
        assert np.argwhere(west_alone.table("pre_post_of_three", 15, 15)).tolist() == [[5, 9]]
        assert counts[0].strata["KZ-61"].learners == 2
        assert int(west_alone.table("left", 1)[0]) == 1
    assert _left(school) == {("KZ-61",): 1}
    assert tallies.of(filters).counts("pre_post", 14).joint.n == 4


def test_a_learner_who_withdraws_takes_the_follow_up_back(school: School) -> None:
    learner_id = _course(school, (5, 9))[0]
    school.open(school.cohort_of(learner_id), Wave.FOLLOW_UP)
    school.take(learner_id, Wave.FOLLOW_UP, right=8)

    joining.withdraw(school.session, learner_id, school.now)

    assert school.session.scalars(select(ScorePair)).all() == []


def test_a_phone_sends_it_as_the_others(school: School) -> None:
    learner_id = _course(school, (5, 9))[0]
    sheet = school.sheet(learner_id, Wave.FOLLOW_UP, right=7)
    assert school.put(learner_id, sheet).code == "closed"
    school.open(school.cohort_of(learner_id), Wave.FOLLOW_UP)
    school.wait(minutes=9)

    assert school.put(learner_id, school.sheet(learner_id, Wave.FOLLOW_UP, right=7)).status == 201
    assert testing.sitting(school.session, learner_id, Wave.FOLLOW_UP, school.now).standing is Standing.SENT


def test_the_board_and_the_list_of_groups_tell_of_it(school: School) -> None:
    learner_id = _course(school, (5, 9), (6, 9))[0]
    cohort = school.cohort_of(learner_id)

    def stage() -> Stage:
        return stage_of(cohort, schedule_of(school.session, cohort), school.now)

    stages = [stage()]
    school.open(cohort, Wave.FOLLOW_UP)
    stages.append(stage())
    school.take(learner_id, Wave.FOLLOW_UP, right=8)

    assert [seat.handle for seat in board(school.session, cohort, Wave.FOLLOW_UP).arrived] == [1]
    progress = entries(school.session, [cohort], school.now)[0].progress
    assert (progress.sent("follow_up"), progress.not_begun("follow_up"), progress.sent("post")) == (1, 1, 2)
    school.now += timedelta(hours=1)
    school.close(cohort, Wave.FOLLOW_UP)
    assert [*stages, stage()] == [Stage.DONE, Stage.FOLLOW_UP_OPEN, Stage.DONE]


def test_it_waits_while_the_second_test_is_open_again_and_the_group_settles_meanwhile(school: School) -> None:
    first, _ = _course(school, (5, 9), (6, 9))
    cohort = school.cohort_of(first)
    due_on = settling.due_on(school.session, cohort, COURSE)
    school.open(cohort, Wave.POST)
    school.wait(days=100)

    schedule = schedule_of(school.session, cohort)
    assert stage_of(cohort, schedule, school.now) is Stage.POST_OPEN
    assert testing.sitting(school.session, first, Wave.FOLLOW_UP, school.now).standing is Standing.WAITING
    assert school.session.scalar(select(stage_at(school.now)).where(CohortRow.cohort_id == cohort.cohort_id)) == (
        Stage.POST_OPEN
    )
    school.close(cohort, Wave.POST)
    assert schedule_of(school.session, cohort)[Wave.FOLLOW_UP].is_open(school.now)
    assert settling.due_on(school.session, cohort, COURSE) == due_on == date(2026, 3, 16)
    assert settlements.list_due(school.session, FOLLOW_UP, school.now) == []
    assert settling.step_by_deed(school.session, cohort, school.now) == COURSE
    settling.settle(school.session, cohort.cohort_id, now=school.now)
    assert settlements.list_due(school.session, FOLLOW_UP, school.now + timedelta(days=60)) == [cohort.cohort_id]
