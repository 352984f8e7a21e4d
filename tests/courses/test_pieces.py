"""Pieces of a lesson: what they hold, where a screen stands in them, and when a lesson is done."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from courses import (
    Close,
    Course,
    LessonStep,
    LessonStructure,
    LessonWords,
    Objective,
    PieceStructure,
    PieceWords,
    Place,
    Progress,
    Prose,
    ReflectionStructure,
    StepState,
    WaveState,
    steps,
)

CLOSE = Close(can_html="See.", deed_html="Look.")


def lesson(lesson_id: str, *sizes: int) -> LessonStructure:
    """A lesson whose pieces have so many activities each."""
    ids = [[f"{lesson_id}-{piece}-{n}" for n in range(size)] for piece, size in enumerate(sizes)]
    return LessonStructure(
        id=lesson_id,
        folder=lesson_id,
        minutes=20,
        objectives=(),
        sources=(),
        activities=tuple(ReflectionStructure(kind="reflection", id=each) for piece in ids for each in piece),
        pieces=tuple(
            PieceStructure(id=f"{lesson_id}-{place}", activities=tuple(piece)) for place, piece in enumerate(ids)
        ),
    )


def course(*lessons: LessonStructure) -> Course:
    return Course(
        slug="sample",
        version=1,
        languages=("en",),
        title={"en": "Sample"},
        objectives=(Objective(id="O1", text={"en": "See"}),),
        lessons=lessons,
    )


def words(*screens: int) -> LessonWords:
    """A lesson whose pieces have so many screens before their close."""
    pieces = tuple(
        PieceWords(
            id=f"piece-{place}",
            title=f"Piece {place}",
            steps=(LessonStep(heading="-", blocks=(Prose(html="<p>-</p>"),) * count),),
            close=CLOSE,
        )
        for place, count in enumerate(screens)
    )
    return LessonWords(title="-", summary="-", pieces=pieces)


def test_a_lesson_without_pieces_is_one_piece_under_its_own_id() -> None:
    whole = lesson("road")

    assert whole.piece_ids == ("road",)
    assert course(whole).lesson_of("road") == whole
    assert "pieces" not in whole.model_dump(mode="json"), "else each release of before would have another digest"


def test_a_piece_belongs_to_its_lesson_and_to_no_other() -> None:
    road, work = lesson("road", 1, 1), lesson("work")
    both = course(road, work)

    assert both.piece_ids == ("road-0", "road-1", "work")
    assert both.lesson_of("road-1") == road
    with pytest.raises(KeyError, match="road"):
        both.lesson_of("road")


@pytest.mark.parametrize(
    ("pieces", "what"),
    [
        ([["road-0-0"]], "lack the activity road-1-0: name it in the piece in which it is done"),
        ([["road-1-0"], ["road-0-0"]], "make them road-0-0, road-1-0, as the lesson has them"),
        ([["road-0-0", "road-0-0"], ["road-1-0"]], "make them road-0-0, road-1-0, as the lesson has them"),
        ([["road-0-0"], ["road-1-0", "gone"]], "'gone' is no activity of this lesson: name one of road-0-0, road-1-0"),
    ],
)
def test_pieces_hold_each_activity_of_their_lesson_once_and_in_order(pieces: list[list[str]], what: str) -> None:
    held = tuple(PieceStructure(id=f"p{n}", activities=tuple(each)) for n, each in enumerate(pieces))

    with pytest.raises(ValidationError, match=what):
        LessonStructure(**{**dict(lesson("road", 1, 1)), "pieces": held})


def test_a_lesson_is_done_when_its_last_piece_is() -> None:
    both = course(lesson("road", 1, 1), lesson("work"))

    def states(*done: str) -> list[StepState]:
        progress = Progress(pre=WaveState.CLOSED, is_pre_sent=True, pieces_done=frozenset(done))
        return [step.state for step in steps(both, progress) if step.lesson_id]

    assert states() == [StepState.NOW, StepState.OPEN]
    assert states("road-0") == [StepState.NOW, StepState.OPEN]
    assert states("road-1", "road-0") == [StepState.DONE, StepState.NOW]


THREE = course(lesson("road", 1, 1, 1), lesson("work"), lesson("offer", 2, 1))


@given(st.frozensets(st.sampled_from([*THREE.piece_ids, "withdrawn-piece"])))
def test_whatever_pieces_are_done_one_lesson_is_next_and_its_next_piece_is_not_done(done: frozenset[str]) -> None:
    progress = Progress(pre=WaveState.CLOSED, is_pre_sent=True, pieces_done=done)
    way = [step for step in steps(THREE, progress) if step.lesson_id]
    left = [each.id for each in THREE.lessons if not done.issuperset(each.piece_ids)]

    assert [step.lesson_id for step in way if step.state is not StepState.DONE] == left
    assert [step.lesson_id for step in way if step.state is StepState.NOW] == left[:1]
    for each in map(THREE.lesson, left):
        place = progress.next_piece(each)
        assert each.piece_ids[place] not in done
        assert done.issuperset(each.piece_ids[:place])


def test_one_piece_is_enough_to_have_learned() -> None:
    """Else a first test after it would pass for a baseline."""
    assert Progress(pieces_done=frozenset({"road-0"})).has_learned


def test_the_first_piece_that_is_left_comes_next_whatever_was_done_in_which_order() -> None:
    road = lesson("road", 1, 1, 1)

    def next_after(*done: str) -> int:
        return Progress(pieces_done=frozenset(done)).next_piece(road)

    assert [next_after(), next_after("road-0"), next_after("road-1"), next_after("road-0", "road-1")] == [0, 1, 0, 2]
    assert next_after(*road.piece_ids) == 0


@given(st.lists(st.integers(1, 4), min_size=1, max_size=5))
def test_each_screen_stands_in_one_piece_and_the_last_of_each_is_its_close(screens: list[int]) -> None:
    read = words(*screens)
    places = [read.place(n) for n in range(1, len(read.screens) + 1)]

    assert places == [
        Place(piece, step, count + 1) for piece, count in enumerate(screens) for step in range(1, count + 2)
    ]
    for n, (place, screen) in enumerate(zip(places, read.screens, strict=True), start=1):
        assert (screen.block == CLOSE) == (place.step == place.of)
        assert read.first_of(place.piece) + place.step - 1 == n
    for outside in (0, len(places) + 1):
        with pytest.raises(KeyError):
            read.place(outside)


def test_steps_stand_in_pieces_or_without_any() -> None:
    step = LessonStep(heading="-", blocks=(Prose(html="<p>-</p>"),))

    for steps_, pieces in (((), ()), ((step,), words(1).pieces)):
        with pytest.raises(ValidationError, match="one of the two"):
            LessonWords(title="-", summary="-", steps=steps_, pieces=pieces)
