"""A trial is the learner's own side for whoever leads a group, and nobody who counts ever hears of it."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.services.people import Role
from app.services.waves import Wave
from app.store import Database
from app.store.tables.row import Row
from tests.app.web.conftest import Learner, Room
from tests.app.web.desk import sit_down
from tests.app.web.reader import Page, Phone

AT_WORK = "last_seen_at"
"""The clock of the staff's sign-in goes on, whatever page is opened."""


@pytest.fixture
def everything(database: Database) -> Callable[[], dict[str, list[Any]]]:
    """Every row of every table, but when staff last opened a page."""

    def everything() -> dict[str, list[Any]]:
        with database.reading() as session:
            return {
                table.name: sorted(
                    map(repr, session.execute(select(*(it for it in table.c if it.name != AT_WORK))).all())
                )
                for table in Row.metadata.sorted_tables
            }

    return everything


def through(page: Page) -> Page:
    """From the first screen of a lesson to the list of the course, one activity after the other left or skipped."""
    while page.path.startswith("/groups") and "/trial/" in page.path:
        labels = page.buttons()
        page = page.press(next(it for it in ("Done", "Next piece", "Next", "Skip") if it in labels))
    return page


@pytest.mark.parametrize("wave", [None, Wave.PRE, Wave.POST])
def test_a_trial_leaves_every_row_of_every_table_as_it_was(
    desk: Phone, room: Room, learner: Learner, everything: Callable[[], Any], wave: Wave | None
) -> None:
    for each in (Wave.PRE, Wave.POST):
        if (wave is not None and each <= wave) or each is wave:
            room.open(each)
    room.wait()
    before = everything()

    course = desk.open(f"/groups/{room.cohort.ref}").tap("See the course")
    for number in (1, 2):
        lesson = desk.open(f"/groups/{room.cohort.ref}/trial/en/l/{number}/1")
        assert "You try the course: nothing is stored, and it counts nowhere." in lesson.html
        assert through(lesson).heading == "See the course"
        page = desk.open(f"/groups/{room.cohort.ref}/trial/en/t/{number}").press("Begin")
        while "Next" in page.buttons():
            page = page.press("Next", answer=(page.choices("answer") or [""])[0])
        assert page.heading == "Everything is answered"
        assert "Nothing of it was stored" in page.press("Send").text

    assert course.heading == "See the course"
    assert everything() == before


def test_an_answer_of_a_trial_is_in_no_cookie(desk: Phone, room: Room) -> None:
    page = desk.open(f"/groups/{room.cohort.ref}/trial/en/t/1").press("Begin")
    chosen = page.choices("answer")[0]
    page.press("Next", answer=chosen)

    with desk.client.session_transaction() as cookie:
        assert chosen not in json.dumps(dict(cookie))


def test_questions_left_open_in_a_trial_are_said_like_a_learner_s(desk: Phone, room: Room) -> None:
    page = desk.open(f"/groups/{room.cohort.ref}/trial/en/t/2").press("Begin")
    page = page.press("Next", answer=page.choices("answer")[0])
    while "Next" in page.buttons():
        page = page.press("Next")

    assert page.heading == "Look it over"
    assert "At least 4 of 4 answers are needed" in page.text


def test_what_is_tapped_in_a_lesson_is_answered_as_to_a_learner(desk: Phone, room: Room) -> None:
    page = desk.open(f"/groups/{room.cohort.ref}/trial/en/l/1/1")
    while "Check" not in page.buttons():
        page = page.press("Next")
    tapped = page.press("Check", answer="copy")

    assert "Right." in tapped.text
    assert "/trial/en/l/1/" in tapped.path


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_the_course_is_shown_in_each_of_its_languages(desk: Phone, room: Room, language: str) -> None:
    course = desk.open(f"/groups/{room.cohort.ref}/course?in={language}")
    words = room.school.release.lessons["welcome"][language]

    page = course.tap(words.title)

    assert re.search(r'<html lang="(\w+)"', page.html)[1] == language
    assert page.heading == words.screens[0].heading
    form = desk.open(f"/groups/{room.cohort.ref}/course/{language}/form-B")
    item = next(iter(room.school.release.instrument_words[language].form("B").values()))
    assert item.stem in form.text


@pytest.mark.parametrize("form", ["A", "B"])
def test_the_key_is_shown_to_the_leader_from_the_reveal_on_and_to_nobody_else(
    app: Flask, desk: Phone, room: Room, learner: Learner, form: str
) -> None:
    officer, head = (
        sit_down(app, room.school.session, room.school.staff(str(role), role), room.school.now)
        for role in (Role.ME_OFFICER, Role.PARTNER_LEAD)
    )
    address = f"/groups/{room.cohort.ref}/course/en/form-{form}"

    def keys_seen(reader: Phone) -> bool:
        html = reader.open(address).html
        seen = [secret for secret in room.secrets() if secret in html]
        assert bool(seen) == ("Right:" in html)
        return bool(seen)

    for wave in (Wave.PRE, Wave.POST):
        room.open(wave)
        assert not keys_seen(desk)
    room.school.close(room.school.anew(room.cohort), Wave.POST)
    room.wait(minutes=9)
    assert not keys_seen(desk), "the closing can be undone still"
    room.wait(minutes=1)

    assert keys_seen(desk)
    assert not keys_seen(officer)
    assert not keys_seen(head)


@pytest.mark.parametrize(
    "path",
    ["trial/en/l/3/1", "trial/en/l/1/99", "trial/de/l/1/1", "trial/en/t/3", "trial/en/t/1/0", "course/en/form-C"],
)
def test_what_the_course_does_not_have_is_not_found(desk: Phone, room: Room, path: str) -> None:
    assert desk.client.get(f"/groups/{room.cohort.ref}/{path}").status_code == 404


def test_a_checklist_is_seen_as_the_sheet_that_a_learner_prints(desk: Phone, room: Room) -> None:
    words = room.school.release.lessons["way-home"]["en"]
    n = next(n for n, it in enumerate(words.screens, start=1) if getattr(it.block, "id", "") == "habits")

    sheet = desk.open(f"/groups/{room.cohort.ref}/trial/en/l/2/{n}").tap("The plan as a sheet to print")

    assert "No name stands on this sheet." in sheet.text
    assert "data-nobody" in sheet.html, "a phone's own notes would stand on a shared page"


def test_a_picture_of_a_lesson_fills_the_screen_from_its_plan(desk: Phone, room: Room) -> None:
    plan = desk.open(f"/groups/{room.cohort.ref}/plan/2")

    address, words = next(iter(re.findall(r'href="([^"]*/pictures/\d+)">([^<]*)<', plan.html)))
    picture = desk.client.get(address).text

    assert words == "A hill with a path"
    [digest] = re.findall(r'<img src="/p/(\w+)\.svg"', picture)
    assert digest in {it.digest[:16] for it in room.school.release.pictures.values()}
    assert f'href="{plan.path}"' in picture


def test_a_trial_of_a_demonstration_says_that_it_is_one(desk: Phone, room: Room) -> None:
    assert "Test instance" in desk.open(f"/groups/{room.cohort.ref}").text
    for page in ("l/1/1", "t/1"):
        assert "Test instance" in desk.open(f"/groups/{room.cohort.ref}/trial/en/{page}").html
