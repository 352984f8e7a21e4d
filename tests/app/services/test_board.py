"""The board knows where everybody is, by handle, and hides what would give somebody away."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from app.services import admission, archiving
from app.services.facilitator import board, paper
from app.services.facilitator.board import Stage
from app.services.facilitator.gain import gain_of
from app.services.figures import reporting, settling, settling_anew
from app.services.intake import Code
from app.services.learner import joining, testing
from app.services.submission import Source, Way
from app.services.waves import Wave, schedule_of, waves_of
from app.store.answers import seats
from app.store.programmes.cohort_lists import page_nearest
from app.store.programmes.cohorts import Cohort, Scope
from app.store.steps import COURSE, REVEAL
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

    seen = board.lessons(school.session, cohort)

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

    counted = seats.count_waves(school.session, [cohort.cohort_id])[cohort.cohort_id]
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
    assert list(dict.fromkeys(seen)) == [each for each in Stage if each not in not_seen]
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


def pairs(school: School, gains: list[int]) -> Cohort:
    cohort = school.cohort()
    learners = [school.learner(cohort) for _ in gains]
    school.open(cohort, Wave.PRE)
    for learner in learners:
        school.sit(learner, Wave.PRE, right=5)
    school.close(cohort, Wave.PRE)
    school.open(cohort, Wave.POST)
    for learner, gain in zip(learners, gains, strict=True):
        school.sit(learner, Wave.POST, right=5 + gain)
    school.reveal(cohort)
    return cohort


def test_the_gain_of_ten_is_hidden_and_says_how_many_it_lacks(school: School) -> None:
    seen = gain_of(school.session, pairs(school, [3] * 10), REVEAL)

    assert (seen.paired, seen.lacking) == (10, 1)
    assert seen.mean is seen.improved_share is None


def test_the_gain_of_eleven_is_shown(school: School) -> None:
    seen = gain_of(school.session, pairs(school, [3] * 8 + [0, 0, -2]), REVEAL)

    assert (seen.paired, seen.lacking, seen.out_of) == (11, 0, 14)
    assert seen.improved_share == pytest.approx(8 / 11)
    assert seen.mean == pytest.approx((24 - 2) / 11)


def test_a_gain_stands_beside_what_chance_alone_would_do(school: School) -> None:
    cohort = school.cohort()
    before = [3, 4, 5, 5, 6, 7, 8, 9, 10, 11, 12]
    learners = [school.learner(cohort) for _ in before]
    for wave, gain in ((Wave.PRE, 0), (Wave.POST, 1)):
        school.open(cohort, wave)
        for learner, score in zip(learners, before, strict=True):
            school.sit(learner, wave, right=score + gain * (score != 5))
        school.close(cohort, wave)
    school.reveal(cohort)

    seen = gain_of(school.session, cohort, REVEAL)
    whole = reporting.of_cohort(school.session, cohort, REVEAL)

    assert whole is not None
    assert (seen.improved, seen.paired) == (9, 11)
    assert whole.noise_floor and seen.by_chance == pytest.approx(11 * whole.noise_floor.share)
    assert 2 < seen.by_chance < 6, "less than half, since a test of 14 also gives equal scores"


@pytest.mark.parametrize("gain", [pytest.param(2, id="everybody improved"), pytest.param(0, id="nobody improved")])
def test_that_all_or_none_of_eleven_improved_is_told(school: School, gain: int) -> None:
    """What is protected is who somebody is, not that a group did well."""
    seen = gain_of(school.session, pairs(school, [gain] * 11), REVEAL)

    assert (seen.improved, seen.improved_share) == ((11, 1) if gain else (0, 0))


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


def test_until_the_right_answers_are_shown_there_is_progress_and_no_gain_for_nobody(school: School) -> None:
    cohort = school.cohort()
    learners = [school.learner(cohort) for _ in range(12)]
    for wave, right in ((Wave.PRE, 5), (Wave.POST, 9)):
        school.open(cohort, wave)
        for learner in learners:
            school.sit(learner, wave, right=right)
        school.close(cohort, wave)

    seen = gain_of(school.session, cohort, REVEAL)

    assert (seen.paired, seen.is_made, seen.mean, seen.improved_share) == (12, False, None, None)
    assert reporting.of_cohort(school.session, cohort, REVEAL) is None


def type_in_late(school: School, cohort: Cohort, learner: int, *waves: Wave) -> None:
    for wave in waves:
        form = paper.paper_of(school.session, learner, wave).form
        code = paper.type_in(
            school.session,
            cohort,
            learner,
            wave,
            answers=school.answers(form, right=2 if wave is Wave.PRE else 14),
            points={},
            sat_on=date(2026, 3, 2),
            source=Source(Way.PAPER, school.facilitator_id),
            now=school.now,
        )
        assert code is Code.STORED


def test_what_comes_after_the_reveal_moves_no_result_and_is_named_beside_it(school: School) -> None:
    cohort = pairs(school, [3] * 8 + [0, 0, -2])
    before = gain_of(school.session, cohort, REVEAL)
    late = school.learner(cohort)
    type_in_late(school, cohort, late, Wave.PRE, Wave.POST)

    assert gain_of(school.session, cohort, REVEAL) == replace(before, later=1)


def test_who_came_later_is_named_whoever_else_withdraws_or_is_corrected(school: School) -> None:
    cohort = pairs(school, [3] * 13)
    before = gain_of(school.session, cohort, REVEAL)
    first, second, half = (school.learner(cohort) for _ in range(3))
    school.wait(days=1)
    for learner in (first, second):
        type_in_late(school, cohort, learner, Wave.PRE, Wave.POST)
    type_in_late(school, cohort, half, Wave.POST)
    for learner in range(first - 13, first - 11):
        joining.withdraw(school.session, learner, school.now)

    assert gain_of(school.session, cohort, REVEAL) == replace(before, later=2), "one has the second test alone"


def test_who_comes_when_the_group_has_settled_is_named_and_is_said_not_to_count(school: School) -> None:
    cohort = school.cohort()
    learners = [school.learner(cohort) for _ in range(15)]
    for wave in (Wave.PRE, Wave.POST):
        school.open(cohort, wave)
        for learner in learners if wave is Wave.PRE else learners[:11]:
            school.sit(learner, wave, right=5)
    school.reveal(cohort)
    before = gain_of(school.session, cohort, REVEAL)
    school.wait(minutes=1)
    type_in_late(school, cohort, learners[11], Wave.POST)
    settling.settle(school.session, cohort.cohort_id, now=school.now)
    settled = gain_of(school.session, cohort, COURSE)
    school.wait(days=1)
    for learner in learners[12:14]:
        type_in_late(school, cohort, learner, Wave.POST)
    joining.withdraw(school.session, learners[0], school.now)

    assert gain_of(school.session, cohort, REVEAL) == replace(before, later=3, uncounted=2)
    assert (settled.paired, settled.later, settled.uncounted) == (11, 1, 0), "typed late: it stands apart"
    assert gain_of(school.session, cohort, COURSE) == replace(settled, later=3, uncounted=2)
    settling_anew.settle_anew(school.session, school.programme_id, now=school.now, is_edition=True)
    anew = gain_of(school.session, cohort, REVEAL)
    assert anew == replace(before, later=3), "now they count, and the facilitator's result is as it was"


def test_a_phone_that_is_heard_of_later_came_later(school: School) -> None:
    cohort = school.cohort()
    learners = [school.learner(cohort) for _ in range(12)]
    for wave in (Wave.PRE, Wave.POST):
        school.open(cohort, wave)
        for learner in learners if wave is Wave.PRE else learners[:11]:
            school.sit(learner, wave, right=5)
    sheet = school.sheet(learners[11], Wave.POST, right=9)
    school.reveal(cohort)
    before = gain_of(school.session, cohort, REVEAL)
    assert before.later == 0
    school.wait(hours=3)
    assert school.put(learners[11], {**sheet, "sent_at": school.now.isoformat()}).status == 201

    assert gain_of(school.session, cohort, REVEAL) == replace(before, later=1)
    seats = board.board(school.session, cohort, Wave.POST).arrived
    assert [(seat.is_late, seat.is_on_its_word) for seat in seats] == [(False, False)] * 11 + [(True, True)]


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
