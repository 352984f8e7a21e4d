"""Who leads a group beside its leader: the leader and the partner's lead add and remove them."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, Optional

from app.services.cohorts import NotTheirs
from app.services.facilitator import seconds as deeds
from app.services.facilitator.seconds import OverBefore
from app.store.people import staff as people
from app.store.programmes import second_facilitators
from app.store.programmes.cohorts import Cohort
from app.web.access import audience, staff
from app.web.clock import now
from app.web.forms import ChoiceField, DayField, Form
from app.web.lead.led import owned
from app.web.refused_forms import is_usable, refuse
from app.web.regional import day
from app.web.transaction import db


class SecondForm(Form):
    """A SecondForm asks who leads a group too, and until when. The view sets who may be chosen."""

    person = ChoiceField(_l("Facilitator"), [InputRequired(_l("Choose a facilitator of this partner."))], coerce=int)
    until = DayField(_l("Last day"), [Optional()], render_kw={"type": "date"})


@audience("facilitator", "partner_lead")
def seconds(ref: str) -> ResponseReturnValue:
    """Shows who leads a group beside its leader; a POST adds somebody or, with `remove` in the form, removes them.

    The leader and the partner's lead may; others get 404. Answers 422 with the page if nobody of the partner was chosen
    or the last day is over.
    """
    cohort = owned(ref)
    form = SecondForm(request.form)
    form.person.choices = [(it.staff_id, it.name) for it in deeds.able(db(), cohort)]
    if request.method != "POST":
        return _page(cohort, form)
    gone = request.form.get("remove", type=int)
    if gone is not None:
        if deeds.remove(db(), cohort, gone, by=staff().staff_id, now=now()):
            flash(_("Removed. The group is not in their list any more."))
    elif not is_usable(form) or not _add(cohort, form):
        return _page(cohort, form), 422
    return redirect(url_for("lead.seconds", ref=ref), 303)


def _add(cohort: Cohort, form: SecondForm) -> bool:
    """False where it cannot be: the form says why."""
    until = form.until.data
    try:
        person = deeds.add(db(), cohort, form.person.data, until=until, by=staff().staff_id, now=now())
    except NotTheirs:
        refuse(form.person, _("Choose a facilitator of this partner."))
    except OverBefore:
        refuse(form.until, _("That day is in the past. Choose a later one, or leave it empty: then it is for good."))
    else:
        if until:
            flash(_("%(name)s leads the group too, until %(day)s.", name=person.name, day=day(until)))
        else:
            flash(_("%(name)s leads the group too.", name=person.name))
        return True
    return False


def _page(cohort: Cohort, form: SecondForm) -> str:
    return render_template(
        "lead/seconds.html",
        cohort=cohort,
        form=form,
        leader=people.get_by_id(db(), cohort.facilitator_id),
        seconds=second_facilitators.list_of(db(), cohort.cohort_id),
        last_day=lambda ends_at: deeds.last_day(cohort, ends_at),
        is_over=lambda ends_at: ends_at is not None and ends_at <= now(),
    )
