"""What somebody of the staff looks after themselves: where they are signed in, and their passphrase."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.services import staff_sign_ins, staff_signing
from app.services.secret_hashes import hash_secret
from app.web import log, unsent_forms
from app.web.access import STAFF, audience, staff, welcome
from app.web.clock import now
from app.web.forms import ChangePassphrase, is_usable, refuse
from app.web.hashing import hashes
from app.web.passphrase import is_taken
from app.web.transaction import db, reading

bp = Blueprint("own", __name__, url_prefix="/staff/own")


@bp.get("")
@audience(*STAFF)
def own() -> ResponseReturnValue:
    """Shows a member of staff where they are signed in."""
    sign_ins = staff_sign_ins.list_sign_ins(reading(), staff().staff_id, current_user.token, now())
    return render_template("own/own.html", sign_ins=sign_ins)


@bp.post("/sign-ins/<digest>")
@audience(*STAFF)
def end(digest: str) -> ResponseReturnValue:
    """Ends one of this person's own sign-ins, perhaps the one of this browser.

    digest: the mark by which the page names the sign-in; an unknown one ends nothing.
    """
    staff_sign_ins.end(db(), staff().staff_id, digest)
    flash(_("That sign-in has ended."))
    return redirect(url_for("own.own"), 303)


@bp.post("/sign-ins/others")
@audience(*STAFF)
def end_others() -> ResponseReturnValue:
    """Ends all of this person's own sign-ins but the one of this browser."""
    staff_sign_ins.end_others(db(), staff().staff_id, current_user.token)
    flash(_("You are signed in here and nowhere else."))
    return redirect(url_for("own.own"), 303)


@bp.get("/unsent")
@audience(*STAFF)
def send_again() -> ResponseReturnValue:
    """Shows, once, the form that this person had sent when they were signed out after a pause, to be sent now.

    Redirects to the staff's home if there is none.
    """
    form = unsent_forms.take(staff())
    if form is None:
        return redirect(url_for("account.staff_home"), 303)
    return render_template("own/unsent.html", form=form)


@bp.route("/passphrase", methods=["GET", "POST"])
@audience(*STAFF)
@hashes
def passphrase() -> ResponseReturnValue:
    """Changes this person's own passphrase, if they type the present one; every other sign-in of theirs ends.

    Answers 422 for a wrong or weak passphrase. After five wrong tries they have to wait.
    """
    form = ChangePassphrase(request.form)
    if request.method != "POST":
        return render_template("own/passphrase.html", form=form)
    if is_usable(form) and is_taken(form.passphrase, staff().name):
        check = staff_signing.check_own(reading(), staff().staff_id, form.current.data or "")
        hashed = hash_secret(form.passphrase.data or "")  # slow: before the first write
        signed_in = staff_signing.change_passphrase(db(), staff(), check, request.remote_addr or "", hashed, now())
        if signed_in:
            welcome(signed_in)
            flash(_("Your passphrase is changed. Everywhere else you are signed out."))
            return redirect(url_for("own.own"), 303)
        log.note("wrong_try")
        refuse(form.current, _("This is not your passphrase. After five wrong tries wait a minute, then try again."))
    return render_template("own/passphrase.html", form=form), 422
