"""The advert that a course begins with."""

import pytest

from app.content import Release
from app.content.checks.taster import MOST_WORDS
from tests.app.content.conftest import Author

TASTER = """\
taster:
  title: {en: Shoes for free!, ru: Обувь даром!}
  lines:
    - {id: size, text: {en: All sizes., ru: Все размеры.}}
    - {id: laces, text: {en: Laces cost 9.90., ru: Шнурки стоят 9.90.}}
    - {id: open, text: {en: Open today., ru: Открыто сегодня.}}
  trick: laces
  reason: {en: Nobody walks without laces., ru: Без шнурков никто не ходит.}
lessons:
"""


@pytest.fixture
def opened(author: Author) -> Author:
    author.replace("course.yaml", "lessons:\n", TASTER)
    return author


def test_a_course_may_begin_with_an_advert(opened: Author) -> None:
    taster = opened.read().course.taster

    assert taster is not None
    assert [line.id for line in taster.lines] == ["size", "laces", "open"]
    assert taster.line("laces") and taster.line("nothing") is None


def test_a_course_without_one_has_the_digest_of_before(author: Author) -> None:
    release = author.read()

    assert release.course.taster is None
    assert '"taster"' not in release.to_json()


def test_a_release_with_one_comes_back_equal(opened: Author) -> None:
    release = opened.read()

    assert Release.from_json(release.to_json()) == release


def test_the_trick_is_one_of_the_lines(opened: Author) -> None:
    opened.replace("course.yaml", "trick: laces", "trick: lace")

    line = opened.line("course.yaml", "trick:")
    message = "the trick 'lace' is not a line: name one of size, laces, open"
    assert opened.faults() == [f"course.yaml:{line}: taster > trick: {message}"]


def test_a_key_that_it_does_not_know_is_named_with_its_line(opened: Author) -> None:
    opened.replace("course.yaml", "  trick: laces", "  trick: laces\n  tricks: laces")

    line = opened.line("course.yaml", "tricks:")
    assert opened.faults() == [f"course.yaml:{line}: taster > tricks: is not known here: did you mean 'trick'?"]


def test_every_language_of_the_course_has_it(opened: Author) -> None:
    opened.replace("course.yaml", "{en: Open today., ru: Открыто сегодня.}", "{en: Open today., fr: Ouvert.}")

    line = opened.line("course.yaml", "id: open")
    where = f"course.yaml:{line}: taster > lines > open > text"
    assert opened.faults() == [
        f"{where} > fr: is not among the languages: add it there, or take it out",
        f"{where} > ru: is missing: write it in this language too",
    ]


def test_it_is_short(opened: Author) -> None:
    opened.replace("course.yaml", "en: All sizes.", f"en: {'Small and large. ' * 17}")

    what = f"has 62 words in 'en': make it {MOST_WORDS}, for it is read before anything is decided"
    assert opened.faults() == [f"course.yaml:{opened.line('course.yaml', 'taster:')}: taster: {what}"]


def test_it_has_no_marks(opened: Author) -> None:
    opened.replace("course.yaml", "en: Open today.", "en: <b>Open</b> today.")

    line = opened.line("course.yaml", "id: open")
    what = "is HTML, which would be seen as it is: write plain words"
    assert opened.faults() == [f"course.yaml:{line}: '<b>': {what}"]
