"""Scores into the counts that every figure is made of."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from analytics import CohortSums, Flow, GroupCounts, JointTable, Key, counts_of_pairs
from analytics import together as of_strata
from app.files.faults import Faults
from app.files.layout import Layout
from app.files.learners import each_once
from app.files.months import NEVER, Time, times
from app.files.scores import NOT_TAKEN, Marks, Points, Scores, read_scores
from app.files.strata import strata_of
from app.files.table import Column, Table, TableFault, in_short, together
from app.sentences import N_

MOST_CELLS = 25_000_000
"""Of all joint tables together; each has (max + 1)² of them."""

Groups = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Study:
    """Holds all tables of one call together, one entry per learner in each array.

    groups: their keys, in the order to be shown; group: the index of each learner's. cohort: a whole number for each
    cohort, None if learners are independent. is_max_seen, incomplete_pre, incomplete_post, pre_marks, post_marks: as in
    Scores. items: names from the first table; () for score columns. by_order: items of the second test have other names
    and may be other questions. strata: names; stratum: the index of each learner's, None if there is one stratum.
    """

    groups: tuple[Key, ...]
    group: Groups
    cohort: Groups | None
    pre: Points
    post: Points
    max_score: int
    is_max_seen: bool
    incomplete_pre: int
    incomplete_post: int
    pre_marks: Marks | None = None
    post_marks: Marks | None = None
    items: tuple[str, ...] = ()
    strata: tuple[str, ...] = ()
    stratum: Groups | None = None
    by_order: bool = False

    @property
    def neither(self) -> int:
        """The number of learners without a complete attempt at either test."""
        return int(((self.pre == NOT_TAKEN) & (self.post == NOT_TAKEN)).sum())

    @property
    def paired(self) -> npt.NDArray[np.bool_]:
        """An array that says for each learner whether they have both tests."""
        return (self.pre != NOT_TAKEN) & (self.post != NOT_TAKEN)


def study(
    tables: Sequence[tuple[Table, Layout]],
    *,
    by: Sequence[str] = (),
    cluster: str | None = None,
    learner: str | None = None,
    strata: str | None = None,
    faults: Faults | None = None,
) -> Study:
    """Reads the scores of every table and puts the tables one under the other.

    A cohort of the same name in two files is one cohort. strata: the column within whose values cohorts are compared;
    None: there is one stratum. faults: what is wrong in rows already. Raises TableFaults with it and with every cell
    that is no score, learner with both tests and no cohort, and learner in two rows; then TableFault for files of
    different tests, or more groups than a report can hold.
    """
    faults = Faults() if faults is None else faults
    if learner is not None:
        each_once([table for table, _ in tables], learner, faults)
    read = [(table, read_scores(table, layout, faults)) for table, layout in _same_items(tables)]
    if cluster is not None:
        _each_in_a_cohort(read, cluster, faults)
    faults.check()
    _one_test(read)
    pre, post = (np.concatenate([getattr(scores, wave) for _, scores in read]) for wave in ("pre", "post"))
    groups, group = _keys([together([table.words(name) for table, _ in read]) for name in by], pre.size)
    cohort = _cohorts(read, cluster) if cluster else None
    names, stratum = ((), None) if strata is None or cohort is None else _strata(read, strata, cohort, pre, post)
    counted = Study(
        groups=groups,
        group=group,
        cohort=cohort,
        strata=names,
        stratum=stratum,
        pre=pre,
        post=post,
        max_score=max(scores.max_score for _, scores in read),
        is_max_seen=any(scores.is_max_seen for _, scores in read),
        incomplete_pre=sum(scores.incomplete_pre for _, scores in read),
        incomplete_post=sum(scores.incomplete_post for _, scores in read),
        pre_marks=_marks([scores.pre_marks for _, scores in read]),
        post_marks=_marks([scores.post_marks for _, scores in read]),
        items=tables[0][1].items if all(layout.are_items for _, layout in tables) else (),
        by_order=any(layout.by_order for _, layout in tables),
    )
    if by and len(groups) * (counted.max_score + 1) ** 2 > MOST_CELLS:
        raise TableFault(
            f"--by {' --by '.join(by)} makes {len(groups)} groups, too many for one report: split by a column with "
            "fewer values, such as a region",
            file=", ".join(table.file for table, _ in tables),
        )
    return counted


def part_of(study: Study, rows: npt.NDArray[np.bool_]) -> Study:
    """Returns the study of the learners for whom `rows` is True, with only the groups that any of them is in."""
    places, group = np.unique(study.group[rows], return_inverse=True)
    return replace(
        study,
        groups=tuple(study.groups[place] for place in places),
        group=group.astype(np.int64),
        cohort=None if study.cohort is None else study.cohort[rows],
        stratum=None if study.stratum is None else study.stratum[rows],
        pre=study.pre[rows],
        post=study.post[rows],
        pre_marks=None if study.pre_marks is None else study.pre_marks[:, rows],
        post_marks=None if study.post_marks is None else study.post_marks[:, rows],
    )


def group_counts(study: Study) -> dict[Key, GroupCounts]:
    """Counts each group, in the order of `groups`; one without any learner with both tests is included."""
    both = study.paired
    pairs = _pairs(study, both)
    nobody = CohortSums.from_pairs(np.zeros(0, dtype=np.int64), (), ()) if study.cohort is not None else None
    empty = GroupCounts(JointTable.empty(study.max_score), Flow(pre_only=0, post_only=0, paired=0), nobody)
    only = [
        np.bincount(study.group[~both & (scores != NOT_TAKEN)], minlength=len(study.groups))
        for scores in (study.pre, study.post)
    ]
    by_key: dict[Key, GroupCounts] = {}
    for place, key in enumerate(study.groups):
        counts = pairs.get(str(place), empty)
        pre_only, post_only = (int(count[place]) for count in only)
        left = study.pre[~both & (study.group == place) & (study.pre != NOT_TAKEN)]
        by_key[key] = replace(
            counts,
            flow=Flow(pre_only=pre_only, post_only=post_only, paired=counts.joint.n),
            leavers=np.bincount(left, minlength=study.max_score + 1),
        )
    return by_key


def _pairs(study: Study, both: npt.NDArray[np.bool_]) -> dict[Key, GroupCounts]:
    """Of those with both tests, by the place of the group."""
    cohort = None if study.cohort is None else study.cohort[both]
    pre, post, group = study.pre[both], study.post[both], study.group[both]
    if study.stratum is None:
        return counts_of_pairs(pre, post, study.max_score, group=group, cohort=cohort)
    many = len(study.strata)
    crossed = counts_of_pairs(pre, post, study.max_score, group=group * many + study.stratum[both], cohort=cohort)
    parts: dict[Key, list[GroupCounts]] = {}
    for key, counts in crossed.items():
        place, stratum = divmod(int(str(key)), many)
        named = {study.strata[stratum]: counts.cohorts} if counts.cohorts is not None else {}
        parts.setdefault(str(place), []).append(replace(counts, strata=named))
    return {key: of_strata(counts) for key, counts in parts.items()}


def _strata(
    read: Sequence[tuple[Table, Scores]], column: str, cohort: Groups, pre: Points, post: Points
) -> tuple[tuple[str, ...], Groups]:
    """As strata_of; who has not both tests is in no cohort."""
    apart = np.where((pre != NOT_TAKEN) & (post != NOT_TAKEN), cohort, -1 - np.arange(cohort.size))
    return strata_of([table for table, _ in read], column, apart)


def _same_items(tables: Sequence[tuple[Table, Layout]]) -> Iterator[tuple[Table, Layout]]:
    """The items of every file in the order of the first. As many items of other names are another test."""
    first_table, first = tables[0]
    wanted = first.items
    for table, layout in tables:
        items = layout.items
        if not (first.are_items and layout.are_items) or items == wanted or len(items) != len(wanted):
            yield table, layout
            continue
        other = [item for item in items if item not in wanted]
        if other:
            raise TableFault(
                f"{first_table.file} has no item {', '.join(map(in_short, other[:4]))}: scores of different tests are "
                "not put together",
                file=table.place,
            )
        places = [items.index(item) for item in wanted]
        pre, post = (tuple(columns[place] for place in places) for columns in (layout.pre, layout.post))
        yield table, replace(layout, pre=pre, post=post)


def _one_test(read: Sequence[tuple[Table, Scores]]) -> None:
    """Files of tests with different numbers of points are not one study."""
    first_table, first = read[0]
    for table, scores in read[1:]:
        if not scores.is_max_seen and not first.is_max_seen and scores.max_score != first.max_score:
            raise TableFault(
                f"its highest score is {scores.max_score}, that of {first_table.file} {first.max_score}: "
                "scores of different tests are not put together",
                file=table.place,
            )


def _each_in_a_cohort(read: Sequence[tuple[Table, Scores]], cluster: str, faults: Faults) -> None:
    what = N_("is empty: every learner with both tests needs a cohort, or leave --cluster out")
    for table, scores in read:
        words = table.words(cluster)
        nameless = words.carried([word == "" for word in words.values], np.bool_)
        nowhere = np.flatnonzero(nameless & (scores.pre != NOT_TAKEN) & (scores.post != NOT_TAKEN))
        faults.add(table, cluster, nowhere, lambda _: (what, {}))


def _cohorts(read: Sequence[tuple[Table, Scores]], cluster: str) -> Groups:
    """A number for each cohort, in the order of their names: sums then come out the same to the last digit, however the
    file was kept."""
    cohorts = together([table.words(cluster) for table, _ in read])
    number = {word: place for place, word in enumerate(sorted(map(str, cohorts.values)))}
    return cohorts.carried([number[str(word)] for word in cohorts.values], np.int64)


def _keys(columns: Sequence[Column], learners: int) -> tuple[tuple[Key, ...], Groups]:
    """The keys of the groups in their order, and the place of each learner's."""
    if not columns:
        return ("",), np.zeros(learners, dtype=np.int64)
    code = np.zeros(learners, dtype=np.int64)
    for column in columns:
        code = np.unique(code * len(column.values) + column.places, return_inverse=True)[1].astype(np.int64)
    _, first = np.unique(code, return_index=True)
    words = [[str(column[row]) for column in columns] for row in first.tolist()]
    when = [times([word for word in column if word]) or {} for column in zip(*words, strict=True)]
    order = sorted(range(len(words)), key=lambda place: _order(words[place], when))
    place_of = np.empty(len(order), dtype=np.int64)
    place_of[order] = np.arange(len(order))
    keys = (tuple(words[place]) if len(columns) > 1 else words[place][0] for place in order)
    return tuple(keys), place_of[code]


def _marks(parts: Sequence[Marks | None]) -> Marks | None:
    """Of all tables; None where one has scores alone."""
    known = [part for part in parts if part is not None]
    return np.concatenate(known, axis=1) if len(known) == len(parts) else None


def _order(parts: Sequence[str], when: Sequence[Mapping[str, Time]]) -> list[tuple[int, float, Time, str]]:
    """Months and dates in order of time; else 1, 2, 10, then words; the nameless last. when: of each part, by word."""
    return [
        (2, 0, NEVER, "")
        if not part
        else (0, float(part), NEVER, part)
        if re.fullmatch(r"\d{1,15}", part)
        else (1, 0, time.get(part, NEVER), part)
        for part, time in zip(parts, when, strict=True)
    ]
