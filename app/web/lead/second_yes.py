"""Sheets that were typed in when the right answers could be seen, for the second person who says yes or no."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.services.facilitator import second_yes as deeds
from app.services.facilitator.second_yes import Answered, SamePerson
from app.web.access import audience, staff
from app.web.clock import now
from app.web.transaction import db, reading


@audience("facilitator", "me_officer", "partner_lead")
def waiting_sheets() -> ResponseReturnValue:
    """Lists the sheets that wait for a second person's yes in the groups for which the reader may say it.

    Of each: group, number, test, reason, who typed it in and when; never an answer.
    """
    return render_template("lead/waiting_sheets.html", sheets=deeds.list_waiting(reading(), staff()))


@audience("facilitator", "me_officer", "partner_lead")
def waiting_sheet(key: str) -> ResponseReturnValue:
    """Asks about one sheet that waits, and stores the answer: `do` in the form is `yes` or `no`.

    Whoever typed the sheet in is told that somebody else must answer. The question answers 404 for a sheet that does
    not wait, or is not the reader's to answer for.
    """
    if request.method != "POST":
        sheet = next((it for it in deeds.list_waiting(reading(), staff()) if it.key == key), None)
        return render_template("lead/waiting_sheet.html", sheet=sheet) if sheet is not None else abort(404)
    do = request.form.get("do")
    if do not in ("yes", "no"):
        return redirect(url_for("lead.waiting_sheet", key=key), 303)
    try:
        answered = deeds.answer(db(), staff(), key, is_yes=do == "yes", now=now())
    except SamePerson:
        flash(_("You typed this sheet in yourself: somebody else has to say yes or no."), "stop")
        return redirect(url_for("lead.waiting_sheets"), 303)
    if answered is Answered.YES:
        flash(_("The sheet counts now, and is marked as typed in after the right answers were shown."))
    elif answered is Answered.NO:
        flash(_("The sheet does not count. It stays in the list of the learner’s sheets."))
    elif answered is Answered.TAKEN:
        flash(_("A phone has sent this test meanwhile, and that counts: say no to the sheet."), "stop")
    else:
        flash(_("This sheet does not wait any more."))
    return redirect(url_for("lead.waiting_sheets"), 303)
