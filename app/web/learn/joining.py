"""From a poster to a card: the code, the language, the assent, two questions."""

import secrets

from flask import abort, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.services import releases, signing
from app.services.admission import GroupFull
from app.services.learner import joining, lessons, testing
from app.services.learner.joining import ASSENT_VERSION, Door, Joined
from app.services.learner.knocking import TooManyTries
from app.services.learner.testing import Standing
from app.services.people import SignedInLearner, new_card, read_code
from app.services.secret_hashes import hash_secret
from app.web import handed, log
from app.web.access import audience, person, welcome
from app.web.clock import now, seconds_until
from app.web.forms import GroupCode, Me
from app.web.guesses import Guesses
from app.web.hashing import hashes
from app.web.help import DOOR
from app.web.language import NAMES, language
from app.web.learn.other_language import lessons_for_now
from app.web.learn.visitors import know_again, visitor, words_of_waiting
from app.web.refused_forms import come_again, filled_in, is_usable, refuse
from app.web.transaction import db, reading

LOOKED = "looked"
"""In the cookie: the code of the poster whose advert was seen to its end; not what was tapped."""


@audience("anyone")
def start() -> ResponseReturnValue:
    """Asks for the code of a poster and redirects to the page of its cohort.

    A signed-in learner is redirected to the road. A wrong code is counted; too many are answered 429.
    """
    if isinstance(person(), SignedInLearner):
        return redirect(url_for("learn.road"), 303)
    form = filled_in(GroupCode)
    if request.method != "POST":
        know_again()
        return render_template("learn/start.html", form=form)
    if is_usable(form):
        door = joining.knock(db(), form.code.data or "", visitor(), now())
        if door:
            return redirect(url_for("learn.door", code=door.join_code), 303)
        log.note("wrong_try")
        refuse(form.code, _no_such_group())
    return come_again(form)


@audience("anyone")
def door(code: str) -> ResponseReturnValue:
    """Shows the page of a poster's code: choose a language, read what is asked, say yes or no.

    A phone whose language is known, or has no choice, is not asked for it; it is redirected to the course's advert if
    it has not seen that one. A yes is kept in the session until `you`, a no is counted. Answers 404 for a code that
    opens no group, 409 if the group is full, and 429 after too many wrong codes.
    """
    know_again()
    door = door_of(code)
    if door is None:
        return closed_door(code)
    someone = person()
    if isinstance(someone, SignedInLearner):
        return render_template("learn/joined.html", me=someone, door=door)
    refuse_full(door)
    if request.method == "POST":
        reply = request.form.get("say")
        if reply not in ("yes", "no"):
            abort(400)
        return _assent(door) if reply == "yes" else _decline(door)
    session[DOOR] = door.country
    release, offered = releases.release_of(reading(), door.course_release_id), languages_of(door)
    first = "learn.look" if release.course.taster else "learn.door"
    if session.get("language") not in NAMES:
        if len(offered) == 1:
            return redirect(url_for(first, code=door.join_code, lang=next(iter(offered))), 303)
        return render_template(
            "learn/language.html", door=door, languages=offered, lessons=lessons_for_now(release, offered), first=first
        )
    # Whoever chooses a language by address stands on this page already.
    if release.course.taster and session.get(LOOKED) != door.join_code and "lang" not in request.args:
        return redirect(url_for(first, code=door.join_code), 303)
    return render_template("learn/assent.html", door=door, release=release, languages=offered)


def door_of(code: str) -> Door | None:
    """Returns the door of the code in an address; None for a wrong one, which is counted.

    Raises TooManyTries where this visitor has guessed too often.
    """
    guesses: Guesses = current_app.extensions["guesses"]
    until = guesses.shut_until(visitor(), now())
    if until is not None:
        raise TooManyTries(until)
    door = joining.open_door(reading(), code, now())
    if door is None:
        log.note("wrong_try")
        guesses.add(visitor(), now())
    return door


def refuse_full(door: Door) -> None:
    """Raises GroupFull, but not for whoever holds a printed card: its place is kept."""
    if door.is_full and "printed_card" not in session:
        raise GroupFull


def full(_refusal: GroupFull) -> ResponseReturnValue:
    """Answers somebody who wants to join a full group with calm words and 409, on the page of the poster's code.

    A form is redirected to that page, so that Back leads to no answer to a form; a printed card is then forgotten.
    """
    code = read_code((request.view_args or {}).get("code", ""))
    if request.method == "POST":
        session.pop("printed_card", None)  # it was another group's, or somebody has joined with it
        return redirect(url_for("learn.door", code=code), 303)
    return render_template("learn/full.html", code=code), 409


def come_later(refusal: TooManyTries) -> ResponseReturnValue:
    """Answers too many tries of poster codes with words and 429, for a right code as for a wrong one.

    A browser that comes for the first time is redirected once, with a sign of its own, so that it does not pay for
    others.
    """
    code = read_code((request.view_args or {}).get("code") or request.form.get("code", ""))[:12]
    if request.method == "GET" and not visitor().device and "again" not in request.args:
        # A phone that comes for the first time is asked once more, with its sign: others' guesses do not shut it out.
        return redirect(url_for("learn.door", code=code, again=1), 303)
    form = GroupCode(data={"code": code})
    refuse(form.code, words_of_waiting(refusal))
    return render_template("learn/start.html", form=form), 429, {"Retry-After": str(seconds_until(refusal.until))}


def _assent(door: Door) -> ResponseReturnValue:
    session["assent"] = [door.join_code, ASSENT_VERSION]
    return redirect(url_for("learn.you", code=door.join_code), 303)


def _decline(door: Door) -> ResponseReturnValue:
    if session.get("declined") != door.join_code:  # a second tap is not a second person
        joining.decline(db(), door)
    session["declined"] = door.join_code
    session.pop("assent", None)
    return redirect(url_for("learn.later", code=door.join_code), 303)


@audience("anyone")
def later(code: str) -> ResponseReturnValue:
    """Shows a page that thanks whoever said no to joining."""
    return render_template("learn/later.html", code=read_code(code))


@audience("anyone")
@hashes
def you(code: str) -> ResponseReturnValue:
    """Asks for sex and age band, then joins the learner, signs them in and redirects to their card.

    The form carries a key: sent twice, it joins one learner. Somebody who has not said yes is redirected to the page of
    the code, and a holder of a printed card, once joined, to the road.
    """
    door = door_of(code)
    if door is None:
        return closed_door(code)
    if isinstance(person(), SignedInLearner) or session.get("assent", [""])[0] != door.join_code:
        return redirect(url_for("learn.door", code=door.join_code), 303)
    form = filled_in(Me)
    if request.method == "POST":
        return _join(door, form) if is_usable(form) else come_again(form)  # a second tap of the last one is no new one
    refuse_full(door)
    form.join_key.data = form.join_key.data or secrets.token_urlsafe(24)
    return render_template("learn/you.html", door=door, form=form)


def _join(door: Door, form: Me) -> ResponseReturnValue:
    new = new_card()
    pin_hash = hash_secret(new.pin)  # slow: before the first write
    printed: int | None = session.get("printed_card")
    joined = joining.join(
        db(),
        door=door,
        join_key=form.join_key.data or secrets.token_urlsafe(24),
        language=language() if language() in door.languages else door.language,
        sex=form.sex.data,
        age_band=form.age_band.data,
        assent_version=session["assent"][1],
        card=new,
        pin_hash=pin_hash,
        prepared_card_id=printed,
        visitor=visitor(),
        now=now(),
    )
    if joined is None:
        return closed_door(door.join_code)
    if joined.has_printed_card or (printed and not joined.first_time):
        welcome(signing.start_learner(db(), joined.learner_id, now()))
        return redirect(url_for("learn.road"), 303)
    if joined.first_time or _may_have_missed_the_card(joined):
        if not joined.first_time:
            signing.replace_card(db(), joined.learner_id, new, pin_hash)
        welcome(signing.start_learner(db(), joined.learner_id, now()))
        # Until it is written down, so that a reload or a phone that ran out of memory loses nothing.
        handed.show(handed.OWN, joined.learner_id, new)
        return redirect(url_for("learn.card"), 303)
    flash(_("You have joined already. Sign in with your card."))
    return redirect(url_for("account.sign_in"), 303)


def _may_have_missed_the_card(joined: Joined) -> bool:
    """The first answer to a double tap is never seen. Whoever has begun has seen the card or has no need of it here."""
    sittings = testing.sittings(db(), joined.learner_id, now())
    has_begun = any(sitting.standing in (Standing.BEGUN, Standing.SENT) for sitting in sittings.values())
    return not has_begun and not lessons.progress(db(), joined.learner_id)


def languages_of(door: Door) -> dict[str, str]:
    """Returns the programme's languages that the pages have, each by its own name."""
    return {code: name for code, name in NAMES.items() if code in door.languages} or NAMES


def closed_door(code: str) -> ResponseReturnValue:
    """Answers a code that opens no group with 404 and the form for codes; a form is redirected to that page first."""
    if request.method == "POST":  # the page of the door says so: Back comes to no answer to a form
        return redirect(url_for("learn.door", code=read_code(code)), 303)
    form = GroupCode(data={"code": read_code(code)[:12]})
    refuse(form.code, _no_such_group())
    return render_template("learn/start.html", form=form), 404


def _no_such_group() -> str:
    return _("This group is closed, or its code is another one. Ask your facilitator.")
