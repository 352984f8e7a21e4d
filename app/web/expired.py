"""A form whose page is older than the session: a second tap on a button that signed in, or a tab of before."""

from flask import current_app, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError

from app.services.people import SignedInLearner, SignedInStaff
from app.web import handed, log
from app.web.access import LEARNER, audience_of, erased, person


def where_one_stands(_error: CSRFError) -> ResponseReturnValue:
    """Answers a form whose CSRF token fits no living session: changes nothing and redirects.

    The target is what the sender is looking for: the card just made, the road, the staff's home or a page to sign in,
    most of them with a message. The log notes a refusal.
    """
    someone = person()
    log.note("refused")
    if isinstance(someone, SignedInLearner) and handed.shown(handed.OWN, someone.learner_id):
        return redirect(url_for("learn.card"), 303)
    if request.endpoint in ("learn.you", "account.sign_in") and isinstance(someone, SignedInLearner):
        return redirect(url_for("learn.road"), 303)
    if request.endpoint == "account.sign_out" and someone is None:
        return redirect(url_for("learn.start"), 303)
    if someone is None and LEARNER in audience_of(current_app.view_functions.get(request.endpoint or "")):
        if not erased():
            session.pop("_user_id", None)  # else the page would say a second time that the sign-in has ended
            flash(_("Come in with your card: your answers are kept."))
        return redirect(url_for("account.sign_in"), 303)
    flash(_("That page had expired. Nothing was changed: please try again."))
    if isinstance(someone, SignedInStaff):
        return redirect(url_for("account.staff_home"), 303)
    if isinstance(someone, SignedInLearner):
        return redirect(url_for("learn.road"), 303)
    return redirect(
        url_for("account.staff_sign_in") if request.path.startswith("/staff") else url_for("learn.start"), 303
    )
