"""What a phone sends when the right answers can be seen is taken at its word, and a figure stands without it."""

from dataclasses import replace

import pytest
from sqlalchemy import update

from analytics import LEAST, NoteCode
from analytics.report.late_arrivals import LateReport
from app.services.figures import reporting, upkeep
from app.services.figures.reporting import Filters, Scope
from app.services.waves import Wave
from app.store import Database
from app.store.programmes.cohorts import Cohort
from app.store.tables import ScorePair
from tests.app.conftest import School

pytestmark = pytest.mark.items(14)
EVERYBODY = Filters(Scope(is_whole=True))
IMPROVED = 3
"""of those who were in time"""


@pytest.fixture
def database(sqlite: Database) -> Database:
    """Whatever settles on PostgreSQL runs the same statement there."""
    return sqlite


def group_with_late(school: School, in_time: int, late: int) -> Cohort:
    """Who is late has everything right."""
    cohort = school.cohort()
    people = [school.learner(cohort, sex=("female", "male")[n % 2]) for n in range(in_time + late)]
    school.open(cohort, Wave.PRE)
    for learner_id in people:
        school.sit(learner_id, Wave.PRE, right=5)
    school.open(cohort, Wave.POST)
    for place, learner_id in enumerate(people[:in_time]):
        school.sit(learner_id, Wave.POST, right=6 if place < IMPROVED else 5)
    sheets = [(learner_id, school.sheet(learner_id, Wave.POST, right=14)) for learner_id in people[in_time:]]
    school.reveal(cohort)
    school.wait(days=1)
    for learner_id, sheet in sheets:
        assert school.put(learner_id, {**sheet, "sent_at": school.now.isoformat()}).status == 201
    school.settle(cohort)
    return cohort


def _late(school: School, filters: Filters = EVERYBODY, by: tuple[str, ...] = ("region",)) -> LateReport | None:
    (part,) = reporting.report(school.session, filters, by)
    return part.gains.late


def test_whoever_could_have_looked_the_answers_up_is_counted_and_counted_apart(school: School) -> None:
    group_with_late(school, 14, 12)

    (part,) = reporting.report(school.session, EVERYBODY)
    whole, late = part.gains.total.improved, part.gains.late

    assert whole is not None
    assert late is not None
    assert late.without is not None
    assert (whole.count, whole.n) == (IMPROVED + 12, 26)
    assert (late.n, late.improved.count) == (12, 12)
    assert (late.without.count, late.without.n) == (IMPROVED, 14)
    assert list(upkeep.findings(school.session)) == []
    upkeep.rebuild(school.session)
    assert list(upkeep.findings(school.session)) == []


def test_it_is_the_same_counted_one_by_one_and_of_any_part(school: School) -> None:
    group_with_late(school, 24, 22)

    of_girls = replace(EVERYBODY, sex="female")
    from_cells, one_by_one = (_late(school, of_girls, by) for by in (("region",), ("age_band",)))

    assert from_cells is not None
    assert one_by_one is not None
    assert replace(from_cells, groups=()) == replace(one_by_one, groups=())
    assert (from_cells.n, from_cells.improved.count) == (11, 11)


@pytest.mark.parametrize(("in_time", "late"), [(20, 10), (10, 20)])
def test_of_few_who_were_late_or_in_time_nothing_is_told(school: School, in_time: int, late: int) -> None:
    group_with_late(school, in_time, late)

    (part,) = reporting.report(school.session, EVERYBODY)

    assert part.gains.late is None
    notes = [note.code for note in part.gains.notes if note.values.get("figure") == "late" or "few_late" in note.code]
    assert notes == [NoteCode.FEW_LATE if late < LEAST else NoteCode.SUPPRESSED]


def test_where_nobody_was_late_nothing_is_said(school: School) -> None:
    group_with_late(school, 12, 0)

    (part,) = reporting.report(school.session, EVERYBODY)

    assert part.gains.late is None
    assert "late" not in {note.values.get("figure") for note in part.gains.notes}


def test_somebody_who_is_made_late_by_hand_is_named(school: School) -> None:
    group_with_late(school, 14, 12)

    school.session.execute(update(ScorePair).where(ScorePair.learner_id == 1).values(is_late=True))

    assert any("score_pair" in str(finding) for finding in upkeep.findings(school.session))
