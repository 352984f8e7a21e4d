"""The board knows where everybody is, by handle, and who came late."""

from datetime import date, timedelta
from typing import Any

import pytest

from app.services import admission, archiving
from app.services.facilitator import board, lesson_board
from app.services.facilitator.board import Stage
from app.services.learner import joining, testing
from app.services.waves import Wave, schedule_of, waves_of
from app.store.answers import headcounts
from app.store.programmes.cohort_lists import page_nearest
from app.store.programmes.cohorts import Cohort, Scope
from courses import REVEAL_AFTER
from tests.app.conftest import School

pytestmark = pytest.mark.items(14)


def stage(school: School, cohort: Cohort) -> Stage:
    return board.stage_of(cohort, schedule_of(school.session, cohort), school.now)


def handles(group: Any) -> list[int]:
    return [seat.handle for seat in group]


def test_whoever_has_not_begun_answers_or_has_sent_sits_where_they_belong(school: School) -> None:
    cohort = school.cohort()
    waiting, answering, done = (school.learner(cohort) for _ in range(3))
    school.open(cohort, Wave.PRE)
    testing.begin(school.session, answering, Wave.PRE, school.now)
    for item_id in [item.id for item in school.release.instrument.items][:4]:
        testing.answer(school.session, answering, Wave.PRE, item_id, "unsure", school.now)
    school.take(done, Wave.PRE, right=9)

    seen = board.board(school.session, cohort, Wave.PRE)

    assert waiting and handles(seen.not_begun) == [1]
    assert [(seat.handle, seat.answered_count) for seat in seen.answering] == [(2, 4)]
    assert handles(seen.arrived) == [3]
    assert (seen.item_count, seen.joined) == (14, 3)


def test_a_test_with_too_many_blanks_has_arrived_and_does_not_count(school: School) -> None:
    cohort = school.cohort()
    learner = school.learner(cohort)
    school.open(cohort, Wave.PRE)
    school.take(learner, Wave.PRE, right=2, blank=9)

    (seat,) = board.board(school.session, cohort, Wave.PRE).arrived

    assert seat.void


def test_one_wave_is_not_taken_for_the_other(school: School) -> None:
    cohort = school.cohort()
    learner = school.learner(cohort)
    school.open(cohort, Wave.PRE)
    school.take(learner, Wave.PRE, right=2)

    assert handles(board.board(school.session, cohort, Wave.POST).not_begun) == [1]


def test_numbers_come_as_numbers(school: School) -> None:
    cohort = school.cohort()
    for _ in range(11):
        school.learner(cohort)

    assert handles(board.board(school.session, cohort, Wave.PRE).not_begun) == list(range(1, 12))


def test_lessons_done_are_counted_the_fewest_first(school: School) -> None:
    cohort = school.cohort()
    busy, idle = school.learner(cohort), school.learner(cohort)
    school.finish_lesson(busy)

    seen = lesson_board.lessons(school.session, cohort)

    assert idle and [(seat.handle, seat.done_count) for seat in seen.seats] == [(2, 0), (1, 1)]
    assert seen.piece_count == 3, "one lesson is one piece, the other has two"
    assert seen.finished_count == 0


def test_the_list_counts_what_the_board_shows(school: School) -> None:
    cohort = school.cohort()
    one, two, three, four = (school.learner(cohort) for _ in range(4))
    school.open(cohort, Wave.PRE)
    school.take(one, Wave.PRE, right=5)
    school.take(two, Wave.PRE, right=2, blank=9)
    testing.begin(school.session, two, Wave.PRE, school.now)
    testing.begin(school.session, three, Wave.PRE, school.now)
    assert four

    counted = headcounts.count_waves(school.session, [cohort.cohort_id])[cohort.cohort_id]
    seen = board.board(school.session, cohort, Wave.PRE)

    assert (counted.joined, counted.sent("pre"), counted.begun("pre")) == (4, 2, 1)
    assert counted.not_begun("pre") == 1
    assert [len(group) for group in (seen.arrived, seen.answering, seen.not_begun)] == [2, 1, 1]


def test_somebody_who_withdrew_has_no_seat(school: School) -> None:
    cohort = school.cohort()
    leaver, stayer = school.learner(cohort), school.learner(cohort)
    joining.withdraw(school.session, leaver, school.now)

    assert stayer and handles(board.board(school.session, cohort, Wave.PRE).not_begun) == [2]


@pytest.mark.parametrize("is_waiting", [False, True])
def test_a_cohort_goes_through_its_stages(school: School, is_waiting: bool) -> None:
    cohort = school.cohort(is_open=False, is_waiting=is_waiting)
    seen = [stage(school, cohort)]
    cohort = admission.tick_consent(school.session, cohort, date(2026, 3, 1), now=school.now)
    seen.append(stage(school, cohort))
    cohort = admission.open_joining(school.session, cohort, now=school.now)
    seen.append(stage(school, cohort))
    for wave in waves_of(cohort):
        school.open(cohort, wave)
        seen.append(stage(school, cohort))
        school.close(cohort, wave)
        seen.append(stage(school, cohort))
        school.wait(minutes=11)
    cohort = archiving.archive(school.session, cohort, now=school.now)
    seen.append(stage(school, cohort))

    not_seen = {Stage.PRE} if is_waiting else {Stage.EARLY, Stage.EARLY_OPEN, Stage.WAIT}
    assert list(dict.fromkeys(seen)) == [each for each in Stage if each not in {*not_seen, Stage.ON_PAPER}]
    assert seen[-2] is Stage.DONE, "after the follow-up too"


def test_the_nearest_cohort_comes_first(school: School) -> None:
    def on(label: str, starts_on: date, ends_on: date) -> Cohort:
        return school.cohort(label=label, starts_on=starts_on, ends_on=ends_on)

    over = on("over", date(2026, 1, 10), date(2026, 2, 1))
    long_over = on("long over", date(2025, 9, 1), date(2025, 12, 1))
    far = on("far", date(2026, 9, 1), date(2026, 12, 1))
    on("near", date(2026, 3, 9), date(2026, 5, 1))
    on("running", date(2026, 2, 20), date(2026, 4, 1))
    testing_now = on("test is open", date(2025, 9, 2), date(2026, 6, 1))
    school.open(testing_now, Wave.PRE)

    for each in (over, long_over):
        assert each.ends_on < school.now.date()
    closed = on("test was open", date(2026, 2, 10), date(2026, 6, 1))
    for deed in (school.open, school.close):
        deed(closed, Wave.PRE)

    def names(*scopes: Scope, **more: Any) -> list[str]:
        return [it.label for it in page_nearest(school.session, scopes, school.now, **more).entries]

    everywhere = Scope(everywhere=True)
    in_order = ["test is open", "running", "test was open", "near", "far", "over", "long over"]
    assert names(everywhere) == names(Scope(), everywhere) == in_order
    assert names(Scope()) == names(everywhere, is_archived=True) == []
    far = archiving.archive(school.session, far, now=school.now)
    school.session.flush()
    assert names(everywhere, is_archived=True) == ["far"]


def test_which_cohorts_are_on_the_way_depends_on_the_day_where_they_are(school: School) -> None:
    school.now = school.now.replace(hour=20)  # the next day has begun in Almaty
    tomorrow = school.now.date() + timedelta(days=1)
    future = school.cohort(label="Begins later", starts_on=tomorrow + timedelta(days=1), ends_on=date(2026, 5, 1))
    almaty = school.cohort(label="Begins today", starts_on=tomorrow, ends_on=date(2026, 5, 1))
    school.alter(almaty, time_zone="Asia/Almaty")
    far_west = school.cohort(label="A day before", starts_on=tomorrow, ends_on=date(2026, 5, 1))
    school.alter(far_west, time_zone="America/New_York")

    page = page_nearest(school.session, [Scope(everywhere=True)], school.now)

    assert [it.label for it in page.entries] == [almaty.label, far_west.label, future.label]


@pytest.mark.parametrize("years", [0, 3, -5], ids=["a right clock", "three years ahead", "five years behind"])
@pytest.mark.parametrize(
    ("finished", "arrives", "status", "is_late"),
    [
        pytest.param(timedelta(hours=-1), timedelta(days=14), 201, True, id="before, on the last day"),
        pytest.param(timedelta(hours=-1), timedelta(days=14, seconds=1), 409, False, id="before, a second too late"),
        pytest.param(timedelta(seconds=1), timedelta(days=1), 409, False, id="a second after the closing"),
    ],
)
def test_what_a_phone_finished_before_the_closing_is_taken_for_fourteen_days_and_marked(
    school: School, years: int, finished: timedelta, arrives: timedelta, status: int, is_late: bool
) -> None:
    """By the phone's own clock, set right by how far it is off when it sends."""
    cohort = school.cohort()
    learner = school.learner(cohort)
    school.open(cohort, Wave.PRE)
    school.wait(hours=3)
    sheet = school.sheet(learner, Wave.PRE, right=5)
    school.close(cohort, Wave.PRE)
    done, off = school.now + finished, timedelta(days=365 * years)
    school.wait(seconds=arrives.total_seconds())

    by_the_phone = {
        "started_at": (done - timedelta(minutes=8) + off).isoformat(),
        "finished_at": (done + off).isoformat(),
        "sent_at": (school.now + off).isoformat(),
    }
    assert school.put(learner, {**sheet, **by_the_phone}).status == status

    result = board.board(school.session, cohort, Wave.PRE)
    [seat] = (*result.arrived, *result.not_begun)
    assert (seat.is_late, seat.aside_count) == (is_late, int(status == 409))


def test_what_came_before_the_answers_could_be_seen_is_late_and_no_more(school: School) -> None:
    cohort = school.cohort()
    learner = school.learner(cohort)
    school.open(cohort, Wave.PRE)
    school.sit(learner, Wave.PRE, right=5)
    school.open(cohort, Wave.POST)
    sheet = school.sheet(learner, Wave.POST, right=9)
    school.close(cohort, Wave.POST)
    school.wait(seconds=REVEAL_AFTER.total_seconds())
    assert school.put(learner, {**sheet, "sent_at": school.now.isoformat()}).status == 201

    [seat] = board.board(school.session, cohort, Wave.POST).arrived
    assert (seat.is_late, seat.is_on_its_word) == (True, False)
