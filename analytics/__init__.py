"""What was gained: statistics of knowledge before and after, from counts alone. Knows no person, page or database.

    >>> from analytics import Options, counts_of_pairs, gain_report
    >>> before = [4, 6, 5, 8, 3, 7, 6, 5, 9, 4, 6, 7]
    >>> after = [7, 8, 5, 9, 6, 6, 9, 8, 9, 7, 8, 9]
    >>> group = ["A", "A", "A", "A", "A", "A", "B", "B", "B", "B", "B", "B"]
    >>> counts = counts_of_pairs(before, after, max_score=10, group=group, cohort=[1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6])
    >>> report = gain_report(counts, options=Options(pass_mark=7))
    >>> share, gain = report.total.improved, report.total.gain
    >>> print(f"{share.count} of {share.n} improved: {share.share:.0%}, from {share.low:.0%} to {share.high:.0%}")
    9 of 12 improved: 75%, from 37% to 96%
    >>> print(f"{gain.mean:.2f} points gained, from {gain.low:.2f} to {gain.high:.2f}")
    1.75 points gained, from 0.77 to 2.73
    >>> print(f"{report.total.noise_floor.share:.0%} would have improved by luck")
    41% would have improved by luck

Every figure is None where it cannot be known, and `notes` say why: a code (`NoteCode` tells what each means) and
values, never a sentence. Names are the statisticians' own; each docstring has the formula in words, what happens at the
edges, and the source.

Three steps. **Count**: from columns (`counts_of_pairs`), a query (`JointTable.from_cells`, `CohortSums.from_rows`,
`CohortClasses.from_rows`) or item responses (`ItemScores.from_responses`, `items_twice`). All counts are exact whole
numbers, they add, and no row is needed after them. **Report**: `gain_report` takes the counts of each group, and
`MoreCounts` with what was counted beside the scores (items, forms, follow-up, statements, dose); its cost is the same
for ten learners and ten million. **Read**: frozen values named as the keys of the JSON. Single statistics stand in the
modules that bear their subject's name: `analytics.shares`, `analytics.signed_rank`, `analytics.power`...
"""

from analytics.classes import CohortClasses
from analytics.cohorts import CohortSums
from analytics.counts import GroupCounts, Key, Options, together
from analytics.dif import dif_report
from analytics.distractors import distractors
from analytics.dose import dose_report
from analytics.equating import equated_outcomes, equating
from analytics.estimate import Estimate, Significance
from analytics.flow import Flow
from analytics.followup import follow_up_report
from analytics.forms import equal_forms
from analytics.item_changes import item_changes
from analytics.item_scores import ItemScores
from analytics.items import wave_items
from analytics.items_twice import ItemTwice, items_twice, items_twice_from_rows
from analytics.joint import Differences, JointTable
from analytics.leavers import differential_attrition, leavers_against_stayers
from analytics.more_counts import (
    DifCounts,
    FollowUpCounts,
    FormCounts,
    ItemCounts,
    MoreCounts,
    OptionCounts,
    StatementCounts,
)
from analytics.notes import Note, NoteCode
from analytics.pairs import counts_of_pairs
from analytics.passing import TwiceAsked
from analytics.power import learners_for_difference, learners_for_gain, learners_for_share, smallest_gain
from analytics.report import gain_report
from analytics.results import BetweenReport, GroupReport, Method
from analytics.results_whole import GainReport
from analytics.robust_between import ancova_cohort_robust, gain_difference
from analytics.shares import ShareEstimate
from analytics.shrinkage import shrunken_shares
from analytics.statements import statement_report
from analytics.suppression import hidden_groups, tells_of_hidden
from analytics.suppression_table import hidden_table

__all__ = [
    "BetweenReport",
    "CohortClasses",
    "CohortSums",
    "DifCounts",
    "Differences",
    "Estimate",
    "Flow",
    "FollowUpCounts",
    "FormCounts",
    "GainReport",
    "GroupCounts",
    "GroupReport",
    "ItemCounts",
    "ItemScores",
    "ItemTwice",
    "JointTable",
    "Key",
    "Method",
    "MoreCounts",
    "Note",
    "NoteCode",
    "OptionCounts",
    "Options",
    "ShareEstimate",
    "Significance",
    "StatementCounts",
    "TwiceAsked",
    "ancova_cohort_robust",
    "counts_of_pairs",
    "dif_report",
    "differential_attrition",
    "distractors",
    "dose_report",
    "equal_forms",
    "equated_outcomes",
    "equating",
    "follow_up_report",
    "gain_difference",
    "gain_report",
    "hidden_groups",
    "hidden_table",
    "item_changes",
    "items_twice",
    "items_twice_from_rows",
    "learners_for_difference",
    "learners_for_gain",
    "learners_for_share",
    "leavers_against_stayers",
    "shrunken_shares",
    "smallest_gain",
    "statement_report",
    "tells_of_hidden",
    "together",
    "wave_items",
]
