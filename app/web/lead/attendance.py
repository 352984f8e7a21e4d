"""Who was in the room for a piece of a lesson: ticked by handle, undone by unticking."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from app.services.facilitator.attendance import note_session
from app.services.facilitator.deeds import SHOWN_FROM, worked_out
from app.services.releases import release_of
from app.store.answers import attendance as rows
from app.store.answers import seats
from app.store.programmes.cohorts import Cohort
from app.web.access import audience, staff
from app.web.clock import now
from app.web.language import language
from app.web.lead.board import to_cohort
from app.web.lead.led import led, led_to_read
from app.web.transaction import db, reading


@dataclass(frozen=True)
class Session:
    """A Session is a piece of a lesson in the list of attendance, with the count of those who came."""

    piece_id: str
    title: str
    language: str
    """of the title, as a code"""
    href: str
    count: int
    """learners noted as present"""


def sessions_of(cohort: Cohort) -> list[Session]:
    """Lists the pieces of a cohort's lessons in their order, each with how many learners are noted as present.

    A title is in the reader's language if the lesson has it, else in the cohort's, else in any; that of a piece stands
    behind its lesson's.
    """
    release = release_of(reading(), cohort.course_release_id)
    counts = rows.count_by_lesson(reading(), cohort.cohort_id)
    sessions = []
    for lesson in release.course.lessons:
        words, shown = release.words_for(lesson.id, language(), cohort.language)
        titles = [f"{words.title}: {piece.title}" for piece in words.pieces] or [words.title]
        for piece_id, title in zip(lesson.piece_ids, titles, strict=True):
            href = url_for("lead.attendance", ref=cohort.ref, lesson=piece_id)
            sessions.append(Session(piece_id, title, shown, href, counts.get(piece_id, 0)))
    return sessions


@audience("facilitator")
def attendance(ref: str, lesson: str) -> ResponseReturnValue:
    """Shows which learners were in the room for a piece of a lesson; a POST stores exactly those that are ticked.

    Below stands how its small thing to do worked out, where enough have said it.
    lesson: id of the piece, or of a lesson that is one piece. Learners who are no longer ticked are removed; a change
    is written to the audit. Answers 404 for a piece that the course does not have and for an archived cohort.
    """
    if request.method != "POST":
        cohort = led_to_read(ref)
        session = next((it for it in sessions_of(cohort) if it.piece_id == lesson), None)
        if session is None or cohort.archived_at is not None:
            abort(404)
        attendees = rows.list_attended(reading(), cohort.cohort_id, lesson)
        handles = seats.list_handles(reading(), cohort.cohort_id)
        return render_template(
            "lead/attendance.html",
            cohort=cohort,
            lesson=session,
            learners=[(handle, learner_id in attendees) for learner_id, handle in handles.items()],
            tally=_tally(cohort, lesson),
            least=SHOWN_FROM,
        )
    cohort = led(ref)
    try:
        count = note_session(
            db(), cohort, lesson, request.form.getlist("there", type=int), by=staff().staff_id, now=now()
        )
    except LookupError:
        abort(404)
    flash(ngettext("Noted: %(num)d was there.", "Noted: %(num)d were there.", count))
    return to_cohort(cohort)


def _tally(cohort: Cohort, piece_id: str) -> Mapping[str, int] | None:
    """How often each answer was given about what a piece ends with; None where too few have answered."""
    counts = worked_out(reading(), cohort).get(piece_id)
    return {"yes": 0, "not_yet": 0, "not_for_me": 0, **counts} if counts else None
