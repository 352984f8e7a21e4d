"""One measurement error a report: what an item report calls uncertain is what a learner's gain is held against."""

from typing import Any

import numpy as np
import pytest

from analytics import ItemCounts, ItemScores, MoreCounts, gain_report, together
from analytics.gains.measurement import error_of_scores
from tests.analytics.study import by_region, more_of, people

SOME = people()
Z = 1.959963984540054


def error_by_rows(right: Any) -> float:
    """sd · sqrt(1 - alpha), alpha by Cronbach's formula from rows, as psych::alpha of R has it."""
    items, scores = right.shape[1], right.sum(axis=1)
    alpha = items / (items - 1) * (1 - right.var(axis=0, ddof=1).sum() / scores.var(ddof=1))
    return float(scores.std(ddof=1) * (1 - alpha) ** 0.5)


def test_a_report_has_one_measurement_error_and_every_group_is_held_against_it() -> None:
    """Items were "uncertain by some 1.9 points" by KR-20, and learners held against the 5.7 of KR-21."""
    report: Any = gain_report(by_region(SOME), more=more_of(SOME))
    error = error_by_rows(SOME.right[0])
    scores = SOME.scores(0)

    for group in (report.total, *report.groups):
        change, rows = group.reliable_change, SOME.region == int(str(group.key or "KZ-0")[3:])
        gains = (SOME.scores(1) - scores)[rows if group.key else slice(None)]
        assert change.standard_error == pytest.approx(error, rel=1e-12)
        assert change.threshold == pytest.approx(Z * 2**0.5 * error, rel=1e-12)
        assert change.method == "kr20"
        assert change.count == (gains > Z * 2**0.5 * error).sum()
    low = report.total.regression.low
    assert low.reliability == pytest.approx(report.total.reliable_change.reliability, rel=1e-12)
    under = scores.mean() - scores[scores <= low.cut].mean()
    assert low.expected == pytest.approx((error / scores.std(ddof=1)) ** 2 * under)


def test_of_two_forms_the_error_is_the_mean_of_their_squares_by_learners() -> None:
    before, on_second = SOME.right[0], SOME.second_first
    forms = {name: before[rows] for name, rows in (("A", ~on_second), ("B", on_second))}
    counted = {name: ItemScores.from_responses(of, "abcdefgh") for name, of in forms.items()}
    more = MoreCounts(items=ItemCounts(before=counted))
    change: Any = gain_report(by_region(SOME), more=more).total.reliable_change
    squares = [error_by_rows(of) ** 2 for of in forms.values()]

    assert change.standard_error**2 == pytest.approx(np.average(squares, weights=[len(of) for of in forms.values()]))


def test_without_items_the_error_is_that_of_the_scores_and_one_of_a_wider_report_is_kept() -> None:
    """Else a region alone would be held against another error than among others."""
    counts = by_region(SOME)
    among: Any = gain_report(counts)
    one = {key: of for key, of in counts.items() if key == among.groups[0].key}
    error = error_of_scores(together(list(counts.values())).joint)
    alone: Any = [gain_report(one, error=error_given).total.reliable_change for error_given in (error, None)]

    assert among.total.reliable_change.method == "kr21"
    assert alone[0].threshold == among.groups[0].reliable_change.threshold != alone[1].threshold
    assert alone[0].count == among.groups[0].reliable_change.count
