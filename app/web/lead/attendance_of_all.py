"""Who was in the room, for all pieces of a course in one form: for a group whose sessions are noted afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask import abort, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.services.cohorts import today_of
from app.services.facilitator.attendance import Held, note_sessions, take_back_sessions, usual_day
from app.store.answers import attendance as rows
from app.store.answers import seats
from app.store.programmes.cohorts import Cohort
from app.web.access import audience, staff
from app.web.clock import now
from app.web.lead.attendance import Session, sessions_of
from app.web.lead.board import to_cohort
from app.web.lead.led import led, led_to_read
from app.web.transaction import db, reading


@dataclass(frozen=True)
class Roll:
    """A Roll is one session in the form: whether it was held, on which day, and whose numbers are ticked.

    wrong: what is to be mended; "" if nothing.
    """

    session: Session
    is_held: bool
    on: str
    ticked: frozenset[int]
    wrong: str = ""


@audience("facilitator")
def attendance_of_all(ref: str) -> ResponseReturnValue:
    """Shows every session of the course with its day and the numbers of the group; a POST notes those that were held.

    As long as nothing was noted of a session everybody is ticked. A session that was marked as held when the page
    came and is not any more is taken back. Nothing at all is stored where a day is missing or still to come: that
    answers 422. `do` in the form: `tick` shows the form as it was sent, with every session marked as held, and stores
    nothing. Answers 404 for an archived cohort.
    """
    cohort = led(ref) if request.method == "POST" else led_to_read(ref)
    if cohort.archived_at is not None:
        abort(404)
    rolls = _sent(cohort) if request.method == "POST" else _noted(cohort)
    is_to_store = request.method == "POST" and request.form.get("do") != "tick"
    if request.method == "POST" and not is_to_store:
        rolls = [replace(it, is_held=True, wrong="") for it in rolls]
    if is_to_store and not any(it.wrong for it in rolls):
        _store(cohort, rolls)
        return to_cohort(cohort)
    handles = list(seats.list_handles(reading(), cohort.cohort_id).values())
    page = render_template("lead/attendance_of_all.html", cohort=cohort, rolls=rolls, handles=handles)
    return page, 422 if is_to_store else 200


def _store(cohort: Cohort, rolls: Sequence[Roll]) -> None:
    held = [it for it in rolls if it.is_held]
    sessions = [Held(it.session.piece_id, date.fromisoformat(it.on), it.ticked) for it in held]
    note_sessions(db(), cohort, sessions, by=staff().staff_id, now=now())
    were_ticked = {*request.form.getlist("noted")}
    unticked = [it.session.piece_id for it in rolls if not it.is_held and it.session.piece_id in were_ticked]
    taken_back = take_back_sessions(db(), cohort, unticked, by=staff().staff_id, now=now())
    if held or not taken_back:
        flash(ngettext("Noted: %(num)d session.", "Noted: %(num)d sessions.", len(held)))
    if taken_back:
        flash(ngettext("Taken back: %(num)d session.", "Taken back: %(num)d sessions.", taken_back))


def _noted(cohort: Cohort) -> list[Roll]:
    handles = seats.list_handles(reading(), cohort.cohort_id)
    days, attendees = rows.list_held(reading(), cohort.cohort_id), rows.list_all(reading(), cohort.cohort_id)
    usual = usual_day(reading(), cohort, now())

    def roll(session: Session) -> Roll:
        day, them = days.get(session.piece_id), attendees.get(session.piece_id, set())
        ticked = frozenset(handle for it, handle in handles.items() if day is None or it in them)
        return Roll(session, day is not None, str(day or usual), ticked)

    return [roll(session) for session in sessions_of(cohort)]


def _sent(cohort: Cohort) -> list[Roll]:
    today, held = today_of(cohort, now()), {*request.form.getlist("held")}

    def roll(session: Session) -> Roll:
        piece, on = session.piece_id, request.form.get(f"on-{session.piece_id}", "")
        ticked = frozenset(request.form.getlist(f"there-{piece}", type=int))
        return Roll(session, piece in held, on, ticked, _wrong(on, today) if piece in held else "")

    return [roll(session) for session in sessions_of(cohort)]


def _wrong(on: str, today: date) -> str:
    try:
        return _("That day is still to come.") if date.fromisoformat(on) > today else ""
    except ValueError:
        return _("Give the day.")
