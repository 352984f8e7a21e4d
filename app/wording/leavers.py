"""Who did not come back, and whether it matters."""

from collections.abc import Iterator

from analytics import GroupReport
from app.wording.figure_text import figure_text, interval_text
from app.wording.words import CLEAR, Words


def leavers_sentences(words: Words, report: GroupReport) -> Iterator[str]:
    """Yields sentences on how many left after the first test, and their scores compared with those who stayed.

    Yields nothing if nobody left.
    """
    _ = words.gettext
    attrition = report.attrition
    if attrition is None or not attrition.lost.count or attrition.lost.share is None:
        return
    lost = attrition.lost
    yield _("Of %(n)s who took the first test, %(count)s (%(share)s) have no second one.") % {
        "n": words.number(lost.n),
        "count": words.number(lost.count or 0),
        "share": figure_text(words, "attrition.lost.share", lost.share or 0),
    }
    scores = attrition.scores
    if scores is None:
        yield _("What these had scored before is not shown in this report.")
        return
    if scores.difference.value is None:
        return
    if scores.leavers != lost.count:
        yield _("The second test of %(leavers)s of them is over: these are the leavers.") % {
            "leavers": words.number(scores.leavers)
        }
    values = {
        "left": figure_text(words, "attrition.scores.leavers_mean", scores.leavers_mean or 0),
        "stayed": figure_text(words, "attrition.scores.stayers_mean", scores.stayers_mean or 0),
        "points": figure_text(words, "attrition.scores.difference.value", -scores.difference.value, is_signed=True),
    }
    p, ln_p, low, high = scores.t.p, scores.t.ln_p, scores.difference.low, scores.difference.high
    if p is None or ln_p is None or low is None or high is None:
        yield (
            _(
                "Before, leavers had scored %(left)s points and those who stayed %(stayed)s: they are too few, or too "
                "alike, for a test."
            )
            % values
        )
        return
    values |= {
        "span": interval_text(words, "attrition.scores.difference.low", -high, -low),
        "p": words.p_equals(p, ln_p),
    }
    if values["left"] == values["stayed"]:
        yield (
            _(
                "Before, leavers and those who stayed had the same mean score, %(left)s points (interval of the "
                "difference %(span)s)."
            )
            % values
        )
        return
    higher, clear = scores.difference.value < 0, p < CLEAR
    yield _direction(words, higher=higher, clear=clear) % values


def _direction(words: Words, *, higher: bool, clear: bool) -> str:
    _ = words.gettext
    if higher and clear:
        return _(
            "Leavers had scored higher before, %(left)s against %(stayed)s points: difference %(points)s (interval "
            "%(span)s, %(p)s). The result is that of the weaker ones."
        )
    if higher:
        return _(
            "Leavers had scored higher before, %(left)s against %(stayed)s points: difference %(points)s (interval "
            "%(span)s, %(p)s). With this number it can be chance."
        )
    if clear:
        return _(
            "Leavers had scored lower before, %(left)s against %(stayed)s points: difference %(points)s (interval "
            "%(span)s, %(p)s). The result is that of the stronger ones."
        )
    return _(
        "Leavers had scored lower before, %(left)s against %(stayed)s points: difference %(points)s (interval "
        "%(span)s, %(p)s). With this number it can be chance."
    )
