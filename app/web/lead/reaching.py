"""Whom to reach: lists to print, messages to copy in the group's language, and why somebody left."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.services.cohorts import today_of
from app.services.facilitator import board as boards
from app.services.facilitator import lesson_board
from app.services.facilitator.paper_only import waves_to_type
from app.services.facilitator.reaching import (
    REASONS,
    Reach,
    may_catch_up,
    note_reason,
    reach_of,
    without_lessons,
)
from app.services.releases import release_of
from app.services.waves import Wave, schedule_of, waves_of
from app.store.people import learners
from app.store.programmes.cohorts import Cohort
from app.web.access import audience, staff
from app.web.address import known_address, unreachable
from app.web.clock import now
from app.web.lead.led import led, led_to_read
from app.web.lead.messages import Message, in_each, languages_of
from app.web.regional import moment
from app.web.transaction import db, reading
from courses import Schedule


@dataclass(frozen=True)
class Call:
    """A Call is a list of handles to reach because of one test.

    messages: to copy, in each language of the course; none while the test is not open.
    """

    wave: Wave
    handles: tuple[int, ...]
    is_open: bool
    messages: Sequence[Message]


@audience("facilitator")
def reach(ref: str) -> ResponseReturnValue:
    """Shows whom of the cohort to reach, by handle, for each test that was opened, to be read or printed.

    Of a cohort on paper only, for each test of which sheets can be typed in: whose sheet is missing.
    Each list of an open test has a message to copy, with the count and nobody's number; so has that of who has not
    begun the lessons.
    """
    cohort = led_to_read(ref)
    schedule = schedule_of(reading(), cohort)
    lists, extra = reach_of(reading(), cohort), _in_extra_time(cohort, schedule)
    languages = languages_of(cohort, release_of(reading(), cohort.course_release_id))
    calls = _calls(cohort, lists, extra, languages)
    idle = without_lessons(reading(), cohort, lists, now())
    has_opened = bool(schedule.opened_by(now()))
    is_first_over = has_opened and not any(call.wave is Wave.PRE for call in calls)
    missing = [it for it in lists.without_first if it not in extra.get(Wave.PRE, {})] if is_first_over else []
    untaught = _untaught(cohort, schedule) if missing else set()
    return render_template(
        "lead/reach.html",
        cohort=cohort,
        calls=calls,
        extra=extra,
        idle=idle,
        idle_messages=in_each(languages, partial(_message_of_lessons, len(idle))) if idle else (),
        may_catch_up=[handle for handle in missing if handle in untaught],
        too_late=[handle for handle in missing if handle not in untaught],
        has_opened=has_opened,
        left=lists.left,
        post=schedule[Wave.POST],
        follow_up=schedule[Wave.FOLLOW_UP],
        shown_at=now(),
        today=today_of(cohort, now()),
        unreachable=unreachable(),
    )


def _untaught(cohort: Cohort, schedule: Schedule) -> set[int]:
    """The handles of those for whom the first test can be opened again; nobody where it cannot be."""
    if not schedule.may_open(Wave.PRE, now()):
        return set()
    pre = boards.board(reading(), cohort, Wave.PRE)
    return may_catch_up(pre, lesson_board.lessons(reading(), cohort), now())


def _in_extra_time(cohort: Cohort, schedule: Schedule) -> dict[Wave, dict[int, datetime]]:
    """Until when those may sit a test that is closed for the others, by wave, then by handle."""
    closed = [it for it in waves_of(cohort) if schedule[it].has_closed(now()) and schedule[it].has_extra_time(now())]
    each = ((wave, boards.board(reading(), cohort, wave).in_extra_time(now())) for wave in closed)
    return {wave: {it.handle: it.extra_until for it in seats if it.extra_until} for wave, seats in each if seats}


def _calls(cohort: Cohort, lists: Reach, extra: Mapping[Wave, Collection[int]], languages: Sequence[str]) -> list[Call]:
    """Whoever sits in extra time is in no list of a test that is closed."""
    schedule = schedule_of(reading(), cohort)
    to_type = waves_to_type(reading(), cohort, now()) if cohort.is_on_paper else ()
    calls = []
    for wave, handles in (
        (Wave.PRE, lists.without_first),
        (Wave.POST, lists.owing),
        (Wave.FOLLOW_UP, lists.to_follow),
    ):
        window = schedule[wave]
        is_open = window.is_open(now())
        is_wanted = window.has_opened(now()) if wave is not Wave.PRE else is_open
        is_wanted = is_wanted or wave in to_type
        if window.has_closed(now()):
            handles = tuple(handle for handle in handles if handle not in extra.get(wave, ()))
        if is_wanted:
            write = partial(_message, cohort, wave, len(handles), window.closes_at(now()))
            calls.append(Call(wave, handles, is_open, in_each(languages, write) if is_open and handles else ()))
    return calls


def _message(cohort: Cohort, wave: Wave, count: int, closes_at: datetime | None) -> str:
    """For a chat that everybody of the group reads: no number and no name."""
    until = _("It is open now.")
    if closes_at:
        until = _("It is open until %(at)s.", at=moment(closes_at, cohort.time_zone))
    return " ".join((_("Hello!"), _lacking(wave, count), until, _way(), _("It takes ten minutes. Thank you!")))


def _message_of_lessons(count: int) -> str:
    lacking = ngettext(
        "%(num)d of us has not begun the lessons yet.", "%(num)d of us have not begun the lessons yet.", count
    )
    return " ".join((_("Hello!"), lacking, _way(), _("A piece takes about five minutes. Thank you!")))


def _way() -> str:
    address = known_address()
    return (
        _("Open %(address)s and sign in with your card.", address=address) if address else _("Sign in with your card.")
    )


def _lacking(wave: Wave, count: int) -> str:
    if wave is Wave.PRE:
        return ngettext(
            "%(num)d of us has not taken the first test yet.", "%(num)d of us have not taken the first test yet.", count
        )
    if wave is Wave.POST:
        return ngettext(
            "%(num)d of us has not taken the second test yet.",
            "%(num)d of us have not taken the second test yet.",
            count,
        )
    return ngettext(
        "%(num)d of us has not taken the third test yet.", "%(num)d of us have not taken the third test yet.", count
    )


@audience("facilitator")
def left(ref: str, handle: int) -> ResponseReturnValue:
    """Notes why a learner left, or takes that back with an empty `reason`, and returns to the learner's page.

    Answers 400 for a reason that is not on the list, and 404 for an archived cohort or a handle that it does not have.
    """
    cohort = led(ref)
    learner = learners.by_handle(db(), cohort.cohort_id, handle) or abort(404)
    reason = request.form.get("reason", "")
    if reason and reason not in REASONS:
        abort(400)
    note_reason(db(), cohort, learner, reason, by=staff().staff_id, now=now())
    flash(_("Noted.") if reason else _("Taken back: nothing is noted."))
    return redirect(url_for("lead.learner", ref=ref, handle=handle), 303)
