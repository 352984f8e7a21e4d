"""A course as its learners would see it: an invented group of one on an instance that is thrown away."""

import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app.content import Release
from app.services import admission, cohorts, windows
from app.services.administrator import programme
from app.services.administrator.instance import prepare
from app.services.administrator.staff import add_staff
from app.services.learner import joining
from app.services.people import Card, Grant, Role, new_card
from app.services.releases import keep_release
from app.services.secret_hashes import hash_secret
from app.services.waves import Wave
from app.store import Session
from app.store.programmes import releases
from courses import PAIR

_ZONE, _COUNTRY, _REGION = ZoneInfo("Asia/Almaty"), "KZ", "KZ-75"


def prepare_preview(session: Session, release: Release, language: str | None, now: datetime) -> Card:
    """Fills an empty test instance with a course and one learner, for whom all lessons and the second test are open.

    Returns the learner's card. language: None for the course's first. Raises ValueError if the course does not have it.
    """
    languages = release.course.languages
    chosen = language or languages[0]
    if chosen not in languages:
        raise ValueError(f"'{chosen}' is no language of the course: name one of {', '.join(languages)}")
    prepare(session, kind="test", now=now)
    made = programme.add_programme(
        session,
        name="Preview",
        countries=[_COUNTRY],
        languages=languages,
        time_zone=_ZONE.key,
        consent_kept_at="-",
        now=now,
    )
    row = releases.get(session, keep_release(session, made.programme_id, release, now))
    partner = programme.add_partner(session, programme_id=made.programme_id, name="Preview", now=now)
    grant = Grant(Role.FACILITATOR, made.programme_id, partner.partner_id)
    leader = add_staff(session, name="preview", language=chosen, grant=grant, now=now)
    assert row is not None  # it was kept a moment ago
    today = now.astimezone(_ZONE).date()
    outline = cohorts.Outline(
        partner_id=partner.partner_id,
        region_code=_REGION,
        course_release_id=row.course_release_id,
        label="Preview",
        language=chosen,
        way="room",
        starts_on=today,
        ends_on=today + timedelta(days=60),
    )
    cohort = cohorts.create(session, outline, facilitator_id=leader.staff_id, now=now)
    cohort = admission.tick_consent(session, cohort, today, now=now)
    cohort = admission.open_joining(session, cohort, now=now)
    card = new_card()
    door = joining.open_door(session, cohort.join_code, now)
    assert door is not None  # it was opened a moment ago
    joining.join(
        session,
        door=door,
        join_key=uuid.uuid4().hex,
        language=chosen,
        sex="unsaid",
        age_band="unsaid",
        assent_version=joining.ASSENT_VERSION,
        card=card,
        pin_hash=hash_secret(card.pin),
        now=now,
    )
    for wave in PAIR:
        windows.open_test(session, cohort, wave, now=now)
    windows.close_test(session, cohort, Wave.PRE, now=now)
    return card
