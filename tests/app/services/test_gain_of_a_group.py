"""A group's gain as its facilitator reads it: from eleven learners on, made at the reveal, what came later beside."""

from dataclasses import replace
from datetime import date

import pytest

from app.services.facilitator import board, paper
from app.services.facilitator.gain import gain_of
from app.services.figures import reporting, settling, settling_anew
from app.services.intake import Code
from app.services.learner import joining
from app.services.submission import Source, Way
from app.services.waves import Wave
from app.store.programmes.cohorts import Cohort
from app.store.steps import COURSE, REVEAL
from tests.app.conftest import School
from tests.app.services.settled_groups import say_yes

pytestmark = pytest.mark.items(14)


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
        assert code in (Code.STORED, Code.WAITING)
        say_yes(school)


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

    assert gain_of(school.session, cohort, REVEAL) == replace(before, later=2, erased=2), (
        "one has the second test alone"
    )


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
    assert (settled.paired, settled.later, settled.uncounted) == (12, 0, 0), "with a second yes it is in the figures"
    assert gain_of(school.session, cohort, COURSE) == replace(settled, later=2, uncounted=2)
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
