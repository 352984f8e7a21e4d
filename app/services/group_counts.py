"""Counts of groups of learners out of the derived tables, as analytics takes them."""

from collections import defaultdict
from collections.abc import Sequence

from analytics import CohortClasses, CohortSums, Flow, GroupCounts, JointTable, Key
from app.store import Session, figures, leavers
from app.store.figures import ClassRow, Filters

Cells = list[tuple[int, int, int]]

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
    cohorts = cohort_counts(session, filters, by)
    left = _leavers(session, filters, by)
    found: dict[Key, GroupCounts] = {}
    for key in sorted(states):
        flow = states[key]
        found[as_key(key)] = GroupCounts(
            joint=JointTable.from_cells(cells[key], max_score),
            flow=Flow(
                pre_only=flow.get("pre_only", 0),
                post_only=flow.get("post_only", 0),
                paired=flow.get("paired", 0),
                enrolled=sum(flow.values()),
            ),
            cohorts=cohorts[key],
            # By score before: the margin of a table in which nobody has a second score.
            leavers=None if left is None else JointTable.from_cells(left[key], max_score).pre,
        )
    return found


def cohort_counts(
    session: Session, filters: Filters, by: Sequence[str], *, one_by_one: int = COHORTS_ONE_BY_ONE
) -> dict[tuple[str, ...], CohortSums | CohortClasses]:
    """What is known of the cohorts of each group, of groups without pairs too: all as sums, or all as classes."""
    if figures.COHORT_WIDE.issuperset(by) and figures.count_cohorts(session, filters) > one_by_one:
        classes: dict[tuple[str, ...], list[ClassRow]] = defaultdict(list)
        for key, folded in figures.list_cohort_classes(session, filters, by):
            classes[key].append(folded)
        return defaultdict(
            lambda: CohortClasses.from_rows([]), {key: CohortClasses.from_rows(rows) for key, rows in classes.items()}
        )
    sums: dict[tuple[str, ...], list[figures.CohortRow]] = defaultdict(list)
    for key, row in figures.list_cohort_sums(session, filters, by):
        sums[key].append(row)
    return defaultdict(lambda: CohortSums.from_rows([]), {key: CohortSums.from_rows(of) for key, of in sums.items()})


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
