"""However learners are counted, by cells, one by one or in classes of cohorts of one size: the figures are alike."""

import random
from dataclasses import replace
from typing import Any

import pytest

from analytics import CohortClasses, CohortSums, GainReport, gain_report
from app.publishing.tables import SPLITS
from app.services.figures import tallies
from app.services.figures.parts import beside
from app.services.figures.tallies import Tallies
from app.services.releases import release_of_structure
from app.store import Session
from app.store.figures.selection import Filters, Scope
from tests.app.reported import Settled

pytestmark = pytest.mark.items(14)

WHOLE = Filters(Scope(is_whole=True))
REGIONS = ("KZ-61", "KZ-35", "KZ-75")
FIXED = [(), *SPLITS, ("country",), ("month",), ("region", "month"), ("programme", "sex")]


@pytest.fixture
def settled(school: Any) -> Settled:
    """40 cohorts of 5 to 11 learners, of several kinds of people, in three regions; some with one test or none."""
    settled = Settled(school.release.structure_digest, school.programme_id, school.partner_id)
    draw = random.Random(11)
    for cohort in range(40):
        wide = {"region_code": REGIONS[cohort % 3], "month": draw.choice(["2026-02", "2026-03"]), "cohort_id": cohort}
        for _ in range(5 + cohort % 7):
            settled.pair(
                draw.choice([None, 2, 5, 9, 9]),
                draw.choice([None, 4, 9, 14, 14]),
                sex=draw.choice(["female", "male", "unsaid"]),
                age_band=draw.choice(["14", "15-17"]),
                language=draw.choice(["ru", "kk"]),
                channel=draw.choice(["page", "paper"]),
                form_order=draw.choice(["AB", "BA"]),
                **{**wide, "way": ("room", "remote")[cohort % 2]},
            )
    return settled


NARROW = (
    (("region", "KZ-35"),),
    (("sex", "female"),),
    (("region", "KZ-75"), ("sex", "male")),
    (("from_month", "2026-03"),),
)


def _figures(session: Session, filters: Filters, by: tuple[str, ...]) -> GainReport:
    counted = Tallies(session, release_of_structure(session, filters.structure or "").instrument)
    more = beside(counted, filters, by)
    return gain_report(counted.group_counts(filters, by), more=more, whole=counted.whole(filters, by))


def test_cells_and_learners_one_by_one_give_the_same_report(
    session: Session, settled: Settled, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled.write(session)
    filters = replace(WHOLE, structure=settled.structure)
    by_cells = {by: _figures(session, filters, by) for by in FIXED}
    narrow = {of: _figures(session, replace(filters, **dict(of)), ("region",)) for of in NARROW}
    monkeypatch.setattr(Tallies, "split_of", lambda *_: None)

    for by, figures in by_cells.items():
        assert figures == _figures(session, filters, by), by
    for of, figures in narrow.items():
        one_by_one = _figures(session, replace(filters, **dict(of)), ("region",))
        assert (figures.total, figures.groups) == (one_by_one.total, one_by_one.groups), of


def test_classes_and_cohorts_one_by_one_give_the_same_report(
    session: Session, settled: Settled, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled.write(session)
    filters = replace(WHOLE, structure=settled.structure)
    counted = Tallies(session, release_of_structure(session, settled.structure).instrument)
    expected = {by: (counted.group_counts(filters, by), counted.whole(filters, by)) for by in FIXED}
    monkeypatch.setattr(tallies, "COHORTS_ONE_BY_ONE", 0)

    for by, (one_by_one, whole) in expected.items():
        folded = counted.group_counts(filters, by)
        assert all(isinstance(of.cohorts, CohortSums) for of in one_by_one.values()), by
        assert all(isinstance(of.cohorts, CohortClasses) for of in folded.values()), by
        first, second = gain_report(one_by_one, whole=whole), gain_report(folded, whole=counted.whole(filters, by))
        assert (first.total, first.groups) == (second.total, second.groups), by
