"""Pages on which staff look after their own sign-in: where they are signed in, and their passphrase."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.services import staff_sign_ins, staff_signing
from app.services.secret_hashes import hash_secret
from app.services.staff_sign_ins import StaffSignIn
from app.web import log, unsent_forms
from app.web.access import STAFF, audience, staff, welcome
from app.web.clock import now
from app.web.forms import ChangePassphrase, PresentPassphrase
from app.web.hashing import hashes
from app.web.passphrase import is_taken
from app.web.refused_forms import is_usable, refuse
from app.web.transaction import db, reading

bp = Blueprint("own", __name__, url_prefix="/staff/own")


@bp.get("")
@audience(*STAFF)
def own() -> ResponseReturnValue:
    """Shows where this member of staff is signed in."""
    return _own(PresentPassphrase())


@bp.post("/sign-ins/<digest>")
@audience(*STAFF)
@hashes
def end(digest: str) -> ResponseReturnValue:
    """Ends one of this person's own sign-ins, perhaps this browser's, after their passphrase; 422 if it is wrong."""
    form = PresentPassphrase(request.form)
    if not _is_proved(form):
        return _own(form), 422
    staff_sign_ins.end(db(), staff().staff_id, digest)
    flash(_("That sign-in has ended."))
    return redirect(url_for("own.own"), 303)


@bp.post("/sign-ins/others")
@audience(*STAFF)
@hashes
def end_others() -> ResponseReturnValue:
    """Ends all of this person's sign-ins but this browser's, after their passphrase; 422 if it is wrong."""
    form = PresentPassphrase(request.form)
    if not _is_proved(form):
        return _own(form), 422
    staff_sign_ins.end_others(db(), staff().staff_id, current_user.token)
    flash(_("You are signed in here and nowhere else."))
    return redirect(url_for("own.own"), 303)


def _own(form: PresentPassphrase) -> str:
    sign_ins = _sign_ins()
    is_asked = not staff_sign_ins.is_just_in(sign_ins, now())
    return render_template("own/own.html", sign_ins=sign_ins, form=form, is_asked=is_asked)


def _sign_ins() -> list[StaffSignIn]:
    return staff_sign_ins.list_sign_ins(reading(), staff().staff_id, current_user.token, now())


def _is_proved(form: PresentPassphrase) -> bool:
    """Whether this person has signed in within the last minutes, or has typed their passphrase once more."""
    if staff_sign_ins.is_just_in(_sign_ins(), now()):
        return True
    if not is_usable(form):
        return False
    check = staff_signing.check_own(reading(), staff().staff_id, form.current.data or "")
    if staff_signing.may_go_on(db(), staff(), check, request.remote_addr or "", now()):
        return True
    _refuse_wrong(form)
    return False


def _refuse_wrong(form: PresentPassphrase | ChangePassphrase) -> None:
    log.note("wrong_try")
    refuse(form.current, _("This is not your passphrase. After five wrong tries wait a minute, then try again."))


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
        _refuse_wrong(form)
    return render_template("own/passphrase.html", form=form), 422
