"""What every file says besides its figures: of what they are, how they were made, what would make them false."""

from app.exports.cover import Made
from app.exports.particulars import particulars
from app.wording import WORD_JOINER, Words, about_comparison, what_would_make_it_false

ENDS = (".", "!", "?", "…")


def about(made: Made, words: Words) -> list[tuple[str, str]]:
    """Returns (name, sentences) on what the figures are of, how they were made, and what would make them false.

    The facts are those of the first report; the sources are those of all.
    """
    _ = words.gettext
    report, cover = made[0]
    return [
        (_("Of what"), "; ".join(cover.source for _, cover in made)),
        (_("Data"), cover.data or _("Real people")),
        *particulars(report, cover, words),
        (_("Method"), " ".join(cover.method(report.method, words))),
        *what_would_make_it_false(words),
        (_("Missing values"), _("An empty cell is a figure that cannot be given: the notes say why. It is never 0.")),
        about_comparison(words, report),
        (_("Made"), f"Navigator {cover.software}, {cover.made_on.isoformat()}"),
    ]


def about_in_one_text(made: Made, words: Words) -> str:
    """Joins what `about` returns into one text, without the part on missing values; each part ends as a sentence."""
    cells = words.gettext("Missing values")
    sentences = (f"{name}: {text}" for name, text in about(made, words) if name != cells)
    return " ".join(part if part.endswith(ENDS) else f"{part}." for part in sentences)


def for_programs(text: bytes) -> bytes:
    """Returns the UTF-8 text without the WORD JOINERs, which only keep words on one line."""
    return text.replace(WORD_JOINER.encode(), b"")
