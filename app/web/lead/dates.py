"""When a cohort's tests open and close by themselves, and longer time for one learner."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import Field

from app.services import extensions, windows
from app.services.admission import lets_in
from app.services.cohorts import today_of
from app.services.extensions import HasLeft, HasSent, NoLonger, NotOpened
from app.services.facilitator import board as boards
from app.services.facilitator import lesson_board
from app.services.waves import Wave, schedule_of, waves_of
from app.services.windows import AfterLastDay
from app.store import Session
from app.store.people import learners
from app.store.people.learner import Learner
from app.store.programmes.cohorts import Cohort
from app.web.access import audience, staff
from app.web.clock import now
from app.web.lead.board import to_cohort
from app.web.lead.date_forms import DatesForm, ExtensionForm
from app.web.lead.led import led, led_to_read, wave_named, with_windows
from app.web.lead.pairs import pairs_so_far
from app.web.refused_forms import is_usable, refuse
from app.web.regional import day, moment
from app.web.staff_words import wave_name
from app.web.transaction import db, reading
from courses import (
    FOLLOW_UP_HOUR,
    AnswersShown,
    ClosesFirst,
    EarlyFirst,
    EarlyIsOver,
    HasEnded,
    HasOpened,
    MayNotOpen,
    NoFirstTest,
    NotToCome,
    Schedule,
    TooEarly,
    Unfit,
    Window,
)


@audience("facilitator")
def dates(ref: str, wave: str) -> ResponseReturnValue:
    """Plans when a test opens and closes by itself, changes the plan or, with `do=drop` in the form, drops it.

    Days and times are those of the cohort's time zone. A follow-up that would open before three months are over is
    asked about first, which `do=early` answers. Answers 422 with the form if they do not fit, and 404 for an
    archived cohort. A test that is closed has nothing to plan: it has to be opened again before. Nor has a follow-up
    that is held back: its plan can be dropped alone.
    """
    cohort = with_windows(led_to_read(ref))
    which = wave_named(wave, cohort)
    if cohort.archived_at is not None:
        abort(404)
    window = schedule_of(reading(), cohort)[which]
    if request.method != "POST":
        if window.has_closed(now()):
            return to_cohort(cohort)
        return _page(cohort, which, window, _form_of(cohort, window))
    if request.form.get("do") == "drop":
        return _drop(led(ref), which)
    form = DatesForm(request.form)
    if "opens_on" not in request.form:
        del form.opens_on, form.opens
    is_good = not schedule_of(reading(), cohort).is_held_back(which) and is_usable(form)
    if is_good and request.form.get("do") != "early" and _is_too_early(cohort, which, form):
        return _page(cohort, which, window, form, is_too_early=True), 422
    if is_good and _plan(led(ref), which, form):
        return to_cohort(cohort)
    return _page(cohort, which, schedule_of(reading(), cohort)[which], form), 422


def _is_too_early(cohort: Cohort, wave: Wave, form: DatesForm) -> bool:
    """Whether the follow-up would open before three months are over, and was not planned for just then before."""
    schedule, opens_at = schedule_of(reading(), cohort), form.opens_at(cohort.time_zone)
    due_on = schedule[Wave.POST].follow_up_on(cohort.time_zone)
    if wave is not Wave.FOLLOW_UP or opens_at is None or due_on is None or opens_at == schedule[wave].opened_at:
        return False
    return now() < opens_at and today_of(cohort, opens_at) < due_on


def _form_of(cohort: Cohort, window: Window) -> DatesForm:
    """With what is planned; else the usual hour stands there, and no day."""
    opens, closes = (_local(at, cohort) for at in (window.opens_at(now()), window.closes_at(now())))
    form = DatesForm(data={"opens_on": opens, "opens": opens, "closes_on": closes, "closes": closes})
    if window.has_opened(now()):
        del form.opens_on, form.opens
    return form


def _local(at: datetime | None, cohort: Cohort) -> datetime | None:
    return at.astimezone(ZoneInfo(cohort.time_zone)) if at else None


def _page(cohort: Cohort, wave: Wave, window: Window, form: DatesForm, *, is_too_early: bool = False) -> str:
    schedule = schedule_of(reading(), cohort)
    return render_template(
        "lead/dates.html",
        cohort=cohort,
        wave=wave,
        form=form,
        window=window,
        is_first=wave is waves_of(cohort)[0] and lets_in(cohort, now()),
        is_planned=bool(window.opens_at(now())) or schedule.is_held_back(wave),
        is_held_back=schedule.is_held_back(Wave.FOLLOW_UP),
        is_open=window.is_open(now()),
        is_too_early=is_too_early,
        asks_nobody=wave is Wave.POST and bool(form.opens_on) and _is_too_soon(cohort, schedule),
        closes_at=window.closes_at(now()),
        follow_up_on=schedule.follow_up_on(cohort.time_zone),
        three_months_on=schedule[Wave.POST].follow_up_on(cohort.time_zone),
        shown_at=now(),
        **pairs_so_far(cohort, wave),
    )


def _is_too_soon(cohort: Cohort, schedule: Schedule) -> bool:
    first, lessons = boards.board(reading(), cohort, Wave.PRE), lesson_board.lessons(reading(), cohort)
    return lesson_board.is_second_too_soon(lessons, first, schedule, now())


def _plan(cohort: Cohort, wave: Wave, form: DatesForm) -> bool:
    """False where it cannot be: the form says why."""
    zone = cohort.time_zone
    opens_at, closes_at = form.opens_at(zone), form.closes_at(zone)
    try:
        windows.plan(db(), cohort, wave, opens_at=opens_at, closes_at=closes_at, by=staff().staff_id, now=now())
    except (HasOpened, HasEnded):
        flash(_("The test has been opened or closed meanwhile. Look at the dates again."), "stop")
        return True
    except (Unfit, MayNotOpen, AfterLastDay) as fault:
        field, message = _fault(fault, cohort, form, closes_at)
        refuse(field, message)
        return False
    if opens_at is None and closes_at is None:
        flash(_("Nothing opens or closes by itself: you do it."))
    else:
        flash(_("Planned. It happens by itself, by the clock of the group's place."))
    return True


def _fault(fault: ValueError, cohort: Cohort, form: DatesForm, closes_at: datetime | None) -> tuple[Field, str]:
    """The field that is wrong, and why."""
    opening = form.opens_on or form.closes_on
    match fault:
        case NotToCome():
            is_over = closes_at is not None and closes_at <= now()
            return form.closes_on if is_over else opening, _("That moment is in the past. Choose a later one.")
        case ClosesFirst():
            return form.closes_on, _("A test closes after it has opened: give an earlier opening, or a later closing.")
        case AfterLastDay():
            return opening, _("The group's last day is %(day)s: change it first.", day=day(cohort.ends_on))
        case NoFirstTest():
            return opening, _("The first test comes before: open it, or plan when it opens.")
        case EarlyFirst():
            return opening, _("The early test comes before: it has to be closed by then, by you or by itself.")
        case EarlyIsOver():
            return opening, _("Another test has been opened: the early test stays closed.")
        case AnswersShown():
            return opening, _("By then the second test is closed: the first test would measure nothing.")
        case TooEarly():
            return opening, _("The follow-up comes when the right answers of the second test have been shown.")
    return opening, _("These dates do not fit together.")


def _drop(cohort: Cohort, wave: Wave) -> ResponseReturnValue:
    if schedule_of(db(), cohort)[wave].has_opened(now()):
        flash(_("The test has been opened or closed meanwhile. Look at the dates again."), "stop")
    else:
        windows.plan(db(), cohort, wave, by=staff().staff_id, now=now())
        flash(_("The plan is taken back: the test opens when you open it."))
    return to_cohort(cohort)


@audience("facilitator")
def extension(ref: str, handle: int) -> ResponseReturnValue:
    """Gives a learner longer for a test than the others, changes that or, with `do=end` in the form, ends it.

    Answers 404 for an archived cohort and a handle that it does not have, and 422 with the form if it has faults.
    """
    cohort = with_windows(led_to_read(ref))
    if cohort.archived_at is not None:
        abort(404)
    if request.method != "POST":
        return _extension_page(cohort, handle, _extension_form(cohort, {"until": FOLLOW_UP_HOUR}))
    if request.form.get("do") == "end":
        locked = led(ref)
        which = wave_named(request.form.get("wave", ""), cohort)
        extensions.end(db(), locked, _learner(db(), locked, handle), which, by=staff().staff_id, now=now())
        flash(_("The extra time has ended."))
        return redirect(url_for("lead.extension", ref=ref, handle=handle), 303)
    form = _extension_form(cohort, None)
    if is_usable(form) and _extend(led(ref), handle, form):
        return redirect(url_for("lead.learner", ref=ref, handle=handle), 303)
    return _extension_page(cohort, handle, form), 422


def _extension_form(cohort: Cohort, data: dict[str, time] | None) -> ExtensionForm:
    schedule = schedule_of(reading(), cohort)
    form = ExtensionForm(None if data else request.form, data=data)
    known = [wave for wave in waves_of(cohort) if extensions.bar(schedule, wave, now()) is None]
    form.wave.choices = [(wave.value, wave_name(wave)) for wave in known]
    if data and len(known) == 1:
        form.wave.data = known[0].value
    return form


def _learner(session: Session, cohort: Cohort, handle: int) -> Learner:
    return learners.by_handle(session, cohort.cohort_id, handle) or abort(404)


def _extension_page(cohort: Cohort, handle: int, form: ExtensionForm) -> str:
    ends = extensions.ends_of(reading(), _learner(reading(), cohort, handle), now())
    schedule = schedule_of(reading(), cohort)
    return render_template(
        "lead/extension.html",
        cohort=cohort,
        handle=handle,
        form=form,
        ends=ends,
        windows={wave: schedule[wave] for wave in waves_of(cohort)},
        shown_at=now(),
    )


def _extend(cohort: Cohort, handle: int, form: ExtensionForm) -> bool:
    """False where it cannot be: the form says why."""
    wave, until = Wave(form.wave.data), form.until_at(cohort.time_zone)
    try:
        extensions.extend(db(), cohort, _learner(db(), cohort, handle), wave, until, by=staff().staff_id, now=now())
    except NotToCome:
        refuse(form.until_on, _("That moment is in the past. Choose a later one."))
    except NoLonger:
        refuse(form.until_on, _("The test is open until then for everybody: choose a later moment."))
    except HasSent:
        refuse(form.wave, _("This learner has sent the test."))
    except HasLeft:
        refuse(form.wave, _("It is noted that this learner stopped coming. Take the note back first."))
    except TooEarly:
        refuse(form.until_on, _("The follow-up opens before that: the right answers have to be shown first."))
    except (AnswersShown, EarlyIsOver, HasEnded, NotOpened):
        refuse(form.wave, _("This test is over for everybody: nobody can sit it any more so that it counts."))
    else:
        flash(
            _(
                "Number %(handle)d may sit the test until %(at)s.",
                handle=handle,
                at=moment(until, cohort.time_zone),
            )
        )
        return True
    return False
