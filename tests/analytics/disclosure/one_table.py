"""The report of one table, of groups of which so many improved, and what a publication shows of it."""

import numpy as np

from analytics import Flow, GainReport, GroupCounts, JointTable, Options, gain_report
from analytics.counts.supplements import MoreCounts
from analytics.disclosure import Disclosed
from analytics.publication import publication

K = 14
SEX = ("sex",)
Outcomes = tuple[int, int, int]
"""Improved, same and worse."""
NOTHING = MoreCounts()


def study(groups: dict[str, Outcomes], options: Options | None = None, more: MoreCounts = NOTHING) -> GainReport:
    """Groups of so many improved, same and worse. more: what was counted besides."""
    random = np.random.default_rng(1)
    counts = {}
    for key, (improved, same, worse) in groups.items():
        n = improved + same + worse
        pre = random.integers(3, 10, n)
        post = pre + np.repeat([2, 0, -1], (improved, same, worse))
        counts[key] = GroupCounts(JointTable.from_pairs(pre, post, K), Flow(3, 1, n, n + 7))
    return gain_report(counts, options=options or Options(pass_mark=9), more=more)


def disclosed(report: GainReport, variables: tuple[str, ...] = SEX) -> Disclosed:
    """Of a first publication with one table."""
    return publication({variables: report}, 1).tables[variables]
