"""Courses and lessons as values."""

import pytest
from pydantic import ValidationError

from courses import (
    CheckStructure,
    Course,
    LessonStep,
    LessonStructure,
    LessonWords,
    Prose,
    Screen,
    structure_digest,
    words_for,
)

ACTIVITY = CheckStructure(id="habit", kind="check", options=("no", "work"), key="work")
LESSON = LessonStructure(
    id="road", folder="01-road", minutes=20, objectives=("O1",), sources=(), activities=(ACTIVITY,)
)
COURSE = Course.model_validate(
    {
        "slug": "sample",
        "version": 1,
        "languages": ("en",),
        "title": {"en": "Sample"},
        "objectives": ({"id": "O1", "text": {"en": "See"}},),
        "lessons": (LESSON,),
    }
)


def words(title: str) -> LessonWords:
    return LessonWords(title=title, summary="-", steps=(LessonStep(heading="-", blocks=(Prose(html="<p>-</p>"),)),))


def test_a_lesson_and_its_activity_are_found_by_id() -> None:
    assert COURSE.lesson("road") == LESSON
    assert COURSE.lesson("road").activity("habit") == ACTIVITY


def test_an_id_that_is_not_there_is_named() -> None:
    with pytest.raises(KeyError, match="nowhere"):
        COURSE.lesson("nowhere")
    with pytest.raises(KeyError, match="nothing"):
        LESSON.activity("nothing")


def test_a_course_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        setattr(COURSE, "version", 2)  # noqa: B010  (the checker of types would refuse it before)


def test_a_number_in_quotes_is_not_bent_into_a_number() -> None:
    with pytest.raises(ValidationError, match="valid integer"):
        Course.model_validate(COURSE.model_dump() | {"version": "1"})


def test_a_key_must_be_an_option() -> None:
    with pytest.raises(ValidationError, match="the key 'cash' is not an option: name one of no, work"):
        CheckStructure(id="habit", kind="check", options=("no", "work"), key="cash")


@pytest.mark.parametrize("text", ["", "two words", "-a", "a-", "a--b", "путь", "a/b", "a" * 33, "a\n"])
def test_what_cannot_stand_in_an_address_or_a_row_is_no_id(text: str) -> None:
    with pytest.raises(ValidationError, match="cannot be an id"):
        CheckStructure(id=text, kind="check", options=("no", "work"), key="work")


def test_a_learner_reads_their_own_language_where_there_is_one() -> None:
    assert words_for({"en": words("Road"), "ru": words("Дорога")}, "ru", "en") == (words("Дорога"), "ru")


def test_else_the_second_language() -> None:
    assert words_for({"en": words("Road"), "ru": words("Дорога")}, "kk", "ru") == (words("Дорога"), "ru")


def test_else_whatever_there_is() -> None:
    assert words_for({"en": words("Road")}, "kk", "ru") == (words("Road"), "en")


def test_a_screen_shows_one_thing() -> None:
    first, second = Prose(html="<p>1</p>"), Prose(html="<p>2</p>")
    lesson = LessonWords(title="-", summary="-", steps=(LessonStep(heading="Road", blocks=(first, second)),))

    assert lesson.screens == (Screen("Road", first), Screen("Road", second))


def test_a_lesson_without_words_has_none_to_give() -> None:
    with pytest.raises(KeyError):
        words_for({}, "kk", "ru")


def test_words_do_not_move_the_structure_digest() -> None:
    assert structure_digest(COURSE.model_copy(update={"title": {"en": "Other"}, "version": 2})) == structure_digest(
        COURSE
    )


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(ACTIVITY.model_copy(update={"key": "no"}), id="another key"),
        pytest.param(ACTIVITY.model_copy(update={"options": ("work", "no")}), id="another order"),
        pytest.param(ACTIVITY.model_copy(update={"id": "custom"}), id="another id"),
    ],
)
def test_ids_order_and_keys_move_the_structure_digest(changed: CheckStructure) -> None:
    lesson = LESSON.model_copy(update={"activities": (changed,)})

    assert structure_digest(COURSE.model_copy(update={"lessons": (lesson,)})) != structure_digest(COURSE)
