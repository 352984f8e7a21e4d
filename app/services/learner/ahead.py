"""Which tests a learner still has ahead, and on which day, as far as that is planned."""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from app.services.cohorts import today_of
from app.services.waves import Wave, desk_of
from app.store import Session


def tests_ahead(session: Session, learner_id: int, now: datetime) -> Mapping[Wave, datetime | None]:
    """Returns the second and third tests that are not sent and have not begun for the cohort, and when each opens.

    The moment is one of the cohort's time zone; None: nobody has planned it. Raises LookupError if there is no such
    learner.
    """
    desk = desk_of(session, learner_id)
    schedule = desk.schedule
    planned = {wave: schedule[wave].opens_at(now) for wave in (Wave.POST, Wave.FOLLOW_UP)}
    zone = ZoneInfo(desk.time_zone)
    moments = {wave: at.astimezone(zone) if at else None for wave, at in planned.items()}
    return {wave: at for wave, at in moments.items() if desk.sent(wave) is None and not schedule[wave].has_opened(now)}


def today_of_learner(session: Session, learner_id: int, now: datetime) -> date:
    """Returns today's date in the time zone of a learner's cohort. Raises LookupError if there is no such learner."""
    return today_of(desk_of(session, learner_id), now)
