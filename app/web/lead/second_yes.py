"""Sheets that were typed in when the right answers could be seen, for the second person who says yes or no."""

from collections import Counter
from collections.abc import Mapping, Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired

from app.services.facilitator import second_yes as deeds
from app.services.facilitator.board import Void
from app.services.facilitator.second_yes import Answered, SamePerson
from app.services.facilitator.sheet_changes import changes_of
from app.services.facilitator.sheet_outlook import outlooks, void_now
from app.services.submission import Reason
from app.web.access import audience, staff
from app.web.clock import now
from app.web.forms import ChoiceField, Form, labelled
from app.web.lead.forms import CHOOSE
from app.web.lead.paper.words import void_name
from app.web.reason_words import OF_A_NO
from app.web.transaction import db, reading

_YES = {
    None: _l(
        "The sheet counts, and is marked as typed in after the right answers were shown. Reports have it once the "
        "group has settled; the group’s own result, shown before, does not change."
    ),
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

    Of each: group, number, test, reason, who typed it in and when; never an answer. Below stand those to which the
    reader said yes, as long as that can be taken back. `key` in the address: of those that are ticked already, any
    number of times.
    """
    sheets, own = deeds.list_waiting(reading(), staff()), deeds.list_own(reading(), staff())
    shown = {"sheets": sheets, "outlooks": outlooks(reading(), sheets), "own": own}
    return render_template("lead/waiting_sheets.html", **shown, ticked=request.args.getlist("key"))


@audience("facilitator", "me_officer", "partner_lead")
def take_back(key: str) -> ResponseReturnValue:
    """Takes back the reader's own yes to a sheet: it waits again. Once the group has settled, a message says so."""
    if deeds.take_back(db(), staff(), key, now=now()):
        flash(_("Your yes is taken back: the sheet waits again and does not count."))
    else:
        flash(_("This yes cannot be taken back any more: the group has settled, or another sheet stands."), "stop")
    return redirect(url_for("lead.waiting_sheets"), 303)


class NoForm(Form):
    """A NoForm asks why somebody says no to sheets."""

    reason = ChoiceField(
        _l("Why not, if you say no"),
        [InputRequired(_l("Choose why you say no."))],
        choices=[CHOOSE, *labelled(tuple(OF_A_NO), OF_A_NO)],
    )


@audience("facilitator", "me_officer", "partner_lead")
def waiting_sheet(key: str) -> ResponseReturnValue:
    """Asks about one sheet that waits, and stores the answer: `do` in the form is `yes` or `no`.

    It says which questions the sheet changes and on which day it was sat, to hold them against the paper.
    A no takes a reason; without one the page answers 422. Whoever typed the sheet in is told that somebody else must
    answer. The question answers 404 for a sheet that does not wait, or is not the reader's to answer for.
    """
    do, form = request.form.get("do"), NoForm(request.form)
    if do == "yes" or (do == "no" and form.validate()):
        _answer_one(key, None if do == "yes" else Reason(form.reason.data))
        return redirect(url_for("lead.waiting_sheets"), 303)
    if request.method == "POST" and do != "no":
        return redirect(url_for("lead.waiting_sheet", key=key), 303)
    sheet = next((it for it in deeds.list_waiting(reading(), staff()) if it.key == key), None)
    if sheet is None:
        abort(404)
    change, outlook = changes_of(reading(), [sheet])[key], outlooks(reading(), [sheet])[key]
    page = render_template("lead/waiting_sheet.html", sheet=sheet, change=change, outlook=outlook, form=form)
    return page, 422 if do == "no" else 200


def _answer_one(key: str, reason: Reason | None) -> None:
    """reason: of a no; None: it is a yes."""
    try:
        answered = deeds.answer(db(), staff(), key, is_yes=reason is None, reason=reason, now=now())
    except SamePerson:
        flash(_("You typed this sheet in yourself: somebody else has to say yes or no."), "stop")
        return
    if answered is Answered.YES:
        flash(_YES[void_now(db(), key)])
    elif answered is Answered.NO:
        flash(_("The sheet does not count. It stays in the list of the learner’s sheets."))
    elif answered is Answered.TAKEN:
        flash(_("A phone has sent this test meanwhile, and that counts: say no to the sheet."), "stop")
    else:
        flash(_("This sheet does not wait any more."))


@audience("facilitator", "me_officer", "partner_lead")
def waiting_several() -> ResponseReturnValue:
    """Asks about all the sheets that are ticked, each with its number, and stores one answer for them.

    `key` in the form: of each sheet, any number of times; `do`: `yes` or `no`, without which the question is asked. A
    no takes a reason; without one the page answers 422. A sheet that does not wait any more, or that the reader typed
    in, is left as it is, and a message counts those.
    """
    keys = [*dict.fromkeys(request.form.getlist("key"))]
    do, form = request.form.get("do"), NoForm(request.form)
    if do == "yes" or (do == "no" and form.validate()):
        _answer_several(keys, None if do == "yes" else Reason(form.reason.data))
        return redirect(url_for("lead.waiting_sheets"), 303)
    mine = staff().staff_id
    sheets = [it for it in deeds.list_waiting(reading(), staff()) if it.key in keys and it.typed_by_id != mine]
    if not sheets:
        flash(_("Tick the sheets for which you answer."), "stop")
        return redirect(url_for("lead.waiting_sheets"), 303)
    shown = {"sheets": sheets, "changes": changes_of(reading(), sheets), "outlooks": outlooks(reading(), sheets)}
    page = render_template("lead/waiting_several.html", **shown, form=form)
    return page, 422 if do else 200


def _answer_several(keys: Sequence[str], reason: Reason | None) -> None:
    """Each sheet by itself, as if it had been answered for alone. reason: of a no; None: it is a yes."""
    counts, voids = Counter[Answered](), Counter[Void]()
    for key in keys:
        try:
            answered = deeds.answer(db(), staff(), key, is_yes=reason is None, reason=reason, now=now())
        except SamePerson:
            answered = Answered.GONE
        counts[answered] += 1
        void = void_now(db(), key) if answered is Answered.YES else None
        if void is not None:
            voids[void] += 1
    _say(counts, voids)


def _say(counts: Mapping[Answered, int], voids: Mapping[Void, int]) -> None:
    """voids: of the sheets with a yes, how many count in nothing, by why."""
    if counts[Answered.YES]:
        flash(_("You said yes to sheets: %(count)d.", count=counts[Answered.YES]))
    for void, count in voids.items():
        flash(_("Of these %(count)d – %(why)s.", count=count, why=void_name(void)))
    if counts[Answered.NO]:
        flash(_("You said no to sheets: %(count)d.", count=counts[Answered.NO]))
    if counts[Answered.TAKEN]:
        sent = _(
            "Sheets whose test a phone has sent meanwhile: %(count)d. That counts: say no to these sheets.",
            count=counts[Answered.TAKEN],
        )
        flash(sent, "stop")
    if counts[Answered.GONE]:
        left = _("Left as they are: %(count)d. They do not wait any more, or not for you.", count=counts[Answered.GONE])
        flash(left, "stop")
