"""What is counted beside the two scores: statements, lessons done, items, and peers reached."""

from collections.abc import Mapping

import pytest
from sqlalchemy import insert, select

from app.services.testing import Wave
from app.store import doses, figures, items, reach, statements
from app.store.figures import Filters, Scope
from app.store.statements import StatementCell
from app.store.tables import Attempt, StatementAnswer
from assessments import POINTS
from tests.app.conftest import School

ALL = Filters(Scope(is_whole=True))


def _say(school: School, learner_id: int, wave: Wave, **values: int | None) -> None:
    """Beneath the services: what is kept, not how it comes there."""
    query = select(Attempt.attempt_id).where(Attempt.learner_id == learner_id, Attempt.wave == wave)
    attempt_id = school.session.scalars(query).one()
    rows = [
        {"attempt_id": attempt_id, "statement_id": statement_id, "value": value}
        for statement_id, value in values.items()
    ]
    school.session.execute(insert(StatementAnswer), rows)


def _class(school: School, scores: Mapping[tuple[int, int], int], **about: str) -> list[int]:
    """A cohort in which so many learners have these two scores."""
    cohort = school.cohort(**about)
    pairs = [pair for pair, count in scores.items() for _ in range(count)]
    people = [school.learner(cohort) for _ in pairs]
    for place, wave in enumerate((Wave.PRE, Wave.POST)):
        school.open(cohort, wave)
        for learner_id, pair in zip(people, pairs, strict=True):
            school.sit(learner_id, wave, right=pair[place])
    return people


def test_a_statement_pairs_only_where_both_waves_have_an_answer(school: School) -> None:
    ada, ben, cem = _class(school, {(5, 9): 3})
    _say(school, ada, Wave.PRE, habit=2)
    _say(school, ada, Wave.POST, habit=5)
    _say(school, ben, Wave.PRE, habit=None)
    _say(school, ben, Wave.POST, habit=5)
    _say(school, cem, Wave.PRE, habit=3)

    cohort_id = school.cohort_of(ada).cohort_id
    found = statements.list_statement_cells(school.session, ALL)

    assert found == [StatementCell((), "habit", cohort_id, 1, 4, 1)]


def test_statements_are_split_and_filtered_as_gains_are(school: School) -> None:
    west = _class(school, {(5, 9): 2})
    east = _class(school, {(5, 9): 1}, region_code="KZ-75")
    for learner_id in (*west, *east):
        _say(school, learner_id, Wave.PRE, blame=1)
        _say(school, learner_id, Wave.POST, blame=4)

    by_region = statements.list_statement_cells(school.session, ALL, ("region",))
    of_east = statements.list_statement_cells(school.session, Filters(Scope(is_whole=True), region="KZ-75"))
    of_nobody = statements.list_statement_cells(school.session, Filters(Scope()))

    assert {(cell.key, cell.pre, cell.post, cell.learners) for cell in by_region} == {
        (("KZ-61",), 0, 3, 2),
        (("KZ-75",), 0, 3, 1),
    }
    assert [cell.learners for cell in of_east] == [1]
    assert of_nobody == []


def test_reactions_are_counted_by_point(school: School) -> None:
    people = _class(school, {(5, 9): 4})
    for learner_id, value in zip(people, (5, 5, 4, None), strict=True):
        _say(school, learner_id, Wave.POST, useful=value)

    found = {(cell.statement_id, cell.value): cell.learners for cell in statements.list_reactions(school.session, ALL)}

    assert found == {("useful", 4): 1, ("useful", 5): 2}
    assert statements.count_reacted(school.session, ALL, ("region",)) == {"useful": {("KZ-61",): 3}}
    assert {value for _, value in found} <= set(POINTS)


def test_only_lessons_done_before_the_second_test_are_a_dose(school: School) -> None:
    cohort = school.cohort()
    keen, late = school.learner(cohort), school.learner(cohort)
    school.open(cohort, Wave.PRE)
    for learner_id in (keen, late):
        school.take(learner_id, Wave.PRE, right=5)
    school.wait(days=1)
    lessons = [lesson.id for lesson in school.release.course.lessons]
    for lesson_id in lessons:
        school.finish_lesson(keen, lesson_id)
    school.wait(days=1)
    school.open(cohort, Wave.POST)
    for learner_id in (keen, late):
        school.take(learner_id, Wave.POST, right=9)
    school.wait(days=1)
    school.finish_lesson(late)

    found = {cell.lessons: cell.learners for cell in doses.list_dose_cells(school.session, ALL)}

    assert found == {0: 1, len(lessons): 1}


def test_items_give_back_every_score(school: School) -> None:
    """The sum over right answers of a score is that score, as `ItemScores` asks."""
    _class(school, {(5, 9): 3, (8, 8): 2, (0, 14): 1})
    keys = {(form, item.id): item.form(form).key for item in school.release.instrument.items for form in ("A", "B")}

    for wave, place in ((Wave.PRE, 0), (Wave.POST, 1)):
        cells = items.list_item_cells(school.session, ALL, wave)
        learners: dict[int, int] = {}
        for cell in items.list_score_cells(school.session, ALL, wave):
            learners[cell.score] = learners.get(cell.score, 0) + cell.learners
        right: dict[int, int] = {}
        for choice in cells:
            if choice.option_id == keys[choice.form, choice.item_id]:
                right[choice.score] = right.get(choice.score, 0) + choice.learners
        assert learners == [{5: 3, 8: 2, 0: 1}, {9: 3, 8: 2, 14: 1}][place]
        assert right == {score: score * count for score, count in learners.items() if score}


def test_the_last_report_of_peers_stands(school: School) -> None:
    learner_id = school.learner(school.cohort())
    for peers, days in ((2, 1), (5, 1)):
        school.wait(days=days)
        reach.keep(school.session, learner_id, peers=peers, month="2026-03", now=school.now)

    assert reach.peers_of(school.session, learner_id) == 5
    assert reach.list_reach(school.session, ALL) == [reach.ReachRow((), 1, 5)]


def test_a_report_that_comes_late_does_not_undo_a_later_one(school: School) -> None:
    learner_id = school.learner(school.cohort())
    earlier = school.now
    school.wait(days=1)
    reach.keep(school.session, learner_id, peers=5, month="2026-03", now=school.now)
    reach.keep(school.session, learner_id, peers=2, month="2026-03", now=earlier)

    assert reach.peers_of(school.session, learner_id) == 5


def test_peers_are_summed_by_region_and_for_a_period(school: School) -> None:
    for region, peers, month in (("KZ-61", 2, "2026-03"), ("KZ-61", 3, "2026-04"), ("KZ-75", 1, "2026-04")):
        learner_id = school.learner(school.cohort(region_code=region))
        reach.keep(school.session, learner_id, peers=peers, month=month, now=school.now)

    by_region = reach.list_reach(school.session, ALL, ("region",))
    april = reach.list_reach(school.session, Filters(Scope(is_whole=True), from_month="2026-04"))

    assert sorted(by_region) == [(("KZ-61",), 2, 5), (("KZ-75",), 1, 1)]
    assert april == [((), 2, 4)]
    assert reach.list_reach(school.session, Filters(Scope())) == []


@pytest.mark.parametrize("name", [name for name in figures.DISAGGREGATES if name != "form_order"])
def test_everything_can_be_split_by_every_disaggregate(school: School, name: str) -> None:
    ada = _class(school, {(5, 9): 1})[0]
    _say(school, ada, Wave.PRE, habit=2)
    _say(school, ada, Wave.POST, habit=4)
    reach.keep(school.session, ada, peers=1, month="2026-03", now=school.now)
    by = (name,)

    for rows in (
        statements.list_statement_cells(school.session, ALL, by),
        statements.list_reactions(school.session, ALL, by),
        doses.list_dose_cells(school.session, ALL, by),
        items.list_score_cells(school.session, ALL, "pre", by),
        reach.list_reach(school.session, ALL, by),
    ):
        assert len(rows) == 1
        assert len(rows[0].key) == 1
