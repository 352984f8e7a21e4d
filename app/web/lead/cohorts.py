"""The list of cohorts; making one and changing it."""

from collections import Counter

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from analytics import LEAST
from app.services import cohorts as deeds
from app.services.cohorts import (
    CourseIsFixed,
    NotTheirs,
    OpensLater,
    OutsideItsDays,
    PilotIsFixed,
    WaitingIsFixed,
    WayIsFixed,
)
from app.services.facilitator import second_yes
from app.services.facilitator.beginning import ConsentToCome, begin
from app.services.facilitator.group_list import entries
from app.services.facilitator.sheet_outlook import first_day, outlooks
from app.services.people import Role
from app.services.revealed import PlaceIsFixed, is_place_fixed
from app.services.scopes import scope_to_lead, scope_to_see
from app.store.figures import settlements
from app.store.programmes import cohorts as rows
from app.store.programmes import partners, releases
from app.store.programmes.cohort_lists import leaders_of, page_nearest
from app.store.programmes.cohorts import Cohort
from app.store.programmes.regions import by_code
from app.store.steps import COURSE
from app.web.access import audience, staff
from app.web.address import known_address
from app.web.clock import now
from app.web.course_words import course_name
from app.web.forms import place_in_list
from app.web.group_lists import asked_for, order_choices, stage_choices
from app.web.lead.begin_form import begin_form
from app.web.lead.forms import CohortForm, offer
from app.web.lead.led import led, led_to_read
from app.web.lead.outline_values import values_of
from app.web.refused_forms import is_usable, refuse
from app.web.transaction import db, reading


@audience("facilitator", "me_officer", "partner_lead")
def cohorts() -> ResponseReturnValue:
    """Lists a page of the cohorts that this person leads or may see, those with an open test first, then by day.

    In the address `archived` asks for the archived ones instead, `search`, `stage` and `sort` as every list of groups.
    A partner lead or M&E officer also sees partner and leader of each cohort.
    """
    session, me = reading(), staff()
    is_archived = "archived" in request.args
    scopes = (scope_to_lead(me), scope_to_see(me))
    with_leaders = me.has(Role.PARTNER_LEAD) or me.has(Role.ME_OFFICER)
    wish = asked_for()
    page = page_nearest(session, scopes, now(), is_archived=is_archived, place=place_in_list(), sieve=wish.sieve)
    shown, ids = entries(session, page.entries, now()), [cohort.cohort_id for cohort in page.entries]
    may_make, has_archived = me.has(Role.FACILITATOR), rows.has_archived(session, scopes)
    is_new_here = may_make and not page.all_count and not has_archived
    waiting = second_yes.list_waiting(session, me)
    return render_template(
        "lead/cohorts.html",
        page=page.with_entries(shown),
        wish=wish,
        stages=stage_choices(),
        orders=order_choices(),
        own_ids=rows.ids_within(session, scopes[0], ids),
        leaders=leaders_of(session, ids) if with_leaders else {},
        regions=by_code(session),
        is_archived=is_archived,
        has_archived=has_archived,
        waiting_count=len(waiting),
        waiting_in=Counter(it.cohort_id for it in waiting),
        waiting_until=first_day(outlooks(session, waiting)) if waiting else None,
        may_make=may_make,
        form=begin_form(session, me)[0] if is_new_here else None,
        with_leaders=with_leaders,
    )


@audience("facilitator")
def new() -> ResponseReturnValue:
    """Makes a cohort from a form and redirects to its page; with the consent in place learners can join it at once.

    A group in a room that learners can join goes on at its poster. `like` in the address: the form begins as that
    cohort of this facilitator was, without its days and its learners. Answers 422 with the form if it has faults. If
    the facilitator has no partner or no course to choose, the page says so and nothing is made.
    """
    like = rows.get(reading(), request.args.get("like", ""), scope_to_lead(staff()))
    form, has_choice = begin_form(reading(), staff(), request.form, like=like)
    if request.method != "POST" or not has_choice:
        return render_template("lead/new.html", form=form, has_choice=has_choice, like=like)
    if is_usable(form):
        consent_on, me = form.noted_consent, staff().staff_id
        try:
            cohort = begin(db(), form.outline(), consent_on, facilitator_id=me, now=now())
        except NotTheirs:
            refuse(form.course, _("This course was released for another programme. Choose another course or partner."))
        except ConsentToCome:
            refuse(form.consent_on, _("That day is still to come. Tick the consent when it is there."))
        else:
            flash(_next_step(cohort))
            if cohort.expected_count < LEAST:
                flash(_few_expected(cohort), "stop")
            return redirect(url_for(_where_next(cohort), ref=cohort.ref), 303)
    return render_template("lead/new.html", form=form, has_choice=True, like=like), 422


def _where_next(cohort: Cohort) -> str:
    """The view of the poster, where learners can join in a room at once; else that of the group, which says what."""
    is_in_a_room = cohort.way in ("room", "mixed") and cohort.consent_on is not None
    return "lead.poster" if is_in_a_room and known_address() else "lead.cohort"


def _next_step(cohort: Cohort) -> str:
    if cohort.consent_on is None:
        return _("The group is made. Note the consent first.")
    if cohort.is_on_paper:
        return _("The group is made. Add its learners.")
    if _where_next(cohort) == "lead.poster":
        return _("The group is made, and learners can join: print this poster, or show it on a screen.")
    return _("The group is made, and learners can join: invite them.")


def _few_expected(cohort: Cohort) -> str:
    few = _(
        "Fewer than %(least)d learners are expected: such a group has no result of its own, so that nobody can be "
        "recognised.",
        least=LEAST,
    )
    return few if cohort.is_pilot else f"{few} {_('In the figures of the region the group counts whole.')}"


def _refuse(form: CohortForm, fault: ValueError) -> None:
    match fault:
        case WaitingIsFixed():
            refuse(form.label, _("Somebody has joined meanwhile: whether the group waits stays as it is."))
        case PilotIsFixed():
            refuse(form.label, _("Somebody has joined meanwhile: whether the group is a pilot stays as it is."))
        case PlaceIsFixed():
            refuse(form.label, _("The result of the group was shown meanwhile: region, partner and way stay."))
        case WayIsFixed():
            refuse(form.way, _("Somebody has joined: “on paper only” can no longer be changed."))
        case OutsideItsDays():
            refuse(
                form.ends_on, _("Some sheets were typed in with a day outside these dates. Correct those sheets first.")
            )
        case OpensLater():
            refuse(form.ends_on, _("The second test is planned to open after this day. Change that plan first."))
        case _:
            refuse(form.partner, _("Partner and course are not of one programme, or a test has begun meanwhile."))


@audience("facilitator")
def edit(ref: str) -> ResponseReturnValue:
    """Changes a cohort's outline, also its region or partner.

    The course is fixed once a test has begun, whether the group waits once somebody has joined, and where it counts
    from its result until it has settled. Answers 404 for an
    archived cohort, and 422 with the form if it has faults.
    """
    cohort = led_to_read(ref)
    if cohort.archived_at is not None:
        abort(404)
    release = next(
        row
        for row in releases.list_releases(reading(), cohort.programme_id)
        if row.course_release_id == cohort.course_release_id
    )
    is_fixed = rows.has_attempts(reading(), cohort.cohort_id)
    form = CohortForm(request.form, data=values_of(cohort))
    offer(form, reading(), staff(), current=cohort)
    may_choose = deeds.may_choose_waiting(reading(), cohort)
    if is_fixed:
        del form.course
    if not may_choose:
        del form.is_waiting
        if not cohort.is_waiting:
            del form.lessons_on
    is_untouched = deeds.is_untouched(reading(), cohort)
    if not is_untouched:
        del form.is_pilot
    is_placed = is_place_fixed(reading(), cohort, now())
    if is_placed:
        del form.partner, form.region, form.way
    more = {
        "is_placed": is_placed,
        "has_settled": settlements.current(reading(), cohort.cohort_id, COURSE) is not None,
        "region": rows.region_of(reading(), cohort),
        "partner": partners.get_by_id(reading(), cohort.partner_id),
        "cohort": cohort,
        "course": course_name(reading(), release, cohort),
        "is_fixed": is_fixed,
    }
    if request.method != "POST":
        return render_template("lead/edit.html", form=form, **more)
    if is_placed and "region" in request.form:
        _refuse(form, PlaceIsFixed())
    elif is_usable(form):
        outline = form.outline(
            cohort.course_release_id if is_fixed else None,
            place=cohort if is_placed else None,
            is_waiting=None if may_choose else cohort.is_waiting,
            is_pilot=None if is_untouched else cohort.is_pilot,
        )
        try:
            deeds.edit(db(), led(ref), outline, by=staff().staff_id, now=now())
        except (
            NotTheirs,
            CourseIsFixed,
            WaitingIsFixed,
            PilotIsFixed,
            OpensLater,
            WayIsFixed,
            OutsideItsDays,
            PlaceIsFixed,
        ) as fault:
            _refuse(form, fault)
        else:
            flash(_("Saved."))
            return redirect(url_for("lead.cohort", ref=ref), 303)
    return render_template("lead/edit.html", form=form, **more), 422
