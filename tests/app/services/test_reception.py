"""What learners of settled groups said of the course and how many they taught: shown from eleven on."""

from dataclasses import replace

import pytest

from analytics import Options, ReactionFigures, ReactionReport
from app.content import Release
from app.services.figures.reception import reactions, taught
from app.services.figures.tallies import Tallies
from app.services.learner import reach
from app.services.waves import Wave
from app.store import Session
from app.store.figures.selection import Filters, Scope
from app.wording import Taught
from tests.app.asking import with_statements
from tests.app.conftest import School

pytestmark = pytest.mark.items(14)

ALL = Filters(Scope(is_whole=True))
BY = ("region",)


@pytest.fixture
def school(session: Session, release: Release) -> School:
    return School(session, with_statements(release))


def _class(school: School, points: list[int | None], **about: str) -> list[int]:
    """A cohort whose learners took both tests and said this of the course."""
    cohort = school.cohort(**about)
    people = [school.learner(cohort, sex="male" if place == 0 else "female") for place in range(len(points))]
    for wave in (Wave.PRE, Wave.POST):
        school.open(cohort, wave)
        for learner_id, point in zip(people, points, strict=True):
            if wave is Wave.POST:
                sheet = school.sheet(learner_id, wave, right=9, statements={"useful": point})
                assert school.put(learner_id, sheet).status == 201
            else:
                school.sit(learner_id, wave, right=5)
    return people


def _of(school: School, filters: Filters = ALL) -> Filters:
    return replace(filters, structure=school.release.structure_digest)


def _taught(school: School, by: tuple[str, ...]) -> tuple[Taught, ...]:
    school.settle_all()
    return taught(_tallies(school), _of(school), by)


def _tallies(school: School) -> Tallies:
    return Tallies(school.session, school.release.instrument)


def _report(school: School, filters: Filters = ALL, by: tuple[str, ...] = ()) -> ReactionReport:
    school.settle_all()
    (report,) = reactions(_tallies(school), _of(school, filters), by, options=Options())
    assert report.reaction == "useful"
    return report


def test_a_reaction_of_eleven_is_told_with_its_n(school: School) -> None:
    _class(school, [5, 5, 5, 5, 5, 4, 4, 3, 3, 2, 1, None])
    total = _report(school).total

    assert (total.n, total.satisfied.count, total.satisfied.share, total.mean) == (11, 7, 7 / 11, 42 / 11)


def test_of_ten_nothing_is_told(school: School) -> None:
    _class(school, [5, 5, 5, 5, 5, 4, 4, 3, 3, 2])

    assert _report(school).total == ReactionFigures(None)


def test_that_all_are_satisfied_is_told(school: School) -> None:
    _class(school, [5] * 12)
    total = _report(school).total

    assert (total.n, total.satisfied.count, total.mean) == (12, 12, 5)


def test_a_reaction_by_region_has_its_interval_and_hides_the_small_alone(school: School) -> None:
    for points in ([5, 5, 4, 4, 2, 1], [5, 3, 4, 4, 2, 1]):
        _class(school, points)
    _class(school, [5, 4, 4, 5, 1, 2, 3, 3, 3, 4, 5], region_code="KZ-75")
    _class(school, [5, 4, 1], region_code="KZ-79")
    report = _report(school, by=("region",))
    west, *others = report.groups

    assert (west.key, west.n, west.satisfied.count) == ("KZ-61", 12, 7)
    assert west.satisfied.low < 7 / 12 < west.satisfied.high
    assert west.low < west.mean == 40 / 12 < west.high
    assert [(one.key, one.n) for one in others] == [("KZ-75", 11), ("KZ-79", None)]
    assert others[1] == ReactionFigures("KZ-79")
    assert report.total.n == 26


def test_nobody_asked_says_nothing(school: School) -> None:
    school.learner(school.cohort())

    assert not reactions(_tallies(school), _of(school), (), options=Options())
    assert _taught(school, BY) == ()


def _reports(school: School, region: str, peers: list[int], *, sex: str = "female") -> None:
    cohort = school.cohort(region_code=region)
    for number in peers:
        reach.report(school.session, school.learner(cohort, sex=sex), number, school.now)
    school.open(cohort, Wave.POST)


def test_peers_taught_are_summed_by_region_and_in_all(school: School) -> None:
    _reports(school, "KZ-61", [2] * 11)
    _reports(school, "KZ-75", [1] * 12)

    assert _taught(school, BY) == (Taught(None, 23, 34), Taught("KZ-61", 11, 22), Taught("KZ-75", 12, 12))


def test_a_small_region_is_hidden_and_no_other_with_it(school: School) -> None:
    for region, count in (("KZ-61", 11), ("KZ-75", 3), ("KZ-79", 14)):
        _reports(school, region, [1] * count)

    assert _taught(school, BY) == (
        Taught(None, 28, 28),
        Taught("KZ-61", 11, 11),
        Taught("KZ-75", None, None),
        Taught("KZ-79", 14, 14),
    )


def test_of_fewer_than_eleven_in_all_nothing_is_told(school: School) -> None:
    _reports(school, "KZ-61", [1] * 10)

    assert _taught(school, BY) == (Taught(None, None, None), Taught("KZ-61", None, None))


def test_peers_are_told_by_what_the_report_is_split_by(school: School) -> None:
    _reports(school, "KZ-61", [2] * 11)
    _reports(school, "KZ-75", [1] * 12, sex="male")

    assert _taught(school, ("sex",))[1:] == (Taught("female", 11, 22), Taught("male", 12, 12))
