"""A learner's card, and the phone handed on to whoever joins next."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.services.learner import lessons
from app.services.learner.own_cards import new_cards_of
from app.services.people import SignedInLearner, read_code
from app.web import card_news, handed
from app.web.access import audience, farewell, learner
from app.web.clock import now
from app.web.learn.road import WAVE_OF
from app.web.learn.sitting import number_of
from app.web.transaction import db, reading
from courses import StepState, next_step


@audience("learner")
def card() -> ResponseReturnValue:
    """Shows a learner their code and PIN until they are written down, for ten minutes at most.

    Afterwards it shows when new cards were made for them. A POST says that the card is written down and deletes it or,
    with `do=read`, that the news of a new card was read. The first redirects to a test that is open, else to the road.
    """
    me = learner()
    if request.method == "POST":
        if request.form.get("do") == "read":
            card_news.read()
            return redirect(url_for("learn.road"), 303)
        handed.put_away(handed.OWN, me.learner_id)
        return redirect(_first_thing(me), 303)
    shown = handed.shown(handed.OWN, me.learner_id)
    return render_template("learn/card.html", me=me, card=shown, made=new_cards_of(reading(), me))


def _first_thing(me: SignedInLearner) -> str:
    """Where whoever has written the card down goes on: to the test, if one is open, without the road between."""
    way = lessons.road(db(), me.learner_id, now())
    step = next_step(way.release.course, way.progress)
    if step.state is not StepState.NOW or step.kind not in WAVE_OF:
        return url_for("learn.road")
    return url_for("learn.test", number=number_of(WAVE_OF[step.kind]))


@audience("learner")
def hand_on(code: str) -> ResponseReturnValue:
    """Signs the learner out and leads to joining, for the next learner on this phone; only the language stays on it."""
    farewell()
    return redirect(url_for("learn.look", code=read_code(code)), 303)
