"""A learner says how many peers they taught."""

import pytest
from sqlalchemy import select

from app.content import Release
from app.services.waves import Wave
from app.store import Database
from app.store.tables import PeerReach
from app.wording import Words
from tests.app.web.conftest import Learner, Room

pytestmark = pytest.mark.items(14)


def peers(database: Database) -> list[int]:
    with database.reading() as session:
        return list(session.scalars(select(PeerReach.peers)))


def test_a_number_is_stored_shown_again_and_can_be_changed(learner: Learner, database: Database) -> None:
    page = learner.phone.open("/reached").press("Save", peers="2")
    assert page.path == "/road"
    assert "You can change the number at any time." in page.html
    assert peers(database) == [2]
    form = learner.phone.open("/reached")
    assert 'value="2"' in form.html

    form.press("Save", peers=" 5 ")

    assert peers(database) == [5]


@pytest.mark.parametrize("written", ["", "51", "-1", "two", "2.5", "Aida and Timur"])
def test_anything_but_a_number_up_to_fifty_is_asked_again_and_no_name_is_kept(
    learner: Learner, database: Database, written: str
) -> None:
    action, fields = learner.phone.open("/reached").sent_by("Save", peers=written)

    page = learner.phone.send(action, fields)
    assert page.path == "/reached"

    assert "Write a number from 0 to 50." in page.text
    assert peers(database) == []


def test_the_road_leads_there_once_the_last_lesson_is_done(room: Room, learner: Learner) -> None:
    assert "/reached" not in learner.phone.open("/road").links()
    room.open(Wave.PRE)
    room.close(Wave.PRE)
    lessons = room.school.release.course.lessons
    with room.app.app_context():
        room.school.finish_lesson(1, lessons[-1].id)
        room.school.session.commit()

    page = learner.phone.open("/road")

    assert page.tap("I taught friends").path == "/reached"


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_the_last_lesson_of_the_course_that_ships_names_the_place_as_the_road_does(
    shipped: Release, language: str
) -> None:
    lesson = shipped.lessons["pass-it-on"][language].model_dump_json()

    assert lesson.count(Words(language).gettext("I taught friends")) == 1, "in the list to print"
