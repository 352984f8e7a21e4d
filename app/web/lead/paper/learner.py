"""A learner without a phone."""

import secrets

from flask import abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.services.facilitator import paper as sheets
from app.services.people import new_card
from app.services.signing import hash_secret
from app.store.programmes import programmes
from app.store.programmes.cohorts import Cohort
from app.web.access import audience, staff
from app.web.clock import now
from app.web.language import NAMES
from app.web.lead.led import led, led_to_read
from app.web.transaction import db, reading


@audience("facilitator")
def paper_learner(ref: str) -> ResponseReturnValue:
    """Add somebody without a phone who said yes on paper; they get a card like everybody."""
    cohort = led_to_read(ref)
    programme = programmes.get_by_id(reading(), cohort.programme_id)
    languages = tuple(programme.languages) if programme is not None else (cohort.language,)
    if request.method != "POST":
        return _learner_page(cohort, languages)
    if cohort.archived_at is not None:
        abort(404)
    who = {name: request.form.get(name, "") for name in ("language", "sex", "age_band")}
    if request.form.get("said_yes") != "yes" or not all(who.values()):
        return _learner_page(cohort, languages, _("Choose in every row, and tick that the learner said yes.")), 422
    fresh = new_card()
    pin_hash = hash_secret(fresh.pin)  # slow on purpose, so before the writer's turn begins
    try:
        joined = sheets.add_by_hand(
            db(),
            led(ref),
            languages=languages,
            join_key=request.form.get("join_key", "")[:64],
            **who,
            card=fresh,
            pin_hash=pin_hash,
            by=staff().staff_id,
            now=now(),
        )
    except ValueError:
        return _learner_page(cohort, languages, _("Choose in every row, and tick that the learner said yes.")), 422
    if joined is None:
        return _learner_page(cohort, languages, _("Nobody can be added before the consent is in place.")), 422
    if joined.first_time:
        kept = {"learner": joined.learner_id, "code": fresh.learner_code, "pin": fresh.pin}
        session["handed_card"] = kept
    return redirect(url_for("lead.new_card_shown", ref=ref, handle=joined.handle), 303)


def _learner_page(cohort: Cohort, languages: tuple[str, ...], wrong: str = "") -> str:
    key = request.form.get("join_key") or secrets.token_urlsafe(24)
    named = [(code, NAMES.get(code, code)) for code in languages]
    return render_template("lead/paper_learner.html", cohort=cohort, languages=named, wrong=wrong, join_key=key)
