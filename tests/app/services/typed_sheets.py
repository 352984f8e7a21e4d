"""Sheets of paper that a facilitator types in, as the tests of services do."""

from app.services.facilitator import paper
from app.services.intake import Code
from app.services.submission import Reason, Source, Way
from app.services.waves import Wave
from tests.app.conftest import School


def type_in(
    school: School,
    learner_id: int,
    wave: Wave,
    *,
    right: int,
    blank: int = 0,
    by: int = 0,
    reason: Reason | None = None,
    way: Way = Way.PAPER,
) -> Code:
    """Types in a sheet that was sat today; by the group's facilitator, if `by` names nobody else."""
    form = paper.paper_of(school.session, learner_id, wave).form
    return paper.type_in(
        school.session,
        school.cohort_of(learner_id),
        learner_id,
        wave,
        answers=school.answers(form, right=right, blank=blank),
        points={},
        sat_on=school.now.date(),
        source=Source(way, by or school.facilitator_id, reason),
        now=school.now,
    )
