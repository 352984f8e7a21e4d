"""The interface for phones: /api/v1."""

import hashlib
import json
from datetime import datetime
from typing import TypeVar

from flask import Blueprint, Response, abort, current_app, jsonify, make_response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from pydantic import BaseModel, ValidationError

from app.services import signing
from app.services.admission import GroupFull
from app.services.budgets import FOR_GOOD
from app.services.learner import deeds, drafts, joining, lessons, phones
from app.services.learner.knocking import TooManyTries
from app.services.learner.testing import Standing
from app.services.people import new_card
from app.services.secret_hashes import hash_secret
from app.services.waves import Wave
from app.web import card_news, log
from app.web.access import audience, farewell, learner, welcome
from app.web.clock import now, seconds_until
from app.web.errors import problem
from app.web.hashing import hashes
from app.web.learn.sitting import closing
from app.web.learn.visitors import visitor, words_of_waiting
from app.web.phone import models as wire
from app.web.phone.bundle import bundle_for
from app.web.phone.openapi import document
from app.web.phone.road import forms_for, road_for
from app.web.pin import words_at_the_door
from app.web.security import csrf
from app.web.signed import form_token
from app.web.transaction import db, reading

bp = Blueprint("phone", __name__, url_prefix="/api/v1")

Body = TypeVar("Body", bound=BaseModel)


@bp.post("/join")
@audience("anyone")
@csrf.exempt  # there is no sign-in to abuse, and a form of another site cannot send JSON
@hashes
def join() -> ResponseReturnValue:
    """Joins a learner by a poster's code: 201 with their card, 200 without it if the join key has joined before."""
    body = _body(wire.JoinBody)
    card, someone = new_card(), visitor()
    # Hashed before the first write: it is slow. A wrong code costs no hash, and nor does any where too many were wrong:
    # else the time would tell the right one.
    is_shut = joining.shut_until(reading(), someone, now()) is not None
    is_right = not is_shut and joining.open_door(reading(), body.join_code, now())
    pin_hash = hash_secret(card.pin) if is_right else ""
    door = joining.knock(db(), body.join_code, someone, now())
    if door is None or not pin_hash:
        return _no_such_group()
    if body.language not in door.languages:
        return _unreadable("language")
    if body.assent != joining.ASSENT_VERSION:
        return _unreadable("assent")
    try:
        joined = joining.join(
            db(),
            door=door,
            join_key=body.join_key,
            language=body.language,
            sex=body.sex,
            age_band=body.age_band,
            assent_version=body.assent,
            card=card,
            pin_hash=pin_hash,
            visitor=someone,
            now=now(),
        )
    except GroupFull:
        return problem(409, "group_full", _("This group is full. Tell your facilitator: they can make room for you."))
    if joined is None:
        return _no_such_group()
    if not joined.first_time:
        return _say(wire.JoinedCard(handle=joined.handle, learner_code=None, pin=None))
    return _say(wire.JoinedCard(handle=joined.handle, learner_code=card.learner_code, pin=card.pin), 201)


@bp.post("/session")
@audience("anyone")
@csrf.exempt  # as for joining
@hashes
def sign_in() -> ResponseReturnValue:
    """Signs a learner in by their card: sets the cookie and sends the CSRF token; 401 if code and PIN do not fit.

    429 after too many wrong tries at this code, whether a card has it or not; without Retry-After until staff end it.
    """
    body = _body(wire.SessionBody)
    check = signing.check_learner(reading(), body.learner_code, body.pin)
    signed_in = signing.sign_in_learner(db(), check, now())
    if signed_in is None:
        log.note("wrong_try")
        until = signing.rests_until(db(), check, now())
        return problem(401, "wrong_card", words_at_the_door(None)) if until is None else _resting(until)
    welcome(signed_in)
    me = learner()
    card_news.note(me)
    started = wire.SessionStarted(
        handle=me.handle, language=me.language, csrf=form_token(), expires_at=signed_in.expires_at
    )
    return _say(started)


def _resting(until: datetime) -> ResponseReturnValue:
    answer = problem(429, "card_rests", words_at_the_door(until))
    if until != FOR_GOOD:
        answer.headers["Retry-After"] = str(seconds_until(until))
    return answer


@bp.get("/session")
@audience("learner")
def session_state() -> ResponseReturnValue:
    """Sends the mark, language and CSRF token of the learner who is signed in, for a page that names nobody."""
    me = learner()
    return _say(wire.SessionState(mark=phones.mark_of(db(), me.learner_id), language=me.language, csrf=form_token()))


@bp.delete("/session")
@audience("learner")
def sign_out() -> ResponseReturnValue:
    farewell()
    return "", 204


@bp.get("/bundle")
@audience("learner")
def bundle() -> ResponseReturnValue:
    """Sends all that a phone needs for the whole course without a connection; 304 if that has not changed."""
    text = bundle_for(learner()).model_dump_json()
    response = Response(text, mimetype="application/json")
    response.set_etag(hashlib.sha256(text.encode()).hexdigest())
    return response.make_conditional(request)


@bp.get("/road")
@audience("learner")
def road() -> ResponseReturnValue:
    """Sends where the learner is on the way; 304 if nothing but `told_at`, the moment of the answer, has changed."""
    answer = road_for(learner())
    response = _say(answer)
    response.set_etag(hashlib.sha256(answer.model_dump_json(exclude={"told_at"}).encode()).hexdigest()[:22])
    return response.make_conditional(request)


@bp.get("/forms")
@audience("learner")
def forms() -> ResponseReturnValue:
    """Sends the questions, without right answers, of each test that the phone takes along, also before it opens."""
    return _say(forms_for(learner()))


@bp.put("/drafts/<wave>")
@audience("learner")
def keep_draft(wave: str) -> ResponseReturnValue:
    """Stores answers of a test under way and sends all that have arrived from any phone.

    409 if the test is not open; `closed` says that it has closed before it was sent.
    """
    body = _body(wire.DraftBody)
    if wave not in list(Wave) or not phones.is_uuid(body.key):
        return _unreadable("wave" if wave not in list(Wave) else "key")
    try:
        draft = drafts.keep_draft(
            db(),
            learner().learner_id,
            Wave(wave),
            key=body.key,
            answers=body.answers,
            statements=body.statements,
            now=now(),
        )
    except ValueError:
        return _unreadable("answers")
    if draft is None or draft.key is None or not draft.is_open:
        has_closed = draft is not None and draft.standing is Standing.CLOSED
        return problem(409, "closed" if has_closed else "not_open", _("This test is not open now."))
    answers, statements = dict(draft.answers), dict(draft.statements)
    return _say(wire.DraftKept(key=draft.key, answers=answers, statements=statements, closing=closing(draft)))


@bp.put("/attempts/<key>")
@audience("anyone")
@csrf.exempt  # the ticket says who may, also after sign-out
def keep_attempt(key: str) -> ResponseReturnValue:
    """Stores a whole test by its ticket: 201, or 200 if it was stored before; otherwise 401, 409, 410 or 422."""
    body = _body(wire.AttemptBody)
    sent = json.loads(request.get_data())  # as it was written: the hash is of these words
    result = phones.put_attempt(db(), body.ticket, key, sent, now())
    if result.sha256 and result.received_at:
        return _say(wire.AttemptKept(key=key, sha256=result.sha256, received_at=result.received_at), result.status)
    if result.code == "unreadable":
        return _unreadable(result.field or "")
    return problem(result.status, result.code, _why(result.code))


def _why(code: str) -> str:
    """What the person with the phone may read."""
    if code == "bad_ticket":
        return _("Sign in again: this phone needs a new ticket.")
    if code == "withdrawn":
        return _("What this learner answered has been erased.")
    if code == "closed":
        return _("They came when this test was not open. They are kept for your facilitator.")
    if code == "not_stored":
        return _("Enough other answers to this test are kept for your facilitator. These stay on this phone alone.")
    return _("The first answers count. This second set is kept for your facilitator.")


@bp.put("/progress/<lesson>")
@audience("learner")
def keep_progress(lesson: str) -> ResponseReturnValue:
    """Stores the furthest step of a piece of a lesson, or all if `done`; says what now stands.

    lesson: id of the piece, or of a lesson that is one piece. 404: there is none, 422: it has no such step.
    """
    body = _body(wire.ProgressBody)
    me = learner()
    way = lessons.road(db(), me.learner_id, now())
    if lesson not in way.release.course.piece_ids:
        abort(404)
    whole = way.release.course.lesson_of(lesson)
    words, _language = way.release.words_for(whole.id, me.language, way.second_language)
    of = len(words.by_piece[whole.piece_ids.index(lesson)])
    if body.step > of:
        return _unreadable("step")
    if body.done:
        lessons.finish(db(), me.learner_id, lesson, of=of, now=now())
    else:
        lessons.reach_step(db(), me.learner_id, lesson, step=body.step, of=of)
    standing = lessons.progress(db(), me.learner_id)[lesson]
    return _say(wire.ProgressKept(lesson=lesson, step=standing.step, done=standing.done_at is not None))


@bp.put("/deeds/<lesson>")
@audience("learner")
def count_deed(lesson: str) -> ResponseReturnValue:
    """Counts how the small thing to do at the end of a piece went, without saying whose it was.

    It counts once for each key and once for each sign-in. lesson: id of the piece; answers 404 for one that ends with
    nothing to do.
    """
    body = _body(wire.DeedBody)
    try:
        worked_out = deeds.WorkedOut(body.worked_out)
        deeds.tell(db(), learner().learner_id, lesson, worked_out, key=body.key, token=current_user.token)
    except LookupError:
        abort(404)
    return _say(wire.DeedCounted(key=body.key))


@bp.get("/receipts")
@audience("learner")
def receipts() -> ResponseReturnValue:
    """Lists the tests of this learner that the server has stored, each with the hash of what arrived."""
    held = phones.receipts(db(), learner().learner_id)
    return _say(
        wire.Receipts(
            attempts=tuple(
                wire.HeldAttempt(key=it.key, wave=it.wave, sha256=it.sha256, received_at=it.received_at) for it in held
            )
        )
    )


@bp.get("/openapi.json")
@audience("anyone")
def openapi() -> ResponseReturnValue:
    """Sends the description of this interface as an OpenAPI document."""
    return jsonify(document(current_app.config["SESSION_COOKIE_NAME"]))


def _body(model: type[Body]) -> Body:
    """The request's body; answers 415 or 422 where it is not one."""
    if request.mimetype != "application/json":
        abort(415)
    try:
        return model.model_validate_json(request.get_data())
    except ValidationError as fault:
        abort(make_response(_unreadable(phones.field_of(fault) or "body")))


def _unreadable(field: str) -> ResponseReturnValue:
    return problem(422, "unreadable", _("The field “%(field)s” cannot be used.", field=field), field=field)


def _no_such_group() -> ResponseReturnValue:
    """One answer for a wrong, a closed and an expired code."""
    log.note("wrong_try")
    return problem(
        404, "no_such_group", _("This code does not open a group. Check the letters, or ask your facilitator.")
    )


@bp.errorhandler(TooManyTries)
def come_later(refusal: TooManyTries) -> ResponseReturnValue:
    """Answers too many tries with 429 and the seconds to wait (Retry-After), for a right code as for a wrong one."""
    answer = problem(429, "too_many_tries", words_of_waiting(refusal))
    answer.headers["Retry-After"] = str(seconds_until(refusal.until))
    return answer


def _say(value: BaseModel, status: int = 200) -> Response:
    return Response(value.model_dump_json(), status, mimetype="application/json")
