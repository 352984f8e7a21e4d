"""Course releases: frozen when a programme takes them, the same for every cohort that began with them."""

from datetime import datetime

from app.content import Release
from app.store import Session


def release_course(session: Session, programme_id: int, slug: str, now: datetime) -> str:
    """Freeze a course of the shelf for this programme; gives its public id. Unchanged content: the one there is.

    Raises KeyError for a course that the shelf does not have and CourseFaults for one with faults.
    """
    raise NotImplementedError


def release_of(session: Session, course_release_id: int) -> Release:
    """The release, read once a process."""
    raise NotImplementedError
