"""A learner's own phone, on which they stay signed in."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.services import signing
from app.web.access import audience, learner, renew
from app.web.clock import now
from app.web.forms import Pin
from app.web.hashing import hashes
from app.web.pin import sign_in_again
from app.web.refused_forms import come_again, filled_in
from app.web.transaction import db


@audience("learner")
@hashes
def mine() -> ResponseReturnValue:
    """Shows whether this phone is the learner's own.

    A POST with the PIN makes it their own: 30 days signed in, the PIN once a day. With `do=shared` it is again one that
    others use.
    """
    me = learner()
    if request.method == "POST" and request.form.get("do") == "shared":
        renew(signing.start_learner(db(), me.learner_id, now()))
        flash(_("This phone is again one that others use."), "done")
        return redirect(url_for("learn.mine"), 303)
    form = filled_in(Pin)
    if request.method == "POST":
        if not sign_in_again(form, on_own_phone=True):
            return come_again(form)
        flash(_("You stay signed in on this phone."), "done")
        return redirect(url_for("learn.mine"), 303)
    return render_template("learn/mine.html", form=form)
