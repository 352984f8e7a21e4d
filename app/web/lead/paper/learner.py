"""A learner without a phone."""

import secrets

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.services.admission import GroupFull
from app.services.facilitator import paper as sheets
from app.services.people import new_card
from app.services.secret_hashes import hash_secret
from app.store.programmes import programmes
from app.store.programmes.cohorts import Cohort
from app.web import handed
from app.web.access import audience, staff
from app.web.clock import now
from app.web.forms import labelled
from app.web.hashing import hashes
from app.web.language import NAMES
from app.web.lead.forms import CHOOSE, PaperLearnerForm
from app.web.lead.led import led, led_to_read
from app.web.transaction import db, reading


@audience("facilitator")
@hashes
def paper_learner(ref: str) -> ResponseReturnValue:
    """Adds a learner without a phone who said yes, and redirects to the page that shows their card.

    The same form sent twice adds one learner. Answers 422 if a choice is missing, the group is full or there is no
    consent; 404 to a form for an archived cohort.
    """
    cohort = led_to_read(ref)
    programme = programmes.get_by_id(reading(), cohort.programme_id)
    languages = programme.languages if programme is not None else (cohort.language,)
    form = PaperLearnerForm(request.form)
    form.language.choices = [CHOOSE, *labelled(languages, NAMES)]
    if request.method != "POST":
        return _page(cohort, form)
    if cohort.archived_at is not None:
        abort(404)
    if not form.validate():
        return _page(cohort, form, _("Choose in every row, and tick that the learner said yes.")), 422
    fresh = new_card()
    pin_hash = hash_secret(fresh.pin)  # slow on purpose, so before the writer's turn begins
    try:
        joined = sheets.add_by_hand(
            db(),
            led(ref),
            languages=languages,
            join_key=form.join_key.data or "",
            language=form.language.data,
            sex=form.sex.data,
            age_band=form.age_band.data,
            card=fresh,
            pin_hash=pin_hash,
            by=staff().staff_id,
            now=now(),
        )
    except GroupFull:
        return _page(cohort, form, _("The group is full. Let more in on the page of the group first.")), 422
    except ValueError:
        return _page(cohort, form, _("Choose in every row, and tick that the learner said yes.")), 422
    if joined is None:
        return _page(cohort, form, _("Nobody can be added before the consent is in place.")), 422
    if joined.first_time:
        handed.show(handed.HANDED, joined.learner_id, fresh)
    return redirect(url_for("lead.new_card_shown", ref=ref, handle=joined.handle), 303)


def _page(cohort: Cohort, form: PaperLearnerForm, wrong: str = "") -> str:
    form.join_key.data = form.join_key.data or secrets.token_urlsafe(24)
    return render_template("lead/paper_learner.html", cohort=cohort, form=form, wrong=wrong)
