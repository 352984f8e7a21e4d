"""A facilitator's plans: what a session is for, what to prepare, do and talk about. Made to be printed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from app.content import Release
from app.services.administrator import contacts
from app.services.cohorts import today_of
from app.services.help_lines import list_lacks_in
from app.services.releases import release_of
from app.services.waves import schedule_of
from app.store.programmes import partners
from app.store.programmes.cohorts import Cohort
from app.store.programmes.partners import Partner
from app.web.access import audience
from app.web.clock import now
from app.web.language import language
from app.web.lead.led import seen
from app.web.lead.projector import pictures_of
from app.web.transaction import reading
from courses import Disclosure, LessonStructure, SessionPlan, Talk

Words = TypeVar("Words")


@dataclass(frozen=True)
class Session:
    """A Session is one lesson with the plan for leading it. plan: None if nobody has written one yet."""

    number: int
    """in the address, from 1"""
    lesson: LessonStructure
    title: str
    plan: SessionPlan | None
    language: str
    """of title, plan and talks"""
    talks: tuple[tuple[Talk, int], ...]
    """each with its minutes"""


@audience("facilitator", "me_officer", "partner_lead")
def plans(ref: str) -> ResponseReturnValue:
    """Lists the session plans of the cohort's course, one for each lesson, in order."""
    cohort, _may_change = seen(ref)
    release = release_of(reading(), cohort.course_release_id)
    sessions = [_session(release, cohort, number) for number in range(1, len(release.course.lessons) + 1)]
    waits = schedule_of(reading(), cohort).is_still_waiting(now())
    help_lacks = list_lacks_in(reading(), release.course, cohort.region_code[:2], now().date())
    return render_template("lead/plans.html", cohort=cohort, sessions=sessions, waits=waits, help_lacks=help_lacks)


@audience("facilitator", "me_officer", "partner_lead")
def plan(ref: str, number: int) -> ResponseReturnValue:
    """Shows the plan of one lesson, to print, and what to do when a learner speaks of harm.

    number: of the lesson, from 1. Answers 404 for a number that the course does not have.
    """
    cohort, _may_change = seen(ref)
    release = release_of(reading(), cohort.course_release_id)
    if not 1 <= number <= len(release.course.lessons):
        abort(404)
    translation = _first(release.disclosure, language(), cohort.language)
    disclosure: Disclosure | None = translation[0] if translation else None
    return render_template(
        "lead/plan.html",
        cohort=cohort,
        waits=schedule_of(reading(), cohort).is_still_waiting(now()),
        session=_session(release, cohort, number),
        pictures=pictures_of(release, cohort, number),
        help_lacks=[
            lack
            for lack in list_lacks_in(reading(), release.course, cohort.region_code[:2], now().date())
            if number in lack.numbers
        ],
        of=len(release.course.lessons),
        disclosure=disclosure,
        organisation=_organisation(cohort),
        is_number=contacts.is_number,
        disclosure_language=translation[1] if translation else "",
    )


def _organisation(cohort: Cohort) -> Partner | None:
    """The partner, where it has a contact that learners see: who is to be called stands on the sheet."""
    partner = partners.get_by_id(reading(), cohort.partner_id)
    return partner if partner and contacts.is_shown(partner, today_of(cohort, now())) else None


def _session(release: Release, cohort: Cohort, number: int) -> Session:
    """In the facilitator's language, else in the cohort's, else in any."""
    lesson = release.course.lessons[number - 1]
    translation = _first(release.plans.get(lesson.id, {}), language(), cohort.language)
    spoken = translation[1] if translation else language()
    words, shown = release.words_for(lesson.id, spoken, cohort.language)
    minutes = {each.id: each.minutes for each in lesson.activities if each.kind == "talk"}
    talks = tuple((talk, minutes[talk.id]) for talk in words.talks)
    return Session(number, lesson, words.title, translation[0] if translation else None, shown, talks)


def _first(by_language: Mapping[str, Words], *wanted: str) -> tuple[Words, str] | None:
    for code in (*wanted, *by_language):
        if code in by_language:
            return by_language[code], code
    return None
