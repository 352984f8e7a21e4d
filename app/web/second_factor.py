"""Pages of the second factor of the staff: to set it up, to get recovery codes, and to type a code at sign-in."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.services import recovery_codes, second_factor, staff_signing
from app.services.people import Owes
from app.web import log
from app.web.access import STAFF, audience, on_the_way_in, staff, welcome
from app.web.clock import now
from app.web.forms import CodeForm
from app.web.hashing import hashes
from app.web.qr import qr
from app.web.refused_forms import is_usable, refuse
from app.web.transaction import db, reading

bp = Blueprint("second_factor", __name__, url_prefix="/staff/second-factor")


@bp.route("/code", methods=["GET", "POST"])
@audience(*STAFF)
@on_the_way_in(Owes.CODE)
@hashes
def code() -> ResponseReturnValue:
    """Asks for a code of the app or a recovery code after the passphrase, and completes the sign-in.

    Answers 422 for a wrong or used code and after too many wrong ones. Redirects whoever owes no code.
    """
    if staff().owes is not Owes.CODE:
        return redirect(url_for("account.staff_home"), 303)
    form = CodeForm(request.form)
    if request.method != "POST":
        return render_template("own/code.html", form=form)
    if is_usable(form):
        if _is_proved(form):
            welcome(staff_signing.start_proved(db(), staff(), current_user.token, now()))
            return redirect(url_for("account.staff_home"), 303)
        refuse(form.code, _wrong_code())
    return render_template("own/code.html", form=form), 422


@bp.get("")
@audience(*STAFF)
@on_the_way_in(Owes.SECOND_FACTOR)
def page() -> ResponseReturnValue:
    """Shows the second factor that this person has, or the secret that was offered, to set one up."""
    return _page(CodeForm())


@bp.post("/begin")
@audience(*STAFF)
@on_the_way_in(Owes.SECOND_FACTOR)
@hashes
def begin() -> ResponseReturnValue:
    """Offers a new secret for an app; it is in force only when `confirm` gets a code of it.

    Somebody who has a second factor must type a code of that: 422 without.
    """
    form = CodeForm(request.form)
    if staff().has_second_factor and not _is_shown(form):
        return _page(form), 422
    second_factor.begin(db(), staff())
    return redirect(url_for("second_factor.page"), 303)


@bp.post("/confirm")
@audience(*STAFF)
@on_the_way_in(Owes.SECOND_FACTOR)
@hashes
def confirm() -> ResponseReturnValue:
    """Puts the offered secret in force by a code of the app, and shows the recovery codes, this once.

    Every other sign-in of this person ends. Answers 422 for a wrong code.
    """
    form = CodeForm(request.form)
    if is_usable(form):
        drawn = recovery_codes.draw_codes(reading())  # slow: before the first write
        codes = second_factor.confirm(db(), staff(), form.code.data or "", drawn, now())
        if codes is not None:
            welcome(staff_signing.start_proved(db(), staff(), current_user.token, now(), is_only=True))
            return _codes(codes)
        refuse(form.code, _wrong_code())
    return _page(form), 422


@bp.post("/codes")
@audience(*STAFF)
@hashes
def codes() -> ResponseReturnValue:
    """Makes ten new recovery codes for a person who types a code of the app, and shows them once; the former ones end.

    Answers 422 for a wrong code.
    """
    if not staff().has_second_factor:
        flash(_("Set the second step up first."), "stop")
        return redirect(url_for("second_factor.page"), 303)
    form = CodeForm(request.form)
    drawn = recovery_codes.draw_codes(reading())  # slow: before the first write
    if not _is_shown(form):
        return _page(form), 422
    return _codes(second_factor.renew_codes(db(), staff(), drawn, now()))


def _is_shown(form: CodeForm) -> bool:
    """Whether the form has a right code: whoever finds a browser signed in changes nothing here."""
    if not is_usable(form):
        return False
    if _is_proved(form):
        return True
    refuse(form.code, _wrong_code())
    return False


def _is_proved(form: CodeForm) -> bool:
    """Whether the code is right; it is used up then. It is hashed, slowly, before the first write."""
    check = second_factor.check_code(reading(), staff(), form.code.data or "", now())
    return second_factor.is_proved(db(), staff(), check, now())


def _codes(codes: Sequence[str]) -> str:
    return render_template("own/codes.html", codes=codes)


def _page(form: CodeForm) -> str:
    offer = second_factor.offer_of(reading(), staff())
    return render_template(
        "own/second_factor.html",
        form=form,
        offer=offer,
        picture=qr(offer.address) if offer else "",
        left=second_factor.count_codes(reading(), staff()),
    )


def _wrong_code() -> str:
    """Notes in the log that a code was wrong, and returns what the page says."""
    log.note("wrong_try")
    return _(
        "This code does not fit, or was used already. Wait for the next one and look whether the clock of the phone is "
        "right. After five wrong codes wait a quarter of an hour."
    )
