"""Who was in the room for a piece of a lesson: everybody is ticked at first; noting it again undoes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms.validators import Optional

from app.services.facilitator.attendance import NotYet, note_session, take_back_sessions, usual_day
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
    """A Session is a piece of a lesson in the list of attendance, with the count of those who came."""

    piece_id: str
    title: str
    language: str
    """of the title, as a code"""
    href: str
    count: int | None
    """learners noted as present; None: nothing was noted of it"""


def sessions_of(cohort: Cohort) -> list[Session]:
    """Lists the pieces of a cohort's lessons in their order, each with how many learners are noted as present.

    A title is in the reader's language if the lesson has it, else in the cohort's, else in any; that of a piece stands
    behind its lesson's.
    """
    release = release_of(reading(), cohort.course_release_id)
    counts = rows.count_by_lesson(reading(), cohort.cohort_id)
    sessions = []
    for lesson in release.course.lessons:
        _words, shown = release.words_for(lesson.id, language(), cohort.language)
        for piece_id, title in release.piece_titles(lesson.id, language(), cohort.language).items():
            href = url_for("lead.attendance", ref=cohort.ref, lesson=piece_id)
            sessions.append(Session(piece_id, title, shown, href, counts.get(piece_id)))
    return sessions


@audience("facilitator")
def attendance(ref: str, lesson: str) -> ResponseReturnValue:
    """Shows which learners were in the room for a piece of a lesson; a POST stores exactly those that are ticked.

    As long as nothing was noted of the piece everybody is ticked; `back` as `do` in the form takes back what was
    noted. Below stands how its small thing to do worked out, where enough have said it. lesson: id of the piece, or of
    a lesson that is one piece. A change is written to the audit. Answers 404 for a piece that the course does not have
    and for an archived cohort, and 422 for a day to come.
    """
    cohort = led(ref) if request.method == "POST" else led_to_read(ref)
    session = next((it for it in sessions_of(cohort) if it.piece_id == lesson), None)
    if session is None or cohort.archived_at is not None:
        abort(404)
    former = rows.held_on(reading(), cohort.cohort_id, lesson)
    form = AttendanceForm(request.form, data={"on": former or usual_day(reading(), cohort, now())})
    if request.method == "POST" and request.form.get("do") == "back":
        taken_back = take_back_sessions(db(), cohort, [lesson], by=staff().staff_id, now=now())
        flash(ngettext("Taken back: %(num)d session.", "Taken back: %(num)d sessions.", taken_back))
        return to_cohort(cohort)
    if request.method == "POST":
        ticked = set(request.form.getlist("there", type=int))
        if is_usable(form) and _note(cohort, lesson, ticked, form.on.data or former, form):
            return to_cohort(cohort)
    else:
        attendees = rows.list_attended(reading(), cohort.cohort_id, lesson)
        handles = seats.list_handles(reading(), cohort.cohort_id)
        ticked = {handle for learner_id, handle in handles.items() if former is None or learner_id in attendees}
    page = render_template(
        "lead/attendance.html",
        cohort=cohort,
        lesson=session,
        form=form,
        is_noted=former is not None,
        learners=[(handle, handle in ticked) for handle in seats.list_handles(reading(), cohort.cohort_id).values()],
        tally=_tally(cohort, lesson),
        least=SHOWN_FROM,
    )
    return page, 422 if form.errors else 200


def _note(cohort: Cohort, piece_id: str, handles: set[int], day: date | None, form: AttendanceForm) -> bool:
    """False where it cannot be: the form says why."""
    try:
        count = note_session(db(), cohort, piece_id, handles, on=day, by=staff().staff_id, now=now())
    except NotYet:
        refuse(form.on, _("That day is still to come."))
        return False
    flash(ngettext("Noted: %(num)d was there.", "Noted: %(num)d were there.", count))
    return True


def _tally(cohort: Cohort, piece_id: str) -> Mapping[str, int] | None:
    """How often each answer was given about what a piece ends with; None where too few have answered."""
    counts = worked_out(reading(), cohort).get(piece_id)
    return {"yes": 0, "not_yet": 0, "not_for_me": 0, **counts} if counts else None
