"""All that is held on a learner, for themselves: on a page or as a file, after the PIN."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from app.services.learner import lessons, own_cards
from app.services.learner.held import held_on
from app.web.access import audience, learner
from app.web.clock import now
from app.web.forms import Pin
from app.web.hashing import hashes
from app.web.learn.held_words import sections
from app.web.learn.road import titles_of
from app.web.pin import sign_in_again
from app.web.refused_forms import come_again, filled_in
from app.web.transaction import db


@audience("learner")
@hashes
def held() -> ResponseReturnValue:
    """Asks for the PIN, since somebody else may hold the phone, then shows all that is held on the learner.

    `do=file` in the form sends it as a JSON file instead. A wrong PIN counts as at the sign-in and leads back to the
    form.
    """
    form = filled_in(Pin)
    if request.method != "POST":
        return render_template("learn/held.html", form=form)
    if sign_in_again(form):
        return _written_out(is_file=request.form.get("do") == "file")
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
    titles = titles_of(lessons.road(db(), me.learner_id, now()), me.language)
    return render_template("learn/held_rows.html", sections=sections(everything, cards.time_zone, titles))
