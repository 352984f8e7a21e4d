"""From columns of scores to the counts of each group, in one pass."""

from typing import Any

import numpy as np
import numpy.typing as npt

from analytics.counts.cohorts import CohortSums
from analytics.counts.columns import from_lowest, labels_of, numbered, pieces, sums_by_label
from analytics.counts.flow import Flow
from analytics.counts.groups import GroupCounts, Key, together
from analytics.counts.joint import Counts, JointTable, pair_codes


def counts_of_pairs(
    pre: npt.ArrayLike,
    post: npt.ArrayLike,
    max_score: int,
    *,
    group: npt.ArrayLike | None = None,
    cohort: npt.ArrayLike | None = None,
    strata: npt.ArrayLike | None = None,
    learner: npt.ArrayLike | None = None,
) -> dict[Key, GroupCounts]:
    """Counts the joint table and the cohort sums of every group, for `gain_report`, from columns of scores.

    pre, post: whole scores 0..max_score, one entry per learner with both tests. group, cohort: labels of the same
    length. strata: labels within which cohorts are compared, such as regions; they need cohorts. learner: labels that
    are only checked, each to come once. Groups are in rising order, called by their label as a string; without group
    there is one, "". Columns are read in pieces: beside them it takes some 100 MB whatever their length, if labels are
    whole numbers close together and no cohort is in two groups (mixed cohorts, by sex say, are recognised and counted
    in each group).

    Raises ValueError for a learner who comes twice, a score that is out of range, missing or not whole, a missing
    label, columns of different lengths, or strata without cohorts. Source: arithmetic, on whole numbers.
    """
    if learner is not None:
        _once_each(labels_of(learner, "label"))
    before, after = np.asarray(pre), np.asarray(post)
    groups = None if group is None else labels_of(group, "group")
    cohorts = None if cohort is None else labels_of(cohort, "cohort")
    layers = None if strata is None else labels_of(strata, "stratum")
    columns = [before, after, *(labels for labels in (groups, cohorts, layers) if labels is not None)]
    if len({column.shape for column in columns}) > 1 or before.ndim != 1:
        raise ValueError("scores, groups, cohorts and strata must be equally many")
    if layers is not None:
        if cohorts is None:
            raise ValueError("strata are of cohorts: name the cohorts too")
        return _stratified(before, after, max_score, groups, cohorts, layers)
    names, places, lowest = numbered(np.zeros(1, dtype=np.int64) if groups is None else groups)
    size, n = max_score + 1, before.size
    tables = np.zeros(names.size * size * size, dtype=np.int64)
    sums = None if cohorts is None else _Sums(cohorts, names.size, size)
    for piece in pieces(n):
        codes = pair_codes(before[piece], after[piece], max_score, names.size)
        if group is not None:
            codes += from_lowest(places[piece], lowest).astype(codes.dtype) * codes.dtype.type(size * size)
        pair = codes.astype(np.int64)
        tables += np.bincount(pair, minlength=tables.size)
        if sums is not None:
            sums.add(piece, pair)
    by_group = tables.reshape(names.size, size, size)
    present = np.flatnonzero(by_group.sum(axis=(1, 2))) if group is not None else np.zeros(1, dtype=np.int64)
    of_cohorts = None if sums is None else sums.by_group(present)
    if sums is not None and of_cohorts is None and cohorts is not None:  # mixed cohorts: each group by itself
        mine = {str(names[place]): np.flatnonzero(places == place + lowest) for place in present}
        return {
            name: counts_of_pairs(before[rows], after[rows], max_score, cohort=cohorts[rows])[""]
            for name, rows in mine.items()
        }
    counts: dict[Key, GroupCounts] = {}
    for order, place in enumerate(present):
        joint = JointTable(by_group[place])
        counts["" if group is None else str(names[place])] = GroupCounts(
            joint,
            Flow(pre_only=0, post_only=0, paired=joint.n),
            None if of_cohorts is None else of_cohorts[order],
        )
    return counts


def _stratified(
    before: npt.NDArray[Any],
    after: npt.NDArray[Any],
    max_score: int,
    groups: npt.NDArray[Any] | None,
    cohorts: npt.NDArray[Any],
    strata: npt.NDArray[Any],
) -> dict[Key, GroupCounts]:
    """Each stratum by itself, then the strata of each group together."""
    parts: dict[Key, list[GroupCounts]] = {}
    for name in np.unique(strata):
        rows = np.flatnonzero(strata == name)
        of = None if groups is None else groups[rows]
        for key, one in counts_of_pairs(before[rows], after[rows], max_score, group=of, cohort=cohorts[rows]).items():
            if one.cohorts is not None:
                layer = GroupCounts.stratified(one.joint, one.flow, {str(name): one.cohorts})
                parts.setdefault(key, []).append(layer)
    in_order = [""] if groups is None else [str(name) for name in np.unique(groups)]
    return {key: together(parts[key]) for key in in_order}


def _once_each(learners: npt.NDArray[Any]) -> None:
    labels, times = np.unique(learners, return_counts=True)
    twice = labels[times > 1]
    if twice.size:
        raise ValueError(f"{twice.size} learners come more than once, '{twice[0]}' among them")


class _Sums:
    """Sums by cohort, gathered piece by piece. A code is group · (k + 1)² + pre · (k + 1) + post."""

    def __init__(self, cohorts: npt.NDArray[np.generic], groups: int, size: int) -> None:
        self.names, self.column, self.lowest = numbered(cohorts)
        code = np.arange(groups * size * size)
        group, pre, post = code // (size * size), code // size % size, code % size
        self.values = np.stack(
            (post > pre, post < pre, pre, post, pre * pre, pre * post, post * post, group, group * group), axis=1
        ).astype(np.int64)
        self.one_group = groups == 1
        if self.one_group:
            self.values = self.values[:, :7]
        self.learners = np.zeros(self.names.size, dtype=np.int64)
        self.sums = np.zeros((9, self.names.size), dtype=np.int64)

    def add(self, piece: slice, codes: Counts) -> None:
        first = int(self.column[piece].min())  # learners of a cohort often stand together: then a piece meets few
        places = self.column[piece].astype(np.int64)
        places -= first
        counted = np.bincount(places)
        met = slice(first - self.lowest, first - self.lowest + counted.size)
        self.learners[met] += counted
        for column, sums in sums_by_label(places, codes, self.values, int(counted.max())):
            self.sums[column, met] += sums

    def by_group(self, present: Counts) -> list[CohortSums] | None:
        """For each group its cohorts. None where a cohort lies in several groups."""
        occupied = np.flatnonzero(self.learners)
        n, sums = self.learners, self.sums
        if occupied.size < n.size:
            n, sums = n[occupied], sums[:, occupied]
        up, down, pre, post, squares, products, post_squares, group, group_squares = sums
        if not self.one_group and (group * group != n * group_squares).any():
            return None  # by Cauchy and Schwarz equal only where all of a cohort are in one group
        columns = (
            n, post - pre, post_squares - 2 * products + squares, up, down, pre, squares, products
        )  # fmt: skip
        own = np.zeros(n.size, dtype=np.int64) if self.one_group else group // n
        order = np.argsort(own.astype(np.min_scalar_type(int(own.max(initial=0)))), kind="stable")
        ends = np.searchsorted(own[order], present, side="right")
        in_order = [column[order] for column in (self.names[occupied], *columns)]
        return [
            CohortSums(*(_frozen(column[start:end]) for column in in_order))
            for start, end in zip((0, *ends)[: ends.size], ends, strict=True)
        ]


def _frozen(column: npt.NDArray[Any]) -> npt.NDArray[Any]:
    column.flags.writeable = False
    return column
