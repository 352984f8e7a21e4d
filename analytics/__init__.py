"""What was gained: statistics of knowledge before and after, from counts alone. Knows no person, page or database.

    >>> from analytics import Options, counts_of_pairs, gain_report
    >>> before = [4, 6, 5, 8, 3, 7, 6, 5, 9, 4, 6, 7]
    >>> after = [7, 8, 5, 9, 6, 6, 9, 8, 9, 7, 8, 9]
    >>> group = ["A", "A", "A", "A", "A", "A", "B", "B", "B", "B", "B", "B"]
    >>> counts = counts_of_pairs(before, after, max_score=10, group=group, cohort=[1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6])
    >>> report = gain_report(counts, options=Options(pass_mark=7))
    >>> share, gain = report.total.improved, report.total.gain
    >>> print(f"{share.count} of {share.n} improved: {share.share:.0%}, from {share.low:.0%} to {share.high:.0%}")
    9 of 12 improved: 75%, from 43% to 95%
    >>> print(f"{gain.mean:.2f} points gained, from {gain.low:.2f} to {gain.high:.2f}")
    1.75 points gained, from 0.69 to 2.81
    >>> print(f"{report.total.noise_floor.share:.0%} would have improved by chance")
    41% would have improved by chance

Every figure is None where it cannot be known, and `notes` say why: a code (`NoteCode` tells what each means) and
values, never a sentence. Names are the statisticians' own; each docstring has the formula in words, what happens at the
edges, and the source.

Four steps. **Count**: from columns (`counts_of_pairs`), a query (`JointTable.from_cells`, `CohortSums.from_rows`,
`CohortClasses.from_rows`) or item responses (`ItemScores.from_responses`, `items_twice`); or everything at once, to be
kept as bytes (`counts.learners.tally_of`, `counts.tally`). All counts are exact whole numbers, they add (`together`),
and no row is needed after them. **Report**: `gain_report` takes the counts of each group, and `MoreCounts` with what
was counted beside the scores (items, forms, follow-up, statements, dose, a comparison group); `reaction_report` what
was said of a course. **Read**: frozen values named as the keys of the JSON; or `values`, each with its entry in the
register (`FIGURES`): unit, decimals, label. **Hide**: a report hides nothing; `inside` and `reactions_inside` leave
what people with a right to these learners may see.
"""

from analytics.counts.classes import CohortClasses
from analytics.counts.cohorts import CohortSums
from analytics.counts.comparison import ComparisonCounts
from analytics.counts.flow import Flow
from analytics.counts.groups import GroupCounts, Key, Options, sums_by_stratum, together
from analytics.counts.item_scores import ItemScores
from analytics.counts.items_twice import items_twice
from analytics.counts.joint import JointTable
from analytics.counts.pairs import counts_of_pairs
from analytics.counts.supplements import (
    DifCounts,
    ItemCounts,
    MoreCounts,
    ScaleCounts,
)
from analytics.disclosure import LEAST, inside, reactions_inside
from analytics.estimate import Estimate
from analytics.notes import Note, NoteCode
from analytics.report.assembly import gain_report
from analytics.report.came import CameReport
from analytics.report.contrast import ArmReport, Contrast, ContrastReport
from analytics.report.entry import DECIMALS, Figure, Unit
from analytics.report.parts import GainReport
from analytics.report.reactions import ReactionFigures, ReactionReport, reaction_report
from analytics.report.register import FIGURES
from analytics.report.results import BetweenReport, GroupReport, Method
from analytics.report.statements import StatementFigures, StatementReport
from analytics.report.values import Value, values, values_of
from analytics.shares.intervals import ShareEstimate

__all__ = [
    "DECIMALS",
    "FIGURES",
    "LEAST",
    "ArmReport",
    "BetweenReport",
    "CameReport",
    "CohortClasses",
    "CohortSums",
    "ComparisonCounts",
    "Contrast",
    "ContrastReport",
    "DifCounts",
    "Estimate",
    "Figure",
    "Flow",
    "GainReport",
    "GroupCounts",
    "GroupReport",
    "ItemCounts",
    "ItemScores",
    "JointTable",
    "Key",
    "Method",
    "MoreCounts",
    "Note",
    "NoteCode",
    "Options",
    "ReactionFigures",
    "ReactionReport",
    "ScaleCounts",
    "ShareEstimate",
    "StatementFigures",
    "StatementReport",
    "Unit",
    "Value",
    "counts_of_pairs",
    "gain_report",
    "inside",
    "items_twice",
    "reaction_report",
    "reactions_inside",
    "sums_by_stratum",
    "together",
    "values",
    "values_of",
]
