"""The months after which a programme's answers are erased: what they may be, and how they are set."""

from datetime import datetime

from app.store import Session, audit
from app.store.programmes import programmes

USUAL_MONTHS = 12
"""Of a new programme."""
MOST_MONTHS = 120


def set_months(
    session: Session, programme: programmes.Programme, months: int, *, by: int | None = None, now: datetime
) -> None:
    """Sets how many months the answers of a programme stay after a cohort has settled, and writes an audit entry.

    The same number changes nothing. Raises ValueError outside 1 to 120.
    """
    check_months(months)
    if months != programme.retention_months:
        programmes.change(session, programme.programme_id, retention_months=months, retention_set_at=now)
        audit.add(
            session,
            "programme.retention",
            by=by,
            at=now,
            subject=programme.ref,
            programme_id=programme.programme_id,
            months=[programme.retention_months, months],
        )


def check_months(months: int) -> None:
    """Raises ValueError if `months` is not 1 to 120; else does nothing."""
    if not 1 <= months <= MOST_MONTHS:
        raise ValueError(f"answers stay 1 to {MOST_MONTHS} months, not {months}")
