"""Who did not come back, and whether it matters."""

from collections.abc import Iterator

from analytics import GroupReport
from app.wording.words import CLEAR, Words


def leavers_sentences(words: Words, report: GroupReport) -> Iterator[str]:
    """How many left, and how they had scored beside those who stayed."""
    _ = words.gettext
    attrition = report.attrition
    if attrition is None or not attrition.lost.count or attrition.lost.share is None:
        return
    lost = attrition.lost
    yield _("Of %(n)s who took the first test, %(count)s (%(share)s) have no second one.") % {
        "n": words.number(lost.n),
        "count": words.number(lost.count or 0),
        "share": words.percent(lost.share or 0),
    }
    scores = attrition.scores
    if scores is None or scores.difference.value is None:
        return
    p, ln_p = scores.t.p, scores.t.ln_p
    if p is None or ln_p is None:
        yield _("They are too few, or too alike, for their scores before to be compared with those who stayed.")
        return
    values = {"points": words.number(abs(scores.difference.value), 2), "p": words.p_equals(p, ln_p)}
    if p >= CLEAR:
        yield (
            _("That their scores before differ from those who stayed could not be shown (%(points)s points, %(p)s).")
            % values
        )
    elif scores.difference.value > 0:
        yield (
            _(
                "They had scored lower before than those who stayed, by %(points)s points (%(p)s): the "
                "result is that of "
                "the stronger ones."
            )
            % values
        )
    else:
        yield (
            _(
                "They had scored higher before than those who stayed, by %(points)s points (%(p)s): the result is that "
                "of the weaker ones."
            )
            % values
        )
