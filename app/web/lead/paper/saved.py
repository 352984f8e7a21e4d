"""What pressing *Save* has done to the sheets of a grid: how many it saved, how many stand as they were."""

from collections.abc import Collection

from flask import request
from flask_babel import gettext as _

from app.services.submission import Reason
from app.web.lead.paper.sheet_forms import SheetForm, SittingForm


def saved_sentences(sitting: SittingForm, rows: Collection[SheetForm]) -> list[str]:
    """Returns sentences on what became of the rows that are kept; none if none is.

    A sheet that the page's script has saved since the page came is saved, though it is not changed once more.
    """
    stored, by_script = [row for row in rows if row.is_kept], _saved_by_script()
    changed = [row for row in stored if not row.is_unchanged or row.handle in by_script]
    same = [row for row in stored if row not in changed]
    sentences = []
    if changed:
        sentences.append(_("Sheets saved: %(count)d.", count=len(changed)))
    if same:
        sentences.append(_("Unchanged: %(count)d.", count=len(same)))
    if same and not changed and sitting.why is Reason.WRONG_DAY:
        sentences.append(_("Type the right day above, too: then the sheets that are in get it."))
    elif same and not changed and any(row.sheet.sat_on != sitting.sat_on.data for row in same):
        sentences.append(other_day_sentence())
    return sentences


def other_day_sentence() -> str:
    """Returns how sheets that are in get another day, for somebody who has given one and changed nothing by it."""
    return _(
        "Was it the day that you meant? Choose above “the day of the test was wrong”: then the sheets that are "
        "in get the day that is typed there."
    )


def _saved_by_script() -> set[int]:
    """Numbers of rows, as the script lists them in the field `saved`."""
    return {int(it) for it in request.form.get("saved", "").split() if it.isascii() and it.isdecimal()}
