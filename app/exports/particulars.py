"""What a report is of, for its first page: programme, period, place, people, and what "improved" means."""

from collections.abc import Iterator, Sequence

from analytics import GainReport
from app.exports.cover import Cover, Published
from app.wording import Words, definition_of_improved, method_sentence, value_name

MOST_NAMED = 12
"""Partners or regions that are named one by one."""


def particulars(report: GainReport, cover: Cover, words: Words) -> list[tuple[str, str]]:
    """Lists (name, fact) on what a report is of: publication, programme, period, places and people, as far as known."""
    return list(_particulars(report, cover, words))


def _particulars(report: GainReport, cover: Cover, words: Words) -> Iterator[tuple[str, str]]:
    _ = words.gettext
    if cover.published is not None:
        yield _("Publication"), published_sentence(cover.published, words)
        if cover.published.rules:
            yield _("Not told, or rounded"), " ".join(cover.published.rules)
    if cover.is_internal:
        yield _("Use"), _("Internal, not for publication.")
    if cover.programmes or cover.is_of_file:
        yield _("Programme"), ", ".join(cover.programmes) or _("not told by the file")
    yield _("Period") if cover.is_of_file else _("Period (of settling)"), _period(cover, words)
    if cover.regions:
        yield _counted(_("Regions"), cover.regions, words)
    if cover.partners:
        yield _counted(_("Partners"), cover.partners, words)
    yield _("Who"), method_sentence(words, report)
    if cover.taken:
        yield _("File") if cover.is_of_file else _("What was chosen"), " ".join(cover.taken)
    if report.method.max_score is not None:
        yield _("Improved"), definition_of_improved(words)
        if report.method.pass_mark is None and cover.is_of_file:
            yield _("Passed"), _("no pass mark given: --pass-mark")


def published_sentence(published: Published, words: Words) -> str:
    """Returns the sentence that names a publication: number, edition, last day of its groups, date, digest.

    If known, a second sentence says how many acts the audit held then, and with which digest it ended.
    """
    text = words.gettext(
        "No. %(number)s, edition %(edition)s, of groups settled until %(until)s; made on %(made)s; digest %(digest)s."
    ) % {
        "number": words.number(published.number),
        "edition": words.number(published.edition),
        "until": published.until_on.isoformat(),
        "made": published.made_on.isoformat(),
        "digest": published.short_digest,
    }
    if not published.acts_head:
        return text
    acts = words.gettext("What was done until then: %(acts)s entries, digest %(head)s.")
    return f"{text} {acts % {'acts': words.number(published.acts_count), 'head': published.acts_head}}"


def _period(cover: Cover, words: Words) -> str:
    if cover.months is None:
        return words.gettext("not told by the file") if cover.is_of_file else words.gettext("no test yet")
    first, last = (value_name(words, "month", month) for month in cover.months)
    return first if first == last else f"{first} – {last}"


def _counted(name: str, values: Sequence[str], words: Words) -> tuple[str, str]:
    """("Regions (6)", "Almaty, Karaganda, …")"""
    more = ", …" if len(values) > MOST_NAMED else ""
    return f"{name} ({words.number(len(values))})", ", ".join(values[:MOST_NAMED]) + more
