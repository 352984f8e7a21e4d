"""Finding the cohort of an address: another's answers 404, since the scope stands in the query. And its wave."""

from flask import abort, request

from app.services.scopes import scope_to_head, scope_to_lead, scope_to_own, scope_to_see
from app.services.waves import Wave, waves_of
from app.store.people import staff as people
from app.store.programmes import cohorts
from app.store.steps import COURSE, REVEAL
from app.web.access import staff
from app.web.transaction import db, reading


def led(ref: str) -> cohorts.Cohort:
    """Returns a cohort that this facilitator leads, locked for a change.

    Answers 404 for any other, and for an archived one.
    """
    cohort = _held(ref)
    if cohort.archived_at is not None:
        abort(404)
    return cohort


def led_with_windows(ref: str) -> cohorts.Cohort:
    """Returns a cohort that this facilitator leads and whose tests open, locked for a change.

    Answers 404 for any other, an archived one, and one on paper only, whose tests are never open.
    """
    return with_windows(led(ref))


def with_windows(cohort: cohorts.Cohort) -> cohorts.Cohort:
    """Returns the cohort; answers 404 for one on paper only, whose tests are never open."""
    if cohort.is_on_paper:
        abort(404)
    return cohort


def led_alone(ref: str) -> cohorts.Cohort:
    """Returns a cohort of which this facilitator is the leader, archived or not, locked for a change if this is a POST.

    Answers 404 for any other, also to whoever leads it beside the leader.
    """
    row = cohorts.get(db(), ref, scope_to_own(staff()))
    held = cohorts.get_for_change(db(), row.cohort_id) if row is not None and request.method == "POST" else row
    if held is None:
        abort(404)
    return held


def owned(ref: str) -> cohorts.Cohort:
    """Returns a cohort that this person may give to others, locked for a change if this is a POST; else answers 404.

    These are its leader, unless it is archived, and its partner's lead. If the leader was disabled, so may whoever
    leads the cohort too: it must not be left without anybody.
    """
    heads = cohorts.get(db(), ref, scope_to_head(staff()))
    row = heads or cohorts.get(db(), ref, scope_to_own(staff())) or _left_alone(ref)
    held = cohorts.get_for_change(db(), row.cohort_id) if row is not None and request.method == "POST" else row
    if held is None or (heads is None and held.archived_at is not None):
        abort(404)
    return held


def _left_alone(ref: str) -> cohorts.Cohort | None:
    """One that this person leads beside a leader who was disabled."""
    row = cohorts.get(db(), ref, scope_to_lead(staff()))
    leader = people.get_by_id(db(), row.facilitator_id) if row is not None else None
    return row if leader is not None and leader.disabled_at is not None else None


def _held(ref: str) -> cohorts.Cohort:
    row = cohorts.get(db(), ref, scope_to_lead(staff()))
    held = cohorts.get_for_change(db(), row.cohort_id) if row is not None else None
    if held is None:
        abort(404)
    return held


def led_to_read(ref: str) -> cohorts.Cohort:
    """Returns a cohort that this facilitator leads, archived or not, to be read only. Answers 404 for any other."""
    cohort = cohorts.get(reading(), ref, scope_to_lead(staff()))
    if cohort is None:
        abort(404)
    return cohort


def wave_named(name: str, cohort: cohorts.Cohort) -> Wave:
    """Returns the wave of this name; for "" the first wave of the cohort.

    Answers 404 for a wave that the cohort does not sit.
    """
    waves = waves_of(cohort)
    return next((wave for wave in waves if wave == (name or waves[0])), None) or abort(404)


def step_shown(cohort: cohorts.Cohort) -> str:
    """Returns the step whose figures of a cohort this reader sees: REVEAL for its facilitator, COURSE for others.

    REVEAL is counted when the right answers are shown, COURSE when the cohort settles. Nobody sees both: the difference
    would be those who came between the two.
    """
    is_own = cohorts.get(reading(), cohort.ref, scope_to_lead(staff())) is not None
    return REVEAL if is_own else COURSE


def seen(ref: str) -> tuple[cohorts.Cohort, bool]:
    """Returns a cohort that this person may look at, and whether they may change it. Answers 404 for any other.

    Facilitators look at the cohorts that they lead, and change them unless they are archived. Partner leads and M&E
    officers only look at those of their partners and programmes.
    """
    cohort = cohorts.get(reading(), ref, scope_to_lead(staff()))
    if cohort is not None:
        return cohort, cohort.archived_at is None
    cohort = cohorts.get(reading(), ref, scope_to_see(staff()))
    if cohort is None:
        abort(404)
    return cohort, False
