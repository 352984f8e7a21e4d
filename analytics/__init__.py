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
    >>> print(f"{report.total.noise_floor.share:.0%} would have improved by chance")
    41% would have improved by chance

Every figure is None where it cannot be known, and `notes` say why: a code (`NoteCode` tells what each means) and
values, never a sentence. Names are the statisticians' own; each docstring has the formula in words, what happens at the
edges, and the source.

Three steps. **Count**: from columns (`counts_of_pairs`), a query (`JointTable.from_cells`, `CohortSums.from_rows`,
`CohortClasses.from_rows`) or item responses (`ItemScores.from_responses`, `items_twice`). All counts are exact whole
numbers, they add, and no row is needed after them. **Report**: `gain_report` takes the counts of each group, and
`MoreCounts` with what was counted beside the scores (items, forms, follow-up, statements, dose); its cost is the same
for ten learners and ten million. **Read**: frozen values named as the keys of the JSON.

Or each statistic by itself: a joint table (or cohort sums, or counts) in, one frozen `Estimate` (value, low, high, n,
method, notes) or `Significance` (statistic, df, p, ln p, n, method, notes) out; `analytics.estimate` has an example.

- shares: `share` (Wilson, Clopper-Pearson, mid-P, Jeffreys), `share_of_cohorts` (Korn-Graubard), `share_among_all`
  (Horowitz-Manski), `paired_difference` (Newcombe 10, Tango, Bonett-Price), `share_difference`, `change_odds`
- noise: `noise_floor_share`, `reliable_change_share`, `minimal_detectable_change`, `reliability_of_scores` (KR-21)
- gains: `mean_gain`, `hake_of_averages`, `hake_average`, `normalised_change`; effects `cohens_d_z`,
  `standardised_change` (Hedges' g), `average_sd_change` (d_av), `repeated_measures_change` (d_rm), `raw_score_change`
  (Glass), `rank_biserial_interval`, `superiority`, `hodges_lehmann_interval`
- tests: `sign`, `mcnemar`, `wilcoxon`, `paired_t`, `sign_flip`, `stuart_maxwell`, `bhapkar`, `bowker`,
  `ordinal_homogeneity`
- cohorts: `mean_gain_of_cohorts` (CR0, CR1, CR2, CR3), `icc_of_cohorts` (ANOVA, REML), `random_intercept`,
  `design_effect_of_cohorts`, `effective_n_of_cohorts`, `cluster_bootstrap`
- groups: `chi_square_between`, `fisher_between`, `g_test_between`, `kruskal_wallis_between`, `welch_anova`,
  `one_way_anova`, `ancova_between`, `ancova_between_cohorts`, `ancova_cohort_robust`, `gain_difference`, `holm`,
  `benjamini_hochberg`, `shrunken_shares` (with ranks)
- who is missing: `leavers_against_stayers`, `rank_sum_test`, `differential_attrition`, `regression_to_mean`,
  `regression_line`, `before_after_correlation`, `ceiling`
- items and forms: `item_changes`, `wave_items`, `reliability` (KR-20, Feldt), `distractors`, `dif_report`,
  `equal_forms`, `equating`, `equated_outcomes`
- planning and safety: `learners_for_gain`, `learners_for_share`, `learners_for_difference`, `smallest_gain`;
  `hidden_groups`, `hidden_table`, `tells_of_hidden`

Counts of groups add (`together`), are filtered (`only`) and lose a variable (`marginal`).
"""

from analytics.clusters.bootstrap import cluster_bootstrap
from analytics.clusters.means import Robust
from analytics.clusters.mixed import random_intercept
from analytics.clusters.robust_between import ancova_cohort_robust, gain_difference
from analytics.counts.beside import (
    DifCounts,
    FollowUpCounts,
    FormCounts,
    ItemCounts,
    MoreCounts,
    OptionCounts,
    StatementCounts,
)
from analytics.counts.classes import CohortClasses
from analytics.counts.cohorts import CohortSums
from analytics.counts.flow import Flow
from analytics.counts.groups import GroupCounts, Key, Options, marginal, only, together
from analytics.counts.item_scores import ItemScores
from analytics.counts.items_twice import ItemTwice, items_twice, items_twice_from_rows
from analytics.counts.joint import Differences, JointTable
from analytics.counts.pairs import counts_of_pairs
from analytics.counts.twice import TwiceAsked
from analytics.estimate import Estimate, Significance
from analytics.gains.effect_intervals import (
    average_sd_change,
    hodges_lehmann_interval,
    rank_biserial_interval,
    raw_score_change,
    standardised_change,
    superiority,
)
from analytics.gains.gain import ceiling
from analytics.gains.regression import before_after_correlation, regression_line, regression_to_mean
from analytics.items.changes import item_changes
from analytics.items.dif import DifClass, dif_report
from analytics.items.distractors import distractors
from analytics.items.equating import EquatingMethod, equated_outcomes, equating
from analytics.items.forms import equal_forms
from analytics.items.reliability import reliability
from analytics.items.wave import wave_items
from analytics.leavers import differential_attrition, leavers_against_stayers, rank_sum_test
from analytics.notes import Note, NoteCode
from analytics.power import learners_for_difference, learners_for_gain, learners_for_share, smallest_gain
from analytics.report.dose import dose_report
from analytics.report.followup import follow_up_report
from analytics.report.reactions import ReactionFigures, ReactionReport, reaction_report
from analytics.report.results import BetweenReport, GroupReport, Method
from analytics.report.results_beside import GainReport
from analytics.report.statements import StatementFigures, StatementReport, statement_by_group, statement_report
from analytics.report.whole import gain_report
from analytics.report.withheld import suppressed_report
from analytics.shares.intervals import Interval, ShareEstimate
from analytics.shares.paired import PairedInterval, change_odds, paired_difference, share_difference
from analytics.shares.shrinkage import shrunken_shares
from analytics.significance.margins import bhapkar, bowker, ordinal_homogeneity, stuart_maxwell
from analytics.significance.multiplicity import benjamini_hochberg, holm
from analytics.significance.oneway import one_way_anova, welch_anova
from analytics.significance.signed_rank import Zeros
from analytics.single.cohorts import (
    Likeness,
    design_effect_of_cohorts,
    effective_n_of_cohorts,
    icc_of_cohorts,
    mean_gain_of_cohorts,
)
from analytics.single.gains import (
    cohens_d_z,
    hake_average,
    hake_of_averages,
    mean_gain,
    normalised_change,
    repeated_measures_change,
)
from analytics.single.shares import (
    minimal_detectable_change,
    noise_floor_share,
    reliability_of_scores,
    reliable_change_share,
    share,
    share_among_all,
    share_of_cohorts,
)
from analytics.single.significance import (
    McNemar,
    ancova_between,
    ancova_between_cohorts,
    chi_square_between,
    fisher_between,
    g_test_between,
    kruskal_wallis_between,
    mcnemar,
    paired_t,
    sign,
    sign_flip,
    wilcoxon,
)
from analytics.suppression.bounds_cross import ranges_in_margins
from analytics.suppression.cross import hidden_in_margins
from analytics.suppression.groups import hidden_groups, tells_of_hidden
from analytics.suppression.outcomes import Outcomes, ToldRanges
from analytics.suppression.table import hidden_table

__all__ = [
    "BetweenReport",
    "CohortClasses",
    "CohortSums",
    "DifClass",
    "DifCounts",
    "Differences",
    "EquatingMethod",
    "Estimate",
    "Flow",
    "FollowUpCounts",
    "FormCounts",
    "GainReport",
    "GroupCounts",
    "GroupReport",
    "Interval",
    "ItemCounts",
    "ItemScores",
    "ItemTwice",
    "JointTable",
    "Key",
    "Likeness",
    "McNemar",
    "Method",
    "MoreCounts",
    "Note",
    "NoteCode",
    "OptionCounts",
    "Options",
    "Outcomes",
    "PairedInterval",
    "ReactionFigures",
    "ReactionReport",
    "Robust",
    "ShareEstimate",
    "Significance",
    "StatementCounts",
    "StatementFigures",
    "StatementReport",
    "ToldRanges",
    "TwiceAsked",
    "Zeros",
    "ancova_between",
    "ancova_between_cohorts",
    "ancova_cohort_robust",
    "average_sd_change",
    "before_after_correlation",
    "benjamini_hochberg",
    "bhapkar",
    "bowker",
    "ceiling",
    "change_odds",
    "chi_square_between",
    "cluster_bootstrap",
    "cohens_d_z",
    "counts_of_pairs",
    "design_effect_of_cohorts",
    "dif_report",
    "differential_attrition",
    "distractors",
    "dose_report",
    "effective_n_of_cohorts",
    "equal_forms",
    "equated_outcomes",
    "equating",
    "fisher_between",
    "follow_up_report",
    "g_test_between",
    "gain_difference",
    "gain_report",
    "hake_average",
    "hake_of_averages",
    "hidden_groups",
    "hidden_in_margins",
    "hidden_table",
    "hodges_lehmann_interval",
    "holm",
    "icc_of_cohorts",
    "item_changes",
    "items_twice",
    "items_twice_from_rows",
    "kruskal_wallis_between",
    "learners_for_difference",
    "learners_for_gain",
    "learners_for_share",
    "leavers_against_stayers",
    "marginal",
    "mcnemar",
    "mean_gain",
    "mean_gain_of_cohorts",
    "minimal_detectable_change",
    "noise_floor_share",
    "normalised_change",
    "one_way_anova",
    "only",
    "ordinal_homogeneity",
    "paired_difference",
    "paired_t",
    "random_intercept",
    "ranges_in_margins",
    "rank_biserial_interval",
    "rank_sum_test",
    "raw_score_change",
    "reaction_report",
    "regression_line",
    "regression_to_mean",
    "reliability",
    "reliability_of_scores",
    "reliable_change_share",
    "repeated_measures_change",
    "share",
    "share_among_all",
    "share_difference",
    "share_of_cohorts",
    "shrunken_shares",
    "sign",
    "sign_flip",
    "smallest_gain",
    "standardised_change",
    "statement_by_group",
    "statement_report",
    "stuart_maxwell",
    "superiority",
    "suppressed_report",
    "tells_of_hidden",
    "together",
    "wave_items",
    "welch_anova",
    "wilcoxon",
]
