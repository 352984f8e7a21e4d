"""A cohort's page: the board, what comes next, and everything that can be done."""

from datetime import date
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.services import admission, help_lines, retention, scopes
from app.services import cohorts as deeds
from app.services.facilitator import board as boards
from app.services.facilitator import lesson_board, paper_only
from app.services.facilitator import resting as cards_at_rest
from app.services.facilitator.board import Stage
from app.services.facilitator.gain import gain_of, lost_of
from app.services.facilitator.reaching import may_catch_up, reach_of
from app.services.facilitator.sheet_outlook import first_day, outlooks
from app.services.facilitator.wall import wall_of
from app.services.figures import settling
from app.services.releases import release_of
from app.services.waves import Wave, schedule_of, waves_of
from app.services.windows import may_take_back
from app.store.answers.waiting import list_of_cohort
from app.store.figures import settlements
from app.store.people import enrolment
from app.store.programmes import cohorts as rows
from app.store.programmes.cohorts import Cohort
from app.store.steps import COURSE, FOLLOW_UP, REVEAL
from app.web.access import audience, staff
from app.web.address import unreachable
from app.web.clock import now
from app.web.lead.forms import ConsentForm
from app.web.lead.led import seen, step_shown
from app.web.lead.membership import beside
from app.web.lead.moved_dates import how_dates_moved
from app.web.lead.polled import board_every, polled
from app.web.lead.remote import pace_shown, remote_of
from app.web.lead.result import what_was_learned
from app.web.transaction import reading
from courses import Schedule

BEFORE_LESSONS = frozenset(
    {Stage.CONSENT, Stage.JOINING, Stage.EARLY, Stage.EARLY_OPEN, Stage.WAIT, Stage.PRE, Stage.PRE_OPEN}
)
"""Stages in which nobody has reached a lesson yet."""
LESSONS = "lessons"
LEARNED = "learned"
"""The view of a cohort that is through: no longer who is where, but what they learned."""


@audience("facilitator", "me_officer", "partner_lead")
def cohort(ref: str) -> ResponseReturnValue:
    """Shows the page of one cohort: the board, what comes next, and everything that can be done.

    Its own facilitator can change it. A partner lead or M&E officer reads it and may settle it; a partner lead may hand
    it over. Answers 404 for a cohort that the reader may not see.
    """
    cohort, may_change = seen(ref)
    session = reading()
    step = step_shown(cohort)
    gain = gain_of(session, cohort, step)
    schedule = schedule_of(session, cohort)
    stage = boards.stage_of(cohort, schedule, now())
    has_learned = stage is Stage.DONE and not gain.lacking
    view = _view(cohort, LEARNED if has_learned else "")
    around = enrolment.surroundings_of(session, cohort.cohort_id)
    today = deeds.today_of(cohort, now())
    waves = waves_of(cohort)
    each = {wave.value: boards.board(session, cohort, wave) for wave in waves}
    lessons_now = lesson_board.lessons(session, cohort)
    settlement, of_follow_up = (settlements.current(session, cohort.cohort_id, it) for it in (COURSE, FOLLOW_UP))
    is_leader, has_leader = cohort.facilitator_id == staff().staff_id, around.facilitator.disabled_at is None
    heads = rows.get(session, ref, scopes.scope_to_head(staff())) is not None
    return render_template(
        "lead/cohort.html",
        **_board_of(cohort, view, may_change=may_change),
        **(what_was_learned(cohort) if view == LEARNED else {"gain": gain, "is_own": step == REVEAL}),
        moved=how_dates_moved(cohort) if view == LEARNED else [],
        has_learned=has_learned,
        is_leader=is_leader,
        has_leader=has_leader,
        may_hand_over=heads or (may_change and (is_leader or not has_leader)),
        settlement=settlement,
        settled_on=deeds.today_of(cohort, settlement.settled_at) if settlement else None,
        kept_on=deeds.today_of(cohort, of_follow_up.settled_at) if of_follow_up else None,
        settles_on=settling.due_on(session, cohort, COURSE),
        term=retention.term_of(session, cohort, around.programme, now()),
        erased_on=deeds.today_of(cohort, cohort.erased_at) if cohort.erased_at else None,
        may_settle=_may_settle(cohort),
        programme=around.programme,
        partner=around.partner,
        facilitator=around.facilitator,
        region=around.region,
        to_erase=around.to_erase,
        beside=beside(cohort),
        lets_in=admission.lets_in(cohort, now()),
        places=admission.Places(around.place_count, admission.place_count(cohort)),
        is_over=today > cohort.ends_on,
        has_ended=schedule.has_ended(now()),
        may_follow_up=schedule.may_follow_up(now()),
        follow_up_on=schedule.follow_up_on(cohort.time_zone),
        three_months_on=_three_months_on(cohort, schedule),
        today=today,
        undo_until=schedule.undo_until(now()),
        is_empty=not each["pre"].joined and deeds.is_empty(session, cohort),
        may_open_early=schedule.may_open(Wave.EARLY, now()),
        may_take_back={wave.value: may_take_back(session, cohort, wave, now()) for wave in waves},
        boards=each,
        reach=reach_of(session, cohort),
        lessons_now=lessons_now,
        help_lacks=_help_lacks(cohort, stage, view),
        may_catch_up=len(may_catch_up(each[Wave.PRE], lessons_now, now())),
        is_mostly_done=_is_mostly_done(stage, each, lessons_now, _expected(cohort)),
        is_too_soon=lesson_board.is_second_too_soon(lessons_now, each[Wave.PRE], schedule, now()),
        unreachable=unreachable(),
        consent_form=ConsentForm(data={"consent_on": _consent_day(cohort, today)}),
        every=board_every(each["pre"].joined),
        **(remote_of(cohort, wall_of(session, cohort, now())) if may_change else {}),
        lost=lost_of(session, cohort, step) if around.open_sheets else 0,
        **(_waiting(cohort) if around.open_sheets else {}),
    )


def _three_months_on(cohort: Cohort, schedule: Schedule) -> date | None:
    if cohort.is_on_paper:
        return paper_only.follow_up_on(reading(), cohort) if schedule.has_ended(now()) else None
    return schedule[Wave.POST].follow_up_on(cohort.time_zone)


def _consent_day(cohort: Cohort, today: date) -> date:
    """The day that the form of the consent begins with."""
    return cohort.consent_on or (min(today, cohort.starts_on) if cohort.is_on_paper else today)


def _waiting(cohort: Cohort) -> dict[str, Any]:
    """How many sheets of the cohort wait for a second person's yes, and until when."""
    sheets = list_of_cohort(reading(), cohort.cohort_id)
    until = first_day(outlooks(reading(), sheets)) if sheets else None
    return {"waiting_count": len(sheets), "waiting_until": until}


def _help_lacks(cohort: Cohort, stage: Stage, view: str) -> tuple[help_lines.Lack, ...]:
    """What lessons that are all ahead send learners to Help for, and Help does not have.

    While lessons are at work, and in their view, which costs a statement more, the session plans say it.
    """
    if stage not in BEFORE_LESSONS or view == LESSONS:
        return ()
    session = reading()
    course = release_of(session, cohort.course_release_id).course
    return help_lines.list_lacks_in(session, course, cohort.region_code[:2], now().date())


def _may_settle(cohort: Cohort) -> bool:
    """Whether who reads may have it counted before it is due."""
    is_theirs = rows.get(reading(), cohort.ref, scopes.scope_to_see(staff())) is not None
    return is_theirs and settling.step_by_deed(reading(), cohort, now()) is not None


def _expected(cohort: Cohort) -> int:
    """How many are expected as long as they can join: whoever has not joined has not finished either."""
    return cohort.expected_count if admission.lets_in(cohort, now()) else 0


def _is_mostly_done(stage: Stage, each: dict[str, boards.Board], lessons: lesson_board.Lessons, expected: int) -> bool:
    """True where at least half are through with what runs, and somebody is: only then its end is what comes next."""
    if stage is Stage.LESSONS:
        return lessons.is_mostly_done
    wave = each[boards.WAVE_OF.get(stage, Wave.POST)]
    is_first = stage in (Stage.EARLY_OPEN, Stage.PRE_OPEN)
    return 0 < max(wave.joined, expected if is_first else 0) <= 2 * len(wave.arrived)


@audience("facilitator", "me_officer", "partner_lead")
def board(ref: str) -> ResponseReturnValue:
    """Sends the board of a cohort without the page around it, for a page that refreshes it; 304 if it has not changed.

    `view` in the address: `lessons` or the name of a wave; otherwise the one that the cohort is at. Answers 404 as
    `cohort` does.
    """
    cohort, may_change = seen(ref)
    return polled(render_template("lead/board.html", **_board_of(cohort, _view(cohort), may_change=may_change)))


def _view(cohort: Cohort, first: str = "") -> str:
    """What was asked for, else `first`, else what the cohort is at."""
    view = request.args.get("view", "")
    if view in (LESSONS, *waves_of(cohort)):
        return view
    if first:
        return first
    schedule = schedule_of(reading(), cohort)
    if boards.stage_of(cohort, schedule, now()) is Stage.LESSONS:
        return LESSONS
    return schedule.last_opened(now()).value


def _board_of(cohort: Cohort, view: str, *, may_change: bool) -> dict[str, Any]:
    session = reading()
    schedule = schedule_of(session, cohort)
    return {
        "cohort": cohort,
        "view": view,
        "may_change": may_change,
        "windows": schedule.opened_by(now()),
        "schedule": schedule,
        "stage": boards.stage_of(cohort, schedule, now()),
        "board": boards.board(session, cohort, Wave(view)) if view in waves_of(cohort) else None,
        "lessons": lesson_board.lessons(session, cohort) if view == LESSONS else None,
        "resting": cards_at_rest.resting(session, cohort, now()),
        "pace": pace_shown(cohort, wall_of(session, cohort, now())),
        "shown_at": now(),
    }


def to_cohort(cohort: Cohort) -> ResponseReturnValue:
    """Returns a redirect (303) to the cohort's page."""
    return redirect(url_for("lead.cohort", ref=cohort.ref), 303)
