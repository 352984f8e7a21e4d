"""A sentence for every code that a report can carry."""

from collections.abc import Callable, Iterable, Mapping

from analytics import GroupReport, Key, Note, NoteCode
from app.wording.called import apart
from app.wording.figure_text import figure_text
from app.wording.words import Words

SAID_ELSEWHERE = frozenset(
    {
        NoteCode.WILSON_LEARNER_UNIT,
        NoteCode.KORN_GRAUBARD,
        NoteCode.DESIGN_EFFECT_OF_IMPROVED,
        NoteCode.DESIGN_EFFECT_OF_GAIN,
        NoteCode.TESTS_IGNORE_COHORTS,
        NoteCode.UNMATCHED,
        NoteCode.FEW_COHORTS,
    }
)
"""Codes of a group that its row in the tables or the notes of the whole say already."""
SAID_TOGETHER = (
    NoteCode.FIGURE_IGNORES_COHORTS,
    NoteCode.SUPPRESSED,
    NoteCode.REST_TOO_SMALL,
    NoteCode.NO_DIFFERENCE_POSSIBLE,
    NoteCode.DESIGN_EFFECT_OF_GAIN,
)
"""Codes that say the same of each figure, and no more."""
FIGURES_IN_NOTES = {
    "share": "improved.share",
    "gain": "gain.mean",
    "icc": "method.icc.improved",
    "design_effect": "gain.design_effect",
    "effective_n": "gain.effective_n",
    "min_expected": "between.improved.min_expected",
    "kr21": "noise_floor.kr21",
    "low": "late.without.low",
    "high": "late.without.high",
}
"""By the name of a value, where it stands in the register; all other numbers are whole."""


def note_sentence(words: Words, note: Note) -> str:
    """Returns the sentence of a note in the reader's language."""
    values = {name: _value(words, name, value) for name, value in note.values.items()}
    if note.code is NoteCode.UNMATCHED and "neither" in values:
        return _unmatched(words.gettext) % values
    if note.code is NoteCode.SUPPRESSED and "figure" in values:
        return _suppressed_part(words.gettext) % values
    if note.code is NoteCode.TOO_FEW_COHORTS and "group" in values:
        return _too_few_in_a_group(words.gettext) % values
    if note.code is NoteCode.NO_COMPARISON_GROUP and "option" in values:
        return _perhaps_a_comparison(words.gettext, has_column="column" in values) % dict(note.values)
    if note.code is NoteCode.ARM_EMPTY:
        return _nobody_in(words.gettext, str(note.values["arm"]))
    return _sentences(words.gettext)[note.code] % values


def _suppressed_part(_: Callable[[str], str]) -> str:
    return _("Hidden, since it would speak of fewer than %(threshold)s people: %(figure)s.")


def _too_few_in_a_group(_: Callable[[str], str]) -> str:
    return _("Not given: %(figure)s. Each subgroup needs %(needed)s cohorts; the smallest has %(cohorts)s.")


def _perhaps_a_comparison(_: Callable[[str], str], *, has_column: bool) -> str:
    if not has_column:
        return _(
            "No comparison group was named, and without one a gain is not proof of effect. If a column tells one, name "
            "it with %(option)s, or say --no-comparison."
        )
    return _(
        "No comparison group was named, and without one a gain is not proof of effect. The column %(column)s looks "
        "like one: name it with %(option)s, or say --no-comparison."
    )


def _nobody_in(_: Callable[[str], str], arm: str) -> str:
    if arm == "course":
        return _("Nobody with the course has both scores, so there is nothing to compare.")
    return _("Nobody in the comparison group has both scores, so there is nothing to compare.")


def _unmatched(_: Callable[[str], str]) -> str:
    return _(
        "Counted in no share: %(pre_only)s with the first test only, %(post_only)s with the second only and "
        "%(neither)s with neither; %(paired)s took both."
    )


def notes_by_group(words: Words, groups: Iterable[GroupReport], names: Mapping[Key, str]) -> list[tuple[str, str]]:
    """Lists (group names, sentence) for notes on single groups, without those of a code in SAID_ELSEWHERE."""
    _ = words.gettext
    groups_by_text: dict[str, list[str]] = {}
    for group in groups:
        for note in of_one_kind_together(group.notes):
            if note.code not in SAID_ELSEWHERE and group.key is not None:
                groups_by_text.setdefault(note_sentence(words, note), []).append(apart(words, names[group.key]))
    return [(", ".join(who), sentence) for sentence, who in groups_by_text.items()]


def of_one_kind_together(notes: Iterable[Note]) -> list[Note]:
    """Joins notes of a code in SAID_TOGETHER that differ only in their figure into one, after all others."""
    rest: list[Note] = []
    figures: dict[NoteCode, dict[str, Note]] = {code: {} for code in SAID_TOGETHER}
    for note in notes:
        if note.code in SAID_TOGETHER and "figure" in note.values:
            figures[note.code] |= dict.fromkeys(str(note.values["figure"]).split(","), note)
        else:
            rest.append(note)
    together = (
        Note(code, {**next(iter(about.values())).values, "figure": ",".join(about)})
        for code, about in figures.items()
        if about
    )
    return [*rest, *together]


def figure_name(words: Words, figure: str) -> str:
    """Returns in words the figure that a note is about; an unknown name as it is."""
    _ = words.gettext
    names = {
        "improved": _("share improved"),
        "same": _("share the same"),
        "worse": _("share worse"),
        "gain": _("mean gain"),
        "ancova": _("comparison of scores after, given scores before"),
        "noise_floor": _("what chance alone would give"),
        "sign": _("sign test"),
        "wilcoxon": _("Wilcoxon"),
        "reliable_change": _("change beyond measurement error"),
        "pass": _("share that passed"),
        "reliability": _("reliability"),
        "item_rest": _("how each item goes with the rest"),
        "discrimination": _("how each item tells learners apart"),
        "distractors": _("wrong options by score"),
        "dif": _("items that are harder for one subgroup"),
        "equating": _("one form in points of the other"),
        "correlation": _("correlation"),
        "effect": _("effect size"),
        "hedges_g": _("Hedges' g"),
        "leavers": _("leavers against stayers"),
        "sample_size": _("learners needed"),
        "regression": _("scores after by scores before"),
        "attrition": _("who left"),
        "difficulty": _("how hard each item is"),
        "intervals": _("all intervals"),
        "low": _("what regression to the mean gives the low scorers"),
        "items": _("items"),
        "learned": _("who learned an item"),
        "lost": _("who lost an item"),
        "forms": _("whether the forms are equally hard"),
        "follow_up": _("follow-up"),
        "statements": _("statements"),
        "dose": _("lessons done"),
        "late": _("share improved without those of whom a test came when answers could be seen"),
        "came": _("how the tests came"),
        "power": _("what could have been shown"),
        "robust": _("comparison of subgroups by learners with errors by cohort"),
        "shrunken": _("shares adjusted towards the common share"),
        "ranks": _("ranks of subgroups"),
        "share_differences": _("share improved of a subgroup against the others"),
        "part_kept": _("what part of the gain was kept"),
        "welch": _("Welch's comparison of mean gains"),
        "comparison": _("comparison group"),
        "afterwards": _("those who waited, after their own course"),
        "difference": _("difference from the comparison group"),
        "adjusted": _("difference from the comparison group, adjusted for scores before"),
    }
    return names.get(figure, figure)


def _value(words: Words, name: str, value: float | int | str) -> str:
    """A value as the name of its place asks for: figures as the register has them, counts whole, names in words."""
    if isinstance(value, str):
        return ", ".join(figure_name(words, part) for part in value.split(","))
    if name in FIGURES_IN_NOTES:
        return figure_text(words, FIGURES_IN_NOTES[name], value, is_signed=name == "gain")
    return words.number(value)


def _sentences(_: Callable[[str], str]) -> Mapping[NoteCode, str]:
    return {
        NoteCode.NO_PAIRS: _("No one has taken both tests yet, so nothing can be said about learning."),
        NoteCode.TOO_FEW_LEARNERS: _("Not given: %(figure)s. It needs %(needed)s learners and has %(n)s."),
        NoteCode.ALL_UNCHANGED: _(
            "Everyone (%(n)s) scored the same twice, so the tests have nothing to weigh and p is 1."
        ),
        NoteCode.ALL_SAME_GAIN: _(
            "Everyone (%(n)s) gained the same number of points (%(gain)s), so there is no spread to measure it against."
        ),
        NoteCode.NO_SPREAD_IN_SCORES: _(
            "All scores were alike in each test, so the gain cannot be set against their spread (learners: %(n)s)."
        ),
        NoteCode.PRE_ALL_EQUAL: _(
            "Everyone (%(n)s) had the same score before (%(score)s), so nobody can say what chance alone would give."
        ),
        NoteCode.PRE_ALL_AT_ENDS: _(
            "Everyone (%(n)s) had either nothing or full marks before, so nobody can say what chance alone would give."
        ),
        NoteCode.PRE_ALL_CEILING: _("Everyone (%(n)s) had full marks before, so there was nothing left to gain."),
        NoteCode.ONE_ITEM: _("The highest score is 1: with a single item nobody can say what chance alone would give."),
        NoteCode.ONE_COHORT: _(
            "There is one cohort in all (learners: %(n)s). How far cohorts differ is unknown, so there is no interval "
            "and no t test."
        ),
        NoteCode.TOO_FEW_COHORTS: _("Not given: %(figure)s. It needs %(needed)s cohorts and has %(cohorts)s."),
        NoteCode.MARK_OUT_OF_RANGE: _("The pass mark %(mark)s is not between 1 and the highest score, %(max_score)s."),
        NoteCode.ONE_GROUP: _("Subgroups with both tests that can be compared: %(groups)s. It takes two."),
        NoteCode.NO_DIFFERENCE_POSSIBLE: _("All subgroups have the same outcome, so they cannot differ: %(figure)s."),
        NoteCode.GAIN_NOT_SHOWN: _("Not given: %(figure)s. That there was a gain could not be shown."),
        NoteCode.NO_SPREAD: _("Not given: %(figure)s. What it is measured against is alike for everyone (%(n)s)."),
        NoteCode.TOO_FEW_ITEMS: _("Not given: %(figure)s. It needs %(needed)s items and has %(count)s."),
        NoteCode.OUT_OF_REACH: _("Not given: %(figure)s. No number of people would be enough."),
        NoteCode.OTHER_ITEMS: _(
            "Not given: %(figure)s. The second test asked other questions than the first, or it is not known that it "
            "asked the same."
        ),
        NoteCode.NOT_COUNTED: _("Not counted in this report: %(figure)s."),
        NoteCode.COHORTS_FOLDED: _("Not given with so many cohorts: %(figure)s."),
        NoteCode.LEARNERS_ONLY: _(
            "Not given, since it holds for learners who are independent, and these were taught together: %(figure)s."
        ),
        NoteCode.SUPPRESSED: _(
            "Hidden: it would speak of fewer than %(threshold)s people, and someone could be recognised."
        ),
        NoteCode.FEW_LATE: _(
            "Of 1 to %(most)s learners a test came when the right answers could be seen, and is counted. The share "
            "improved without them is not given, so that nobody is recognised: it would lie from %(low)s to %(high)s."
        ),
        NoteCode.REST_TOO_SMALL: _(
            "Hidden: these filters, or a group within them, leave out only a few people, fewer than %(threshold)s with "
            "both tests. Whoever compared these figures with others would learn their results."
        ),
        NoteCode.NO_COMPARISON_GROUP: _("No comparison group: a gain is not proof of effect."),
        NoteCode.RANDOMISED: _("Who had the course was drawn by lot."),
        NoteCode.NOT_RANDOMISED: _(
            "Who had the course was not drawn by lot: the two groups may differ in other ways too."
        ),
        NoteCode.RANDOMISATION_UNKNOWN: _(
            "As far as this report knows, who had the course was not drawn by lot: the two groups may differ in other "
            "ways too. If it was, say --randomised."
        ),
        NoteCode.CONTRAST_BY_COHORT: _(
            "Comparison group, %(cohorts)s cohorts in both groups: differences of means have CR2 errors with "
            "Satterthwaite's degrees of freedom; that of shares is made of Korn–Graubard intervals with one ICC within "
            "the groups; scores after are adjusted for those before (ANCOVA). Where there are several regions, people "
            "with the course are compared with the others of their own region, and regions weigh by their learners in "
            "both groups: such a difference of means is not the one mean less the other."
        ),
        NoteCode.CONTRAST_BY_LEARNER: _(
            "Comparison group, learners (%(n)s) as independent: differences of means by Welch, of shares by Newcombe, "
            "scores after adjusted for those before (ANCOVA). People taught together are alike, and then these "
            "intervals are too narrow: name the cohorts if you know them."
        ),
        NoteCode.COHORTS_IN_BOTH: _(
            "Cohorts with learners both in the course and in the comparison group: %(count)s. Each counts once in "
            "either, which makes intervals wider than they need be."
        ),
        NoteCode.WILSON_LEARNER_UNIT: _(
            "Confidence intervals and tests take learners (%(n)s) as independent (Wilson, Student). People who were "
            "taught together are alike, and then these intervals are too narrow: name the cohorts if you know them."
        ),
        NoteCode.KORN_GRAUBARD: _(
            "Intervals respect the %(cohorts)s cohorts (Korn–Graubard; design effect %(design_effect)s)."
        ),
        NoteCode.BORROWED_ICC: _(
            "Too few cohorts (under ten), or too alike, to tell how alike learners taught together are: the ICC "
            "(of the share improved, %(icc)s) is that of all %(all_cohorts)s cohorts."
        ),
        NoteCode.ASSUMED_ICC: _(
            "How alike learners of one cohort are could not be estimated (cohorts in all: %(cohorts)s). An ICC of "
            "%(icc)s is assumed for: %(figure)s."
        ),
        NoteCode.FEW_COHORTS: _(
            "Cohorts that the whole report stands on: %(cohorts)s. Under ten, intervals are rough."
        ),
        NoteCode.DESIGN_EFFECT_OF_IMPROVED: _(
            "Change beyond measurement error is not counted by cohort: its interval is widened by as much as that of "
            "the share improved (its design effect)."
        ),
        NoteCode.DESIGN_EFFECT_OF_GAIN: _(
            "Interval (and p, where there is one) with the design effect of the mean gain: %(figure)s."
        ),
        NoteCode.TESTS_IGNORE_COHORTS: _(
            "Worked out as if learners were independent of one another: %(figure)s. The t test and the intervals of "
            "gain and of shares improved, same and worse allow for cohorts."
        ),
        NoteCode.UNMATCHED: _(
            "Counted in no share: %(pre_only)s with the first test only and %(post_only)s with the second only; "
            "%(paired)s took both."
        ),
        NoteCode.PRE_CEILING: _("Full marks before: %(count)s (%(share)s). They could not improve."),
        NoteCode.POST_CEILING: _(
            "Full marks after: %(count)s (%(share)s). They may have learned more than the test shows."
        ),
        NoteCode.PRE_FLOOR: _("Not one item right before: %(count)s (%(share)s). They could not get worse."),
        NoteCode.HAKE_UNDEFINED: _("Full marks before, so not in the average of normalised gains: %(count)s."),
        NoteCode.RELIABILITY_NOT_POSITIVE: _(
            "The scores before tell learners apart no better than chance, so what chance alone would give is worked "
            "out as if all were equally able."
        ),
        NoteCode.EXPECTED_TOO_SMALL: _(
            "Some expected counts are small (%(min_expected)s), so the exact test of Fisher, Freeman and Halton "
            "replaces chi-square."
        ),
        NoteCode.SIMULATED: _("Too many tables to list: the exact test was drawn %(draws)s times, with a fixed seed."),
        NoteCode.BETWEEN_IGNORES_COHORTS: _(
            "Chi-square, Fisher's test and Kruskal–Wallis between subgroups take learners as independent. "
            "Only a comparison of scores after respects cohorts."
        ),
        NoteCode.LINES_MARKED: _(
            "Each learner may mark several lines of this item: their counts do not add up to the number of learners."
        ),
        NoteCode.FIGURE_IGNORES_COHORTS: _(
            "Worked out as if learners were independent of one another, though they were taught together, so the true "
            "uncertainty is larger: %(figure)s."
        ),
        NoteCode.GROUPS_LEFT_OUT: _("Subgroups that are hidden or empty, and so in no comparison: %(count)s."),
        NoteCode.GROUPS_AS_CHANCE: _(
            "The %(groups)s subgroups differ no more than chance makes people differ: adjusted, each has the common "
            "share, without an interval of its own."
        ),
        NoteCode.RESAMPLED: _("The interval was drawn %(draws)s times, with a fixed seed."),
        NoteCode.KEYS_SEEN: _(
            "The right answers had been shown before the follow-up: it measures what was kept of them, too."
        ),
        NoteCode.DOSE_NOT_CAUSE: _(
            "Whoever did more lessons had chosen to: gain by lessons done is described, and no effect is claimed."
        ),
        NoteCode.SAID_OF_ONESELF: _("Statements are what people say of themselves. They are no part of a score."),
    }
