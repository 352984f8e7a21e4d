"""Where an objective is taught, and which checklist is the learner's plan: what stands beside the result."""

from typing import Any

import pytest
from pydantic import ValidationError

from courses import ChecklistStructure, Course, LessonStructure, Objective, PieceStructure, ReflectionStructure


def lesson(lesson_id: str, objectives: tuple[str, ...], *teaches: tuple[str, ...], plan: str = "") -> LessonStructure:
    """A lesson with a piece for each of `teaches`, and a checklist of this id if one is named."""
    names = [f"{lesson_id}-{n}" for n in range(len(teaches))]
    plans = (ChecklistStructure(kind="checklist", id=plan, entries=("a", "b")),) if plan else ()
    return LessonStructure(
        id=lesson_id,
        folder=lesson_id,
        minutes=5,
        objectives=objectives,
        sources=(),
        activities=(*(ReflectionStructure(kind="reflection", id=name) for name in names), *plans),
        pieces=tuple(
            PieceStructure(id=f"piece-{name}", activities=(name,), teaches=taught)
            for name, taught in zip(names, teaches, strict=True)
        ),
    )


def course(*lessons: LessonStructure, **other: Any) -> Course:
    return Course(
        slug="sample",
        version=1,
        languages=("en",),
        title={"en": "Sample"},
        objectives=(Objective(id="O1", text={"en": "See"}),),
        lessons=lessons,
        **other,
    )


def test_an_objective_is_taught_in_the_piece_that_names_it_else_where_it_is_first_trained() -> None:
    early, late = lesson("early", ("O1", "O2")), lesson("late", ("O2", "O3"), (), ("O2",))
    both = course(early, late)

    assert both.taught_in("O2") == (late, 1), "named, though an earlier lesson trains it too"
    assert both.taught_in("O1") == (early, 0)
    assert both.taught_in("O3") == (late, 0)
    assert both.taught_in("O4") is None


def test_a_piece_teaches_what_its_lesson_trains() -> None:
    with pytest.raises(ValidationError) as refusal:
        lesson("road", ("O1",), ("O1",), ("O2",))

    [fault] = refusal.value.errors()
    assert fault["loc"] == ("pieces", 1, "teaches", 0)
    assert fault["msg"] == "'O2' is no objective of this lesson: name one of O1"


@pytest.mark.parametrize(
    ("plans", "message"),
    [
        (("habits", ""), "'plan' is no checklist of a lesson: name one of habits"),
        (("", ""), "'plan' is no checklist of a lesson: no lesson has one"),
        (("plan", "plan"), "'plan' names 2 checklists: give each its own id"),
    ],
)
def test_the_plan_is_one_checklist_of_the_course(plans: tuple[str, str], message: str) -> None:
    lessons = [lesson(name, ("O1",), plan=plan) for name, plan in zip(("one", "two"), plans, strict=True)]
    with pytest.raises(ValidationError) as refusal:
        course(*lessons, my_plan="plan")

    [fault] = refusal.value.errors()
    assert (fault["loc"], fault["msg"]) == (("my_plan",), message)


def test_a_course_that_says_neither_is_stored_as_before() -> None:
    stored = course(lesson("road", ("O1",), (), plan="")).model_dump(mode="json")

    assert "my_plan" not in stored
    assert "teaches" not in stored["lessons"][0]["pieces"][0]
