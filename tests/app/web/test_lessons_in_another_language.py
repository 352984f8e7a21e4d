"""A course that has no Kazakh lessons yet: learners get another language, and are told so in their own."""

import pytest

from app.services.testing import Wave
from tests.app.web.reader import Phone


@pytest.fixture(scope="session")
def release(release):
    lessons = {
        lesson_id: {language: words for language, words in by_language.items() if language != "kk"}
        for lesson_id, by_language in release.lessons.items()
    }
    return release.model_copy(update={"lessons": lessons})


def test_whoever_chooses_a_language_hears_in_which_one_the_lessons_are(phone, room):
    page = phone.open(f"/j/{room.cohort.join_code}")

    assert "Сабақтар әзірге: Русский" in page.text
    assert "Уроки пока" not in page.text


def test_a_lesson_that_lacks_the_learners_language_is_shown_in_the_programmes_next_and_says_so(app, room):
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
