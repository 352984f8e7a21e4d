"""What learners said of the course and how many they taught: shown from eleven on, and never by subtraction."""

from dataclasses import replace

import pytest

from analytics import Options, ReactionFigures, ReactionReport
from app.content import Release
from app.services import reach
from app.services.reception import reactions, taught
from app.services.tallies import Tallies
from app.services.testing import Wave
from app.store import Session
from app.store.figures import Filters, Scope
from app.wording import Taught
from tests.app.asking import with_statements
from tests.app.conftest import School

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


def _tallies(school: School) -> Tallies:
    return Tallies(school.session, school.release.instrument)


def _said(school: School, filters: Filters = ALL, by: tuple[str, ...] = ()) -> ReactionReport:
    (found,) = reactions(_tallies(school), filters, by, options=Options(suppress=11), hidden=set())
    assert found.reaction == "useful"
    return found


def test_a_reaction_of_eleven_is_told_with_its_n(school: School) -> None:
    _class(school, [5, 5, 5, 5, 5, 4, 4, 3, 3, 2, 1, None])
    total = _said(school).total

    assert (total.n, total.satisfied.count, total.satisfied.share, total.mean) == (11, 7, 7 / 11, 42 / 11)


def test_of_ten_nothing_is_told(school: School) -> None:
    _class(school, [5, 5, 5, 5, 5, 4, 4, 3, 3, 2])

    assert _said(school).total == ReactionFigures(None)


@pytest.mark.parametrize("last", [5, 1])
def test_what_would_speak_of_every_learner_is_a_range(school: School, last: int) -> None:
    _class(school, [5] * 11 + [last])
    total = _said(school).total

    assert (total.n, total.satisfied.share, total.mean) == (12, None, None)
    assert (total.satisfied.low, total.satisfied.high) == (11 / 12, 1)


def test_a_filter_does_not_tell_of_the_one_it_leaves_out(school: School) -> None:
    """Twelve learners less eleven girls would be what the boy said."""
    _class(school, [5, 5, 5, 5, 5, 4, 4, 3, 3, 2, 1, 1])

    assert _said(school).total.n == 12
    assert _said(school, replace(ALL, sex="female")).total == ReactionFigures(None)


def test_a_reaction_by_region_has_its_interval_and_hides_the_small(school: School) -> None:
    for points in ([5, 5, 4, 4, 2, 1], [5, 3, 4, 4, 2, 1]):
        _class(school, points)
    _class(school, [5, 4, 4, 5, 1, 2, 3, 3, 3, 4, 5], region_code="KZ-75")
    _class(school, [5, 4, 1], region_code="KZ-79")
    found = _said(school, by=("region",))
    west, *others = found.groups

    assert (west.key, west.n, west.satisfied.count) == ("KZ-61", 12, 7)
    assert west.satisfied.low < 7 / 12 < west.satisfied.high
    assert west.low < west.mean == 40 / 12 < west.high
    assert others == [ReactionFigures("KZ-75"), ReactionFigures("KZ-79")]
    assert found.total.n == 26


def test_a_reaction_is_hidden_where_the_scores_are(school: School) -> None:
    _class(school, [5, 4, 4, 5, 1, 2, 3, 3, 3, 4, 5])
    (found,) = reactions(_tallies(school), ALL, ("region",), options=Options(suppress=11), hidden={"KZ-61"})

    assert found.groups == (ReactionFigures("KZ-61"),)


def test_nobody_asked_says_nothing(school: School) -> None:
    school.learner(school.cohort())

    assert not reactions(_tallies(school), ALL, (), options=Options(), hidden=set())
    assert taught(school.session, ALL, BY, threshold=11) == ()


def _reports(school: School, region: str, peers: list[int], *, sex: str = "female") -> None:
    cohort = school.cohort(region_code=region)
    for number in peers:
        reach.report(school.session, school.learner(cohort, sex=sex), number, school.now)


def test_peers_taught_are_summed_by_region_and_in_all(school: School) -> None:
    _reports(school, "KZ-61", [2] * 11)
    _reports(school, "KZ-75", [1] * 12)

    assert taught(school.session, ALL, BY, threshold=11) == (
        Taught(None, 23, 34),
        Taught("KZ-61", 11, 22),
        Taught("KZ-75", 12, 12),
    )


def test_a_small_region_is_hidden_and_a_second_with_it(school: School) -> None:
    for region, count in (("KZ-61", 11), ("KZ-75", 3), ("KZ-79", 14)):
        _reports(school, region, [1] * count)

    assert taught(school.session, ALL, BY, threshold=11) == (
        Taught(None, 28, 28),
        Taught("KZ-61", None, None),
        Taught("KZ-75", None, None),
        Taught("KZ-79", 14, 14),
    )


def test_of_fewer_than_eleven_in_all_nothing_is_told(school: School) -> None:
    _reports(school, "KZ-61", [1] * 10)

    assert taught(school.session, ALL, BY, threshold=11) == (Taught(None, None, None), Taught("KZ-61", None, None))


def test_a_filter_on_a_region_does_not_tell_of_the_other(school: School) -> None:
    _reports(school, "KZ-61", [1] * 11)
    _reports(school, "KZ-75", [7])

    found = taught(school.session, replace(ALL, region="KZ-61"), BY, threshold=11)

    assert found[0] == Taught(None, None, None)


def test_a_filter_does_not_tell_of_the_one_boy_of_a_region(school: School) -> None:
    """His number would be the region less its girls."""
    for region, boys in (("KZ-61", 1), ("KZ-75", 11)):
        _reports(school, region, [1] * 12)
        _reports(school, region, [3] * boys, sex="male")

    found = taught(school.session, replace(ALL, sex="female"), BY, threshold=11)

    assert found == (Taught(None, 24, 24), Taught("KZ-61", None, None), Taught("KZ-75", None, None))


def test_peers_are_told_by_what_the_report_is_split_by(school: School) -> None:
    _reports(school, "KZ-61", [2] * 11)
    _reports(school, "KZ-75", [1] * 12, sex="male")

    assert taught(school.session, ALL, ("sex",), threshold=11)[1:] == (
        Taught("female", 11, 22),
        Taught("male", 12, 12),
    )
    assert taught(school.session, ALL, ("form_order",), threshold=11) == (Taught(None, 23, 34),)


def test_a_filter_does_not_tell_what_a_range_withholds(school: School) -> None:
    """All of the east were satisfied. The west is a range beside it, and told the east when it was asked for alone."""
    _class(school, [5] * 12, region_code="KZ-75")
    _class(school, [5] * 11 + [1] * 9, region_code="KZ-61")
    west = _said(school, replace(ALL, region="KZ-61"))
    beside = {group.key: group.satisfied for group in _said(school, by=BY).groups}

    assert _said(school).total.satisfied.count == 23
    assert (beside["KZ-75"].count, beside["KZ-61"].count) == (None, None)
    assert west.total.satisfied.count is None
    assert (west.total.satisfied.low, west.total.satisfied.high) == (beside["KZ-61"].low, beside["KZ-61"].high)
