"""What learners gained in the course beside what changed in groups that waited for it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from analytics import ComparisonCounts, Flow, GroupCounts, JointTable, sums_by_stratum, tells_of_hidden
from app.services.group_counts import STRATUM
from app.store import Session, figures
from app.store.figures import EARLY_PRE, PRE_POST, WAITED, CohortRow, Filters


@dataclass(frozen=True)
class _Learners:
    """Those of one wave pair. scores: learners by score before and after. states: by how far they came. cohorts: sums
    by cohort. regions: of each cohort."""

    scores: Counter[tuple[int, int]]
    states: Counter[str]
    cohorts: dict[int, CohortRow]
    regions: dict[int, str]

    @classmethod
    def stored(cls, session: Session, filters: Filters, wave_pair: str) -> "_Learners":
        cells = figures.list_gain_cells(session, filters, wave_pair=wave_pair)
        sums = figures.list_cohort_sums(session, filters, (STRATUM,), wave_pair=wave_pair)
        return cls(
            Counter({(pre, post): n for _, pre, post, n in cells}),
            Counter({state: n for _, state, n in figures.list_flow(session, filters, wave_pair=wave_pair)}),
            {row[0]: row for _, row in sums},
            {row[0]: region for (region,), row in sums},
        )

    def without(self, others: "_Learners") -> "_Learners":
        """All less those of whole cohorts."""
        return _Learners(
            self.scores - others.scores,
            self.states - others.states,
            {cohort: row for cohort, row in self.cohorts.items() if cohort not in others.cohorts},
            self.regions,
        )

    def counts(self, max_score: int) -> GroupCounts:
        return GroupCounts.stratified(
            JointTable.from_cells(((pre, post, n) for (pre, post), n in self.scores.items()), max_score),
            Flow(
                pre_only=self.states["pre_only"],
                post_only=self.states["post_only"],
                paired=self.states["paired"],
                enrolled=self.states.total(),
            ),
            sums_by_stratum(self.cohorts.values(), self.regions),
        )


def comparison_counts(session: Session, filters: Filters, max_score: int) -> ComparisonCounts | None:
    """Of one structure; None where nobody of a waiting group has taken early test and first test.

    Early test and first test are two forms: nobody who waits meets the same items twice.
    """
    if not figures.count_pairs(session, filters, (), wave_pair=EARLY_PRE):
        return None
    waiting = _Learners.stored(session, filters, EARLY_PRE)
    waited = _Learners.stored(session, filters, WAITED)
    course = _Learners.stored(session, filters, PRE_POST).without(waited)
    return ComparisonCounts(
        course=course.counts(max_score),
        waiting=waiting.counts(max_score),
        is_randomised=figures.are_all_drawn(session, filters),
        same_items=False,
        afterwards=waited.counts(max_score) if waited.scores else None,
    )


def is_told_by_filters(session: Session, filters: Filters, threshold: int) -> bool:
    """Whether the comparison, beside the one without a filter, would tell of a few learners in a part of it."""
    for dimension, wider, is_chosen in figures.widened(filters):
        for values in _parts(session, wider, dimension):
            chosen = {place for place, value in enumerate(values) if is_chosen(value)}
            if tells_of_hidden(list(values.values()), chosen, threshold):
                return True
    return False


def _parts(session: Session, filters: Filters, dimension: str) -> Iterator[dict[str, int]]:
    """Learners in each part of the comparison, by the values of one dimension."""
    everybody, waiting, waited = (
        {value: n for (value,), n in figures.count_pairs(session, filters, (dimension,), wave_pair=pair).items()}
        for pair in (PRE_POST, EARLY_PRE, WAITED)
    )
    yield waiting
    yield waited
    yield {value: n - waited.get(value, 0) for value, n in everybody.items()}
