"""Who sat a test in longer time, why others left, who was taken out, and who was erased or parted meanwhile."""

from collections.abc import Iterator

from analytics import LEAST, GainReport
from analytics.disclosure_rounding import BASE
from analytics.report.circumstances import CircumstancesReport
from app.wording.words import Words


def circumstance_sentences(words: Words, report: GainReport) -> Iterator[str]:
    """Yields how many sat a test in longer time, why learners left, who should not have joined, and who went.

    Nothing if none of it was noted.
    """
    noted = report.circumstances
    if noted is None:
        return
    yield from extra_time_sentences(words, noted.extended or 0)
    reasons = [f"{name}: {words.number(count)}" for name, count in _reasons(words, noted) if count]
    if reasons:
        yield words.gettext("Why learners without both tests left, as far as noted: %(reasons)s.") % {
            "reasons": "; ".join(reasons)
        }
    if noted.taken_out:
        yield words.ngettext(
            "%(n)s person who should not have joined was taken out of a group and is in no other figure.",
            "%(n)s people who should not have joined were taken out of their groups and are in no other figure.",
            noted.taken_out,
        ) % {"n": words.number(noted.taken_out)}
    if noted.erased:
        yield erased_sentence(words, noted.erased)
    if noted.parted:
        yield parted_sentence(words, noted.parted)
    if noted.is_rounded:
        yield words.gettext(
            "Extra time, reasons, who was erased and undone merges are counted to the nearest %(base)s, and told of "
            "%(least)s learners and more."
        ) % {"base": words.number(BASE), "least": words.number(LEAST)}


def erased_sentence(words: Words, erased: int) -> str:
    """Returns the sentence on how many pairs went after a result was shown, so that nobody bends figures unseen."""
    return words.ngettext(
        "%(n)s learner with both tests was erased after the result of their group was shown and before it settled, and "
        "is in no figure.",
        "%(n)s learners with both tests were erased after the result of their group was shown and before it settled, "
        "and are in no figure.",
        erased,
    ) % {"n": words.number(erased)}


def parted_sentence(words: Words, parted: int) -> str:
    """Returns the sentence on how many merges were undone after a result was shown, so that nobody does it unseen."""
    return words.ngettext(
        "%(n)s merge of two numbers was undone after the result of their group was shown and before it settled: these "
        "figures count the two apart.",
        "%(n)s merges of two numbers were undone after the result of their group was shown and before it settled: "
        "these figures count the two of each apart.",
        parted,
    ) % {"n": words.number(parted)}


def extra_time_sentences(words: Words, count: int) -> Iterator[str]:
    """Yields how many learners with both tests sat one of them in extra time; nothing if there are none."""
    if count:
        yield words.ngettext(
            "%(n)s learner with both tests sat one of them in extra time, when it had closed for others, and counts.",
            "%(n)s learners with both tests sat one of them in extra time, when it had closed for others, and count.",
            count,
        ) % {"n": words.number(count)}


def _reasons(words: Words, noted: CircumstancesReport) -> tuple[tuple[str, int | None], ...]:
    _ = words.gettext
    return (
        (_("moved away"), noted.moved),
        (_("has to work"), noted.work),
        (_("does not want to go on"), noted.unwilling),
        (_("cannot be reached"), noted.unreachable),
        (_("nobody knows why"), noted.unknown),
    )
