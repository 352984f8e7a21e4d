"""Cohorts folded by the database into classes of one size give every figure of cohorts one by one."""

import random
from dataclasses import replace
from typing import Any

import pytest

from analytics import CohortClasses, CohortSums, GroupCounts, gain_report
from app.services.group_counts import cohort_counts, group_counts
from app.services.testing import Wave
from app.store import Session, figures
from app.store.figures import Filters, Scope
from tests.app.reported import Ledger

WHOLE = Filters(Scope(is_whole=True))


@pytest.fixture
def ledger(school: Any) -> Ledger:
    """40 cohorts of 3 to 9 learners, each with rows of several kinds of people, in three regions; and an empty one."""
    ledger = Ledger(school.release.structure_digest, school.programme_id, school.partner_id)
    draw = random.Random(11)
    for cohort in range(40):
        for _ in range(3 + cohort % 7):
            ledger.pair(
                draw.randint(2, 9),
                draw.randint(4, 14),
                cohort_id=cohort,
                region_code=("KZ-61", "KZ-35", "KZ-75")[cohort % 3],
                sex=draw.choice(["female", "male"]),
                month=draw.choice(["2026-02", "2026-03"]),
            )
    ledger.unpaired("neither", 4, region_code="KZ-15")
    moved_away = next(iter(ledger.cohorts))[:-1]
    ledger.cohorts[(*moved_away, ("cohort_id", 99))] = []
    return ledger


@pytest.mark.parametrize("by", [(), ("region",), ("country", "partner"), ("region", "way"), ("programme",)])
def test_classes_and_cohorts_one_by_one_give_the_same_report(
    session: Session, ledger: Ledger, by: tuple[str, ...]
) -> None:
    ledger.write(session)
    filters = replace(WHOLE, structure=ledger.structure)
    one_by_one = group_counts(session, filters, by, max_score=14)
    classes = cohort_counts(session, filters, by, one_by_one=0)
    folded = {
        key: GroupCounts.stratified(of.joint, of.flow, classes[(key,) if isinstance(key, str) else key], of.leavers)
        for key, of in one_by_one.items()
    }

    assert all(isinstance(of.cohorts, CohortSums) for of in one_by_one.values())
    assert all(isinstance(of.cohorts, CohortClasses) for of in folded.values())
    expected, found = gain_report(one_by_one), gain_report(folded)
    assert found.total == expected.total
    assert found.groups == expected.groups


def test_a_split_that_takes_cohorts_apart_keeps_them_one_by_one(session: Session, ledger: Ledger) -> None:
    ledger.write(session)

    by_sex = cohort_counts(session, WHOLE, ["sex"], one_by_one=0)
    assert all(isinstance(of, CohortSums) for strata in by_sex.values() for of in strata.values())
    with pytest.raises(ValueError, match="split by region, sex"):
        figures.list_cohort_classes(session, WHOLE, ["region", "sex"])


def test_a_narrowed_report_counts_its_own_cohorts(session: Session, ledger: Ledger) -> None:
    ledger.write(session)
    filters = replace(WHOLE, region="KZ-61")

    assert figures.count_cohorts(session, WHOLE) == 40
    assert figures.count_cohorts(session, filters) == 14
    assert sum(row[1] for _, row in figures.list_cohort_classes(session, filters)) == 14


def test_those_who_left_are_those_whose_second_test_is_over(school: Any, session: Session) -> None:
    """Three left; one of a class whose second test is still open may come yet, and so has not."""
    for is_over in (True, False):
        cohort = school.cohort()
        people = [school.learner(cohort) for _ in range(4)]
        school.open(cohort, Wave.PRE)
        for learner, right in zip(people, (3, 3, 9, 7), strict=True):
            school.sit(learner, Wave.PRE, right=right)
        school.close(cohort, Wave.PRE)
        school.wait(days=20)
        school.open(cohort, Wave.POST)
        for learner in people[3:] if is_over else people[1:]:
            school.sit(learner, Wave.POST, right=10)
        if is_over:
            school.close(cohort, Wave.POST)
    filters = replace(WHOLE, structure=school.release.structure_digest)

    def left(by: tuple[str, ...], **narrow: str) -> list[list[int] | None]:
        counts = group_counts(session, replace(filters, **narrow), by, max_score=14).values()
        return [None if of.leavers is None else of.leavers.tolist() for of in counts]

    assert left(()) == [[0, 0, 0, 2, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0]]
    assert left(("region", "sex")) == left(())
    assert left(("month",)) == [None]
    assert left((), region="KZ-61") == [None]
