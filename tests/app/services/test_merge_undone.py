"""A merge that is undone is undone whole, whatever the two had: everything is as it was before."""

from datetime import timedelta
from random import Random
from typing import Any

import pytest

from app.services import extensions
from app.services.facilitator import attendance, cards, moving, paper, reaching
from app.services.figures import upkeep
from app.services.learner import lessons, reach, testing
from app.services.submission import Reason, Source, Way
from app.services.waves import Wave
from app.store.people import learners
from app.store.people.learner import Learner
from tests.app.conftest import School
from tests.app.store.test_parting import everything

DAY = timedelta(days=1)


def learner_of(school: School, learner_id: int) -> Learner:
    learner = learners.get(school.session, learner_id)
    assert learner is not None
    return learner


def type_in(school: School, learner_id: int, right: int, reason: Reason | None = None) -> None:
    form = paper.paper_of(school.session, learner_id, Wave.PRE).form
    source = Source(Way.PAPER, school.facilitator_id, reason=reason)
    answers, day = school.answers(form, right=right), school.now.date()
    cohort, of = school.cohort_of(learner_id), {"points": {}, "sat_on": day, "source": source}
    paper.type_in(school.session, cohort, learner_id, Wave.PRE, answers=answers, **of, now=school.now)


def live(school: School, random: Random, learner_id: int) -> None:
    """What one of the two did, in an order that differs from time to time."""
    cohort, item_id = school.cohort_of(learner_id), school.release.instrument.items[0].id

    def sheet() -> None:
        type_in(school, learner_id, 1)
        type_in(school, learner_id, 2, Reason.MISREAD)

    deeds: list[Any] = [
        lambda: school.take(learner_id, Wave.PRE, right=random.randrange(4)),
        sheet,
        lambda: school.finish_lesson(learner_id),
        lambda: lessons.reach_step(school.session, learner_id, "way-home", step=random.randrange(1, 6), of=6),
        lambda: reach.report(school.session, learner_id, random.randrange(5), school.now),
        lambda: attendance.note_session(
            school.session, cohort, "welcome", [learner_of(school, learner_id).handle], now=school.now
        ),
        lambda: testing.answer(school.session, learner_id, Wave.POST, item_id, "unsure", school.now),
        lambda: school.put(learner_id, school.sheet(learner_id, Wave.PRE, right=2)),
    ]
    for deed in random.sample(deeds, random.randrange(2, len(deeds) + 1)):
        school.wait(minutes=10)
        deed()


@pytest.mark.many
@pytest.mark.parametrize("seed", range(8))
def test_whatever_the_two_had_is_as_before(school: School, seed: int) -> None:
    random, by = Random(seed), school.facilitator_id
    source, cohort = school.cohort(label="Group 2"), school.cohort()
    one, two = school.learner(cohort), school.learner(source)
    for group in (source, cohort):
        for wave in (Wave.PRE, Wave.POST):
            school.open(group, wave)
    live(school, random, two)
    moving.move(school.session, learner_of(school, two), source, cohort, by=by, now=school.now)
    for learner_id in random.sample([one, two], 2):
        live(school, random, learner_id)
    keep, drop = random.sample([learner_of(school, one), learner_of(school, two)], 2)
    if seed % 2:
        reaching.note_reason(school.session, cohort, drop, "work", now=school.now)
    else:
        extensions.extend(school.session, cohort, drop, Wave.POST, school.now + 2 * DAY, now=school.now)
        school.close(cohort, Wave.POST)
    before = everything(school)

    cards.merge(school.session, cohort, keep=keep, drop=drop, by=by, now=school.now)
    assert cards.part(school.session, cohort, keep, drop.handle, by=by, now=school.now)

    after = everything(school)
    assert {name for name in before if before[name] != after[name]} == set()
    assert [*upkeep.findings(school.session), *upkeep.wrong_seals(school.session)] == []
