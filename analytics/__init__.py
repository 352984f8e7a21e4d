"""What was gained: statistics of knowledge before and after, from counts alone. Knows no person, page or database.

Counts come from columns (`counts_of_pairs`), a query (`JointTable.from_cells`, `CohortSums.from_rows`) or item
responses (`ItemScores.from_responses`); `gain_report` and the other reports take them. Single statistics stand in the
modules that bear their subject's name.
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
