"""A group on paper only: true days, no windows, no phones, and from "all sheets are in" on the rules of every group."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from app.services import admission, cohorts, extensions, windows
from app.services.admission import OnPaperOnly
from app.services.facilitator import board, moving, paper, paper_only
from app.services.facilitator.beginning import begin
from app.services.facilitator.board import Stage, Void
from app.services.facilitator.paper_only import ConsentGone, Edge, NoSheets, follow_up_on
from app.services.figures import settling
from app.services.intake import Code
from app.services.learner import joining
from app.services.submission import Source, Way
from app.services.waves import Wave, schedule_of
from app.store import audit
from app.store.figures import settlements
from app.store.people import learners
from app.store.programmes.cohorts import Cohort
from app.store.steps import COURSE
from app.store.tables import ScorePair
from courses import OnPaper, months_after
from tests.app.conftest import School
from tests.app.services.settled_groups import say_yes

DECEMBER = datetime(2026, 12, 3, 4, tzinfo=UTC)
FIRST, SECOND = date(2026, 10, 12), date(2026, 10, 29)
"""The days on which the group of October sat its tests, all on paper."""


@pytest.fixture
def cohort(school: School) -> Cohort:
    """Taught in October, entered in December."""
    school.now = DECEMBER
    made = cohorts.create(
        school.session,
        school.outline(way="paper", starts_on=date(2026, 10, 12), ends_on=date(2026, 11, 2)),
        facilitator_id=school.facilitator_id,
        now=school.now,
    )
    return admission.tick_consent(school.session, made, date(2026, 10, 10), now=school.now)


def type_in(school: School, cohort: Cohort, learner_id: int, wave: Wave, sat_on: date, *, right: int = 2) -> Code:
    form = paper.paper_of(school.session, learner_id, wave).form
    return paper.type_in(
        school.session,
        cohort,
        learner_id,
        wave,
        answers=school.answers(form, right=right),
        points={},
        sat_on=sat_on,
        source=Source(Way.PAPER, school.facilitator_id),
        now=school.now,
    )


def all_in(school: School, cohort: Cohort, wave: Wave = Wave.POST) -> bool:
    return paper_only.all_in(school.session, cohort, wave, by=school.facilitator_id, now=school.now)


def test_a_group_taught_last_month_counts_in_the_month_of_its_true_days(school: School, cohort: Cohort) -> None:
    learner_ids = [school.on_paper(cohort, key=f"key-of-{n:04}") for n in range(3)]
    assert board.stage_of(cohort, schedule_of(school.session, cohort), school.now) is Stage.ON_PAPER
    for learner_id in learner_ids:
        assert type_in(school, cohort, learner_id, Wave.PRE, FIRST, right=1) is Code.STORED
        assert type_in(school, cohort, learner_id, Wave.POST, SECOND, right=3) is Code.STORED
    assert not schedule_of(school.session, cohort).windows, "nothing was opened"

    assert all_in(school, cohort)
    assert not all_in(school, cohort), "it is said once"
    schedule = schedule_of(school.session, cohort)
    assert not schedule.is_revealed(school.now)
    school.wait(minutes=10)
    assert schedule.is_revealed(school.now)
    settlement = settling.settle(school.session, cohort.cohort_id, now=school.now)
    assert settlement is not None
    assert settlement.month == "2026-10"
    assert settlement.way == "paper"
    assert settlements.current(school.session, cohort.cohort_id, COURSE) is not None


def test_it_is_begun_with_its_consent_in_one_act_and_no_phone_can_join(school: School) -> None:
    school.now = DECEMBER
    outline = school.outline(way="paper", starts_on=date(2026, 10, 12), ends_on=date(2026, 11, 2))
    made = begin(school.session, outline, date(2026, 10, 10), facilitator_id=school.facilitator_id, now=school.now)
    assert made.consent_on == date(2026, 10, 10)
    assert not admission.is_joining_open(made, school.now)
    assert joining.open_door(school.session, made.join_code, school.now) is None


def test_by_itself_it_settles_two_weeks_after_all_sheets_were_in(school: School, cohort: Cohort) -> None:
    learner_id = school.on_paper(cohort)
    type_in(school, cohort, learner_id, Wave.PRE, FIRST)
    type_in(school, cohort, learner_id, Wave.POST, SECOND)
    assert settlements.list_due(school.session, COURSE, school.now) == []
    all_in(school, cohort)
    school.wait(days=13)
    assert settlements.list_due(school.session, COURSE, school.now) == []
    school.wait(days=1)
    assert list(settlements.list_due(school.session, COURSE, school.now)) == [cohort.cohort_id]


@pytest.mark.many
@pytest.mark.parametrize(
    ("wave", "day", "code"),
    [
        pytest.param(Wave.PRE, date(2026, 10, 11), Code.TOO_EARLY, id="before the first day"),
        pytest.param(Wave.POST, date(2026, 11, 3), Code.TOO_LATE, id="after the last day"),
        pytest.param(Wave.POST, date(2026, 12, 4), Code.TOO_LATE, id="still to come"),
        pytest.param(Wave.POST, date(2026, 10, 12), Code.TOO_EARLY, id="the second test before the first"),
        pytest.param(Wave.POST, date(2026, 10, 13), Code.STORED, id="both on one day"),
        pytest.param(Wave.FOLLOW_UP, date(2026, 12, 1), Code.NOT_OPENED, id="a follow-up before all sheets are in"),
    ],
)
def test_the_day_of_a_sheet_lies_within_the_groups_own_days(
    school: School, cohort: Cohort, wave: Wave, day: date, code: Code
) -> None:
    learner_id = school.on_paper(cohort)
    if wave is not Wave.PRE:
        assert type_in(school, cohort, learner_id, Wave.PRE, date(2026, 10, 13)) is Code.STORED

    assert type_in(school, cohort, learner_id, wave, day) is code


def test_no_sheet_is_older_than_the_consent(school: School, cohort: Cohort) -> None:
    learner_id = school.on_paper(cohort)
    cohort = school.alter(cohort, consent_on=date(2026, 10, 20))

    assert type_in(school, cohort, learner_id, Wave.PRE, FIRST) is Code.TOO_EARLY


def test_without_the_consent_no_sheet_is_taken_and_none_are_all_in(school: School, cohort: Cohort) -> None:
    """Taken back, it is no way around its day."""
    learner_id = school.on_paper(cohort)
    assert type_in(school, cohort, learner_id, Wave.POST, SECOND) is Code.STORED
    cohort = admission.take_back_consent(school.session, cohort, by=school.facilitator_id, now=school.now)

    assert type_in(school, cohort, learner_id, Wave.PRE, FIRST) is Code.TOO_EARLY
    wrong = paper.wrong_day(school.session, cohort, learner_id, Wave.PRE, FIRST, school.now)
    assert wrong is not None
    assert wrong.edge is Edge.NO_CONSENT
    with pytest.raises(ConsentGone):
        all_in(school, cohort)


def test_a_sheet_sat_after_all_were_in_is_taken_waits_and_counts_in_nothing(school: School, cohort: Cohort) -> None:
    """On its day the right answers could be seen: with everybody it is the same, who sits when a test is open again."""
    cohort = school.alter(cohort, ends_on=date(2026, 12, 30))
    late, in_time = school.on_paper(cohort), school.on_paper(cohort, key="key-of-another")
    for learner_id in (late, in_time):
        type_in(school, cohort, learner_id, Wave.PRE, FIRST)
    type_in(school, cohort, in_time, Wave.POST, SECOND)
    all_in(school, cohort)
    closed_on = school.now.date()
    school.wait(days=9)

    assert type_in(school, cohort, late, Wave.POST, school.now.date() + timedelta(days=1)) is Code.TOO_LATE
    assert type_in(school, cohort, late, Wave.POST, closed_on + timedelta(days=7)) is Code.WAITING
    sheet = paper.paper_of(school.session, late, Wave.POST)
    assert (sheet.sat_on, sheet.void) == (closed_on + timedelta(days=7), Void.REVEAL)
    say_yes(school)
    assert {row.learner_id: row.post for row in school.session.query(ScorePair)}[late] is None


def test_the_days_that_a_sheet_is_at_odds_with_are_those_of_the_group_where_it_was_sat(
    school: School, cohort: Cohort
) -> None:
    learner_id = school.on_paper(cohort)
    type_in(school, cohort, learner_id, Wave.PRE, FIRST)
    other = school.cohort(way="paper", is_open=False, starts_on=date(2026, 10, 1), ends_on=date(2026, 12, 20))
    other = admission.tick_consent(school.session, other, date(2026, 10, 1), now=school.now)
    learner = learners.get(school.session, learner_id)
    assert learner is not None
    moving.move(school.session, learner, school.anew(cohort), other, by=school.facilitator_id, now=school.now)

    wrong = paper.wrong_day(school.session, other, learner_id, Wave.PRE, date(2026, 10, 9), school.now)

    assert wrong is not None
    assert (wrong.ref, wrong.edge) == (cohort.ref, Edge.FIRST_DAY)


def test_two_tests_of_one_day_make_a_pair_in_whatever_order_they_are_typed(school: School, cohort: Cohort) -> None:
    learner_id = school.on_paper(cohort)
    type_in(school, cohort, learner_id, Wave.POST, FIRST, right=3)
    type_in(school, cohort, learner_id, Wave.PRE, FIRST, right=1)

    assert (school.score(learner_id, Wave.PRE), school.score(learner_id, Wave.POST)) == (1, 3)
    assert [(row.pre, row.post) for row in school.session.query(ScorePair)] == [(1, 3)]


def test_no_phone_gets_into_it_and_none_sends_it_a_test(school: School, cohort: Cohort) -> None:
    with pytest.raises(OnPaperOnly):
        admission.open_joining(school.session, cohort, now=school.now)
    forced = school.alter(cohort, joining_opened_at=school.now, ends_on=date(2026, 12, 30))
    assert joining.open_door(school.session, forced.join_code, school.now) is None
    for wave in (Wave.PRE, Wave.POST):
        with pytest.raises(OnPaper):
            windows.open_test(school.session, cohort, wave, now=school.now)

    learner_id = school.on_paper(cohort)
    sheet = school.sheet(learner_id, Wave.PRE, right=3)
    assert school.put(learner_id, sheet).code == Code.CLOSED
    type_in(school, cohort, learner_id, Wave.PRE, FIRST)
    other = school.on_paper(cohort, key="another-key")
    type_in(school, cohort, learner_id, Wave.POST, SECOND)
    all_in(school, cohort)
    assert school.put(other, school.sheet(other, Wave.POST, right=3)).code == Code.CLOSED
    school.wait(minutes=1)
    with pytest.raises(OnPaper):
        windows.open_test(school.session, cohort, Wave.POST, now=school.now)


def test_that_all_are_in_needs_a_sheet_and_is_undone_for_ten_minutes(school: School, cohort: Cohort) -> None:
    learner_id = school.on_paper(cohort)
    with pytest.raises(NoSheets):
        all_in(school, cohort)
    type_in(school, cohort, learner_id, Wave.PRE, FIRST)
    type_in(school, cohort, learner_id, Wave.POST, SECOND)
    all_in(school, cohort)
    school.wait(minutes=9)
    assert paper_only.undo_all_in(school.session, cohort, by=school.facilitator_id, now=school.now)
    assert not schedule_of(school.session, cohort).windows
    all_in(school, cohort)
    school.wait(minutes=11)
    assert not paper_only.undo_all_in(school.session, cohort, by=school.facilitator_id, now=school.now)
    acts = [row.act for row in audit.list_acts(school.session, cohort_id=cohort.cohort_id)]
    assert (acts.count("paper.all_in"), acts.count("paper.undo_all_in")) == (2, 1)


def test_the_follow_up_is_counted_from_the_day_on_which_the_second_test_was_sat(school: School, cohort: Cohort) -> None:
    learner_id = school.on_paper(cohort)
    assert follow_up_on(school.session, cohort) is None
    type_in(school, cohort, learner_id, Wave.PRE, FIRST)
    type_in(school, cohort, learner_id, Wave.POST, SECOND)
    school.wait(days=40)
    all_in(school, cohort)

    assert follow_up_on(school.session, cohort) == months_after(SECOND, 3), "whenever somebody typed it in"


def test_a_follow_up_on_paper_comes_after_the_reveal_and_settles_too(school: School, cohort: Cohort) -> None:
    learner_id = school.on_paper(cohort)
    type_in(school, cohort, learner_id, Wave.PRE, FIRST)
    type_in(school, cohort, learner_id, Wave.POST, SECOND)
    all_in(school, cohort)
    assert list(schedule_of(school.session, cohort).windows) == [Wave.POST], "its follow-up never opens by itself"
    school.wait(days=15)
    settling.settle(school.session, cohort.cohort_id, now=school.now)
    assert type_in(school, cohort, learner_id, Wave.FOLLOW_UP, date(2026, 12, 10)) is Code.WAITING
    say_yes(school)
    assert all_in(school, cohort, Wave.FOLLOW_UP)
    school.wait(days=15)
    followed = settling.settle(school.session, cohort.cohort_id, "follow_up", now=school.now)
    assert followed is not None
    assert followed.month == "2026-10"


def test_a_group_becomes_or_ceases_to_be_on_paper_only_while_nobody_is_in_it(school: School, cohort: Cohort) -> None:
    room = {"way": "room", "starts_on": cohort.starts_on, "ends_on": cohort.ends_on}
    as_room = cohorts.edit(school.session, cohort, school.outline(**room), now=school.now)
    as_paper = cohorts.edit(school.session, as_room, school.outline(**(room | {"way": "paper"})), now=school.now)
    school.on_paper(as_paper)
    with pytest.raises(cohorts.WayIsFixed):
        cohorts.edit(school.session, as_paper, school.outline(**room), now=school.now)
    other = school.cohort(ends_on=date(2026, 12, 30))
    school.open(other, Wave.PRE)
    with pytest.raises(cohorts.WayIsFixed):
        cohorts.edit(school.session, other, school.outline(**(room | {"way": "paper"})), now=school.now)


@pytest.mark.parametrize("wave", Wave)
def test_nothing_of_it_opens_by_date_or_lasts_longer_for_anybody(school: School, cohort: Cohort, wave: Wave) -> None:
    learner_id, later = school.on_paper(cohort), school.now + timedelta(days=1)
    learner = learners.get(school.session, learner_id)
    assert learner is not None
    type_in(school, cohort, learner_id, Wave.PRE, FIRST)
    type_in(school, cohort, learner_id, Wave.POST, SECOND)
    all_in(school, cohort)  # within ten minutes an extension would reach into the closing
    before = schedule_of(school.session, cohort)

    with pytest.raises(OnPaper):
        windows.plan(school.session, cohort, wave, closes_at=later, now=school.now)
    with pytest.raises(OnPaper):
        extensions.extend(school.session, cohort, learner, wave, later, now=school.now)
    assert schedule_of(school.session, cohort) == before


def test_its_days_hold_the_days_of_its_sheets(school: School, cohort: Cohort) -> None:
    learner_id = school.on_paper(cohort)
    type_in(school, cohort, learner_id, Wave.PRE, FIRST)
    days: dict[str, Any] = {"way": "paper", "starts_on": date(2026, 10, 13), "ends_on": cohort.ends_on}
    with pytest.raises(cohorts.OutsideItsDays):
        cohorts.edit(school.session, cohort, school.outline(**days), now=school.now)
    days["starts_on"] = date(2026, 10, 1)
    assert cohorts.edit(school.session, cohort, school.outline(**days), now=school.now).starts_on == days["starts_on"]
