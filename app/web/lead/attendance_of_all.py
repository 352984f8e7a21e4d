"""Who was in the room, for all lessons of a course in one form: for a group whose lessons are noted afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask import abort, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.services.cohorts import today_of
from app.services.facilitator.attendance import Held, note_sessions, take_back_sessions
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

    on: as typed; "" if nobody has said it. is_noted: it was held when the page came. wrong: what is to be mended.
    """

    session: Session
    is_held: bool
    on: str
    ticked: frozenset[int]
    is_noted: bool = False
    wrong: str = ""


@dataclass(frozen=True)
class LessonRolls:
    """A LessonRolls is a lesson in the form: as a whole, or by pieces where only some were held or each on its day."""

    whole: Roll
    pieces: tuple[Roll, ...]

    @property
    def to_store(self) -> tuple[Roll, ...]:
        """The rolls of what was held: the whole lesson goes before its pieces."""
        return (self.whole,) if self.whole.is_held else tuple(it for it in self.pieces if it.is_held)

    @property
    def is_apart(self) -> bool:
        return any(it.is_held for it in self.pieces)

    @property
    def ticked(self) -> "LessonRolls":
        """The lesson marked as held; one whose pieces are stays as it is, for each has its own day and people."""
        return self if self.is_apart else replace(self, whole=replace(self.whole, is_held=True, wrong=""))


@audience("facilitator")
def attendance_of_all(ref: str) -> ResponseReturnValue:
    """Shows every lesson of the course with its day and the numbers of the group; a POST notes those that were held.

    As long as nothing was noted of a lesson everybody is ticked, and no day stands there. A lesson that was marked as
    held when the page came and is not any more is taken back. Nothing at all is stored where a day is missing or still
    to come, or a lesson and pieces of it are both marked: that answers 422. `do` in the form: `tick` shows the form as
    it was sent, with every lesson marked as held but for those whose pieces are, and stores nothing. Answers 404 for an
    archived cohort.
    """
    cohort = led(ref) if request.method == "POST" else led_to_read(ref)
    if cohort.archived_at is not None:
        abort(404)
    lessons = _sent(cohort) if request.method == "POST" else _noted(cohort)
    is_ticking = request.method == "POST" and request.form.get("do") == "tick"
    is_to_store = request.method == "POST" and not is_ticking
    if is_ticking:
        lessons = [it.ticked for it in lessons]
    if is_to_store and not any(roll.wrong for it in lessons for roll in it.to_store):
        _store(cohort, lessons)
        return to_cohort(cohort)
    page = render_template(
        "lead/attendance_of_all.html",
        cohort=cohort,
        lessons=lessons,
        is_ticking=is_ticking,
        is_any_apart=any(it.is_apart for it in lessons),
        is_refused=is_to_store,
        days=_known_days(cohort),
        handles=list(seats.list_handles(reading(), cohort.cohort_id).values()),
    )
    return page, 422 if is_to_store else 200


def _store(cohort: Cohort, lessons: Sequence[LessonRolls]) -> None:
    held = [roll for it in lessons for roll in it.to_store]
    sessions = [
        Held(piece_id, date.fromisoformat(roll.on), roll.ticked) for roll in held for piece_id in roll.session.piece_ids
    ]
    note_sessions(db(), cohort, sessions, by=staff().staff_id, now=now())
    were_ticked, stored = {*request.form.getlist("noted")}, {it.piece_id for it in sessions}
    noted = {
        piece_id
        for it in lessons
        for roll in (it.whole, *it.pieces)
        if roll.session.ref in were_ticked
        for piece_id in roll.session.piece_ids
    }
    taken_back = take_back_sessions(db(), cohort, noted - stored, by=staff().staff_id, now=now())
    if held or not taken_back:
        flash(ngettext("Noted: %(num)d session.", "Noted: %(num)d sessions.", len(sessions)))
    if taken_back:
        flash(ngettext("Taken back: %(num)d session.", "Taken back: %(num)d sessions.", taken_back))


def _known_days(cohort: Cohort) -> list[date]:
    """The days to be offered: on which something was noted, and on which the group began and ends."""
    noted = {it.held_on for it in rows.list_noted(reading(), cohort.cohort_id).values()}
    today = today_of(cohort, now())
    return sorted({day for day in (*noted, cohort.starts_on, cohort.ends_on, today) if day <= today})


def _noted(cohort: Cohort) -> list[LessonRolls]:
    handles = seats.list_handles(reading(), cohort.cohort_id)

    def roll(session: Session) -> Roll:
        """Of several pieces it is held where all were noted alike."""
        noted = session.noted
        ticked = frozenset(handle for it, handle in handles.items() if not noted or it in noted.learner_ids)
        return Roll(session, bool(noted), str(noted.held_on) if noted else "", ticked, is_noted=bool(noted))

    lessons = []
    for lesson in sessions_of(cohort):
        whole = roll(lesson.whole)
        pieces = [roll(it) for it in lesson.pieces]
        if whole.is_held:
            pieces = [replace(it, is_held=False, is_noted=False) for it in pieces]
        lessons.append(LessonRolls(whole, tuple(pieces)))
    return lessons


def _sent(cohort: Cohort) -> list[LessonRolls]:
    today, held = today_of(cohort, now()), {*request.form.getlist("held")}
    noted = {*request.form.getlist("noted")}

    def roll(session: Session) -> Roll:
        ref, on = session.ref, request.form.get(f"on-{session.ref}", "")
        ticked = frozenset(request.form.getlist(f"there-{ref}", type=int))
        is_held = ref in held
        return Roll(session, is_held, on, ticked, ref in noted, _wrong(on, today) if is_held else "")

    lessons = [LessonRolls(roll(it.whole), tuple(roll(piece) for piece in it.pieces)) for it in sessions_of(cohort)]
    return [_refused_if_both(it) for it in lessons]


def _refused_if_both(lesson: LessonRolls) -> LessonRolls:
    """A lesson goes before its pieces: what was noted of those alone would be lost unseen."""
    if not (lesson.whole.is_held and lesson.is_apart):
        return lesson
    words = _("The lesson and pieces of it are ticked: untick the lesson, or its pieces.")
    return replace(lesson, whole=replace(lesson.whole, wrong=words))


def _wrong(on: str, today: date) -> str:
    try:
        return _("That day is still to come.") if date.fromisoformat(on) > today else ""
    except ValueError:
        return _("Give the day.")
