"""Learners whose second test arrived when the right answers could be seen: with and without them."""

from collections.abc import Iterator

from analytics import GainReport, ShareEstimate
from analytics.disclosure_rounding import BASE
from app.wording.figure_text import figure_text, interval_text
from app.wording.method import level_name
from app.wording.words import Words


def late_sentences(words: Words, report: GainReport) -> Iterator[str]:
    """Yields sentences on second tests that arrived when answers could be seen, and the share improved without them.

    Yields nothing if there are none.
    """
    late, others = report.late, report.late.without if report.late is not None else None
    if late is None:
        return
    yield words.ngettext(
        "The second test of %(n)s learner arrived from a phone when the right answers could be seen. By the phone's "
        "word it was finished before, and it is counted here.",
        "The second tests of %(n)s learners arrived from phones when the right answers could be seen. By the phones' "
        "word they were finished before, and they are counted here.",
        late.n,
    ) % {"n": words.number(late.n)}
    if others is None or others.share is None or others.count is None:
        yield words.gettext("That is everybody: no figure can be given without them.")
    else:
        yield _share(words, report, others)
    if late.is_rounded:
        yield words.gettext("Those who were late are counted to the nearest %(base)s.") % {"base": words.number(BASE)}


def _share(words: Words, report: GainReport, others: ShareEstimate) -> str:
    _ = words.gettext
    values = {
        "count": words.number(others.count or 0),
        "n": words.number(others.n),
        "share": figure_text(words, "late.without.share", others.share or 0),
        "level": level_name(words, report.method),
    }
    if others.low is None or others.high is None:
        return _("Without them %(count)s of %(n)s improved, %(share)s; no confidence interval can be given.") % values
    values["span"] = interval_text(words, "late.without.low", others.low, others.high)
    return _("Without them %(count)s of %(n)s improved, %(share)s (%(level)s confidence interval %(span)s).") % values
