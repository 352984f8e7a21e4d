"""Every figure that a report may hold, once: its place, unit, decimals, what it tells, its label and its files.

A figure exists when it stands here. Files, tables, code books and sentences loop over these entries; a new figure
touches its entry, its computation and its label. A place is that of the JSON with indices and the words `groups` and
`total` left out: `improved.share` of a group, `items.before.share` of an item, `statements.change.mean` of either.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from analytics.counts.tally import REASONS
from analytics.report.decimals import decimals_of
from analytics.report.entry import (
    COUNT,
    LN_P,
    NUMBER,
    POINTS,
    SHARE,
    Disclosure,
    Figure,
    P,
    Tells,
    each,
    estimate,
    mean_gain,
    one_figure,
    parts,
    share,
    test_of,
)
from analytics.report.figure_names import BESIDE, CODES, SHORT


def _tests() -> Iterator[Figure]:
    order = Tells.ORDER
    yield from parts("tests.sign", order, {"improved": COUNT, "worse": COUNT, "p": P, "ln_p": LN_P})
    units = {"statistic": NUMBER, "z": NUMBER, "p": P, "ln_p": LN_P}
    yield from parts("tests.wilcoxon", order, units)
    yield from test_of("tests.t", Tells.SCORES, statistic="t")


def _effect() -> Iterator[Figure]:
    units = {
        "d_z": NUMBER, "d_av": NUMBER, "hedges_g": NUMBER, "rank_biserial": NUMBER, "p_superiority": SHARE,
        "hodges_lehmann": POINTS,
    }  # fmt: skip
    tells = dict.fromkeys(("d_z", "d_av", "hedges_g"), Tells.SCORES)
    yield from (one_figure(f"effect.{name}", unit, tells.get(name, Tells.ORDER)) for name, unit in units.items())
    yield one_figure("effect.ci.widened", NUMBER, Tells.SCORES)
    with_error = ("d_av", "hedges_g", "rank_biserial")
    for name, unit in units.items():
        if name != "d_z":
            of, has_se = f"effect.ci.{name}", name in with_error
            for one in estimate(of, unit, tells.get(name, Tells.ORDER), has_se=has_se, has_df=False):
                yield replace(one, label=f"effect.{name}")


def _attrition() -> Iterator[Figure]:
    flow = Tells.FLOW
    yield from share("attrition.lost", flow)
    yield from each("attrition.scores", COUNT, flow, "stayers", "leavers")
    yield from each("attrition.scores", POINTS, flow, "stayers_mean", "leavers_mean")
    yield from estimate("attrition.scores.difference", POINTS, flow)
    for name in ("t", "ranks"):
        yield from test_of(f"attrition.scores.{name}", flow, has_df=name == "t", n=COUNT)


def _regression() -> Iterator[Figure]:
    scores = Tells.SCORES
    line = {"slope": NUMBER, "intercept": POINTS, "r_squared": NUMBER, "se_slope": NUMBER}
    yield from (one_figure(f"regression.line.{name}", unit, scores) for name, unit in line.items())
    yield from parts(
        "regression.line", scores, {"low": NUMBER, "high": NUMBER, "n": COUNT}, label="regression.line.slope"
    )
    low = {"cut": POINTS, "n": COUNT, "gain": POINTS, "expected": POINTS, "beyond": POINTS, "reliability": NUMBER}
    yield from (one_figure(f"regression.low.{name}", unit, scores) for name, unit in low.items())
    yield from estimate("regression.correlation", NUMBER, scores, has_se=False, has_df=False)


def _power() -> Iterator[Figure]:
    scores = Tells.SCORES
    yield one_figure("power.power", SHARE, Tells.METHOD)
    yield from each("power.smallest_gain", POINTS, scores, "points")
    yield from each("power.smallest_gain", NUMBER, scores, "d_z")
    after = "power.next_round"
    yield from each(after, POINTS, Tells.METHOD, "points")
    yield from parts(f"{after}.gain", scores, {"effective": NUMBER, "learners": COUNT, "cohorts": COUNT})
    yield from each(after, COUNT, Tells.SIZE, "cohort_size")
    yield from each(after, NUMBER, scores, "icc")


def _next_cohort() -> Iterator[Figure]:
    """Of one more cohort: it has no n, but a size."""
    scores = Tells.SCORES
    yield one_figure("next_cohort.size", COUNT, Tells.SIZE)
    yield one_figure("next_cohort.df", NUMBER, Tells.METHOD)
    for name, unit, tells in (("gain", POINTS, scores), ("improved", SHARE, Tells.SHARE)):
        of = f"next_cohort.{name}"
        yield one_figure(f"{of}.value", unit, tells, label=of)
        yield from parts(of, tells, {"low": unit, "high": unit})
        yield one_figure(f"{of}.icc", NUMBER, scores)


def _group() -> Iterator[Figure]:
    """Of the total and of each group."""
    yield from each("flow", COUNT, Tells.FLOW, "pre_only", "post_only", "paired")
    yield one_figure("missing.enrolled", COUNT, Tells.FLOW)
    yield from each("missing", SHARE, Tells.SHARE, "improved_at_least", "improved_at_most")
    for outcome in ("improved", "same", "worse"):
        yield from share(outcome, is_rounded=True)
    yield from each("noise_floor", SHARE, Tells.SCORES, "share", "same")
    yield from each("noise_floor", NUMBER, Tells.SCORES, "kr21", "alpha", "beta")
    yield from share("reliable_change", is_rounded=True)
    yield one_figure("reliable_change.threshold", POINTS, Tells.SCORES)
    yield one_figure("reliable_change.standard_error", POINTS, Tells.SCORES)
    yield one_figure("reliable_change.reliability", NUMBER, Tells.SCORES)
    yield one_figure("pass.mark", POINTS, Tells.METHOD)
    yield one_figure("pass.n", COUNT, Tells.SHARE, "n")
    for wave in ("pre", "post"):
        yield one_figure(f"pass.{wave}", SHARE, Tells.SHARE)
        for end in ("least", "most"):
            yield one_figure(f"pass.{wave}_{end}", SHARE, Tells.SHARE, end, label=f"pass.{wave}")
    yield from each("pass", COUNT, Tells.SHARE, "gained", "lost")
    yield one_figure("pass.difference", SHARE, Tells.SHARE)
    difference = {"low": SHARE, "high": SHARE, "p": P, "ln_p": LN_P}
    yield from parts("pass", Tells.SHARE, difference, label="pass.difference")
    yield from mean_gain("gain")
    yield from each("hake", NUMBER, Tells.SCORES, "of_averages", "average")
    yield one_figure("hake.undefined", COUNT, Tells.SCORES)
    yield from _effect()
    yield from _tests()
    yield from each("ceiling", COUNT, Tells.SCORES, "pre", "post", "floor_pre", "floor_post")
    yield from _attrition()
    yield from _regression()
    yield from _power()
    yield from _next_cohort()


def _under(place: str, figures: Iterable[Figure]) -> Iterator[Figure]:
    """The same figures of a part of the report; the JSON has the flow of such a part in one place."""
    for one in figures:
        path = one.path.replace("missing.", "flow.")
        yield replace(one, path=f"{place}.{path}", within=place, in_table=False)


def _between() -> Iterator[Figure]:
    tells = Tells.COMPARISON
    yield from test_of("between.improved", tells, min_expected=NUMBER)
    yield from test_of("between.gain", tells)
    yield from test_of("between.attrition.test", tells, min_expected=NUMBER)
    ancova = {"f": NUMBER, "df1": NUMBER, "df2": NUMBER, "p": P, "ln_p": LN_P}
    yield from parts("between.ancova", tells, ancova)
    yield from each("between.ancova", NUMBER, tells, "slope")
    yield from each("between.ancova", POINTS, tells, "adjusted")
    adjusted = {"p": P, "ln_p": LN_P, "holm": P, "benjamini_hochberg": P}
    yield from parts("between.adjusted", tells, adjusted)
    for name in ("welch", "robust.test"):
        yield from test_of(f"between.{name}", tells, n=COUNT, df2=NUMBER)
    yield from estimate("between.robust.slope", NUMBER, tells)
    yield from estimate("between.robust.adjusted", POINTS, tells)
    yield from estimate("between.robust.differences", POINTS, tells)
    yield one_figure("between.shrunken.mean", SHARE, tells)
    yield one_figure("between.shrunken.rho", NUMBER, tells)
    yield from each("between.shrunken", SHARE, tells, "raw")
    yield from parts("between.shrunken", tells, {"n": COUNT, "share": SHARE, "low": SHARE, "high": SHARE})
    yield one_figure("between.ranks.rank", NUMBER, tells)
    yield from parts("between.ranks", tells, {"low": NUMBER, "high": NUMBER}, label="between.ranks.rank")
    yield from share("between.attrition.lost", tells)
    yield from estimate("between.share_differences.difference", SHARE, tells, has_se=False, has_df=False)


def _comparison() -> Iterator[Figure]:
    tells, scores = Tells.COMPARISON, Tells.SCORES
    arm = (
        one_figure("n", COUNT, Tells.SIZE, label="flow.paired"),
        one_figure("first_only", COUNT, Tells.FLOW, label="flow.pre_only"),
        one_figure("second_only", COUNT, Tells.FLOW, label="flow.post_only"),
        one_figure("cohorts", COUNT, Tells.SIZE, label="gain.cohorts"),
        one_figure("before", POINTS, scores, label="gain.pre_mean"),
        one_figure("after", POINTS, scores, label="gain.post_mean"),
        *estimate("gain", POINTS, scores),
        *(one for outcome in ("improved", "same", "worse") for one in share(outcome)),
    )
    for name in ("course", "waiting", "afterwards"):
        yield from _under(f"comparison.{name}", arm)
    units = {
        "value": POINTS, "low": POINTS, "high": POINTS, "se": POINTS, "df": NUMBER, "t": NUMBER, "p": P, "ln_p": LN_P,
        "n": COUNT,
    }  # fmt: skip
    for name in ("gain", "before", "adjusted"):
        for one in parts(f"comparison.{name}", tells, units):
            yield replace(one, part="" if one.part == "value" else one.part)
    yield from estimate("comparison.improved", SHARE, tells, has_se=False, has_df=False)


def _items() -> Iterator[Figure]:
    tells = Tells.ITEM
    yield from parts("items", tells, {"n": COUNT, "gained": COUNT, "lost": COUNT})
    yield from share("items.before", tells)
    yield from share("items.after", tells)
    yield from estimate("items.difference", SHARE, tells)
    yield from parts("items", tells, {"p": P, "ln_p": LN_P, "adjusted": P})
    yield from parts("item_waves", tells, {"n": COUNT})
    yield from share("item_waves.items.difficulty", tells)
    yield from each("item_waves.items", NUMBER, tells, "item_rest", "discrimination")
    yield from parts("reliability", tells, {"n": COUNT})
    yield from estimate("reliability.alpha", NUMBER, tells, has_se=False, has_df=False)
    yield from parts("distractors.items", tells, {"n": COUNT})
    options = {"count": COUNT, "share": SHARE, "lower": SHARE, "middle": SHARE, "upper": SHARE}
    yield from parts("distractors.items.options", tells, options)
    yield one_figure("distractors.items.options.above_key", P, tells)
    yield from each("distractors.items", COUNT, tells, "thirds")
    yield from each("dif.found", COUNT, tells, "reference", "focal")
    odds = {
        "odds_ratio": NUMBER,
        "low": NUMBER,
        "high": NUMBER,
        "se": NUMBER,
        "statistic": NUMBER,
        "p": P,
        "ln_p": LN_P,
    }
    for one in parts("dif.found.items.odds", tells, odds):
        yield replace(one, part="" if one.part == "odds_ratio" else one.part)
    yield one_figure("dif.found.items.delta", NUMBER, tells)
    yield one_figure("dif.found.items.adjusted", P, tells, "adjusted", label="dif.found.items.odds")


def _forms() -> Iterator[Figure]:
    tells = Tells.SCORES
    yield from estimate("forms.test.difference", POINTS, tells)
    yield one_figure("forms.test.margin", POINTS, Tells.METHOD)
    for which in ("equivalent", "differ"):
        yield one_figure(f"forms.test.p_{which}", P, tells, "p", label=f"forms.test.{which}")
        yield one_figure(f"forms.test.ln_p_{which}", LN_P, tells, "ln_p", label=f"forms.test.{which}")
    for way in ("second_to_first", "first_to_second"):
        yield from each(f"forms.{way}", POINTS, tells, "scores")
        yield from parts(f"forms.{way}", tells, {"n": COUNT}, label=f"forms.{way}.scores")
    yield from share("forms.raw")
    yield from share("forms.equated")


OF_THE_MISSING = ("missing.improved_at_", "attrition.")
"""Figures that learners with all three tests do not have."""


def _follow_up() -> Iterator[Figure]:
    yield from each("follow_up", COUNT, Tells.FLOW, "n", "left")
    for place in ("follow_up.from_before", "follow_up.from_after"):
        yield from _under(place, (one for one in _group() if not one.path.startswith(OF_THE_MISSING)))
    yield from share("follow_up.kept")
    yield from estimate("follow_up.part_kept", SHARE, Tells.SCORES, has_se=False, has_df=False)


def _dose() -> Iterator[Figure]:
    yield from each("dose.steps", COUNT, Tells.SCORES, "n")
    yield from _under("dose.steps", (*share("improved", is_rounded=True), *mean_gain("gain")))
    yield one_figure("dose.mean_lessons", NUMBER, Tells.SCORES)


def _late() -> Iterator[Figure]:
    yield from each("late", COUNT, Tells.FLOW, "n")
    yield from share("late.improved", is_rounded=True)
    yield from share("late.without", is_rounded=True)


def _came() -> Iterator[Figure]:
    yield from each("came", COUNT, Tells.FLOW, "n")
    yield from each("came.ways", COUNT, Tells.FLOW, "count")


def _circumstances() -> Iterator[Figure]:
    yield from each("circumstances", COUNT, Tells.FLOW, "extended", *REASONS, "taken_out", "erased", "parted")


def _statements() -> Iterator[Figure]:
    tells = Tells.STATEMENTS
    yield one_figure("statements.n", COUNT, tells)
    yield from each("statements", POINTS, tells, "before", "after")
    for way in ("up", "same", "down"):
        yield from share(f"statements.{way}", tells, is_rounded=True)
    change = (replace(one, path=one.path.replace("gain.", "change."), tells=tells) for one in mean_gain("gain"))
    yield from _under("statements", (*change, *(replace(one, tells=tells) for one in _tests())))


def _reception() -> Iterator[Figure]:
    """What was said of the course, and how many others were taught: beside a report, not in it."""
    tells = Tells.STATEMENTS
    yield one_figure("reactions.n", COUNT, tells)
    yield from share("reactions.satisfied", tells, is_rounded=True)
    yield one_figure("reactions.mean", POINTS, tells)
    yield from parts("reactions", tells, {"low": POINTS, "high": POINTS}, label="reactions.mean")
    yield from each("taught", COUNT, tells, "learners", "peers")


def _method() -> Iterator[Figure]:
    tells = Tells.METHOD
    yield one_figure("method.confidence", SHARE, tells)
    yield from each("method", POINTS, tells, "max_score", "pass_mark")
    yield from each("method", COUNT, tells, "suppress", "cohorts")
    yield from each("method.icc", COUNT, tells, "cohorts", "df")
    for name in ("gain", "improved", "same", "worse"):
        yield one_figure(f"method.icc.{name}", NUMBER, tells)
    yield from share("method.retest.improved", tells)


_SHARE = ("count", "n", "share", "least", "most", "low", "high")
_MEANS = ("n", "pre_mean", "post_mean", "mean", "low", "high")
_SHARES = ("improved", "same", "worse", "reliable_change", "statements.up", "statements.same", "statements.down",
           "reactions.satisfied")  # fmt: skip

ROUNDED = frozenset(
    (
        *("flow.pre_only", "flow.post_only", "flow.paired", "missing.enrolled", "n", "pass.n"),
        *(f"pass.{wave}{part}" for wave in ("pre", "post") for part in ("", "_least", "_most")),
        *("tests.t.p", "between.gain.p", "between.robust.test.p"),
        *(
            "statements.n",
            "statements.before",
            "statements.after",
            "reactions.n",
            "reactions.mean",
            "dose.steps.n",
            "late.n",
            "came.n",
            "came.ways.count",
            *(f"circumstances.{name}" for name in ("extended", "erased", "parted", *REASONS)),
        ),
        *(f"late.improved.{part}" for part in _SHARE),
        *(f"{of}.{part}" for of in _SHARES for part in _SHARE),
        *(f"{of}.{part}" for of in ("gain", "change") for part in _MEANS),
    )
)
"""What a rounded table tells, by place; of a part of the report that is made like a group, by the place in the part.

Left out on purpose: p of tests that rest on the counts of improved or passed alone, and of signed ranks, which is 2 to
the power of minus the count less one where nobody scored lower. Two digits of them give the counts back.
"""

OF_THE_TEST = (
    *("pass.mark", "method.confidence", "method.max_score", "method.pass_mark", "lessons"),
    *("reliable_change.threshold", "reliable_change.standard_error", "reliable_change.reliability"),
)
"""What people decided beforehand, and what is the same in each group and told exactly of the total: nothing of a group
follows from it."""


def _disclosure(one: Figure) -> Disclosure:
    places = {one.path, one.path.removeprefix(f"{one.within}.")}
    if places & {*OF_THE_TEST}:
        return Disclosure.EXACT
    return Disclosure.ROUNDED if places & ROUNDED else Disclosure.NEVER


def _register() -> Iterator[Figure]:
    for one in _group():
        is_again = one.path.startswith("effect.ci.") and one.path.endswith(".value")  # `effect` has it
        yield _named(replace(one, in_table=one.in_csv and not is_again))
    beside = (
        _between(),
        _comparison(),
        _items(),
        _forms(),
        _follow_up(),
        _dose(),
        _late(),
        _came(),
        _circumstances(),
        _statements(),
        _reception(),
        _method(),
    )
    for figures in beside:
        for one in figures:
            yield _named(replace(one, in_table=one.path in BESIDE))


def _named(figure: Figure) -> Figure:
    return replace(
        figure,
        decimals=decimals_of(figure),
        short=SHORT.get(figure.path, ""),
        code=CODES.get(figure.path, ""),
        disclosure=_disclosure(figure),
    )


FIGURES: Mapping[str, Figure] = {one.path: one for one in _register()}
"""By path, in the order of files and code books."""
