"""Learners of whom a test came when the right answers could be seen: with and without them."""

from collections.abc import Iterator, Mapping

from analytics import GainReport, Key, NoteCode, ShareEstimate
from analytics.disclosure_rounding import BASE
from analytics.report.came import LOST
from app.wording.figure_text import interval_text, share_text
from app.wording.method import level_name
from app.wording.notes import note_sentence
from app.wording.words import Words


def late_sentences(words: Words, report: GainReport) -> Iterator[str]:
    """Yields sentences on tests that came when answers could be seen, and the share improved without these learners.

    So does one on whoever has lost a test by such a sheet. Yields nothing if there are none.
    """
    late, others = report.late, report.late.without if report.late is not None else None
    if late is None:
        yield from (note_sentence(words, note) for note in report.notes if note.code is NoteCode.FEW_LATE)
        yield from _lost(words, report)
        return
    yield words.ngettext(
        "Of %(n)s learner a test came when the right answers could be seen, and is counted: the second one from a "
        "phone, which says that it was finished before, or a sheet of paper, with a second person's yes.",
        "Of %(n)s learners a test came when the right answers could be seen, and is counted: the second one from a "
        "phone, which says that it was finished before, or a sheet of paper, with a second person's yes.",
        late.n,
    ) % {"n": words.number(late.n)}
    if others is None or others.share is None or others.count is None:
        yield words.gettext("That is everybody: no figure can be given without them.")
    else:
        yield _share(words, report, others)
    yield from _lost(words, report)
    if late.is_rounded:
        yield words.gettext("Those who were late are counted to the nearest %(base)s.") % {"base": words.number(BASE)}


def _lost(words: Words, report: GainReport) -> Iterator[str]:
    """Their scores are not given: of few they would tell whose they were."""
    for one in report.came.ways if report.came is not None else ():
        if one.way == LOST:
            yield words.ngettext(
                "%(n)s learner had both tests and is not counted with both: a sheet was corrected when the right "
                "answers could be seen, with a second person's yes, and it does not count.",
                "%(n)s learners had both tests and are not counted with both: a sheet was corrected when the right "
                "answers could be seen, with a second person's yes, and it does not count.",
                one.count,
            ) % {"n": words.number(one.count)}


def late_group_sentences(words: Words, report: GainReport, names: Mapping[Key, str]) -> Iterator[str]:
    """Yields the share improved of each group without its late learners, where any can be given.

    names: of the groups, by key.
    """
    for group in report.late.groups if report.late is not None else ():
        if group.without is not None and group.without.share is not None and group.without.count is not None:
            yield words.gettext("%(group)s: %(sentence)s") % {
                "group": names.get(group.key, str(group.key)),
                "sentence": _share(words, report, group.without),
            }


def _share(words: Words, report: GainReport, others: ShareEstimate) -> str:
    _ = words.gettext
    values = {
        "count": words.number(others.count or 0),
        "n": words.number(others.n),
        "share": share_text(words, "late.without", others),
        "level": level_name(words, report.method),
    }
    if others.low is None or others.high is None:
        return _("Without them %(count)s of %(n)s improved, %(share)s; no confidence interval can be given.") % values
    values["span"] = interval_text(words, "late.without.low", others.low, others.high)
    return _("Without them %(count)s of %(n)s improved, %(share)s (%(level)s confidence interval %(span)s).") % values
