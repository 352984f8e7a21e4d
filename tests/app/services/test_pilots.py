"""A group by which course and test are tried out: its own facilitator sees what it learned, and no figure has it."""

from datetime import UTC, datetime, time

import pytest
from sqlalchemy import select, update

from app.publishing import drafts
from app.services import cohorts
from app.services.administrator import lottery
from app.services.facilitator.gain import gain_of
from app.services.figures import reporting, upkeep
from app.services.figures.coverage import coverage_of
from app.services.figures.reporting import Filters, Scope
from app.services.waves import Wave
from app.store import Database
from app.store.figures.selection import DISAGGREGATES
from app.store.programmes import programmes
from app.store.programmes.cohorts import Cohort
from app.store.steps import COURSE, REVEAL
from app.store.tables import Cell
from app.store.tables import Cohort as CohortRow
from app.wording import Words
from tests.app.conftest import School

pytestmark = pytest.mark.items(14)
EVERYBODY = Filters(Scope(is_whole=True))


@pytest.fixture
def database(sqlite: Database) -> Database:
    return sqlite


def _settled(school: School, n: int, *, is_pilot: bool) -> Cohort:
    cohort = school.cohort(is_pilot=is_pilot)
    people = [school.learner(cohort) for _ in range(n)]
    for wave, right in ((Wave.PRE, 4), (Wave.POST, 9 if is_pilot else 4)):
        school.open(cohort, wave)
        for learner_id in people:
            school.sit(learner_id, wave, right=right)
    school.settle(cohort)
    return school.anew(cohort)


def test_a_pilot_is_in_no_figure_however_it_is_counted(school: School) -> None:
    _settled(school, 12, is_pilot=False)
    pilot = _settled(school, 13, is_pilot=True)

    for by in (("region",), ("sex", "age_band")):
        (part,) = reporting.report(school.session, EVERYBODY, by)
        assert part.gains.total.improved is not None
        assert (part.gains.total.improved.count, part.gains.total.improved.n) == (0, 12)
    assert {*school.session.scalars(select(Cell.standing))} == {"counted", "pilot"}
    assert [gain_of(school.session, pilot, step).improved for step in (REVEAL, COURSE)] == [13, 13]
    assert list(upkeep.findings(school.session)) == []


def test_figures_and_a_publication_are_the_same_with_a_pilot_as_without_it(school: School) -> None:
    """The whole report by each split that there is, with items and reactions, and all that would be published."""
    for _ in range(2):
        _settled(school, 12, is_pilot=False)
    programme = programmes.get_by_id(school.session, school.programme_id)
    assert programme is not None
    until_on = school.now.date()
    school.wait(days=1)

    def everything() -> object:
        gains = [
            [part.gains for part in reporting.report(school.session, EVERYBODY, by)]
            for by in ((), *((split,) for split in DISAGGREGATES), ("region", "sex"), ("sex", "age_band"))
        ]
        draft = drafts.draft(school.session, programme, until_on, home="https://navigator.example", now=school.now)
        covered = coverage_of(school.session, EVERYBODY, school.release.structure_digest, Words("en"))
        return gains, draft.content, covered, reporting.choices(school.session, EVERYBODY.scope)

    before, now = everything(), school.now
    school.now = datetime.combine(until_on, time(5), tzinfo=UTC)
    _settled(school, 40, is_pilot=True)
    school.now = now

    assert everything() == before


def test_where_there_are_pilots_alone_there_is_no_report_and_nothing_to_publish(school: School) -> None:
    _settled(school, 13, is_pilot=True)
    programme = programmes.get_by_id(school.session, school.programme_id)
    assert programme is not None

    assert reporting.report(school.session, EVERYBODY) == ()
    with pytest.raises(drafts.NothingToPublish):
        drafts.draft(school.session, programme, school.now.date(), home="https://navigator.example", now=school.now)


def test_a_pilot_that_has_not_settled_is_no_progress_of_the_programme(school: School) -> None:
    cohort = school.cohort(is_pilot=True)
    school.learner(cohort)

    assert reporting.progress(school.session, Scope(is_whole=True)).enrolled == 0


def test_nobody_becomes_a_pilot_or_ceases_to_be_one_when_somebody_has_joined(school: School) -> None:
    """Else a group that learned little could be taken out of the figures."""
    cohort = school.cohort()
    pilot = cohorts.edit(school.session, cohort, school.outline(is_pilot=True), now=school.now)
    assert pilot.is_pilot
    school.learner(pilot)

    with pytest.raises(cohorts.PilotIsFixed):
        cohorts.edit(school.session, pilot, school.outline(), now=school.now)


def test_a_pilot_that_is_made_a_group_like_others_by_hand_is_named(school: School) -> None:
    pilot = _settled(school, 13, is_pilot=True)

    school.session.execute(update(CohortRow).where(CohortRow.cohort_id == pilot.cohort_id).values(is_pilot=False))

    assert list(upkeep.findings(school.session)) != []


def test_no_lots_are_drawn_about_a_pilot(school: School) -> None:
    entrants = [school.cohort(is_open=False, label=f"group {n}") for n in range(2)]
    school.cohort(is_open=False, label="pilot", is_pilot=True)

    drawn = lottery.draw(school.session, school.programme_id, now=school.now)

    assert {*drawn.entrants} == {it.ref for it in entrants}
