"""What a release of a course is called where one is chosen, or was."""

from app.services.cohorts import Place, today_of
from app.services.releases import release_of_digest
from app.store import Session
from app.store.programmes.releases import CourseRelease
from app.web.language import language
from app.web.regional import day


def course_name(session: Session, row: CourseRelease, place: Place) -> str:
    """Returns a release's title and, in brackets, its day there, in the reader's language if the course has it."""
    course = release_of_digest(session, row.digest).course
    title = course.title.get(language()) or next(iter(course.title.values()))
    return f"{title} ({day(today_of(place, row.released_at))})"
