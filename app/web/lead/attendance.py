"""Who was in the room for a lesson or a piece of one: everybody is ticked at first; noting it again undoes it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms.validators import Optional

from app.services.cohorts import today_of
from app.services.facilitator.attendance import Held, NotYet, note_sessions, take_back_sessions, usual_day
from app.services.facilitator.deeds import SHOWN_FROM, worked_out
from app.services.releases import release_of
from app.store.answers import attendance as rows
from app.store.answers import seats
from app.store.programmes.cohorts import Cohort
from app.web.access import audience, staff
from app.web.clock import now
from app.web.forms import DayField, Form
from app.web.language import language
from app.web.lead.board import to_cohort
from app.web.lead.led import led, led_to_read
from app.web.refused_forms import is_usable, refuse
from app.web.transaction import db, reading


class AttendanceForm(Form):
    """An AttendanceForm asks on which day a session was; who was there stands beside it, by handle."""

    on = DayField(_l("Day"), [Optional()], render_kw={"type": "date"})


@dataclass(frozen=True)
class Session:
    """A Session is a lesson or a piece of one in the list of attendance, with what was noted of it."""

    ref: str
    """the id of the lesson or of the piece"""
    piece_ids: tuple[str, ...]
    """all pieces of the lesson, or the one"""
    title: str
    language: str
    """of the title, as a code"""
    href: str
    noted: rows.Noted | None
    """None: nothing was noted of it, or not the same day and the same people of each piece"""
    is_partly_noted: bool = False
    """something was noted of its pieces, and not the same of each"""

    @property
    def count(self) -> int | None:
        return len(self.noted.learner_ids) if self.noted else None


@dataclass(frozen=True)
class LessonSessions:
    """A LessonSessions is a lesson as one session, and its pieces; a lesson that is one piece has none apart."""

    whole: Session
    pieces: tuple[Session, ...]

    @property
    def sessions(self) -> tuple[Session, ...]:
        return (self.whole, *self.pieces)


def sessions_of(cohort: Cohort) -> list[LessonSessions]:
    """Lists the lessons of a cohort's course in their order, each with how many learners are noted as present.

    A title is in the reader's language if the lesson has it, else in the cohort's, else in any.
    """
    release = release_of(reading(), cohort.course_release_id)
    all_noted = rows.list_noted(reading(), cohort.cohort_id)

    def session(ref: str, piece_ids: tuple[str, ...], title: str, language: str) -> Session:
        href = url_for("lead.attendance", ref=cohort.ref, lesson=ref)
        each = {all_noted.get(piece_id) for piece_id in piece_ids}
        noted = next(iter(each)) if len(each) == 1 else None
        return Session(ref, piece_ids, title, language, href, noted, is_partly_noted=len(each) > 1)

    lessons = []
    for lesson in release.course.lessons:
        words, shown = release.words_for(lesson.id, language(), cohort.language)
        whole = session(
            lesson.id if len(lesson.piece_ids) > 1 else lesson.piece_ids[0], tuple(lesson.piece_ids), words.title, shown
        )
        titles = zip(lesson.piece_ids, words.pieces, strict=False)
        apart = tuple(session(piece_id, (piece_id,), piece.title, shown) for piece_id, piece in titles)
        lessons.append(LessonSessions(whole, apart if len(apart) > 1 else ()))
    return lessons


@audience("facilitator")
def attendance(ref: str, lesson: str) -> ResponseReturnValue:
    """Shows which learners were in the room for a lesson; a POST stores exactly those that are ticked, for each piece.

    As long as nothing was noted everybody is ticked; `back` as `do` in the form takes back what was noted. Below stands
    how the small thing to do of a piece worked out, where enough have said it. lesson: id of the lesson or of a piece.
    A change is written to the audit. Answers 404 for one that the course does not have and for an archived cohort, and
    422 without a day or for a day to come.
    """
    cohort = led(ref) if request.method == "POST" else led_to_read(ref)
    session = next((it for one in sessions_of(cohort) for it in one.sessions if it.ref == lesson), None)
    if session is None or cohort.archived_at is not None:
        abort(404)
    noted = rows.list_noted(reading(), cohort.cohort_id)
    former = [noted[it] for it in session.piece_ids if it in noted]
    day = min((it.held_on for it in former), default=None)
    form = AttendanceForm(request.form, data={"on": day or _today_if_usual(cohort)})
    if request.method == "POST" and request.form.get("do") == "back":
        taken_back = take_back_sessions(db(), cohort, session.piece_ids, by=staff().staff_id, now=now())
        flash(ngettext("Taken back: %(num)d session.", "Taken back: %(num)d sessions.", taken_back))
        return to_cohort(cohort)
    if request.method == "POST":
        ticked = set(request.form.getlist("there", type=int))
        if is_usable(form) and _note(cohort, session, ticked, form):
            return to_cohort(cohort)
    else:
        ticked = _ticked(cohort, former)
    handles = seats.list_handles(reading(), cohort.cohort_id).values()
    page = render_template(
        "lead/attendance.html",
        cohort=cohort,
        lesson=session,
        form=form,
        is_noted=bool(former),
        learners=[(handle, handle in ticked) for handle in handles],
        tally=_tally(cohort, lesson),
        least=SHOWN_FROM,
    )
    return page, 422 if form.errors else 200


def _today_if_usual(cohort: Cohort) -> date | None:
    """No day that nobody said: of a course that is over, or whose second test was typed in, the day has to be given."""
    today = today_of(cohort, now())
    return today if usual_day(reading(), cohort, now()) == today else None


def _ticked(cohort: Cohort, former: Sequence[rows.Noted]) -> set[int]:
    """Everybody at first; then whoever is noted for any of its pieces."""
    came = {learner_id for noted in former for learner_id in noted.learner_ids}
    handles = seats.list_handles(reading(), cohort.cohort_id)
    return {handle for learner_id, handle in handles.items() if not former or learner_id in came}


def _note(cohort: Cohort, session: Session, handles: set[int], form: AttendanceForm) -> bool:
    """False where it cannot be: the form says why."""
    day = form.on.data
    if day is None:
        refuse(form.on, _("Give the day."))
        return False
    try:
        held = [Held(piece_id, day, handles) for piece_id in session.piece_ids]
        note_sessions(db(), cohort, held, by=staff().staff_id, now=now())
    except NotYet:
        refuse(form.on, _("That day is still to come."))
        return False
    count = len(handles & {*seats.list_handles(db(), cohort.cohort_id).values()})
    flash(ngettext("Noted: %(num)d was there.", "Noted: %(num)d were there.", count))
    return True


def _tally(cohort: Cohort, piece_id: str) -> Mapping[str, int] | None:
    """How often each answer was given about what a piece ends with; None where too few have answered."""
    counts = worked_out(reading(), cohort).get(piece_id)
    return {"yes": 0, "not_yet": 0, "not_for_me": 0, **counts} if counts else None
