"""The card on how the small things to do worked out: on the internal page, and in no publication."""

from collections.abc import Sequence

from analytics import LEAST
from app.exports import Grid, Section
from app.services.figures.deeds import DeedCounts
from app.wording import Words


def deed_cards(pieces: Sequence[DeedCounts], words: Words) -> tuple[Section, ...]:
    """Returns the card with the answers by piece; no card if there are none to show."""
    if not pieces:
        return ()
    _ = words.gettext
    head = (_("What a piece ends with"), _("Groups"), _("Answers"), _("Yes"), _("Not yet"), _("Not for me"))
    rows = tuple(
        (one.title, *map(words.number, (one.groups, one.n, one.yes, one.not_yet, one.not_for_me))) for one in pieces
    )
    sentence = _(
        "The next piece asks it, without a name. Counted are groups with at least %(least)s answers on the piece."
    )
    danger = _("Whoever did nothing may have said nothing, and who answers on two phones counts twice.")
    table = Grid("deeds", _("Answers, counted"), head, rows)
    return (Section("deeds", _("Did it work out?"), (sentence % {"least": words.number(LEAST)},), danger, (table,)),)
