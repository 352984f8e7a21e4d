"""What is beyond error and chance, what could have been shown, and what a next round needs."""

from collections.abc import Iterator

from analytics import FIGURES, GroupReport, Method
from analytics.gains.measurement import ReliabilityMethod
from analytics.report.results import ReliableChange
from app.wording.figure_text import FINEST, decimals_of_threshold, figure_text, interval_text, threshold_text
from app.wording.method import level_name
from app.wording.words import CLEAR, Words

THRESHOLD = "reliable_change.threshold"
RELIABILITIES = {ReliabilityMethod.KR20: "KR-20", ReliabilityMethod.KR21: "KR-21"}


def beyond_error_sentences(words: Words, report: GroupReport) -> Iterator[str]:
    """Yields sentences on how many gained more than measurement error, and on regression to the mean of low scorers."""
    _ = words.gettext
    change = report.reliable_change
    if change is not None and change.count is not None and change.share is not None:
        yield (
            _(
                "One learner's score is uncertain by some %(error)s points (%(method)s), so of one learner only a gain "
                "of more than %(threshold)s is beyond the error of the test: %(count)s (%(share)s) gained that much."
            )
            % {
                "error": words.number(change.standard_error, _digits_of_error(change)),
                "method": RELIABILITIES[change.method],
                "threshold": threshold_text(words, THRESHOLD, change.threshold),
                "count": words.number(change.count),
                "share": figure_text(words, "reliable_change.share", change.share),
            }
        )
    low = report.regression.low if report.regression else None
    if low is None or low.gain is None or low.expected is None or low.beyond is None or low.expected <= 0:
        return
    if low.cut < 1:  # whoever had nothing right could only go up
        return
    values = {
        "n": words.number(low.n),
        "cut": words.number(low.cut),
        "gain": figure_text(words, "regression.low.gain", low.gain, is_signed=True),
        "expected": figure_text(words, "regression.low.expected", low.expected),
    }
    if low.beyond > 0:
        yield (
            words.ngettext(
                "Learners who began with %(cut)s point or fewer (%(n)s) changed by %(gain)s points on average; "
                "regression to the mean would have given them %(expected)s of that.",
                "Learners who began with %(cut)s points or fewer (%(n)s) changed by %(gain)s points on average; "
                "regression to the mean would have given them %(expected)s of that.",
                low.cut,
            )
            % values
        )
    else:
        yield (
            words.ngettext(
                "Learners who began with %(cut)s point or fewer (%(n)s) changed by %(gain)s points on average. That "
                "is no more than regression to the mean would have given them, %(expected)s.",
                "Learners who began with %(cut)s points or fewer (%(n)s) changed by %(gain)s points on average. That "
                "is no more than regression to the mean would have given them, %(expected)s.",
                low.cut,
            )
            % values
        )


def _digits_of_error(change: ReliableChange) -> int:
    """Of the standard error: the register's, or so many more that whoever multiplies it comes to the threshold as it is
    written."""
    least, written = (
        FIGURES["reliable_change.standard_error"].decimals,
        decimals_of_threshold(THRESHOLD, change.threshold),
    )
    if not change.standard_error:
        return least
    times, threshold = change.threshold / change.standard_error, round(change.threshold, written)
    alike = (
        digits
        for digits in range(least, FINEST)
        if round(round(change.standard_error, digits) * times, written) == threshold
    )
    return next(alike, FINEST)


def power_sentences(words: Words, report: GroupReport, method: Method) -> Iterator[str]:
    """Yields sentences on the smallest gain that would have been found, a next round's size, and one more cohort."""
    _ = words.gettext
    power = report.power
    if power is None or power.smallest_gain.points is None:
        return
    values = {
        "points": figure_text(words, "power.smallest_gain.points", power.smallest_gain.points),
        "times": words.number(10 * power.power),
    }
    if method.max_score is not None and power.smallest_gain.points > method.max_score:
        yield _("So few learners or cohorts could show no gain with any certainty, not even the largest on this test.")
    elif method.unit == "cohort":
        yield (
            _(
                "With these learners and cohorts a mean gain of %(points)s points or more would have been found in "
                "%(times)s rounds of 10. A smaller one might not have been."
            )
            % values
        )
    else:
        yield (
            _(
                "With these learners a mean gain of %(points)s points or more would have been found in "
                "%(times)s rounds "
                "of 10. A smaller one might not have been."
            )
            % values
        )
    p = report.tests.t.p if report.tests and report.tests.t else None
    if p is not None and p >= CLEAR and power.smallest_gain.points <= (method.max_score or 0):
        yield _("So a gain smaller than that is not ruled out: it could not be shown, which is another thing.")
    yield from _next_round(words, report, method)
    yield from _next_cohort(words, report, method)


def _next_round(words: Words, report: GroupReport, method: Method) -> Iterator[str]:
    _ = words.gettext
    after = report.power.next_round if report.power else None
    if after is None or after.gain.learners is None:
        return
    values = {
        "points": figure_text(words, "power.next_round.points", after.points),
        "max": words.number(method.max_score or 0),
        "times": words.number(10 * report.power.power) if report.power else "",
        "learners": words.number(after.gain.learners),
        "cohorts": words.number(after.gain.cohorts or 0),
        "size": words.number(after.cohort_size),
        "icc": figure_text(words, "power.next_round.icc", after.icc),
    }
    if method.unit == "cohort":
        sentence = _(
            "A gain that matters is taken to be one item in ten, %(points)s of %(max)s points. To find one in "
            "%(times)s rounds of 10, a next round needs %(learners)s learners in %(cohorts)s cohorts, with cohorts of "
            "%(size)s as here and their ICC of %(icc)s."
        )
    else:
        sentence = _(
            "A gain that matters is taken to be one item in ten, %(points)s of %(max)s points. To find one in "
            "%(times)s rounds of 10, a next round needs %(learners)s learners with both tests."
        )
    yield sentence % values


def _next_cohort(words: Words, report: GroupReport, method: Method) -> Iterator[str]:
    """Where one more cohort would lie, which is further off than where the mean of all of them lies."""
    _ = words.gettext
    prediction = report.next_cohort
    if prediction is None:
        return
    values = {
        "size": words.number(prediction.size),
        "level": level_name(words, method),
        "gain": interval_text(words, "next_cohort.gain.low", prediction.gain.low, prediction.gain.high),
    }
    if prediction.improved is None:
        sentence = _(
            "One more cohort of %(size)s, taught like these, would have a mean gain of %(gain)s points (prediction "
            "interval of %(level)s)."
        )
    else:
        values["improved"] = interval_text(
            words, "next_cohort.improved.low", prediction.improved.low, prediction.improved.high
        )
        sentence = _(
            "One more cohort of %(size)s, taught like these, would have a mean gain of %(gain)s points and a share "
            "improved of %(improved)s (prediction intervals of %(level)s)."
        )
    yield sentence % values
