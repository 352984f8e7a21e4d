"""Cards to print and hand out: whoever signs in with one joins in its place."""

import secrets

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.services.admission import GroupFull, places_of
from app.services.facilitator import cards, printed_cards
from app.services.facilitator.printed_cards import CardInUse
from app.services.people import new_card
from app.services.secret_hashes import hash_secret
from app.store.people import prepared
from app.store.programmes.cohorts import Cohort
from app.web.access import audience, staff
from app.web.clock import now
from app.web.hashing import hashes
from app.web.lead.cards_page import cards_page
from app.web.lead.forms import MOST_CARDS, CardsForm
from app.web.lead.led import led, led_to_read
from app.web.lead.paper.printing import choice_of_sheets, sheets_of_cards, sheets_wanted
from app.web.transaction import db, reading


@audience("facilitator")
@hashes
def printed(ref: str) -> ResponseReturnValue:
    """Shows how many printed cards are unused; a POST makes more and shows them once, to be printed.

    Answers 422 for a number outside 1 to 60, without consent, if there are too few places, or if the same form was sent
    before; 404 to a form for an archived cohort; 409 if no public address is set.
    """
    cohort = led_to_read(ref)
    if request.method != "POST":
        return _page(cohort)
    if cohort.archived_at is not None:
        abort(404)
    form, wanted = CardsForm(request.form), sheets_wanted(cohort)
    if not form.validate() or form.count.data is None:
        return _page(cohort, _("Say how many: 1 to %(most)d.", most=MOST_CARDS)), 422
    # Slow on purpose, so before the writer's turn begins.
    fresh = [(card, hash_secret(card.pin)) for card in (new_card() for _number in range(form.count.data))]
    cohort = led(ref)
    if cohort.consent_on is None:
        return _page(cohort, _("The consent comes first: nobody can join before.")), 422
    try:
        made = cards.prepare(db(), cohort, fresh, batch=form.batch.data or "", by=staff().staff_id, now=now())
    except GroupFull:
        room = places_of(db(), cohort).room
        return _page(
            cohort, _("There are places for %(room)d more. Say on the group’s page how many come.", room=room)
        ), 422
    except cards.MadeBefore:
        return _page(cohort, _made_before()), 422
    return cards_page(cohort, made, sheets_of_cards(cohort, made, wanted) if wanted.waves else {})


@audience("facilitator")
def drop_printed(ref: str) -> ResponseReturnValue:
    """Asks, then makes every unused printed card of a cohort worthless, for good; the audit notes it."""
    if request.method != "POST":
        cohort = led_to_read(ref)
        count = prepared.count(reading(), cohort.cohort_id)
        if cohort.archived_at is not None:
            abort(404)
        return render_template("lead/ask_drop_cards.html", cohort=cohort, count=count)
    cohort = led(ref)
    dropped = cards.drop_prepared(db(), cohort, by=staff().staff_id, now=now())
    flash(_("Cards that open nothing any more: %(count)d.", count=dropped))
    return redirect(url_for("lead.printed", ref=ref), 303)


@audience("facilitator")
@hashes
def printed_one(ref: str, handle: int) -> ResponseReturnValue:
    """Asks what becomes of one unused printed card; a POST revokes it or, with `do=renew`, prints another for it.

    The new one is shown once. Answers 404 for a card that is used or gone, and for an archived cohort.
    """
    cohort = led_to_read(ref)
    if cohort.archived_at is not None or handle not in prepared.list_handles(reading(), cohort.cohort_id):
        abort(404)
    if request.method != "POST":
        batch = secrets.token_urlsafe(16)
        return render_template("lead/printed_one.html", cohort=cohort, handle=handle, batch=batch)
    if request.form.get("do") == "renew":
        return _renew(ref, handle)
    cohort = led(ref)
    try:
        printed_cards.revoke(db(), cohort, handle, by=staff().staff_id, now=now())
    except CardInUse:
        abort(404)
    flash(_("The card of number %(handle)d opens nothing any more.", handle=handle))
    return redirect(url_for("lead.printed", ref=ref), 303)


def _renew(ref: str, handle: int) -> ResponseReturnValue:
    fresh = new_card()
    pin_hash = hash_secret(fresh.pin)  # slow on purpose, so before the writer's turn begins
    cohort, batch = led(ref), request.form.get("batch", "")[:64]
    try:
        printed_cards.renew(
            db(), cohort, handle, card=fresh, pin_hash=pin_hash, batch=batch, by=staff().staff_id, now=now()
        )
    except CardInUse:
        abort(404)
    except cards.MadeBefore:
        return _page(cohort, _made_before()), 422
    return cards_page(cohort, [(handle, fresh)])


def _made_before() -> str:
    return _("These cards were made and shown already. If the page is lost, drop them and make new.")


def _page(cohort: Cohort, wrong: str = "") -> str:
    return render_template(
        "lead/printed.html",
        cohort=cohort,
        wrong=wrong,
        unused=prepared.list_handles(reading(), cohort.cohort_id),
        batch=secrets.token_urlsafe(16),
        most=MOST_CARDS,
        **choice_of_sheets(cohort),
    )
