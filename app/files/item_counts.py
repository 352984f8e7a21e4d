"""Items of a study, right or not before and after, counted for the report."""

from analytics import DifCounts, ItemCounts, ItemScores, Key, MoreCounts, items_twice
from app.files.counting import Study

MOST_COMPARED = 30
"""Groups beyond which items are not compared between groups: so many comparisons find something by chance."""


def more_counts(study: Study, by: tuple[str, ...]) -> MoreCounts:
    """What `gain_report` takes beside the scores: items of learners with both tests, where the study has items.

    Are items harder for one group, by the first test: where the study is split by one column, and not into too many.
    """
    if study.pre_marks is None or study.post_marks is None:
        return MoreCounts()
    both = study.paired
    before, after = ((marks[:, both] == 1).T for marks in (study.pre_marks, study.post_marks))
    cohort = None if study.cohort is None else study.cohort[both]
    items = ItemCounts(
        twice=items_twice(before, after, study.items, cohort=cohort),
        before={"": ItemScores.from_responses(before, study.items)},
        after={"": ItemScores.from_responses(after, study.items)},
    )
    dif: tuple[DifCounts, ...] = ()
    if len(by) == 1 and 1 < len(study.groups) <= MOST_COMPARED:
        group = study.group[both]
        dif = (
            DifCounts(
                by[0],
                {
                    _name(key): ItemScores.from_responses(before[group == place], study.items)
                    for place, key in enumerate(study.groups)
                    if (group == place).any()
                },
            ),
        )
    return MoreCounts(items=items, dif=dif)


def _name(key: Key) -> str:
    return key if isinstance(key, str) else " / ".join(key)
