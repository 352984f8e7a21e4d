"""Half past midnight where the groups are, and the day before in Greenwich: every page has the day of the place."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import update

from app.services.administrator.imports.offers import offer
from app.services.people import Role
from app.store.tables import CourseRelease
from app.web import clock, regional
from tests.app.pilot_group import pilot_group
from tests.app.publishing.conftest import Programmes
from tests.app.web.conftest import Room
from tests.app.web.desk import sit_down
from tests.app.web.reader import Phone


@pytest.fixture
def come(app: Flask, room: Room) -> Callable[[Role], Phone]:
    """The browser of somebody new in this role, when a release was just made."""
    pilot_group(room.school, 3)
    room.wait(hours=15.5)
    room.school.session.execute(update(CourseRelease).values(released_at=room.school.now))
    room.wait()
    session = room.school.session
    return lambda role: sit_down(app, session, room.school.staff(f"new {role.value}", role), room.school.now)


def test_a_release_has_the_day_of_its_programme_where_it_is_chosen_read_and_imported(
    come: Callable[[Role], Phone], room: Room
) -> None:
    assert "(3 March 2026)" in come(Role.FACILITATOR).open("/groups/new").text
    assert "Released 3 March 2026" in come(Role.ADMINISTRATOR).open("/setup/pilots").text
    (place,) = {id(it): it for it in offer(room.school.session).by_partner.values()}.values()
    title = next(iter(room.school.release.course.title.values()))
    assert place.courses.choice.find(f"{title} (03.03.2026)")


@pytest.mark.items(14)
def test_figures_and_publications_have_the_day_of_the_house(app: Flask, room: Room) -> None:
    Programmes(room.school).settle("KZ-61", 30, 12)
    room.wait(days=20, hours=15.5 - (room.school.now.hour - 4))
    officer = sit_down(app, room.school.session, room.school.staff("officer", Role.ME_OFFICER), room.school.now)
    local = room.school.now.astimezone(ZoneInfo("Asia/Almaty")).date()
    assert local > room.school.now.date()

    assert f", {local}." in officer.open("/figures").text
    assert f'value="{local}" max="{local}"' in officer.open("/figures/publications").html


def test_a_moment_has_its_year_where_that_is_another_one(app: Flask) -> None:
    with app.test_request_context("/?lang=en"):
        this_year, later = (datetime(year, 7, 2, 4, 30, tzinfo=UTC) for year in (clock.now().year, 2099))
        assert regional.moment(this_year, "Asia/Almaty") == "2 Jul, 09:30"
        assert regional.moment(later, "Asia/Almaty") == "2 Jul 2099, 09:30"


def test_a_helpline_is_called_on_the_day_of_its_country(app: Flask, room: Room) -> None:
    room.wait(hours=15.5)  # half past midnight in Almaty
    with app.test_request_context():
        assert str(regional.today_in("KZ")) == "2026-03-03"
        assert str(regional.today_in("PL")) == str(regional.today_in("")) == "2026-03-02"
