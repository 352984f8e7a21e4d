"""The poster says what is true of the course that the group has."""

from datetime import timedelta

from app.content import Release
from app.services.releases import keep_release
from app.store.programmes import releases
from tests.app.web.conftest import Room
from tests.app.web.reader import Phone


def test_the_minutes_are_those_of_the_release(desk: Phone, room: Room, release: Release) -> None:
    lessons = release.course.lessons
    minutes = sum(lesson.minutes for lesson in lessons)
    room.school.alter(room.cohort, language="en")
    room.wait()

    poster = f"/groups/{room.cohort.ref}/poster"
    assert f"{len(lessons)} lessons, {minutes} minutes in all" in desk.client.get(poster).text
    longer = lessons[0].model_copy(update={"minutes": lessons[0].minutes + 7})
    other = release.model_copy(update={"course": release.course.model_copy(update={"lessons": (longer, *lessons[1:])})})
    ref = keep_release(room.school.session, room.school.programme_id, other, room.school.now + timedelta(days=1))
    stored = releases.get(room.school.session, ref)
    assert stored is not None
    room.school.alter(room.cohort, course_release_id=stored.course_release_id)
    room.wait()

    assert f"{minutes + 7} minutes in all" in desk.client.get(poster).text
