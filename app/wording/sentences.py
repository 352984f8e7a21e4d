"""What one group's figures say, in plain sentences that these figures support and no others."""

from collections.abc import Iterator

from analytics import GroupReport, Method, ShareEstimate
from analytics.significance.paired import SignTest, StudentTest
from analytics.significance.signed_rank import SignedRankTest
from app.wording.figure_text import ends_text, figure_text, interval_text
from app.wording.method import level_name
from app.wording.retest import published_limit, retest_sentence, retest_share
from app.wording.words import CLEAR, Words


def plain_sentences(words: Words, report: GroupReport, method: Method) -> list[str]:
    """Lists all sentences on one group's figures: headline, gain, then those who are missing."""
    return [
        *headline_sentences(words, report, method),
        *gain_sentences(words, report, method),
        *missing_sentences(words, report),
    ]


def headline_sentences(words: Words, report: GroupReport, method: Method) -> list[str]:
    """Lists sentences on the share improved, what chance alone gives, and the interval.

    One sentence says so if the group is suppressed or nobody has both tests.
    """
    _ = words.gettext
    if report.suppressed:
        return [_("Hidden: someone could be recognised.")]
    if report.improved is None:
        return [_("No one has taken both tests yet, so nothing can be said about learning.")]
    return [
        _improved(words, report.improved),
        *_by_chance(words, report, method),
        *_interval(words, report, method),
    ]


def _improved(words: Words, improved: ShareEstimate) -> str:
    _ = words.gettext
    sentence = words.ngettext(
        "%(count)s of %(n)s learner who took both tests scored higher the second time: %(share)s.",
        "%(count)s of %(n)s learners who took both tests scored higher the second time: %(share)s.",
        improved.n,
    )
    return sentence % {
        "count": words.number(improved.count or 0),
        "n": words.number(improved.n),
        "share": figure_text(words, "improved.share", improved.share or 0),
    }


def _by_chance(words: Words, report: GroupReport, method: Method) -> Iterator[str]:
    """What chance alone would give, and beside it what a second meeting with the test gives."""
    _ = words.gettext
    improved, floor = report.improved, report.noise_floor
    if improved is None or improved.share is None or floor is None:
        return
    if round(100 * floor.share) == 0:
        yield _("With no learning, fewer than 1 in 100 would score higher by chance alone.")
        yield retest_sentence(words, method)
        return
    tenths = words.number(10 * floor.share)
    if tenths in ("0", "10"):
        sentence = _(
            "With no learning, about %(floor)s would score higher by chance alone. Read %(share)s against both: what "
            "chance alone gives (%(chance)s) and what a second sitting without lessons gave (%(retest)s)."
        )
    else:
        sentence = _(
            "With no learning, about %(tenths)s in 10 (%(floor)s) would score higher by chance alone. Read %(share)s "
            "against both: what chance alone gives (%(chance)s) and what a second sitting without lessons gave "
            "(%(retest)s)."
        )
    chance = figure_text(words, "noise_floor.share", floor.share)
    yield sentence % {
        "tenths": tenths,
        "floor": chance,
        "share": figure_text(words, "improved.share", improved.share),
        "chance": chance,
        "retest": retest_share(words, method),
    }
    yield retest_sentence(words, method)


def _interval(words: Words, report: GroupReport, method: Method) -> Iterator[str]:
    _ = words.gettext
    improved, floor = report.improved, report.noise_floor
    if improved is None or improved.share is None:
        return
    if improved.low is None or improved.high is None:
        yield _("There is no interval: all were taught as one cohort, so how far cohorts differ is unknown.")
        return
    low, high = ends_text(words, "improved.low", improved.low, improved.high)
    ends = {"level": level_name(words, method), "low": low, "high": high}
    if method.unit == "cohort":
        sentence = _(
            "The %(level)s confidence interval goes from %(low)s to %(high)s: it allows for the chance by which "
            "learners and cohorts differ. Nobody drew these cohorts by lot from others, so it does not say how others "
            "would do."
        )
    else:
        sentence = _(
            "The %(level)s confidence interval goes from %(low)s to %(high)s: it allows for the chance by which "
            "learners differ. Nobody drew these learners by lot from others, so it does not say how others would do."
        )
    yield sentence % ends
    if floor is None:
        return
    if improved.low > floor.share:
        chance, low = ends_text(words, "improved.low", floor.share, improved.low)
        sentence = _("Even its lower limit, %(low)s, is above what chance alone would give, %(chance)s.")
        yield sentence % {"low": low, "chance": chance}
        yield from _beside_the_retest(words, improved.low, method)
    elif improved.high < floor.share:
        high, chance = ends_text(words, "improved.low", improved.high, floor.share)
        sentence = _("Even its upper limit, %(high)s, is below what chance alone would give, %(chance)s.")
        yield sentence % {"high": high, "chance": chance}
    else:
        yield _("What chance alone would give lies within it: this share cannot be told from chance.")
        yield from _what_the_mean_gain_tells(words, report)


def _beside_the_retest(words: Words, low: float, method: Method) -> Iterator[str]:
    """Nothing where it was measured here: the difference from the comparison group, with its own interval, says it."""
    _ = words.gettext
    high = published_limit(method)
    if high is None:
        return
    if low > high:
        sentence = _(
            "It is also above the upper limit of that retest, %(high)s: of another test, in another country, with the "
            "same questions twice (n = %(n)s)."
        )
        n = words.number(method.retest.improved.n)
        yield sentence % {"high": ends_text(words, "improved.low", high, low)[0], "n": n}
    else:
        sentence = _("But it is not above the upper limit of that retest, %(high)s.")
        yield sentence % {"high": figure_text(words, "method.retest.improved.high", high)}


def _what_the_mean_gain_tells(words: Words, report: GroupReport) -> Iterator[str]:
    """A share weighs no more than who went up; how far each moved may tell what it does not."""
    _ = words.gettext
    gain, test = report.gain, report.tests.t if report.tests else None
    if gain is None or test is None:
        return
    values = {
        "gain": figure_text(words, "gain.mean", gain.mean, is_signed=True),
        "p": words.p_equals(test.p, test.ln_p),
    }
    if test.p >= CLEAR:
        yield _("Nor can the mean gain: %(gain)s points (%(p)s).") % values
    elif gain.mean > 0:
        yield _("The mean gain can be told from chance: %(gain)s points (%(p)s).") % values
    else:
        yield _("The mean gain can be told from chance, and it is a loss: %(gain)s points (%(p)s).") % values


def gain_sentences(words: Words, report: GroupReport, method: Method) -> list[str]:
    """Lists sentences on the mean gain, and on whether tests tell it from chance."""
    return [*_gain(words, report, method), *_tests(words, report, method)]


def _gain(words: Words, report: GroupReport, method: Method) -> Iterator[str]:
    _ = words.gettext
    gain = report.gain
    if gain is None or method.max_score is None:
        return
    values = {
        "mean": figure_text(words, "gain.mean", gain.mean, is_signed=True),
        "max": words.number(method.max_score),
    }
    if gain.low is None or gain.high is None:
        yield _("The mean gain is %(mean)s points of %(max)s.") % values
        return
    values["span"] = interval_text(words, "gain.low", gain.low, gain.high)
    yield _("The mean gain is %(mean)s points of %(max)s, with a confidence interval of %(span)s.") % values


def _tests(words: Words, report: GroupReport, method: Method) -> Iterator[str]:
    """Are they agreed that it is more than chance? p values follow, so that the reader may differ.

    With cohorts only the t test speaks: the two others take learners as independent, and stand in the table.
    """
    _ = words.gettext
    if report.tests is None or report.gain is None:
        return
    named: list[tuple[str, SignTest | SignedRankTest | StudentTest | None]]
    if method.unit == "cohort":
        named = [(_("paired t by cohort"), report.tests.t)]
    else:
        named = [
            (_("sign test"), report.tests.sign),
            (_("Wilcoxon"), report.tests.wilcoxon),
            (_("paired t"), report.tests.t),
        ]
    done = [(name, test) for name, test in named if test is not None]
    if not done:
        return
    listed = "; ".join(f"{name}, {words.p_equals(test.p, test.ln_p)}" for name, test in done)
    clear = [test.p < CLEAR for _name, test in done]
    if all(clear) and report.gain.mean > 0:
        verdict = _(
            "Such a rise would be unlikely if scores only went up and down at random: %(tests)s. These tests do not "
            "take off what a second meeting with the test adds."
        )
    elif all(clear):
        verdict = _("Such a fall would be unlikely if scores only went up and down at random: %(tests)s.")
    elif any(clear):
        verdict = _("The tests do not agree on whether this is more than chance: %(tests)s.")
    else:
        verdict = _("Scores that only go up and down at random could look like this: %(tests)s.")
    yield verdict % {"tests": listed}


def missing_sentences(words: Words, report: GroupReport) -> list[str]:
    """Lists a sentence on how far those without both tests could move the share, or that nobody is missing.

    Empty while nobody has both tests.
    """
    _ = words.gettext
    flow = report.flow
    if flow is None or not flow.paired or flow.improved_at_least is None or flow.improved_at_most is None:
        return []
    least, most = ends_text(words, "missing.improved_at_least", flow.improved_at_least, flow.improved_at_most)
    ends = {"least": least, "most": most}
    if flow.enrolled is not None and flow.enrolled > flow.paired:
        missing = flow.enrolled - flow.paired
        sentence = words.ngettext(
            "%(missing)s of %(enrolled)s who joined (%(share)s) did not take both tests. If they had not improved, the "
            "share of all enrolled would be %(least)s; if they had, %(most)s.",
            "%(missing)s of %(enrolled)s who joined (%(share)s) did not take both tests. If none of them had improved, "
            "the share of all enrolled would be %(least)s; if all had, %(most)s.",
            missing,
        )
        ends |= {
            "missing": words.number(missing),
            "enrolled": words.number(flow.enrolled),
            "share": figure_text(words, "attrition.lost.share", missing / flow.enrolled),
        }
        return [sentence % ends]
    if flow.enrolled is None and flow.pre_only + flow.post_only:
        sentence = _(
            "If none of those with only one test had improved, the share would be %(least)s; if all had, %(most)s."
        )
        return [sentence % ends]
    if flow.enrolled is not None:
        return [_("Nobody is missing: everyone who joined (%(n)s) took both tests.") % {"n": words.number(flow.paired)}]
    return [_("Nobody took one test alone: everyone (%(n)s) took both.") % {"n": words.number(flow.paired)}]
