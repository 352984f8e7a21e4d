"""A programme that began with the course of before and goes on with the one that ships."""

import pytest

from app.content import Release, read_course
from app.services.figures import reporting
from app.services.figures.reporting import Filters, Scope
from app.services.releases import keep_release
from app.services.waves import Wave
from app.store import Database
from app.store.programmes import releases
from tests.app.conftest import School
from tests.conftest import VERSION_1

pytestmark = pytest.mark.many


def taught(school: School, *, before: int, after: int) -> None:
    """A cohort of eleven that has settled."""
    cohort = school.cohort()
    learners = [school.learner(cohort) for _ in range(11)]
    for wave, right in ((Wave.PRE, before), (Wave.POST, after)):
        school.open(cohort, wave)
        for learner_id in learners:
            school.sit(learner_id, wave, right=right)
    school.settle(cohort)


def test_pairs_of_the_version_before_stay_and_are_never_added_to_those_of_the_new_one(
    sqlite: Database, shipped: Release
) -> None:
    with sqlite.writing() as session:
        first = read_course(VERSION_1)
        school = School(session, first)
        taught(school, before=5, after=9)
        ref = keep_release(session, school.programme_id, shipped, school.now)
        stored = releases.get(session, ref)
        assert stored is not None
        school.release, school.course_release_id = shipped, stored.course_release_id
        taught(school, before=6, after=8)

        parts = reporting.report(session, Filters(Scope(is_whole=True)))

    totals = {part.structure: part.gains.total for part in parts}
    assert set(totals) == {first.structure_digest, shipped.structure_digest}
    assert [total.flow.paired for total in totals.values()] == [11, 11]
    assert totals[first.structure_digest].gain.mean == pytest.approx(4)
    assert totals[shipped.structure_digest].gain.mean == pytest.approx(2)
