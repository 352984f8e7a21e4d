"""What a report of an instance tells beside the scores, from what learners did through the services."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

import pytest

from app.content import Release
from app.services.figures import reporting
from app.services.figures.parts import beside
from app.services.figures.reporting import Filters, Scope
from app.services.figures.tallies import Tallies
from app.services.waves import Wave
from app.store import Session
from app.wording import Words
from tests.app.conftest import School
from tests.app.standing import standing_school
from tests.app.store.test_beside_scores import _say

pytestmark = pytest.mark.items(14)

WHOLE = Filters(Scope(is_whole=True))
SCORES = [(5, 9), (6, 6), (7, 12), (8, 7), *[(4, 8)] * 8, (3, 3), (6, 11), (5, 10), (7, 9)]


def _teach(school: School) -> list[int]:
    """Sixteen learners of two cohorts, half of them girls, with both tests; four statements; two lessons for some."""
    people = []
    for half in (SCORES[:8], SCORES[8:]):
        cohort = school.cohort()
        learners = [school.learner(cohort, sex=("female", "male")[place % 2]) for place in range(len(half))]
        school.open(cohort, Wave.PRE)
        for learner, (pre, _) in zip(learners, half, strict=True):
            school.sit(learner, Wave.PRE, right=pre, blank=1)
            _say(school, learner, Wave.PRE, **{"say-no": 2, "blame": 5})
        school.close(cohort, Wave.PRE)
        school.wait(days=10)
        for learner in learners[:6]:
            school.finish_lesson(learner)
        school.wait(days=10)
        school.open(cohort, Wave.POST)
        for learner, (_, post) in zip(learners, half, strict=True):
            school.sit(learner, Wave.POST, right=post)
            _say(school, learner, Wave.POST, **{"say-no": 4, "blame": 2})
        people += learners
    school.settle_all()
    return people


class Taught(NamedTuple):
    school: School
    people: list[int]


@pytest.fixture(params=["sqlite", "postgresql"])
def taught(request: pytest.FixtureRequest, release: Release) -> Iterator[Taught]:
    with standing_school(request, release, _teach) as (school, people):
        yield Taught(school, people)


def part(session: Session, **filters: Any) -> reporting.Part:
    (figures,) = reporting.report(session, replace(WHOLE, **filters))
    return figures


def test_items_are_learned_and_lost_as_the_answers_say(taught: Taught) -> None:
    """The first so many items are right: item number 7 was right for all who scored over that."""
    filters = replace(WHOLE, structure=taught.school.release.structure_digest)
    items = beside(Tallies(taught.school.session, taught.school.release.instrument), filters, ()).items.twice
    answers = items[taught.school.release.instrument.items[7].id].answers
    before, after = (sum(score > 7 for score in scores) for scores in zip(*SCORES, strict=True))

    assert len(items) == len(taught.school.release.instrument.items)
    assert (answers.n, answers.both + answers.lost, answers.both + answers.gained) == (16, before, after)
    assert answers.lost == sum(pre > 7 >= post for pre, post in SCORES) == 1
    assert {change.test.value for change in part(taught.school.session).gains.items.changes} == {"assumed_icc"}, (
        "two cohorts"
    )


def test_each_wave_and_form_has_its_items_and_blanks_are_counted(taught: Taught) -> None:
    filters = replace(WHOLE, structure=taught.school.release.structure_digest)
    counted = beside(Tallies(taught.school.session, taught.school.release.instrument), filters, ()).items
    last = taught.school.release.instrument.items[-1].id

    assert {form: scores.n for form, scores in counted.before.items()} == {"A": 8, "B": 8}
    totals = [scores.total for scores in counted.before.values()]
    assert sum(totals) == sum(pre for pre, _ in SCORES)
    blanks = [options.chosen[-1].sum() for options in counted.options_before if options.item.startswith(f"{last}/")]
    assert sum(blanks) == 16
    assert all(int(options.chosen.sum()) == 8 for options in counted.options_after)


def test_a_statement_to_be_disagreed_with_is_turned_round(taught: Taught) -> None:
    statements = {one.statement: one for one in part(taught.school.session).gains.statements}

    assert (statements["say-no"].total.before, statements["say-no"].total.after) == (2, 4)
    assert (statements["blame"].total.before, statements["blame"].total.after) == (1, 4)


def test_lessons_done_before_the_second_test_are_told_apart(taught: Taught) -> None:
    filters = replace(WHOLE, structure=taught.school.release.structure_digest)
    dose = beside(Tallies(taught.school.session, taught.school.release.instrument), filters, ()).dose

    assert {lessons: counts.joint.n for lessons, counts in dose.items()} == {0: 4, 1: 12}
    assert part(taught.school.session).gains.dose.steps[0].n is None  # four would be recognised


def test_things_have_the_readers_words(taught: Taught) -> None:
    total = part(taught.school.session)
    english, russian = (reporting.called(total, {}, Words(language)) for language in ("en", "ru"))

    assert "live" in english.item("address")
    assert english.item("address") != russian.item("address")
    assert english.option("address/A", "family").startswith("Somebody of")
    assert english.option("address/B", "unsure") == "I am not sure"
    assert english.statement("say-no") != "say-no"
    assert "turned round" in english.statement("blame")
    assert "turned round" not in english.statement("say-no")


def test_a_statement_is_told_by_region_with_its_interval(taught: Taught) -> None:
    """By hand: in the west all went from 2 to 4; in the east half stayed at 3 and half went to 5, a mean of +1."""
    for _ in range(2):
        cohort = taught.school.cohort(region_code="KZ-75")
        others = [taught.school.learner(cohort) for _ in range(6)]
        for wave, right in ((Wave.PRE, 5), (Wave.POST, 8)):
            taught.school.open(cohort, wave)
            for place, learner in enumerate(others):
                taught.school.sit(learner, wave, right=right)
                _say(taught.school, learner, wave, **{"say-no": 5 if wave is Wave.POST and place % 2 else 3})
            taught.school.close(cohort, wave)
    taught.school.settle_all()

    (statement,) = [one for one in part(taught.school.session).gains.statements if one.statement == "say-no"]
    west, east = statement.groups

    assert (west.key, west.n, west.before, west.after) == ("KZ-61", 16, 2, 4)
    assert (east.key, east.n, east.before, east.after) == ("KZ-75", 12, 3, 4)
    assert east.change.mean == 1
    assert east.change.low < 1 < east.change.high
    assert (statement.total.n, statement.total.after) == (28, 4)


def test_answers_turned_round_have_the_figures_of_a_statement_to_be_agreed_with(school: Any, session: Session) -> None:
    """In six cohorts the mirror image is said of "blame". Who agrees more goes by cohort, and nobody agrees less: the
    likeness that the intervals borrow is that of the former."""
    for place, region in enumerate(("KZ-61", "KZ-75") * 3):
        cohort = school.cohort(region_code=region)
        learners = [school.learner(cohort) for _ in range(8)]
        for wave in (Wave.PRE, Wave.POST):
            school.open(cohort, wave)
            for number, learner in enumerate(learners):
                school.sit(learner, wave, right=5 + number % 2 + (wave is Wave.POST))
                point = 3 if wave is Wave.PRE or number < 4 else 5 if place < 2 or number == 7 else 3
                _say(school, learner, wave, **{"say-no": point, "blame": 6 - point})
            school.close(cohort, wave)
    school.settle_all()

    statements = {one.statement: one for one in part(session).gains.statements}

    assert statements["say-no"].total == statements["blame"].total
    assert statements["say-no"].groups == statements["blame"].groups
    assert [group.up.low is not None for group in statements["blame"].groups] == [True, True]


def test_a_statement_of_a_group_whose_scores_are_hidden_is_hidden(taught: Taught) -> None:
    """Eight girls and eight boys."""
    (by_sex,) = reporting.report(taught.school.session, WHOLE, ("sex",))

    assert all(group.suppressed for group in by_sex.gains.groups)
    assert {one.n for statement in by_sex.gains.statements for one in statement.groups} == {None}


def test_that_nobody_came_back_is_told(taught: Taught) -> None:
    """It was "not counted in this report"."""
    filters = replace(WHOLE, structure=taught.school.release.structure_digest)
    instrument = taught.school.release.instrument
    assert beside(Tallies(taught.school.session, instrument), filters, ()).follow_up is None
    for cohort in {taught.school.cohort_of(learner) for learner in taught.people}:
        taught.school.open(cohort, Wave.FOLLOW_UP)
    taught.school.settle_all()

    counted = beside(Tallies(taught.school.session, instrument), filters, ()).follow_up
    assert counted is not None and (counted.before_after.n, counted.left) == (0, 16)
    follow_up = part(taught.school.session).gains.follow_up
    assert (follow_up.n, follow_up.left, follow_up.kept, follow_up.part_kept.value) == (0, 16, None, None)


def test_one_measurement_error_holds_however_a_report_is_narrowed(taught: Taught) -> None:
    """Everybody's, also of half of them; of so few by KR-21."""
    requests = (WHOLE, replace(WHOLE, language="ru"), replace(WHOLE, language="ru", way="room"))
    changes = [reporting.report(taught.school.session, filters)[0].gains.total.reliable_change for filters in requests]

    assert changes[0].n == len(taught.people)
    assert {(one.standard_error, one.threshold, str(one.method)) for one in changes if one} == {
        (changes[0].standard_error, changes[0].threshold, "kr21")
    }
