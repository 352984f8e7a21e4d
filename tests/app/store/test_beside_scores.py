"""What is counted beside the two scores: statements, lessons done, items, and peers reached."""

from collections.abc import Mapping

import numpy as np
import pytest

from analytics.counts.tally import Tally
from analytics.counts.tally_readings import dose_counts, item_scores
from app.services.figures.tallies import Tallies
from app.services.waves import Wave
from app.store.answers import attempts
from app.store.figures import selection
from app.store.figures.selection import Filters, Scope
from app.store.people import reach
from assessments import POINTS
from tests.app.conftest import School

pytestmark = pytest.mark.items(14)


def _all(school: School, scope: Scope | None = None, **chosen: str) -> Filters:
    digest = school.release.structure_digest
    return Filters(scope or Scope(is_whole=True), structure=digest, **chosen)


def _tallies(school: School) -> Tallies:
    """Of all groups, settled."""
    school.settle_all()
    return Tallies(school.session, school.release.instrument)


def _say(school: School, learner_id: int, wave: Wave, **values: int | None) -> None:
    """Beneath the services: what is kept, not how it comes there."""
    (attempt,) = (it for it in attempts.list_attempts(school.session, learner_id) if it.wave == wave)
    for statement_id, value in values.items():
        attempt = attempts.keep_statement(school.session, attempt, statement_id, value, school.now)


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
    _say(school, ada, Wave.PRE, **{"say-no": 2})
    _say(school, ada, Wave.POST, **{"say-no": 5})
    _say(school, ben, Wave.PRE, **{"say-no": None})
    _say(school, ben, Wave.POST, **{"say-no": 5})
    _say(school, cem, Wave.PRE, **{"say-no": 3})

    counts = _tallies(school).of(_all(school)).counts("said:say-no", 4)

    assert np.argwhere(counts.joint.counts).tolist() == [[1, 4]]
    assert counts.joint.n == 1
    assert counts.strata["KZ-61"].cohorts == 1


def test_statements_are_split_and_filtered_as_gains_are(school: School) -> None:
    west = _class(school, {(5, 9): 2})
    east = _class(school, {(5, 9): 1}, region_code="KZ-75")
    for learner_id in (*west, *east):
        _say(school, learner_id, Wave.PRE, blame=1)
        _say(school, learner_id, Wave.POST, blame=4)
    tallies = _tallies(school)

    by_region = tallies.by(_all(school), ("region",))
    of_east = tallies.of(_all(school, region="KZ-75"))
    of_nobody = tallies.of(_all(school, Scope()))

    tables = {key: tally.counts("said:blame", 4).joint for key, tally in by_region.items()}
    turned_round = {key: (np.argwhere(table.counts).tolist(), table.n) for key, table in tables.items()}
    assert turned_round == {("KZ-61",): ([[4, 1]], 2), ("KZ-75",): ([[4, 1]], 1)}
    assert of_east.counts("said:blame", 4).joint.n == 1
    assert of_nobody == Tally()


def test_reactions_are_counted_by_point(school: School) -> None:
    people = _class(school, {(5, 9): 4})
    for learner_id, value in zip(people, (5, 5, 4, None), strict=True):
        _say(school, learner_id, Wave.POST, useful=value)

    counts = _tallies(school).of(_all(school)).counts("found:useful", 5)

    assert counts.joint.post.tolist() == [0, 0, 0, 0, 1, 2]
    assert counts.joint.max_score == max(POINTS)


def test_only_pieces_of_lessons_done_before_the_second_test_are_a_dose(school: School) -> None:
    cohort = school.cohort()
    keen, late = school.learner(cohort), school.learner(cohort)
    school.open(cohort, Wave.PRE)
    for learner_id in (keen, late):
        school.take(learner_id, Wave.PRE, right=5)
    school.wait(days=1)
    for lesson in school.release.course.lessons:
        school.finish_lesson(keen, lesson.id)
    school.wait(days=1)
    school.open(cohort, Wave.POST)
    for learner_id in (keen, late):
        school.take(learner_id, Wave.POST, right=9)
    school.wait(days=1)
    school.finish_lesson(late)

    by_dose = dose_counts(_tallies(school).of(_all(school)), len(school.release.instrument.items))

    assert {done: counts.joint.n for done, counts in by_dose.items()} == {0: 1, len(school.release.course.piece_ids): 1}


def test_items_give_back_every_score(school: School) -> None:
    """The sum over right answers of a score is that score, as `ItemScores` asks."""
    _class(school, {(5, 9): 3, (8, 8): 2, (0, 14): 1})
    tallies = _tallies(school)
    tally = tallies.of(_all(school), with_answers=True)

    for place, wave in enumerate(("before", "after")):
        forms = [item_scores(tally, tallies.sheet, wave, form) for form in (0, 1)]
        learners = np.array(sum(scores.learners for scores in forms))
        right = np.array(sum(scores.right.sum(axis=0) for scores in forms))
        assert {score: n for score, n in enumerate(learners.tolist()) if n} == [
            {5: 3, 8: 2, 0: 1},
            {9: 3, 8: 2, 14: 1},
        ][place]
        assert right.tolist() == (np.arange(learners.size) * learners).tolist()


def test_the_last_report_of_peers_stands(school: School) -> None:
    learner_id = school.learner(school.cohort())
    for peers, days in ((2, 1), (5, 1)):
        school.wait(days=days)
        reach.keep(school.session, learner_id, peers=peers, now=school.now)

    assert reach.peers_of(school.session, learner_id) == 5


def test_a_report_that_comes_late_does_not_undo_a_later_one(school: School) -> None:
    learner_id = school.learner(school.cohort())
    earlier = school.now
    school.wait(days=1)
    reach.keep(school.session, learner_id, peers=5, now=school.now)
    reach.keep(school.session, learner_id, peers=2, now=earlier)

    assert reach.peers_of(school.session, learner_id) == 5


def test_peers_are_summed_by_region(school: School) -> None:
    for region, reports in (("KZ-61", (2, 3)), ("KZ-75", (1,))):
        people = _class(school, {(5, 9): 2}, region_code=region)
        for learner_id, peers in zip(people, reports, strict=False):
            reach.keep(school.session, learner_id, peers=peers, now=school.now)

    by_region = _tallies(school).by(_all(school), ("region",))

    assert {key: tally.table("peers", 2).tolist() for key, tally in by_region.items()} == {
        ("KZ-61",): [2, 5],
        ("KZ-75",): [1, 1],
    }


@pytest.mark.parametrize("name", selection.DISAGGREGATES)
def test_everything_can_be_split_by_every_disaggregate(school: School, name: str) -> None:
    ada = _class(school, {(5, 9): 1})[0]
    _say(school, ada, Wave.PRE, **{"say-no": 2})
    _say(school, ada, Wave.POST, **{"say-no": 4})
    reach.keep(school.session, ada, peers=1, now=school.now)
    by = (name,)

    (tally,) = _tallies(school).by(_all(school), by, with_answers=True).values()
    for part, n in (
        ("said:say-no", 1),
        ("found:useful", 0),
        ("dose:0", 1),
        ("options", 28),
        ("twice:address", 1),
        ("peers", 2),
    ):
        assert int(tally.table(part)) == n
