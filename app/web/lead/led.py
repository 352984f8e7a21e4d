"""Finding the cohort of an address: another's answers 404, since the scope stands in the query. And its wave."""

from flask import abort

from app.services.scopes import scope_to_lead, scope_to_see
from app.services.waves import Wave, waves_of
from app.store.programmes import cohorts
from app.store.steps import COURSE, REVEAL
from app.web.access import staff
from app.web.transaction import db, reading


def led(ref: str) -> cohorts.Cohort:
    """A cohort that this facilitator leads, held for a change. An archived one has to be brought back first."""
    cohort = _held(ref)
    if cohort.archived_at is not None:
        abort(404)
    return cohort


def led_archived(ref: str) -> cohorts.Cohort:
    """The same for bringing an archived one back."""
    return _held(ref)


def _held(ref: str) -> cohorts.Cohort:
    row = cohorts.get(db(), ref, scope_to_lead(staff()))
    held = cohorts.get_for_change(db(), row.cohort_id) if row is not None else None
    if held is None:
        abort(404)
    return held


def led_to_read(ref: str) -> cohorts.Cohort:
    """A cohort that this facilitator leads, for a page that only shows."""
    cohort = cohorts.get(reading(), ref, scope_to_lead(staff()))
    if cohort is None:
        abort(404)
    return cohort


def wave_named(name: str, cohort: cohorts.Cohort) -> Wave:
    """The wave of this name; without one, the first that the cohort sits. There is no page of one that it does not."""
    waves = waves_of(cohort)
    return next((wave for wave in waves if wave == (name or waves[0])), None) or abort(404)


def step_shown(cohort: cohorts.Cohort) -> str:
    """What of the group's result who reads may see: the own group's facilitator that of the reveal, others what has
    settled. Nobody sees both, between whom those who came later would stand."""
    is_own = cohorts.get(reading(), cohort.ref, scope_to_lead(staff())) is not None
    return REVEAL if is_own else COURSE


def seen(ref: str) -> tuple[cohorts.Cohort, bool]:
    """A cohort that this person leads, heads or answers for the figures of, and whether they may change it."""
    cohort = cohorts.get(reading(), ref, scope_to_lead(staff()))
    if cohort is not None:
        return cohort, cohort.archived_at is None
    cohort = cohorts.get(reading(), ref, scope_to_see(staff()))
    if cohort is None:
        abort(404)
    return cohort, False
