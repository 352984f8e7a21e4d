"""When a cohort's tests are open."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.store.tables import Window


def list_windows(session: Session, cohort_id: int) -> dict[str, Window]:
    """By wave; a test that was never opened is absent."""
    return {window.wave: window for window in session.scalars(select(Window).where(Window.cohort_id == cohort_id))}
