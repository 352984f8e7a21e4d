"""Items of a study, right or not before and after, counted for the report."""

import numpy as np

from analytics import DifCounts, ItemCounts, ItemScores, MoreCounts, items_twice
from app.files.counting import Study

MOST_COMPARED = 30
"""Groups beyond which items are not compared between groups: so many comparisons find something by chance."""


def more_counts(study: Study, compared: tuple[str, ...]) -> MoreCounts:
    """Counts the items of a study, for learners with both tests; an empty MoreCounts if scores were given instead.

    compared: the columns by which the study is split, in their order; between their values items are compared on the
    first test (DIF). A column with one value or more than 30 is not compared.
    """
    if study.pre_marks is None or study.post_marks is None:
        return MoreCounts()
    both = study.paired
    before, after = ((marks[:, both] == 1).T for marks in (study.pre_marks, study.post_marks))
    cohort = None if study.cohort is None else study.cohort[both]
    stratum = None if study.stratum is None else study.stratum[both]
    items = ItemCounts(
        twice=items_twice(before, after, study.items, cohort=cohort, stratum=stratum),
        before={"": ItemScores.from_responses(before, study.items)},
        after={"": ItemScores.from_responses(after, study.items)},
    )
    counts = []
    for place, variable in enumerate(compared):
        values, of_group = np.unique(
            [key if isinstance(key, str) else key[place] for key in study.groups], return_inverse=True
        )
        value = of_group[study.group[both]]
        if 1 < values.size <= MOST_COMPARED:
            scores = {
                str(values[one]): ItemScores.from_responses(before[value == one], study.items)
                for one in np.unique(value)
            }
            counts.append(DifCounts(variable, scores))
    return MoreCounts(items=items, dif=tuple(counts), same_items=None if study.by_order else True)
