"""Counts of groups of learners out of the derived tables, as analytics takes them."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from analytics import CohortClasses, CohortSums, Flow, GroupCounts, JointTable, Key
from app.store import Session, figures, leavers
from app.store.figures import ClassRow, Filters

Cells = list[tuple[int, int, int]]

STRATUM = "region"
"""What cohorts are compared within: regions may differ without learners of one cohort being alike."""

COHORTS_ONE_BY_ONE = 5_000
"""Up to so many cohorts each has its own sums, which the comparison of groups by CR2 needs. Beyond, they come in
classes of one size, and a report costs the same for half a million of them."""


def group_counts(session: Session, filters: Filters, by: Sequence[str], *, max_score: int) -> dict[Key, GroupCounts]:
    """By key in order; without `by` one group. A group where nobody has taken a test is there, with its flow."""
    cells: dict[tuple[str, ...], list[tuple[int, int, int]]] = defaultdict(list)
    states: dict[tuple[str, ...], dict[str, int]] = defaultdict(dict)
    for key, pre, post, count in figures.list_gain_cells(session, filters, by):
        cells[key].append((pre, post, count))
    for key, state, count in figures.list_flow(session, filters, by):
        states[key][state] = count
    strata = cohort_counts(session, filters, by)
    left = _leavers(session, filters, by)
    found: dict[Key, GroupCounts] = {}
    for key in sorted(states):
        flow = states[key]
        found[as_key(key)] = GroupCounts.stratified(
            JointTable.from_cells(cells[key], max_score),
            Flow(
                pre_only=flow.get("pre_only", 0),
                post_only=flow.get("post_only", 0),
                paired=flow.get("paired", 0),
                enrolled=sum(flow.values()),
            ),
            strata[key],
            # By score before: the margin of a table in which nobody has a second score.
            None if left is None else JointTable.from_cells(left[key], max_score).pre,
        )
    return found


def cohort_counts(
    session: Session, filters: Filters, by: Sequence[str], *, one_by_one: int = COHORTS_ONE_BY_ONE
) -> dict[figures.Key, dict[str, CohortSums | CohortClasses]]:
    """The cohorts of each group by their region, of groups without pairs too: all as sums, or all as classes."""
    is_folded = figures.COHORT_WIDE.issuperset(by) and figures.count_cohorts(session, filters) > one_by_one
    list_rows = figures.list_cohort_classes if is_folded else figures.list_cohort_sums
    read: Callable[[Any], CohortSums | CohortClasses] = CohortClasses.from_rows if is_folded else CohortSums.from_rows
    rows: dict[figures.Key, dict[str, list[tuple[int, ...]]]] = defaultdict(lambda: defaultdict(list))
    for (*key, region), row in list_rows(session, filters, (*by, STRATUM)):
        rows[tuple(key)][region].append(row)
    return defaultdict(
        lambda: {"": read([])},
        {key: {region: read(of) for region, of in sorted(regions.items())} for key, regions in rows.items()},
    )


def everyone(session: Session, filters: Filters) -> tuple[CohortClasses, ...]:
    """All cohorts of one instrument by region, whatever the report's filters and its reader's scope: what groups of few
    cohorts borrow their ICC from."""
    rows: dict[str, list[ClassRow]] = defaultdict(list)
    for (region,), row in figures.list_cohort_classes(session, figures.unfiltered(filters), (STRATUM,)):
        rows[region].append(row)
    return tuple(CohortClasses.from_rows(rows[region]) for region in sorted(rows))


def _leavers(session: Session, filters: Filters, by: Sequence[str]) -> dict[figures.Key, Cells] | None:
    """(score, 0, learners) of each group; None where they are not told: of a narrowed report, which beside the whole
    one would tell of a few, and of a split that no query knows."""
    if filters.structure is None or figures.widened(filters) or not leavers.SPLITS.issuperset(by):
        return None
    found: dict[figures.Key, Cells] = defaultdict(list)
    for cell in leavers.list_leavers(session, filters.scope, filters.structure, by):
        found[cell.key].append((cell.score, 0, cell.learners))
    return found


def as_key(values: Sequence[str]) -> Key:
    """One value by itself, several as they are."""
    return values[0] if len(values) == 1 else tuple(values)
