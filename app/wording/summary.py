"""A report in a few lines: what somebody who has no time pastes into a letter, true by itself."""

from collections.abc import Iterator

from analytics import GainReport, GroupReport
from analytics.shares.passing import PassRate
from app.wording.called import Called, apart
from app.wording.contrast import comparison_summary, not_shown_of_comparison
from app.wording.figure_text import ends_text, figure_text, interval_text, threshold_text
from app.wording.late_arrivals import late_sentences
from app.wording.method import level_name
from app.wording.retest import published_limit, retest_in_short
from app.wording.sentences import headline_sentences
from app.wording.waves import follow_up_in_short
from app.wording.words import CLEAR, Words

MOST_NAMED = 6


def summary_sentences(words: Words, report: GainReport, called: Called) -> list[str]:
    """Lists a few lines that stand for the whole report: both tests, improved, gain, comparison and so on.

    They end with who is missing and what could not be shown. If the total is suppressed or nobody has both tests, the
    one line says so.
    """
    total = report.total
    if total.suppressed or total.improved is None or total.flow is None:
        return headline_sentences(words, total, report.method)
    return [
        _both(words, total),
        _improved(words, report),
        *_gain(words, report),
        *comparison_summary(words, report),
        *passed_and_beyond_sentences(words, report),
        *follow_up_in_short(words, report),
        *late_sentences(words, report),
        _missing(words, total),
        *_not_shown(words, report, called),
    ]


def _everyone(group: GroupReport) -> int:
    """All that are known of: who joined, or who took a test at all."""
    flow = group.flow
    if flow is None:
        return 0
    return flow.enrolled if flow.enrolled is not None else flow.pre_only + flow.post_only + flow.paired


def _both(words: Words, total: GroupReport) -> str:
    everyone = _everyone(total)
    if total.flow is not None and total.flow.enrolled is not None:
        sentence = words.ngettext(
            "Both tests (baseline and endline): %(n)s of %(all)s learner who joined.",
            "Both tests (baseline and endline): %(n)s of %(all)s learners who joined.",
            everyone,
        )
    else:
        sentence = words.ngettext(
            "Both tests (baseline and endline): %(n)s of %(all)s learner who took at least one of them.",
            "Both tests (baseline and endline): %(n)s of %(all)s learners who took at least one of them.",
            everyone,
        )
    paired = total.flow.paired if total.flow else 0
    return sentence % {"n": words.number(paired), "all": words.number(everyone)}


def _improved(words: Words, report: GainReport) -> str:
    _ = words.gettext
    improved, floor = report.total.improved, report.total.noise_floor
    if improved is None or improved.share is None or improved.count is None:
        return headline_sentences(words, report.total, report.method)[0]
    values = {
        "count": words.number(improved.count),
        "n": words.number(improved.n),
        "share": figure_text(words, "improved.share", improved.share),
        "level": level_name(words, report.method),
    }
    if improved.low is None or improved.high is None:
        sentence = _("Improved: %(count)s of %(n)s, %(share)s; no confidence interval can be given.") % values
    else:
        values["span"] = interval_text(words, "improved.low", improved.low, improved.high)
        sentence = _("Improved: %(count)s of %(n)s, %(share)s (%(level)s confidence interval %(span)s).") % values
    if floor is None:
        by_chance = _("What chance alone would give is not known.")
    elif round(100 * floor.share) == 0:
        by_chance = _("By chance alone fewer than 1 in 100 would have.")
    else:
        by_chance = _("By chance alone about %(floor)s would have.") % {
            "floor": figure_text(words, "noise_floor.share", floor.share)
        }
    return " ".join((sentence, by_chance, *([retest_in_short(words, report.method)] if floor is not None else [])))


def _gain(words: Words, report: GainReport) -> Iterator[str]:
    _ = words.gettext
    gain = report.total.gain
    if gain is None:
        return
    values = {
        "mean": figure_text(words, "gain.mean", gain.mean, is_signed=True),
        "max": words.number(report.method.max_score or 0),
        "level": level_name(words, report.method),
    }
    if gain.low is None or gain.high is None:
        yield _("Mean gain: %(mean)s of %(max)s; no confidence interval can be given.") % values
    else:
        values["span"] = interval_text(words, "gain.low", gain.low, gain.high)
        yield _("Mean gain: %(mean)s of %(max)s (%(level)s confidence interval %(span)s).") % values


def passed_and_beyond_sentences(words: Words, report: GainReport) -> Iterator[str]:
    """Yields sentences on who passed before and after, and on whose gain is beyond measurement error."""
    _ = words.gettext
    rate, change = report.total.pass_, report.total.reliable_change
    if rate is not None and report.method.pass_mark is not None:
        most = report.method.max_score or 0
        sentence = words.ngettext(
            "Passed (%(mark)s of %(max)s point or more): %(before)s before, %(after)s after.",
            "Passed (%(mark)s of %(max)s points or more): %(before)s before, %(after)s after.",
            most,
        ) % {
            "mark": words.number(report.method.pass_mark),
            "max": words.number(most),
            "before": _passed(words, "pass.pre", rate.n, rate.pre or 0),
            "after": _passed(words, "pass.post", rate.n, rate.post or 0),
        }
        yield " ".join((sentence, *_more_passed(words, rate)))
    if change is not None and change.count is not None and change.share is not None:
        values = {
            "threshold": threshold_text(words, "reliable_change.threshold", change.threshold),
            "count": words.number(change.count),
            "n": words.number(change.n),
            "share": figure_text(words, "reliable_change.share", change.share),
        }
        if change.low is None or change.high is None:
            sentence = _(
                "Gained more than measurement error (over %(threshold)s points): %(count)s of %(n)s, %(share)s; no "
                "confidence interval can be given."
            )
        else:
            values["span"] = interval_text(words, "reliable_change.low", change.low, change.high)
            sentence = _(
                "Gained more than measurement error (over %(threshold)s points): %(count)s of %(n)s, %(share)s "
                "(%(span)s)."
            )
        yield sentence % values


def _passed(words: Words, path: str, n: int, share: float) -> str:
    """ "20 of 173 (11.6 %)"."""
    return words.gettext("%(count)s of %(n)s (%(share)s)") % {
        "count": words.number(round(share * n)),
        "n": words.number(n),
        "share": figure_text(words, path, share),
    }


def _more_passed(words: Words, rate: PassRate) -> Iterator[str]:
    """How many more passed after, with the interval."""
    _ = words.gettext
    if rate.difference is None:
        return
    values = {"difference": figure_text(words, "pass.difference", rate.difference, is_signed=True)}
    if rate.low is None or rate.high is None:
        yield _("Difference: %(difference)s percentage points; no confidence interval can be given.") % values
        return
    values["span"] = interval_text(words, "pass.low", rate.low, rate.high, is_bare=True)
    yield _("Difference: %(difference)s percentage points (%(span)s).") % values


def _missing(words: Words, total: GroupReport) -> str:
    _ = words.gettext
    flow = total.flow
    missing = _everyone(total) - (flow.paired if flow else 0)
    if flow is None or not missing:
        return _("Missing (attrition): nobody.")
    values = {
        "missing": words.number(missing),
        "pre": words.number(flow.pre_only),
        "post": words.number(flow.post_only),
        "neither": words.number(missing - flow.pre_only - flow.post_only),
    }
    if flow.enrolled is None:
        sentence = _("Missing (attrition): %(missing)s; first test only %(pre)s, second only %(post)s.") % values
    else:
        sentence = (
            _("Missing (attrition): %(missing)s; first test only %(pre)s, second only %(post)s, neither %(neither)s.")
            % values
        )
    if flow.improved_at_least is None or flow.improved_at_most is None:
        return sentence
    least, most = ends_text(words, "missing.improved_at_least", flow.improved_at_least, flow.improved_at_most)
    ends = {"least": least, "most": most}
    bounds = _("Had none of them improved: %(least)s; had all: %(most)s.") % ends
    return f"{sentence} {bounds}"


def _not_shown(words: Words, report: GainReport, called: Called) -> Iterator[str]:
    """Never empty without a comparison group drawn by lot: no gain is then an effect."""
    _ = words.gettext
    of_all = [*_of_the_whole(words, report), *_of_groups(words, report, called)]
    listed = [*of_all, *not_shown_of_comparison(words, report)]
    if listed:
        yield _("Could not be shown: %(listed)s.") % {"listed": "; ".join(listed)}


def _of_the_whole(words: Words, report: GainReport) -> Iterator[str]:
    _ = words.gettext
    total = report.total
    improved, floor, retest = total.improved, total.noise_floor, published_limit(report.method)
    if improved is not None and improved.share is not None:
        if improved.low is None:
            yield _("how sure these figures are, since there is one cohort or too little to tell")
        elif floor is not None:
            if improved.low <= floor.share:
                yield _("that more improved than by chance alone")
            if retest is not None and improved.low <= retest:
                yield _("that more improved than on a second sitting alone")
    t = total.tests.t if total.tests else None
    if t is not None and t.p >= CLEAR:
        yield _("that the mean changed")


def _of_groups(words: Words, report: GainReport, called: Called) -> Iterator[str]:
    _ = words.gettext
    between = report.between
    if between is None or len(between.groups) < 2:
        return
    unclear = [apart(words, called.group(one.key)) for one in between.adjusted if one.p >= CLEAR]
    if unclear and len(unclear) <= MOST_NAMED:
        yield _("that the mean changed in %(names)s") % {"names": ", ".join(unclear)}
    elif unclear:
        yield _("that the mean changed in %(unclear)s of %(groups)s subgroups") % {
            "unclear": words.number(len(unclear)),
            "groups": words.number(len(between.adjusted)),
        }
    robust = between.robust.test if between.robust else None
    p = robust.p if robust is not None and robust.p is not None else between.ancova.p if between.ancova else None
    if p is None or p >= CLEAR:
        yield _("that subgroups differ in the score after")
