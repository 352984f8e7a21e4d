"""What a reader must be told about a figure: codes and values. Whoever shows them chooses the words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class NoteCode(StrEnum):
    """A NoteCode names one thing that a report can tell its reader.

    The string under a code says what it means and which values come with it.
    """

    # Why a figure is null. `figure` names the field of the report that is null.
    NO_PAIRS = "no_pairs"
    """Nobody took both tests, so nothing can be said. No values."""
    TOO_FEW_LEARNERS = "too_few_learners"
    """Fewer learners than the figure needs: figure, n, needed."""
    ALL_UNCHANGED = "all_unchanged"
    """Every learner scored the same twice: the tests have nothing to weigh and p is 1: n."""
    ALL_SAME_GAIN = "all_same_gain"
    """Every learner gained the same number of points, so there is no spread to measure against: n, gain."""
    NO_SPREAD_IN_SCORES = "no_spread_in_scores"
    """All scores before and after were alike within each wave, so d_av is undefined: n."""
    PRE_ALL_EQUAL = "pre_all_equal"
    """All learners had the same score before: the test's reliability cannot be estimated: n, score."""
    PRE_ALL_AT_ENDS = "pre_all_at_ends"
    """Every score before was 0 or the highest: how far a score is noise cannot be seen: n."""
    PRE_ALL_CEILING = "pre_all_ceiling"
    """All learners had full marks before: no normalised gain exists: n."""
    ONE_ITEM = "one_item"
    """The highest score is 1: reliability needs at least two items. No values."""
    ONE_COHORT = "one_cohort"
    """There is one cohort in all: how far cohorts differ is unknown, so no interval and no t test: n."""
    TOO_FEW_COHORTS = "too_few_cohorts"
    """Fewer cohorts than the figure needs: figure, cohorts, needed; where each group needs them, group."""
    MARK_OUT_OF_RANGE = "mark_out_of_range"
    """The pass mark asked for is not between 1 and the highest score: mark, max_score."""
    ONE_GROUP = "one_group"
    """Fewer than two groups with pairs can be compared: groups."""
    NO_DIFFERENCE_POSSIBLE = "no_difference_possible"
    """All groups have the same outcome (all improved, none improved, or one same gain): figure."""
    NO_SPREAD = "no_spread"
    """What the figure is measured against does not vary among these learners: figure, n."""
    GAIN_NOT_SHOWN = "gain_not_shown"
    """It is a part of a gain, and none is told from 0: figure."""
    TOO_FEW_ITEMS = "too_few_items"
    """Fewer items than the figure needs: figure, count, needed."""
    OUT_OF_REACH = "out_of_reach"
    """No number of learners reaches it: the effect to be found is 0, or the tail is all there is: figure."""
    OTHER_ITEMS = "other_items"
    """The second test asked other items than the first, or it is not known that it asked the same: figure."""
    NOT_COUNTED = "not_counted"
    """The figure was not asked for, or what it is made from was not given: figure."""
    COHORTS_FOLDED = "cohorts_folded"
    """Cohorts were given by size only, or there are over 5,000 of them, or over 40 groups: the comparison by learners
    with cohort-robust errors is not made: figure."""
    LEARNERS_ONLY = "learners_only"
    """The figure holds for independent learners only, and cohorts are the unit: figure."""
    SUPPRESSED = "suppressed"
    """It would speak of too few learners: threshold; figure, where it is a part of the report and not a group."""
    REST_TOO_SMALL = "rest_too_small"
    """It is narrowed to all but too few learners, of whom it would tell beside the figures of all: threshold."""
    FEW_LATE = "few_late"
    """Of some learners, but fewer than `threshold`, a test came when the right answers could be seen, and the share
    improved is not given without them: low and high, between which it would lie whoever they are."""

    # What the reader must know about a figure that is given.
    NO_COMPARISON_GROUP = "no_comparison_group"
    """There where no comparison is: nobody without the lessons was counted, so a gain is not proof of effect. No
    values; of a file of which nobody said so: option, what to say to name such people, and column, where one looks as
    if it did."""
    ARM_EMPTY = "arm_empty"
    """One of the two groups of a comparison holds nobody with both scores, so there is no difference: arm (course or
    waiting)."""
    RANDOMISED = "randomised"
    """Who had the course was drawn by lot. No values."""
    NOT_RANDOMISED = "not_randomised"
    """Who had the course was not drawn by lot: the two groups may differ in other ways too. No values."""
    RANDOMISATION_UNKNOWN = "randomisation_unknown"
    """Nobody said that it was drawn by lot who had the course, so it is taken that it was not. No values."""
    CONTRAST_BY_COHORT = "contrast_by_cohort"
    """How the differences of a comparison were made, the cohort as the unit: cohorts of both groups."""
    CONTRAST_BY_LEARNER = "contrast_by_learner"
    """How they were made where cohorts were not given; people taught together are alike, so they are too sure: n."""
    COHORTS_IN_BOTH = "cohorts_in_both"
    """Cohorts with learners in both groups of a comparison count once in each, which makes its intervals wider than
    they need be: count."""
    WILSON_LEARNER_UNIT = "wilson_learner_unit"
    """Intervals and tests take each learner as independent; cohorts were not given: n."""
    KORN_GRAUBARD = "korn_graubard"
    """Intervals respect cohorts, by the group's own design effect of the share improved: cohorts, design_effect."""
    BORROWED_ICC = "borrowed_icc"
    """The group's cohorts are too few (under ten) or too alike: how alike learners of one cohort are (the ICC of the
    share improved) is that of all cohorts of the instance or file within strata: cohorts, all_cohorts, icc,
    design_effect."""
    ASSUMED_ICC = "assumed_icc"
    """No cohorts could tell how alike learners of one cohort are, so it is assumed: figure, icc, cohorts."""
    FEW_COHORTS = "few_cohorts"
    """The whole report stands on fewer than ten cohorts, so its intervals are rough: cohorts."""
    DESIGN_EFFECT_OF_IMPROVED = "design_effect_of_improved"
    """The interval uses the design effect of the share improved, since cohorts hold no own sum: figure."""
    DESIGN_EFFECT_OF_GAIN = "design_effect_of_gain"
    """The interval and p use the design effect of the mean gain, since cohorts hold no own sum: figure."""
    TESTS_IGNORE_COHORTS = "tests_ignore_cohorts"
    """These (by commas) take learners as independent though cohorts are known: figure."""
    UNMATCHED = "unmatched"
    """Learners without both tests are in no share: pre_only, post_only, paired; neither, where it is known."""
    PRE_CEILING = "pre_ceiling"
    """At least 15 % had full marks before and could not improve: count, share."""
    POST_CEILING = "post_ceiling"
    """At least 15 % had full marks after; their gain may be understated: count, share."""
    PRE_FLOOR = "pre_floor"
    """At least 15 % had no mark before and could not get worse: count, share."""
    HAKE_UNDEFINED = "hake_undefined"
    """Learners with full marks before are not in the average of normalised gains: count."""
    RELIABILITY_NOT_POSITIVE = "reliability_not_positive"
    """KR-21 of the scores before is zero or less: learners are taken to be equally able, the test all noise: kr21."""
    EXPECTED_TOO_SMALL = "expected_too_small"
    """Some expected counts are under 5, so Fisher-Freeman-Halton replaces chi-square: min_expected."""
    SIMULATED = "simulated"
    """Too many tables to list: the exact test was drawn at random with a fixed seed: draws."""
    BETWEEN_IGNORES_COHORTS = "between_ignores_cohorts"
    """Chi-square (or Fisher) and Kruskal-Wallis take learners as independent, the ANCOVA does not. No values."""
    LINES_MARKED = "lines_marked"
    """Each learner may have marked several options of the item, so their counts do not add up to n. No values."""
    FIGURE_IGNORES_COHORTS = "figure_ignores_cohorts"
    """The figure takes learners as independent though cohorts are known: its interval or p is too sure: figure."""
    GROUPS_LEFT_OUT = "groups_left_out"
    """Groups of too few, or of nobody, are in no comparison: count."""
    GROUPS_AS_CHANCE = "groups_as_chance"
    """Groups differ no more than chance makes learners differ; each is drawn to the common share, without an interval
    of its own: groups."""
    RESAMPLED = "resampled"
    """The interval was drawn at random with a fixed seed: draws."""
    KEYS_SEEN = "keys_seen"
    """Learners had seen the answers before the follow-up: it tells what was kept of them, too. No values."""
    DOSE_NOT_CAUSE = "dose_not_cause"
    """Who did more lessons chose to: gain by lessons done is described, no effect is claimed. No values."""
    SAID_OF_ONESELF = "said_of_oneself"
    """Statements are what people say of themselves and are no part of a score. No values."""


@dataclass(frozen=True)
class Note:
    """A Note is one thing that the reader must know about a figure.

    values: numbers and words for the sentence, by the names that the string under the code lists.
    """

    code: NoteCode
    values: Mapping[str, float | int | str] = field(default_factory=dict)


def suppression(least: int, figure: str = "") -> Note:
    """Returns the note that a figure would speak of fewer than `least` learners. figure: "" for a whole group."""
    return Note(NoteCode.SUPPRESSED, {"figure": figure, "threshold": least} if figure else {"threshold": least})
