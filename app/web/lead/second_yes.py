"""Sheets that were typed in when the right answers could be seen, for the second person who says yes or no."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.services.facilitator import second_yes as deeds
from app.services.facilitator.board import Void
from app.services.facilitator.second_yes import Answered, SamePerson
from app.services.facilitator.sheet_outlook import outlooks, void_now
from app.web.access import audience, staff
from app.web.clock import now
from app.web.transaction import db, reading

_YES = {
    None: _l("The sheet counts now, and is marked as typed in after the right answers were shown."),
    Void.SETTLED: _l("Your yes is noted. What has settled stays as it is: the sheet is kept and does not count."),
    Void.BLANKS: _l("Your yes is noted. The sheet stands and does not count: it has too many blanks."),
    Void.LESSON: _l("Your yes is noted. The sheet stands and does not count: it was sat after a lesson."),
    Void.REVEAL: _l(
        "Your yes is noted. The sheet stands and does not count: it was sat when the right answers could be seen."
    ),
}
"""What became of a sheet to which somebody said yes, by why it does not count."""


@audience("facilitator", "me_officer", "partner_lead")
def waiting_sheets() -> ResponseReturnValue:
    """Lists the sheets that wait for a second person's yes in the groups for which the reader may say it.

    Of each: group, number, test, reason, who typed it in and when; never an answer.
    """
    sheets = deeds.list_waiting(reading(), staff())
    return render_template("lead/waiting_sheets.html", sheets=sheets, outlooks=outlooks(reading(), sheets))


@audience("facilitator", "me_officer", "partner_lead")
def waiting_sheet(key: str) -> ResponseReturnValue:
    """Asks about one sheet that waits, and stores the answer: `do` in the form is `yes` or `no`.

    Whoever typed the sheet in is told that somebody else must answer. The question answers 404 for a sheet that does
    not wait, or is not the reader's to answer for.
    """
    if request.method != "POST":
        sheet = next((it for it in deeds.list_waiting(reading(), staff()) if it.key == key), None)
        if sheet is None:
            abort(404)
        outlook = outlooks(reading(), [sheet])[key]
        return render_template("lead/waiting_sheet.html", sheet=sheet, outlook=outlook)
    do = request.form.get("do")
    if do not in ("yes", "no"):
        return redirect(url_for("lead.waiting_sheet", key=key), 303)
    try:
        answered = deeds.answer(db(), staff(), key, is_yes=do == "yes", now=now())
    except SamePerson:
        flash(_("You typed this sheet in yourself: somebody else has to say yes or no."), "stop")
        return redirect(url_for("lead.waiting_sheets"), 303)
    if answered is Answered.YES:
        flash(_YES[void_now(db(), key)])
    elif answered is Answered.NO:
        flash(_("The sheet does not count. It stays in the list of the learner’s sheets."))
    elif answered is Answered.TAKEN:
        flash(_("A phone has sent this test meanwhile, and that counts: say no to the sheet."), "stop")
    else:
        flash(_("This sheet does not wait any more."))
    return redirect(url_for("lead.waiting_sheets"), 303)
