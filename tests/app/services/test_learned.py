"""What a cohort still gets wrong: item by item, from eleven on, and not while somebody still answers."""

from contextlib import suppress

import pytest

from analytics.items.mastery import Mastery
from app.services.facilitator.learned import ItemsLearned, items_learned, items_mastery
from app.services.figures import settling
from app.services.learner.outcome import outcome_of
from app.services.waves import Wave
from app.store.programmes.cohorts import Cohort
from app.store.steps import REVEAL
from tests.app.conftest import School

pytestmark = pytest.mark.items(14)


def cohort_with(
    school: School, before: list[int], after: list[int], *, is_closed: bool = True, minutes: int = 10
) -> Cohort:
    """So many right before and after, by learner; a second cohort beside it must not be counted."""
    cohort, other = school.cohort(), school.cohort()
    learners = [school.learner(cohort) for _ in before]
    others = [school.learner(other) for _ in range(11)]
    for wave, rights in ((Wave.PRE, before), (Wave.POST, after)):
        for it in (cohort, other):
            school.open(it, wave)
        for learner, right in zip(learners, rights, strict=True):
            school.sit(learner, wave, right=right)
        for learner in others:
            school.sit(learner, wave, right=14)
        if wave is Wave.PRE or is_closed:
            school.close(cohort, wave)
    school.wait(minutes=minutes)
    return cohort


def learned(school: School, cohort: Cohort) -> ItemsLearned | None:
    with suppress(settling.NotOver):
        settling.settle(school.session, cohort.cohort_id, REVEAL, now=school.now)
    return items_learned(school.session, cohort, REVEAL, school.now)


def test_items_are_counted_with_the_hardest_first(school: School) -> None:
    result = learned(school, cohort_with(school, [2] * 12, [10] * 7 + [8] * 5))

    assert result is not None
    rights = {item.item_id: (item.before, item.after) for item in result.items}
    ids = [item.id for item in school.release.instrument.items]
    assert result.n == 12
    assert rights[ids[0]] == (12, 12), "of all it is told"
    assert rights[ids[5]] == (0, 12)
    assert rights[ids[9]] == (0, 7)
    assert [item.item_id for item in result.items[:4]] == ids[10:]
    assert [item.after for item in result.items] == sorted(item.after for item in result.items)


@pytest.mark.parametrize("learners", [1, 2, 3, 5, 10, 11, 12])
def test_of_fewer_than_eleven_a_word_stands_where_three_answered(school: School, learners: int) -> None:
    """Of the second test; the first item was answered by two of them, the second by three, the others by all."""
    cohort = school.cohort()
    who = [school.learner(cohort) for _ in range(learners)]
    first, second, third, *_others, last = [item.id for item in school.release.instrument.items]
    for wave in (Wave.PRE, Wave.POST):
        school.open(cohort, wave)
        for place, learner in enumerate(who):
            sheet = school.sheet(learner, wave, right=5)
            if wave is Wave.POST:
                sheet["answers"] |= {item: None for item, n in ((first, 2), (second, 3)) if place >= n}
            school.put(learner, sheet)
        school.close(cohort, wave)
    assert items_mastery(school.session, cohort, school.now) == (), "the closing can be undone"
    school.reveal(cohort)

    words = {item.item_id: item.mastery for item in items_mastery(school.session, cohort, school.now)}
    figures = items_learned(school.session, cohort, REVEAL, school.now)

    assert (figures is None) == (learners < 11)
    if learners >= 11:
        assert words == {}
    else:
        assert list(words) == [item.id for item in school.release.instrument.items], "in the order of the test"
        assert words[first] is None
        assert words[second] == words[third] == (Mastery.MOST if learners >= 3 else None)
        assert words[last] == (Mastery.FEW if learners >= 3 else None)


def test_an_item_leads_back_to_the_lesson_that_is_about_its_objective(school: School) -> None:
    result = learned(school, cohort_with(school, [3] * 11, [6] * 11))

    assert result is not None
    lessons = school.release.course.lessons
    objectives = {item.id: item.objective for item in school.release.instrument.items}
    for item in result.items:
        assert item.lesson is not None
        assert objectives[item.item_id] in lessons[item.lesson.number - 1].objectives


@pytest.mark.parametrize(
    ("learners", "is_closed", "minutes"),
    [
        pytest.param(10, True, 10, id="ten could be recognised"),
        pytest.param(12, False, 10, id="somebody still has to answer"),
        pytest.param(12, True, 9, id="the closing can still be undone"),
    ],
)
def test_items_are_hidden(school: School, learners: int, minutes: int, *, is_closed: bool) -> None:
    cohort = cohort_with(school, [3] * learners, [6] * learners, is_closed=is_closed, minutes=minutes)

    assert learned(school, cohort) is None


def test_items_are_shown_when_the_learners_see_the_answers_and_hidden_while_the_test_is_open_again(
    school: School,
) -> None:
    cohort = cohort_with(school, [3] * 12, [6] * 12, minutes=9)

    def shown() -> tuple[bool, bool]:
        is_revealed = outcome_of(school.session, min(school.cards), school.now).is_revealed
        return learned(school, cohort) is not None, is_revealed

    assert shown() == (False, False)
    school.wait(minutes=1)
    assert shown() == (True, True)
    school.open(cohort, Wave.POST)
    assert shown() == (False, False)
    school.close(cohort, Wave.POST)
    assert shown() == (True, True)
