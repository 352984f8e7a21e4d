"""Sign-ins of learners and staff, one-time links, sign-out."""

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError

from app.services import signing, staff_sign_ins, staff_signing
from app.services.learner import languages
from app.services.people import Owes, SignedInLearner, SignedInStaff
from app.services.secret_hashes import hash_secret
from app.web import card_news, log, unsent_forms
from app.web.access import (
    LEARNER,
    NO_ROLE,
    STAFF,
    audience,
    erased,
    farewell,
    learner,
    make_way,
    on_the_way_in,
    person,
    welcome,
)
from app.web.clock import now
from app.web.expired import where_one_stands
from app.web.forms import CardSignIn, NewPassphrase, OneTimeLink, StaffSignIn
from app.web.hashing import hashes
from app.web.language import NAMES
from app.web.navigation import home
from app.web.passphrase import is_taken
from app.web.pin import words_at_the_door
from app.web.refused_forms import come_again, filled_in, is_usable, refuse
from app.web.transaction import db, reading

bp = Blueprint("account", __name__)
bp.register_error_handler(CSRFError, where_one_stands)


@bp.route("/in", methods=["GET", "POST"])
@audience("anyone")
@hashes
def sign_in() -> ResponseReturnValue:
    """Signs a learner in by code and PIN; a code that nobody has is answered like a card with a wrong PIN.

    After too many wrong tries both are said to rest. A printed card that nobody has used leads to joining its cohort
    instead. `card` in the address: a card's QR code led here; whoever is signed in on the phone may be somebody else,
    and is signed out once another card is right.
    """
    someone = person()
    other = someone if isinstance(someone, SignedInLearner) else None
    if other is not None and "card" not in request.args:
        # A card's QR code has the code behind the #, which browsers take along unless the next address has its own.
        return redirect(url_for("learn.road", _anchor="now"), 303)
    form = filled_in(CardSignIn)
    if request.method != "POST" and other is not None:
        return render_template("account/sign_in.html", form=form, other=other)
    if request.method != "POST":
        # Flask-Login's mark without a living sign-in: it has ended since this phone was last here.
        gone = erased()
        has_ended = session.pop("_user_id", None) is not None
        session.pop(LEARNER, None)
        return render_template("account/sign_in.html", form=form, has_ended=has_ended, gone=gone)
    if is_usable(form):
        check = signing.check_learner(reading(), form.code.data or "", form.pin.data or "")
        if check.prepared_card_id is not None:
            code = signing.open_prepared(db(), check, now())
            if code:
                if other is not None:
                    make_way()
                session["printed_card"] = check.prepared_card_id
                return redirect(url_for("learn.door", code=code), 303)
            return _closed_door(form, check)
        signed_in = signing.sign_in_learner(db(), check, now())
        if signed_in:
            if other is not None:
                make_way()
            welcome(signed_in)
            card_news.note(learner())
            return redirect(url_for("learn.road"), 303)
        return _closed_door(form, check)
    return come_again(form)


def _closed_door(form: CardSignIn, check: signing.CardCheck) -> ResponseReturnValue:
    log.note("wrong_try")
    until = signing.rests_until(db(), check, now())
    rule = _("After five wrong tries a card rests for 15 minutes: then try once more.")
    refuse(form.code, words_at_the_door(until) if until else f"{words_at_the_door(None)} {rule}")
    return come_again(form)


@bp.route("/staff/in", methods=["GET", "POST"])
@audience("anyone")
@hashes
def staff_sign_in() -> ResponseReturnValue:
    """Signs a member of staff in by name and passphrase; whatever is wrong, the answer (422) is the same."""
    if isinstance(person(), SignedInStaff):
        return redirect(url_for("account.staff_home"), 303)
    form = StaffSignIn(request.form)
    if request.method != "POST":
        ended = session.pop("_user_id", None)
        was_left = ended is not None and staff_sign_ins.left_by(reading(), ended, now()) is not None
        return render_template("account/staff_sign_in.html", form=form, has_ended=ended is not None, was_left=was_left)
    if is_usable(form):
        check = staff_signing.check_staff(reading(), form.name.data or "", form.passphrase.data or "")
        signed_in = staff_signing.sign_in_staff(db(), check, request.remote_addr or "", now())
        if signed_in:
            welcome(signed_in)
            return redirect(url_for("account.staff_home"), 303)
        log.note("wrong_try")
        refuse(form.name, _("Name and passphrase do not fit together. Check the keyboard's language, then try again."))
    return render_template("account/staff_sign_in.html", form=form), 422


@bp.route("/staff/link", methods=["GET", "POST"])
@audience("anyone")
@hashes
def use_link() -> ResponseReturnValue:
    """Lets the holder of a one-time link choose a passphrase, and signs them in.

    The link's token stands behind the # of its address, which browsers send to nobody: a script posts it, or whoever
    has none pastes the link. Their other sign-ins end; whoever has a second factor is asked for it next. Answers 404
    for a link that was used, has expired or never was, and 422 for none and for a weak passphrase.
    """
    link = OneTimeLink(request.form)
    if request.method != "POST":
        return render_template("account/link_pasted.html", form=link)
    if not is_usable(link):
        return render_template("account/link_pasted.html", form=link), 422
    token = link.token.data or ""
    name = staff_signing.open_link(reading(), token, now())
    if name is None:
        return render_template("account/link_gone.html"), 404
    form = NewPassphrase(request.form)
    if form.passphrase.name not in request.form:
        return render_template("account/link.html", form=form, name=name, token=token)
    if not is_usable(form) or not is_taken(form.passphrase, name):
        return render_template("account/link.html", form=form, name=name, token=token), 422
    passphrase_hash = hash_secret(form.passphrase.data or "")  # slow: before the first write
    signed_in = staff_signing.use_link(db(), token, passphrase_hash, now())
    if signed_in is None:
        return render_template("account/link_gone.html"), 404
    welcome(signed_in)
    return redirect(url_for("account.staff_home"), 303)


@bp.get("/staff")
@audience(*STAFF, NO_ROLE)
def staff_home() -> ResponseReturnValue:
    """Redirects staff to a form that waits to be sent again, or else to where their work begins.

    A person without any section gets a page that says so.
    """
    if unsent_forms.is_waiting():
        return redirect(url_for("own.send_again"), 303)
    endpoint = home()
    if endpoint:
        return redirect(url_for(endpoint), 303)
    return render_template("account/no_section.html")


@bp.post("/out")
@audience("learner", *STAFF, NO_ROLE)
@on_the_way_in(*Owes)
def sign_out() -> ResponseReturnValue:
    """Ends this browser's sign-in and redirects to the page on which one signs in."""
    was_staff = isinstance(person(), SignedInStaff)
    farewell()
    return redirect(url_for("account.staff_sign_in" if was_staff else "learn.start"), 303)


@bp.post("/language")
@audience("learner", *STAFF, NO_ROLE)
@on_the_way_in(*Owes)
def choose_language() -> ResponseReturnValue:
    """Stores the language in which this person reads from now on, and redirects to their home.

    Answers 400 for a language that is not on offer; to a learner those of their programme are.
    """
    someone, chosen = person(), request.form.get("language", "")
    if chosen not in NAMES:
        abort(400)
    session.pop("language", None)
    if isinstance(someone, SignedInStaff):
        languages.choose_for_staff(db(), someone.staff_id, chosen)
        return redirect(url_for("account.staff_home"), 303)
    me = learner()
    if chosen not in languages.languages_of(db(), me.learner_id):
        abort(400)
    languages.choose_for_learner(db(), me.learner_id, chosen)
    return redirect(url_for("learn.road"), 303)
