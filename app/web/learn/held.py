"""All that is held on a learner, for themselves: on a page or as a file, after the PIN."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.services import signing
from app.services.learner import own_cards
from app.services.learner.held import held_on
from app.web import log
from app.web.access import audience, learner, renew
from app.web.clock import now
from app.web.forms import Pin, come_again, filled_in, is_usable, refuse
from app.web.hashing import hashes
from app.web.learn.held_words import sections
from app.web.transaction import db


@audience("learner")
@hashes
def held() -> ResponseReturnValue:
    """Ask for the PIN: whoever holds the phone may be somebody else. Then everything."""
    form = filled_in(Pin)
    if request.method != "POST":
        return render_template("learn/held.html", form=form)
    if is_usable(form):
        check = signing.check_pin(db(), learner().learner_id, form.pin.data or "")
        signed_in = signing.sign_in_learner(db(), check, now())
        if signed_in:
            renew(signed_in)
            return _written_out(is_file=request.form.get("do") == "file")
        log.note("wrong_try")
        refuse(form.pin, _("This is not the PIN of your card. After five wrong tries it rests for 15 minutes."))
    return come_again(form)


def _written_out(*, is_file: bool) -> ResponseReturnValue:
    me = learner()
    cards = own_cards.new_cards_of(db(), me)
    everything = held_on(db(), me.learner_id, now(), card_made_at=next(iter(cards.moments), None))
    if everything is None:
        return render_template("learn/stopped.html", gone=None)
    if is_file:
        headers = {"Content-Disposition": 'attachment; filename="held.json"'}
        return Response(everything.json, mimetype="application/json", headers=headers)
    return render_template("learn/held_rows.html", sections=sections(everything, cards.time_zone))
