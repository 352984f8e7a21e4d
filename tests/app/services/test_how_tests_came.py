"""How tests came stands in every report as counts, and figures stand with and without sheets of after the reveal."""

from dataclasses import replace

import pytest

from app.services.facilitator import paper
from app.services.figures import reporting, upkeep
from app.services.figures.reporting import Filters, Part, Scope
from app.services.submission import Reason, Source, Way
from app.services.waves import Wave
from app.store import Database
from app.store.programmes.cohorts import Cohort
from app.wording import Words, came_sentences, late_group_sentences, late_sentences
from tests.app.conftest import School
from tests.app.services.settled_groups import type_in

pytestmark = pytest.mark.items(14)
EVERYBODY = Filters(Scope(is_whole=True))


@pytest.fixture
def database(sqlite: Database) -> Database:
    """Whatever settles on PostgreSQL runs the same statement there."""
    return sqlite


def group(school: School, phones: int, *, corrected: int = 0, files: int = 0, late: int = 0) -> Cohort:
    """All have 5 right before. By phone nobody improves; of those corrected, from a file or typed late everybody."""
    cohort = school.cohort()
    people = [school.learner(cohort, sex=("female", "male")[n % 2]) for n in range(phones + corrected + files + late)]
    for wave in (Wave.PRE, Wave.POST):
        school.open(cohort, wave)
        on_paper = people[phones:] if wave is Wave.POST else []
        for learner_id in people[: len(people) - len(on_paper)]:
            school.sit(learner_id, wave, right=5)
    for place, learner_id in enumerate(on_paper[: corrected + files]):
        way = Way.PAPER if place < corrected else Way.FILE
        for right, reason in ((4, None), (9, Reason.MISREAD))[way is Way.FILE :]:
            sheet = paper.paper_of(school.session, learner_id, Wave.POST)
            paper.type_in(
                school.session,
                cohort,
                learner_id,
                Wave.POST,
                answers=school.answers(sheet.form, right=right),
                points={},
                sat_on=school.now.date(),
                source=Source(way, school.facilitator_id, reason),
                now=school.now,
            )
    school.reveal(cohort)
    for learner_id in on_paper[corrected + files :]:
        type_in(school, cohort, learner_id, right=14)
    school.settle(cohort)
    return cohort


def report(school: School, by: tuple[str, ...] = ("region",)) -> Part:
    (part,) = reporting.report(school.session, EVERYBODY, by)
    assert list(upkeep.findings(school.session)) == []
    return part


def test_a_report_counts_how_tests_came_and_how_many_were_corrected(school: School) -> None:
    group(school, 12, corrected=2, files=3)

    came = report(school).gains.came

    assert came is not None
    assert [(it.wave, it.way, it.count) for it in came.ways] == [
        ("pre", "phone", 17),
        ("post", "phone", 12),
        ("post", "typed", 2),
        ("post", "file", 3),
        ("", "corrected", 2),
    ]
    assert " ".join(came_sentences(Words("en"), report(school).gains)) == (
        "How the first tests of these learners came: 17 by phone. "
        "How their second tests came: 12 by phone, 2 typed in from paper, 3 from a file. "
        "Sheets of 2 of them were corrected; the first versions are kept."
    )
    rounded = replace(report(school).gains, came=replace(came, is_rounded=True))
    assert next(came_sentences(Words("en"), rounded)).endswith("came: about 17 by phone."), "beside an exact n"
    assert report(school, ("age_band", "sex")).gains.came == came, "also counted one by one"


def test_figures_stand_with_and_without_sheets_of_after_the_reveal(school: School) -> None:
    group(school, 14, late=12)

    gains = report(school).gains

    assert gains.total.improved is not None
    assert gains.late is not None
    assert gains.late.without is not None
    assert (gains.total.improved.count, gains.total.improved.n) == (12, 26)
    assert (gains.late.n, gains.late.without.count, gains.late.without.n) == (12, 0, 14)
    (region,) = gains.late.groups
    assert region.without is not None
    assert (region.key, region.n, region.without.count, region.without.n) == ("KZ-61", 12, 0, 14)
    assert any("Without them 0 of 14" in one for one in late_sentences(Words("en"), gains))
    (of_region,) = late_group_sentences(Words("en"), gains, {"KZ-61": "Turkistan"})
    assert of_region.startswith("Turkistan: Without them 0 of 14")
    assert any("second person’s yes" in one for one in came_sentences(Words("en"), gains))


def test_of_few_such_sheets_no_figure_without_them_is_given(school: School) -> None:
    group(school, 14, late=3)

    gains = report(school).gains

    assert gains.total.improved is not None
    assert (gains.total.improved.count, gains.late) == (3, None)
