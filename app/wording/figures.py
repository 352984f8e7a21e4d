"""Figures of the register in the reader's language: what each is, and its unit."""

from collections.abc import Callable, Mapping
from functools import cache

from analytics import Figure, Unit
from app.wording.words import Words


def figure_label(words: Words, figure: Figure) -> str:
    """Returns a figure's name, such as "Improved: lower end" or "Second test to follow-up: Mean gain"."""
    things, parts, wider = _named(words.language)
    what = things[figure.label]
    if figure.part:
        what = parts[figure.part] % {"what": what}
    return f"{wider[figure.within]}: {what}" if figure.within else what


def unit_name(words: Words, unit: Unit) -> str:
    """Returns the name of a unit in the reader's language."""
    _ = words.gettext
    return {
        Unit.COUNT: _("whole number"),
        Unit.SHARE: _("share, 0 to 1"),
        Unit.POINTS: _("points"),
        Unit.P: _("probability, 0 to 1"),
        Unit.LN_P: _("natural logarithm of a probability"),
        Unit.NUMBER: _("number"),
    }[unit]


@cache
def _named(language: str) -> tuple[Mapping[str, str], Mapping[str, str], Mapping[str, str]]:
    _ = Words(language).gettext
    return _things(_), _parts(_), _wider(_)


def _things(_: Callable[[str], str]) -> Mapping[str, str]:
    """By label code."""
    of_scores = _of_outcomes(_) | _of_gains(_) | _of_leavers(_) | _of_planning(_)
    return of_scores | _of_subgroups(_) | _of_items(_) | _of_the_rest(_)


def _of_outcomes(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "flow.pre_only": _("First test (baseline) only"),
        "flow.post_only": _("Second test (endline) only"),
        "flow.paired": _("Both tests: n of every share"),
        "missing.enrolled": _("Enrolled"),
        "missing.improved_at_least": _("Share improved if none of the missing had"),
        "missing.improved_at_most": _("Share improved if all the missing had"),
        "improved": _("Improved"),
        "same": _("Same"),
        "worse": _("Worse"),
        "noise_floor.share": _("Share that would improve by chance alone"),
        "noise_floor.same": _("Share that would score the same by chance alone"),
        "noise_floor.kr21": _("Reliability of the first scores (KR-21)"),
        "noise_floor.alpha": _("Chance model of the first scores: alpha"),
        "noise_floor.beta": _("Chance model of the first scores: beta"),
        "reliable_change": _("Improved beyond measurement error"),
        "reliable_change.threshold": _("Gain beyond measurement error, points"),
        "reliable_change.standard_error": _("Measurement error of one score, points"),
        "reliable_change.reliability": _("Reliability behind the measurement error"),
        "pass.mark": _("Pass mark, points"),
        "pass": _("Passed"),
        "pass.pre": _("Share who passed before"),
        "pass.post": _("Share who passed after"),
        "pass.gained": _("Learners who passed only after"),
        "pass.lost": _("Learners who passed only before"),
        "pass.difference": _("Difference of the shares who passed"),
    }


def _of_gains(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "gain": _("Mean gain"),
        "gain.pre_mean": _("Mean score before (baseline), points"),
        "gain.post_mean": _("Mean score after (endline), points"),
        "gain.mean": _("Mean gain, points"),
        "gain.sd": _("Standard deviation of the gain, points"),
        "gain.percent": _("Mean gain, per cent of the highest score"),
        "gain.cohorts": _("Cohorts"),
        "gain.icc": _("Likeness within cohorts (ICC)"),
        "gain.design_effect": _("Design effect of the mean gain"),
        "gain.effective_n": _("Effective number of learners"),
        "hake.of_averages": _("Hake's gain of the averages"),
        "hake.average": _("Hake's gain, average over learners"),
        "hake.undefined": _("Full marks before: without Hake's gain"),
        "effect.d_z": _("Effect size d_z"),
        "effect.d_av": _("Effect size d_av"),
        "effect.hedges_g": _("Effect size, Hedges' g"),
        "effect.rank_biserial": _("Matched rank-biserial correlation"),
        "effect.p_superiority": _("Chance of a higher score after, ties as halves"),
        "effect.hodges_lehmann": _("Middle gain (Hodges–Lehmann): the median of the averages of every two, points"),
        "effect.ci.widened": _("Intervals of effect sizes: wider for cohorts by"),
        "tests.sign": _("Sign test"),
        "tests.wilcoxon": _("Wilcoxon signed-rank test"),
        "tests.t": _("Paired t"),
        "ceiling.pre": _("Learners with all right before"),
        "ceiling.post": _("Learners with all right after"),
        "ceiling.floor_pre": _("Learners with none right before"),
        "ceiling.floor_post": _("Learners with none right after"),
    }


def _of_leavers(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "attrition.lost": _("Took the first test and not the second"),
        "attrition.scores.stayers": _("Learners who stayed for the second test"),
        "attrition.scores.leavers": _("Learners who left before the second test"),
        "attrition.scores.stayers_mean": _("Mean score before of those who stayed, points"),
        "attrition.scores.leavers_mean": _("Mean score before of those who left, points"),
        "attrition.scores.difference": _("Score before, stayers less leavers, points"),
        "attrition.scores.t": _("Stayers against leavers, Welch's t"),
        "attrition.scores.ranks": _("Stayers against leavers, rank-sum test"),
        "regression.line.slope": _("Score after by score before: slope"),
        "regression.line.intercept": _("Score after by score before: intercept"),
        "regression.line.r_squared": _("Score after by score before: R²"),
        "regression.line.se_slope": _("Score after by score before: standard error of the slope"),
        "regression.low.cut": _("Low scorers before: highest score among them"),
        "regression.low.n": _("Low scorers before: learners"),
        "regression.low.gain": _("Low scorers before: mean gain, points"),
        "regression.low.expected": _("Low scorers before: gain by regression to the mean, points"),
        "regression.low.beyond": _("Low scorers before: gain beyond that, points"),
        "regression.low.reliability": _("Low scorers before: reliability used"),
        "regression.correlation": _("Correlation of the scores before and after"),
    }


def _of_planning(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "power.power": _("Power asked for"),
        "power.smallest_gain.points": _("Smallest mean gain that could be shown"),
        "power.smallest_gain.d_z": _("Smallest gain that could be shown, d_z"),
        "power.next_round.points": _("Next round: mean gain to be shown, points"),
        "power.next_round.gain": _("Next round, for the mean gain"),
        "power.next_round.cohort_size": _("Next round: learners in a cohort"),
        "power.next_round.icc": _("Next round: ICC assumed"),
        "next_cohort.size": _("One more cohort: learners"),
        "next_cohort.df": _("One more cohort: degrees of freedom"),
        "next_cohort.gain": _("One more cohort: mean gain, points, with its prediction interval"),
        "next_cohort.gain.icc": _(
            "One more cohort: ICC of the gain (of ten cohorts and more: between all of them, regions not taken apart)"
        ),
        "next_cohort.improved": _("One more cohort: share improved, with its prediction interval"),
        "next_cohort.improved.icc": _(
            "One more cohort: ICC of the share improved (of ten cohorts and more: between all of them, regions not "
            "taken apart)"
        ),
    }


def _of_subgroups(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "between.improved": _("Subgroups: do shares improved differ"),
        "between.gain": _("Subgroups: do gains differ (Kruskal–Wallis)"),
        "between.attrition.test": _("Subgroups: does the share without a second test differ"),
        "between.ancova": _("Subgroups: scores after given scores before (ANCOVA)"),
        "between.ancova.slope": _("Subgroups, ANCOVA: slope"),
        "between.ancova.adjusted": _("Subgroups, ANCOVA: adjusted score after, points"),
        "between.adjusted": _("Own gain of a subgroup"),
        "between.welch": _("Subgroups: do mean gains differ (Welch)"),
        "between.robust.test": _("Subgroups: scores after given scores before, errors by cohort"),
        "between.robust.slope": _("Subgroups, errors by cohort: slope"),
        "between.robust.adjusted": _("Subgroups, errors by cohort: adjusted score after, points"),
        "between.robust.differences": _("Subgroup less the first one, errors by cohort, points"),
        "between.shrunken.mean": _("Common share improved"),
        "between.shrunken.rho": _("How unlike subgroups are, 0 to 1"),
        "between.shrunken.raw": _("Share improved as seen"),
        "between.shrunken": _("Share improved, adjusted towards the common share"),
        "between.ranks.rank": _("Place by share improved"),
        "between.attrition.lost": _("Took the first test and not the second, by subgroup"),
        "between.share_differences.difference": _("Share improved less that of all the others"),
        "comparison.gain": _(
            "Difference in mean gain, course less comparison group, points (where cohorts are of several "
            "regions: within them)"
        ),
        "comparison.before": _(
            "Difference in mean score before, course less comparison group, points (where cohorts are of several "
            "regions: within them)"
        ),
        "comparison.adjusted": _(
            "Difference in mean score after, adjusted for that before, points (where cohorts are of several "
            "regions: within them)"
        ),
        "comparison.improved": _("Difference of the shares improved, course less comparison group"),
    }


def _of_items(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "items": _("Item"),
        "items.before": _("Item right before"),
        "items.after": _("Item right after"),
        "items.difference": _("Item: share right after less before"),
        "item_waves": _("Items of a test"),
        "item_waves.items.difficulty": _("Item right in a test"),
        "item_waves.items.item_rest": _("Item: correlation with the rest"),
        "item_waves.items.discrimination": _("Item: discrimination, best less weakest third"),
        "reliability": _("Test"),
        "reliability.alpha": _("Reliability of a test (KR-20)"),
        "distractors.items": _("Options of an item"),
        "distractors.items.options": _("Option chosen"),
        "distractors.items.options.above_key": _("Wrong option chosen more than the key by the best third, p by Holm"),
        "distractors.items.thirds": _("Learners in each third by score"),
        "dif.found.reference": _("Item by group: learners of the reference group"),
        "dif.found.focal": _("Item by group: learners of the focal group"),
        "dif.found.items.odds": _("Item by group, at equal scores: odds ratio"),
        "dif.found.items.delta": _("Item by group: ETS delta"),
        "forms.test.difference": _("First form less second, scores before, points"),
        "forms.test.margin": _("Forms count as equally hard within, points"),
        "forms.test.equivalent": _("Are the forms equally hard"),
        "forms.test.differ": _("Do the forms differ"),
        "forms.second_to_first.scores": _("A score of the second form in points of the first"),
        "forms.first_to_second.scores": _("A score of the first form in points of the second"),
        "forms.raw": _("Improved, as scored"),
        "forms.equated": _("Improved, forms made equally hard"),
    }


def _of_the_rest(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "follow_up.n": _("Follow-up: learners with all three tests"),
        "follow_up.left": _("Follow-up: learners without it"),
        "follow_up.kept": _("Follow-up: kept what they had"),
        "follow_up.part_kept": _("Follow-up: part of the gain that was kept"),
        "dose.steps.n": _("By pieces of lessons done: learners"),
        "dose.mean_lessons": _("Mean number of pieces of lessons done"),
        "late.n": _("A test came when answers could be seen: learners"),
        "late.improved": _("A test came when answers could be seen: improved"),
        "late.without": _("Improved, without those of whom a test came when answers could be seen"),
        "came.n": _("How tests came: learners of whom it is known"),
        "came.ways.count": _("How tests came: learners, by test and way"),
        "circumstances.extended": _("Both tests, one of them in extra time: learners"),
        "circumstances.moved": _("Left, moved away: learners"),
        "circumstances.work": _("Left, has to work: learners"),
        "circumstances.unwilling": _("Left, does not want to go on: learners"),
        "circumstances.unreachable": _("Left, cannot be reached: learners"),
        "circumstances.unknown": _("Left, nobody knows why: learners"),
        "circumstances.taken_out": _("Taken out of a group, in no other figure: people"),
        "circumstances.erased": _(
            "Both tests, erased after the group's result was shown, in no other figure: learners"
        ),
        "circumstances.parted": _(
            "Merged with another number by mistake, put right after the group's result was shown: learners"
        ),
        "statements.n": _("Statement: learners who answered twice"),
        "statements.before": _("Statement: mean before, 1 to 5"),
        "statements.after": _("Statement: mean after, 1 to 5"),
        "statements.up": _("Statement: agreed more"),
        "statements.same": _("Statement: agreed as much"),
        "statements.down": _("Statement: agreed less"),
        "reactions.n": _("On the course: learners who answered"),
        "reactions.satisfied": _("On the course, at 4 or 5"),
        "reactions.mean": _("On the course: mean, 1 to 5"),
        "taught.learners": _("Learners who reported that they passed it on"),
        "taught.peers": _("Peers taught, as learners report"),
        "method.confidence": _("Confidence of the intervals"),
        "method.max_score": _("Highest score"),
        "method.pass_mark": _("Pass mark of the report"),
        "method.suppress": _("Fewest learners that may be shown"),
        "method.cohorts": _("Cohorts of the report"),
        "method.icc.cohorts": _("Cohorts behind the ICC used for small groups"),
        "method.icc.df": _("Degrees of freedom of the ICC used for small groups"),
        "method.icc.gain": _("ICC of the mean gain, within regions"),
        "method.icc.improved": _("ICC of the share improved, within regions"),
        "method.icc.same": _("ICC of the share the same, within regions"),
        "method.icc.worse": _("ICC of the share worse, within regions"),
        "method.retest.improved": _("Improved on a retest with nothing taught between"),
    }


def _parts(_: Callable[[str], str]) -> dict[str, str]:
    """By part; `what` is the thing."""
    return {
        "count": _("%(what)s: learners"),
        "n": _("%(what)s: n"),
        "effective": _("%(what)s: effective number of learners"),
        "share": _("%(what)s: share"),
        "least": _("%(what)s: least share that rounded counts allow"),
        "most": _("%(what)s: greatest share that rounded counts allow"),
        "low": _("%(what)s: lower end"),
        "high": _("%(what)s: upper end"),
        "se": _("%(what)s: standard error"),
        "df": _("%(what)s: degrees of freedom"),
        "df1": _("%(what)s: degrees of freedom"),
        "df2": _("%(what)s: second degrees of freedom"),
        "p": _("%(what)s: p"),
        "ln_p": _("%(what)s: natural logarithm of p"),
        "statistic": _("%(what)s: statistic"),
        "t": _("%(what)s: t"),
        "f": _("%(what)s: F"),
        "z": _("%(what)s: z"),
        "min_expected": _("%(what)s: smallest expected count"),
        "holm": _("%(what)s: p by Holm"),
        "benjamini_hochberg": _("%(what)s: p by Benjamini–Hochberg"),
        "adjusted": _("%(what)s: p by Benjamini–Hochberg"),
        "improved": _("%(what)s: improved, learners"),
        "worse": _("%(what)s: worse, learners"),
        "gained": _("%(what)s: right only after, learners"),
        "lost": _("%(what)s: right only before, learners"),
        "lower": _("%(what)s: share of the weakest third"),
        "middle": _("%(what)s: share of the middle third"),
        "upper": _("%(what)s: share of the best third"),
        "learners": _("%(what)s: learners"),
        "cohorts": _("%(what)s: cohorts"),
    }


def _wider(_: Callable[[str], str]) -> dict[str, str]:
    """By the part of the report that holds a figure."""
    return {
        "follow_up.from_before": _("First test to follow-up"),
        "follow_up.from_after": _("Second test to follow-up"),
        "dose.steps": _("By pieces of lessons done"),
        "statements": _("Statement"),
        "comparison.course": _("With the course"),
        "comparison.waiting": _("Comparison group"),
        "comparison.afterwards": _("Comparison group, afterwards"),
    }
