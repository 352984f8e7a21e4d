"""A phone that was left lying: the pages of the learner are shut until the PIN is typed."""

import re
from urllib.parse import urlsplit

from flask import Blueprint, Flask, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.services.learner.outcome import outcome_of
from app.services.people import SignedInLearner
from app.web import handed
from app.web.access import LEARNER, audience, audience_of, learner, person
from app.web.clock import now
from app.web.errors import problem
from app.web.forms import Pin
from app.web.hashing import hashes
from app.web.learn.awaited import UNTOUCHED, is_awaited, waited_for
from app.web.pin import sign_in_again
from app.web.refused_forms import come_again, filled_in
from app.web.security import csrf
from app.web.transaction import reading

bp = Blueprint("locking", __name__)

OPEN_TO_THE_LOCKED = frozenset({"locking.unlock", "locking.lock", "account.sign_out"})


@bp.post("/lock")
@audience("learner")
@csrf.exempt  # a page that wakes up may have no token, and locking harms nobody
def lock() -> ResponseReturnValue:
    """Locks the learner's pages in this browser until the PIN is typed; 409 while a new card is still on the screen."""
    if handed.shown(handed.OWN, learner().learner_id):
        return problem(409, "card_not_kept", _("Your PIN is not written down yet."))
    session["locked"] = _under_way(urlsplit(request.referrer or "").path)
    return "", 204


@bp.get("/still")
@audience("learner")
def lock_without_script() -> ResponseReturnValue:
    """Locks the learner's pages in a browser without JavaScript, and redirects to the page that asks for the PIN.

    A page there comes here by itself after five minutes. `at` in the address is that page: the PIN leads back to it if
    it is a test, a lesson or the result, else to the road. While a new card is on the screen nothing is locked, but the
    browser leaves that page for the road.
    """
    if not handed.shown(
        handed.OWN, learner().learner_id
    ):  # else the PIN is not written down yet, and is at least not left on the screen
        session["locked"] = _under_way(request.args.get("at", ""))
    return redirect(url_for("locking.unlock"), 303)


def _under_way(path: str) -> str:
    """The test, lesson or result on the page that hides itself: there the PIN leads back to. Elsewhere, the road."""
    return path if re.fullmatch(r"/[tl]/[0-9]+(/[0-9]+|/all)?|/result", path) else url_for("learn.road")


@bp.route("/unlock", methods=["GET", "POST"])
@audience("learner")
@hashes
def unlock() -> ResponseReturnValue:
    """Asks for the PIN and opens the learner's pages again; wrong tries count as at the sign-in."""
    if not _is_locked(learner()):
        return redirect(url_for("learn.road"), 303)
    form = filled_in(Pin)
    under_way = session.get("locked") or url_for("learn.road")
    if request.method != "POST":
        return render_template("phone/locked.html", form=form, is_ready=_is_ready(under_way))
    if sign_in_again(form):
        return redirect(under_way, 303)
    return come_again(form)


def _is_ready(under_way: str) -> bool:
    """Whether the PIN leads to a result that can be read."""
    return under_way == url_for("learn.result") and outcome_of(reading(), learner().learner_id, now()).is_revealed


def _is_locked(me: SignedInLearner) -> bool:
    """By a page that hid itself, or on a learner's own phone by the clock, once a day."""
    return "locked" in session or (me.pin_due_at is not None and me.pin_due_at <= now())


def _is_waiting(me: SignedInLearner) -> bool:
    """Whether nothing is asked for but the page that waits for the result, on a phone of several."""
    if me.is_on_own_phone or request.endpoint != "learn.result":
        return False
    return is_awaited(outcome_of(reading(), me.learner_id, now()))


def register(app: Flask) -> None:
    """Keeps a locked browser from the learner's pages: they redirect to the one that asks for the PIN.

    A page that waits for the result locks the browser when nobody has touched it for five minutes, and goes on waiting.
    Under /api they are answered 423. Signing out, locking and pages for everybody stay open.
    """

    @app.before_request
    def guard() -> ResponseReturnValue | None:
        if request.endpoint in OPEN_TO_THE_LOCKED:
            return None
        if LEARNER not in audience_of(app.view_functions.get(request.endpoint or "")):
            return None
        someone = person()
        if not isinstance(someone, SignedInLearner):
            return None
        if not someone.is_on_own_phone and request.path == url_for("learn.result") and waited_for() >= UNTOUCHED:
            session.setdefault("locked", request.path)
        if not _is_locked(someone) or _is_waiting(someone):
            return None
        session.setdefault("locked", _under_way(request.path))
        if request.path.startswith("/api/"):
            return problem(423, "locked", _("This phone was left lying. Type your PIN to go on."))
        return redirect(url_for("locking.unlock"), 303)
