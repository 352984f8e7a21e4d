"""Scores into the counts that every figure is made of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analytics import CohortSums, Flow, GroupCounts, JointTable
from app.files.layout import Layout
from app.files.scores import NOT_TAKEN, Points, Scores, read_scores
from app.files.table import Table, TableFault

Key = str | tuple[str, ...]
Labels = npt.NDArray[np.str_]


@dataclass(frozen=True)
class Study:
    """All tables of one call together, a place per learner in each array.

    keys: the group of each learner; cohorts: None where learners are independent. is_max_seen, incomplete_pre,
    incomplete_post: as in Scores. neither: learners without a complete attempt.
    """

    keys: tuple[Key, ...]
    cohorts: Labels | None
    pre: Points
    post: Points
    max_score: int
    is_max_seen: bool
    incomplete_pre: int
    incomplete_post: int
    neither: int


def study(tables: Sequence[tuple[Table, Layout]], *, by: Sequence[str] = (), cluster: str | None = None) -> Study:
    """Read every table and put them one under the other. A cohort of the same name in two files is one cohort.

    Raises TableFault for a cell that is no score, a learner with both tests and no cohort, or files of different tests.
    """
    read = [(table, read_scores(table, layout)) for table, layout in tables]
    _one_test(read)
    keys: list[Key] = []
    for table, _ in read:
        parts = [table.words(name) for name in by]
        keys += parts[0] if len(parts) == 1 else list(zip(*parts, strict=True)) if parts else [""] * len(table.rows)
    pre, post = (np.concatenate([getattr(scores, wave) for _, scores in read]) for wave in ("pre", "post"))
    return Study(
        keys=tuple(keys),
        cohorts=np.concatenate([_cohorts(table, scores, cluster) for table, scores in read]) if cluster else None,
        pre=pre,
        post=post,
        max_score=max(scores.max_score for _, scores in read),
        is_max_seen=any(scores.is_max_seen for _, scores in read),
        incomplete_pre=sum(scores.incomplete_pre for _, scores in read),
        incomplete_post=sum(scores.incomplete_post for _, scores in read),
        neither=int(((pre == NOT_TAKEN) & (post == NOT_TAKEN)).sum()),
    )


def group_counts(study: Study) -> dict[Key, GroupCounts]:
    """Counts by group, numbers in the order of numbers and words in the order of words."""
    places: dict[Key, list[int]] = {}
    for place, key in enumerate(study.keys):
        places.setdefault(key, []).append(place)
    return {key: _counts(study, np.array(places[key])) for key in sorted(places, key=_order)}


def _counts(study: Study, places: npt.NDArray[np.int64]) -> GroupCounts:
    pre, post = study.pre[places], study.post[places]
    took_pre, took_post = pre != NOT_TAKEN, post != NOT_TAKEN
    both = took_pre & took_post
    cohorts = None
    if study.cohorts is not None:
        cohorts = CohortSums.from_pairs(study.cohorts[places][both], pre[both], post[both])
    return GroupCounts(
        joint=JointTable.from_pairs(pre[both], post[both], study.max_score),
        flow=Flow(
            pre_only=int((took_pre & ~took_post).sum()),
            post_only=int((took_post & ~took_pre).sum()),
            paired=int(both.sum()),
        ),
        cohorts=cohorts,
    )


def _one_test(read: Sequence[tuple[Table, Scores]]) -> None:
    """Files of tests with different numbers of points are not one study."""
    first_table, first = read[0]
    for table, scores in read[1:]:
        if not scores.is_max_seen and not first.is_max_seen and scores.max_score != first.max_score:
            raise TableFault(
                f"its test has {scores.max_score} points, that of {first_table.file} has {first.max_score}: "
                "scores of different tests are not put together",
                file=table.file,
            )


def _cohorts(table: Table, scores: Scores, cluster: str) -> Labels:
    words = table.words(cluster)
    both = (scores.pre != NOT_TAKEN) & (scores.post != NOT_TAKEN)
    for place, word in enumerate(words):
        if not word and both[place]:
            what = "is empty: every learner with both tests needs a cohort, or leave --cluster out"
            raise TableFault(what, file=table.file, row=table.rows[place], column=cluster)
    return np.array(words)


def _order(key: Key) -> list[tuple[int, float, str]]:
    """1, 2, 10, then words; the nameless last."""
    parts = (key,) if isinstance(key, str) else key
    return [
        (2, 0, "") if not part else (0, float(part), part) if re.fullmatch(r"\d{1,15}", part) else (1, 0, part)
        for part in parts
    ]
