"""A course that has no Kazakh lessons and no English test yet: learners get another language, and are told which."""

import re

import pytest
from flask import Flask

from app.content import Release
from app.services.waves import Wave
from tests.app.web.conftest import Learner, Room
from tests.app.web.reader import Phone
from tests.conftest import lacking

pytestmark = pytest.mark.items(14)


@pytest.fixture
def release(release: Release) -> Release:
    return lacking(release, lessons="kk", test="en")


def test_whoever_chooses_a_language_hears_in_which_one_the_lessons_are(phone: Phone, room: Room) -> None:
    page = phone.open(f"/j/{room.cohort.join_code}")

    assert "Сабақтар әзірге: Русский" in page.text
    assert "Уроки пока" not in page.text


def test_a_lesson_that_lacks_the_learners_language_is_shown_in_the_programmes_next_and_says_so(
    app: Flask, room: Room
) -> None:
    phone = Phone(app, language="kk")
    page = phone.open(f"/j/{room.cohort.join_code}?lang=kk")
    page = phone.send(*page.sent_by("Иә, бастайық"))
    page.press(page.buttons()[0], sex="unsaid", age_band="unsaid")
    room.open(Wave.PRE)
    room.close(Wave.PRE)
    page = phone.open("/l/2")

    assert "Бұл сабақ әзірге қазақша жоқ. Орысшасы төменде." in page.text
    assert 'lang="kk"' in page.html.split("<head>")[0]
    assert '<h1 tabindex="-1" lang="ru">' in page.html


def test_the_words_of_a_test_say_in_which_language_they_are_on_the_result_too(room: Room, learner: Learner) -> None:
    room.open(Wave.PRE)
    learner.take(1, right=6, keys=room.keys("A")).press("Send")
    room.open(Wave.POST)
    learner.take(2, right=10, keys=room.keys("B")).press("Send")
    room.close(Wave.POST)
    page = learner.phone.open("/result")

    in_russian = [it for it in page.root.iter() if it.get("lang") == "ru"]
    shown = "".join("".join(it.itertext()) for it in in_russian)
    items = room.school.release.instrument.items
    for item in items:
        words = room.school.release.instrument_words["ru"].forms["B"][item.id]
        for text in (words.stem, words.reasons[item.form("B").key]):
            assert text in page.text
            assert text in shown
    rest = page.text
    for it in in_russian:
        rest = rest.replace(" ".join("".join(it.itertext()).split()), "")
    assert not re.search("[а-яё]", rest)
