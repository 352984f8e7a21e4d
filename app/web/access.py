"""Who may see a page. A view that names no audience is closed to everyone."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, abort, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from werkzeug.exceptions import NotFound

from app.services import signing, staff_sign_ins
from app.services.learner import phones
from app.services.people import Owes, SignedInLearner, SignedInStaff
from app.services.signing import SignedIn
from app.web import log, unsent_forms
from app.web.clock import now
from app.web.transaction import at_any_rate, database, db, reading
from app.web.unsent_forms import UNSENT

ANYONE = "anyone"
LEARNER = "learner"
STAFF = ("administrator", "me_officer", "partner_lead", "facilitator")
NO_ROLE = "staff without a role"
"""Whose last role has ended: they may still sign out."""

View = TypeVar("View", bound=Callable[..., Any])


class Visitor(UserMixin):
    """A Visitor is somebody signed in, in the form that Flask-Login asks for; its id is the token of the sign-in."""

    def __init__(self, token: str, person: SignedInLearner | SignedInStaff) -> None:
        self.token = token
        self.person = person

    def get_id(self) -> str:
        return self.token


def audience(*who: str) -> Callable[[View], View]:
    """Marks a view with those who may open it: "anyone", "learner", roles of staff or NO_ROLE.

    Raises ValueError for any other name, and for none.
    """
    unknown = set(who) - {ANYONE, LEARNER, *STAFF, NO_ROLE}
    if unknown or not who:
        raise ValueError(f"no such audience: {sorted(unknown)}")

    def mark(view: View) -> View:
        view.audience = who  # type: ignore[attr-defined]
        return view

    return mark


def on_the_way_in(*owed: Owes) -> Callable[[View], View]:
    """Marks a view for staff that also opens to those who still owe a step, such as the second factor.

    Write it below `audience`.
    """

    def mark(view: View) -> View:
        view.on_the_way_in = owed  # type: ignore[attr-defined]
        return view

    return mark


def audience_of(view: Any) -> tuple[str, ...]:
    """Returns whom a view is for; an empty tuple, which lets nobody in, if it was not marked."""
    who: tuple[str, ...] = getattr(view, "audience", ())
    return who


def person() -> SignedInLearner | SignedInStaff | None:
    """Returns who is signed in; None for nobody, and on an error page if the database does not answer."""
    if g.get("is_for_nobody"):
        return None
    return current_user.person if isinstance(current_user._get_current_object(), Visitor) else None


def learner() -> SignedInLearner:
    """Returns the signed-in learner. Answers 404 if no learner is signed in."""
    someone = person()
    if not isinstance(someone, SignedInLearner):
        abort(404)
    return someone


def staff() -> SignedInStaff:
    """Returns the signed-in member of staff. Answers 404 if none is signed in."""
    someone = person()
    if not isinstance(someone, SignedInStaff):
        abort(404)
    return someone


def welcome(signed_in: SignedIn) -> None:
    """Gives this browser the cookie of a sign-in that was just made, and notes that in the log.

    The old session goes, so that a cookie planted before is worth nothing; the language and a form that waits to be
    sent again stay. Raises RuntimeError if the sign-in does not exist.
    """
    stays = {name: session[name] for name in ("language", UNSENT) if name in session}
    session.clear()
    session.update(stays)
    session.permanent = signed_in.is_own_phone  # else the cookie ends with the browser
    someone = signing.person_of(db(), signed_in.token, now())
    if someone is None:
        raise RuntimeError("a sign-in that was just made is gone")
    login_user(Visitor(signed_in.token, someone))
    if isinstance(someone, SignedInLearner):
        session[LEARNER] = someone.learner_id
    log.note("sign_in")


def renew(signed_in: SignedIn) -> None:
    """Ends this browser's sign-in in the database and gives it the new one instead."""
    signing.sign_out(db(), current_user.token)
    welcome(signed_in)


def make_way() -> None:
    """Ends this browser's sign-in for the next one, in the request's own transaction, and empties the cookie."""
    signing.sign_out(db(), current_user.token)
    forget()


def farewell() -> None:
    """Signs this browser out: deletes its sign-in, also on a full disk, and empties the cookie but for the language."""
    end_sign_in()
    forget()


def end_sign_in() -> None:
    """Deletes this browser's sign-in, also on a full disk; the cookie stays and opens nothing. The log notes it."""
    if isinstance(current_user._get_current_object(), Visitor):
        token = current_user.token
        log.note("sign_out")
        at_any_rate(lambda session: signing.sign_out(session, token))


def forget() -> None:
    """Empties this browser's cookie but for the language; the sign-in in the database stays, see `farewell`."""
    logout_user()
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language


def erased() -> str | None:
    """Returns the mark of the learner who was signed in here and has erased everything since; None otherwise.

    It counts on whichever phone they erased it. A page hands the mark to the phone, which then deletes what it holds of
    that learner.
    """
    learner_id = session.get(LEARNER)
    if learner_id is None or g.get("is_for_nobody"):
        return None
    return phones.mark_of_erased(reading(), learner_id)


def register(app: Flask) -> None:
    """Makes every request know who is signed in, and keeps a page from those whom it was not made for.

    Nobody signed in is redirected to sign in (401 under /api); another role gets 404 (401 under /api), and a view
    without an audience 403. Staff who owe a step of their sign-in are redirected to it.
    """
    logins = LoginManager(app, add_context_processor=False)  # templates know `person`
    logins.session_protection = None  # a phone changes its address on the road

    @logins.user_loader
    def load(token: str) -> Visitor | None:
        someone = signing.person_of(reading(), token, now())
        return Visitor(token, someone) if someone else None

    audience(ANYONE)(app.view_functions["static"])

    @app.before_request
    def guard() -> ResponseReturnValue | None:
        if request.endpoint is None:
            return None  # no such page: the error page says so
        who = audience_of(current_app.view_functions[request.endpoint])
        if ANYONE in who:
            return None
        if not who:
            abort(403)
        someone = person()
        if someone is None:
            unsent_forms.keep()
            log.note("refused")
            return _ask_to_sign_in(is_for_learners=LEARNER in who)
        if LEARNER in who and isinstance(someone, SignedInLearner):
            return None
        if isinstance(someone, SignedInStaff) and _holds_one_of(who, someone):
            g.at_work = someone, current_user.token
            return _step_that_is_owed(someone)
        if request.path.startswith("/api/"):
            abort(401)  # nobody whom a phone's interface knows
        raise NotFound

    app.after_request(_note_who_works)

    @app.context_processor
    def who_is_here() -> dict[str, Any]:
        return {"person": person()}


def _holds_one_of(who: tuple[str, ...], someone: SignedInStaff) -> bool:
    return any(grant.role in who for grant in someone.grants) or (NO_ROLE in who and not someone.grants)


def _step_that_is_owed(someone: SignedInStaff) -> ResponseReturnValue | None:
    """Whoever owes the second step gets nothing else before; None: go on."""
    view = current_app.view_functions[request.endpoint or ""]
    if someone.owes is None or someone.owes in getattr(view, "on_the_way_in", ()):
        return None
    if request.path.startswith("/api/"):
        abort(401)
    step = "second_factor.code" if someone.owes is Owes.CODE else "second_factor.page"
    return redirect(url_for(step), 303)


def _note_who_works(response: Response) -> Response:
    """The clock that signs staff out begins anew; where another writes just now, with the next page.

    Only a page of the staff's own: what is for anybody, such as help, asks the database for nothing.
    """
    someone, token = g.get("at_work", (None, ""))  # as they came: they may have signed out by now
    moment = now()
    if someone is not None and staff_sign_ins.is_to_be_noted(someone, moment):
        database().write_if_free(lambda session: staff_sign_ins.note(session, token, moment))
    return response


def _ask_to_sign_in(*, is_for_learners: bool) -> ResponseReturnValue:
    if request.path.startswith("/api/"):
        abort(401)
    if is_for_learners:
        return redirect(url_for("account.sign_in"), 303)
    return redirect(url_for("account.staff_sign_in"), 303)
