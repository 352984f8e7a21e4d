"""How the tests came in, as counts: by page, phone, typed in from paper or from a file."""

from collections.abc import Iterator

from analytics import CameReport, GainReport
from analytics.disclosure_rounding import BASE
from analytics.report.came import CONFIRMED, CORRECTED
from app.wording.figure_text import count_text
from app.wording.words import Words


def came_sentences(words: Words, report: GainReport) -> Iterator[str]:
    """Yields sentences on how the first and the second tests came, and on corrected sheets; none if it is unknown."""
    yield from ways_sentences(words, report.came) if report.came is not None else ()


def ways_sentences(words: Words, came: CameReport) -> Iterator[str]:
    """Yields the same of counts that stand in no report."""
    _ = words.gettext
    if not came.n:
        return
    ways = {
        "page": _("%(n)s on the page"),
        "phone": _("%(n)s by phone"),
        "typed": _("%(n)s typed in from paper"),
        "file": _("%(n)s from a file"),
        "paper": _("%(n)s from paper"),
        "photo": _("%(n)s from a photo"),
        "chat": _("%(n)s in a chat"),
    }
    sentences = {
        "pre": _("How the first tests of these learners came: %(ways)s."),
        "post": _("How their second tests came: %(ways)s."),
    }
    for wave, sentence in sentences.items():
        phrases = [
            ways[it.way] % {"n": count_text(words, it.count, is_rounded=came.is_rounded)}
            for it in came.ways
            if it.wave == wave
        ]
        if phrases:
            yield sentence % {"ways": ", ".join(phrases)}
    for name, count in _beside(came).items():
        yield _beside_sentence(words, name, count, is_rounded=came.is_rounded)
    if came.is_rounded and came.ways:
        yield _("How tests came is counted to the nearest %(base)s.") % {"base": words.number(BASE)}


def _beside(came: CameReport) -> dict[str, int]:
    return {it.way: it.count for it in came.ways if it.way in (CORRECTED, CONFIRMED)}


def _beside_sentence(words: Words, name: str, count: int, *, is_rounded: bool) -> str:
    if name == CORRECTED:
        sentence = words.ngettext(
            "A sheet of %(n)s of them was corrected; the first version is kept.",
            "Sheets of %(n)s of them were corrected; the first versions are kept.",
            count,
        )
    else:
        sentence = words.ngettext(
            "A sheet of %(n)s of them was typed in after the right answers were shown, with a second person’s yes.",
            "Sheets of %(n)s of them were typed in after the right answers were shown, with a second person’s yes.",
            count,
        )
    return sentence % {"n": count_text(words, count, is_rounded=is_rounded)}
