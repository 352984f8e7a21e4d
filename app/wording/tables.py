"""Where in somebody's file something is wrong."""

from app.wording.words import Words


def file_sentence(words: Words, file: str, row: int | None, column: str | None, what: str) -> str:
    """Returns what is wrong in a file with the place where its reader finds it, as far as it is known."""
    _ = words.gettext
    if row is None:
        sentence = _("%(file)s: %(what)s") if column is None else _("%(file)s, column %(column)s: %(what)s")
    elif column is None:
        sentence = _("%(file)s, row %(row)d: %(what)s")
    else:
        sentence = _("%(file)s, row %(row)d, column %(column)s: %(what)s")
    return sentence % {"file": file, "row": row, "column": column, "what": what}
