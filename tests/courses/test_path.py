"""What comes next for a learner."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses import (
    Course,
    LessonStructure,
    Objective,
    Progress,
    StepKind,
    StepState,
    WaveState,
    next_step,
    open_lessons,
    steps,
)

LESSONS = ("road", "work", "offer")
WAY = Path(__file__).with_name("way.json")


def lesson(lesson_id: str | None) -> LessonStructure:
    return LessonStructure(id=lesson_id, folder=lesson_id, minutes=20, objectives=(), sources=(), activities=())


COURSE = Course(
    slug="sample",
    version=1,
    languages=("en",),
    title={"en": "Sample"},
    objectives=(Objective(id="O1", text={"en": "See"}),),
    lessons=tuple(map(lesson, LESSONS)),
)
WAITING, OPEN, CLOSED = WaveState
ALL = frozenset(LESSONS)
WAITS = Progress(is_waiting_group=True)


@pytest.mark.parametrize(
    ("progress", "kind", "state", "lesson_id"),
    [
        pytest.param(Progress(), "pre-test", "waiting", None, id="joined, pre-test not open yet"),
        pytest.param(Progress(pre=OPEN), "pre-test", "now", None, id="pre-test open"),
        pytest.param(Progress(pre=OPEN, is_pre_sent=True), "lesson", "now", "road", id="pre-test sent"),
        pytest.param(
            Progress(pre=CLOSED), "pre-test", "waiting", None, id="missed the pre-test, which may be reopened"
        ),
        pytest.param(
            Progress(pre=CLOSED, pieces_done=frozenset({"road"})), "lesson", "now", "work", id="went on without it"
        ),
        pytest.param(
            Progress(pre=CLOSED, is_pre_sent=True, pieces_done=frozenset({"road"})),
            "lesson",
            "now",
            "work",
            id="one lesson done",
        ),
        pytest.param(
            Progress(pre=CLOSED, is_pre_sent=True, pieces_done=frozenset({"offer"})),
            "lesson",
            "now",
            "road",
            id="a later lesson done first",
        ),
        pytest.param(
            Progress(pre=CLOSED, is_pre_sent=True, pieces_done=ALL),
            "post-test",
            "waiting",
            None,
            id="lessons done, post-test not open yet",
        ),
        pytest.param(
            Progress(pre=CLOSED, post=OPEN, is_pre_sent=True, pieces_done=ALL),
            "post-test",
            "now",
            None,
            id="post-test open",
        ),
        pytest.param(
            Progress(pre=CLOSED, post=OPEN, is_pre_sent=True, pieces_done=frozenset({"offer"})),
            "post-test",
            "now",
            None,
            id="post-test open, lessons left: it may close at any moment, and they stay",
        ),
        pytest.param(
            Progress(pre=CLOSED, post=OPEN, is_post_long=True, is_pre_sent=True, pieces_done=frozenset({"offer"})),
            "lesson",
            "now",
            "road",
            id="post-test open for days, lessons left",
        ),
        pytest.param(
            Progress(pre=CLOSED, post=OPEN, is_pre_sent=True),
            "lesson",
            "now",
            "road",
            id="post-test open, no lesson done",
        ),
        pytest.param(
            Progress(pre=CLOSED, post=OPEN, is_pre_sent=True, is_post_sent=True),
            "result",
            "now",
            None,
            id="post-test sent",
        ),
        pytest.param(
            Progress(pre=CLOSED, post=CLOSED, is_pre_sent=True),
            "lesson",
            "now",
            "road",
            id="post-test missed, lessons left",
        ),
        pytest.param(
            Progress(pre=CLOSED, post=CLOSED, is_pre_sent=True, pieces_done=ALL),
            "result",
            "now",
            None,
            id="post-test missed, lessons done",
        ),
        pytest.param(
            Progress(pre=OPEN, pieces_done=frozenset({"road"})),
            "lesson",
            "now",
            "work",
            id="pre-test reopened after a lesson: no baseline any more",
        ),
        pytest.param(Progress(pre=OPEN, post=OPEN), "pre-test", "now", None, id="both open, nothing sent"),
        pytest.param(Progress(post=OPEN), "lesson", "now", "road", id="post-test opened, pre-test never was"),
        pytest.param(
            Progress(pre=OPEN, post=OPEN, is_post_sent=True), "result", "now", None, id="only the post-test sent"
        ),
        pytest.param(WAITS, "early-test", "waiting", None, id="waits: early test not open yet"),
        pytest.param(replace(WAITS, early=OPEN), "early-test", "now", None, id="waits: early test open"),
        pytest.param(replace(WAITS, early=OPEN, is_early_sent=True), "pre-test", "waiting", None, id="waits: sent"),
        pytest.param(replace(WAITS, early=CLOSED), "pre-test", "waiting", None, id="waits: early test missed"),
        pytest.param(replace(WAITS, early=CLOSED, pre=OPEN), "pre-test", "now", None, id="waited: pre-test open"),
        pytest.param(
            replace(WAITS, early=CLOSED, is_early_sent=True, pre=OPEN, is_pre_sent=True),
            "lesson",
            "now",
            "road",
            id="waited: pre-test sent",
        ),
    ],
)
def test_what_comes_next(progress: Progress, kind: str, state: str, lesson_id: str | None) -> None:
    step = next_step(COURSE, progress)

    assert (step.kind, step.state, step.lesson_id) == (kind, state, lesson_id)


def test_no_lesson_opens_before_the_pre_test_is_sent() -> None:
    assert open_lessons(COURSE, Progress()) == ()
    assert open_lessons(COURSE, Progress(pre=OPEN)) == ()
    assert open_lessons(COURSE, Progress(pre=OPEN, is_pre_sent=True)) == LESSONS


def test_no_lesson_opens_while_a_group_waits() -> None:
    assert open_lessons(COURSE, WAITS) == ()
    assert open_lessons(COURSE, replace(WAITS, early=OPEN)) == ()
    assert open_lessons(COURSE, replace(WAITS, early=CLOSED, is_early_sent=True)) == ()
    assert open_lessons(COURSE, replace(WAITS, early=CLOSED, pre=OPEN)) == ()
    assert open_lessons(COURSE, replace(WAITS, early=CLOSED, pre=OPEN, is_pre_sent=True)) == LESSONS


def test_a_late_starter_may_read_the_lessons_is_led_to_none_and_has_no_baseline_after_one() -> None:
    late = Progress(pre=CLOSED)

    assert open_lessons(COURSE, late) == LESSONS
    assert steps(COURSE, late)[0].state is StepState.WAITING
    assert steps(COURSE, replace(late, pieces_done=frozenset({"road"})))[0].state is StepState.SKIPPED


LOOKS = {StepState.SKIPPED: "ahead"}
"""How a phone shows what its name alone does not say."""


def looks(progress: Progress) -> list[str]:
    """Of the first test, the lessons and the second test."""
    return [LOOKS.get(step.state, str(step.state)) for step in steps(COURSE, progress)[:5]]


def progress_of(facts: dict[str, Any]) -> Progress:
    states = {name: WaveState(value) for name, value in facts.items() if name in ("pre", "post")}
    sent = {name: value for name, value in facts.items() if name.startswith("is_")}
    return Progress(**sent, **states, pieces_done=frozenset(facts.get("lessons_done", ())))


def together(before: dict[str, Any], since: dict[str, Any]) -> dict[str, Any]:
    done = [lesson for facts in (before, since) for lesson in facts.get("lessons_done", ())]
    return {**before, **since, "lessons_done": done}


@pytest.mark.parametrize("case", json.loads(WAY.read_text("utf-8")), ids=lambda case: case["who"])
def test_the_way_is_the_one_that_a_phone_shows_without_a_connection(case: dict[str, Any]) -> None:
    """`tests/static/stops.test.js` asks the phone the same, with what happened `since` the server `told` the way."""
    assert looks(progress_of(together(case["told"], case.get("since", {})))) == case["looks"]


def test_lessons_stay_open_after_the_post_test() -> None:
    done = Progress(pre=CLOSED, post=CLOSED, is_pre_sent=True, is_post_sent=True, pieces_done=frozenset({"road"}))

    assert open_lessons(COURSE, done) == LESSONS
    assert [step.state for step in steps(COURSE, done)] == ["done", "done", "open", "open", "done", "now", "ahead"]


OVER = {"pre": CLOSED, "post": CLOSED, "is_pre_sent": True, "is_post_sent": True}


@pytest.mark.parametrize(
    ("progress", "result", "follow_up"),
    [
        pytest.param(Progress(**OVER), "now", "ahead", id="months before it"),
        pytest.param(Progress(**OVER, follow_up=OPEN), "open", "now", id="open"),
        pytest.param(Progress(**OVER, follow_up=OPEN, is_follow_up_sent=True), "now", "done", id="sent"),
        pytest.param(Progress(**OVER, follow_up=CLOSED), "now", "skipped", id="missed"),
    ],
)
def test_the_follow_up_comes_when_it_is_open_and_leaves_the_result_readable(
    progress: Progress, result: Any, follow_up: str
) -> None:
    assert [step.state for step in steps(COURSE, progress)[-2:]] == [result, follow_up]


def test_an_open_follow_up_comes_before_lessons_that_are_left() -> None:
    way = steps(COURSE, Progress(pre=CLOSED, post=CLOSED, is_pre_sent=True, follow_up=OPEN))

    assert [step.state for step in way] == ["done", "open", "open", "open", "skipped", "ahead", "now"]


any_progress = st.builds(
    Progress,
    is_waiting_group=st.booleans(),
    early=st.sampled_from(WaveState),
    is_early_sent=st.booleans(),
    pre=st.sampled_from(WaveState),
    post=st.sampled_from(WaveState),
    is_post_long=st.booleans(),
    follow_up=st.sampled_from(WaveState),
    is_pre_sent=st.booleans(),
    is_post_sent=st.booleans(),
    is_follow_up_sent=st.booleans(),
    pieces_done=st.frozensets(st.sampled_from([*LESSONS, "withdrawn-lesson"])),
)


@given(any_progress)
def test_exactly_one_step_is_next_wherever_a_learner_stands(progress: Progress) -> None:
    way = steps(COURSE, progress)

    assert [step.kind for step in way] == [
        *[StepKind.EARLY_TEST] * progress.is_waiting_group,
        StepKind.PRE_TEST,
        *[StepKind.LESSON] * 3,
        StepKind.POST_TEST,
        StepKind.RESULT,
        StepKind.FOLLOW_UP,
    ]
    assert sum(step.state in (StepState.NOW, StepState.WAITING) for step in way) == 1


@given(any_progress)
def test_no_lesson_is_open_to_who_has_learned_nothing_and_can_take_a_first_test(progress: Progress) -> None:
    if progress.pre is OPEN and not progress.is_pre_sent and not progress.has_learned:
        assert open_lessons(COURSE, progress) == ()


@given(any_progress)
def test_only_an_open_test_that_was_not_sent_can_be_taken(progress: Progress) -> None:
    takeable = {step.kind for step in steps(COURSE, progress) if step.state in (StepState.NOW, StepState.OPEN)}

    for kind, state, is_sent in (
        (StepKind.EARLY_TEST, progress.early, progress.is_early_sent),
        (StepKind.PRE_TEST, progress.pre, progress.is_pre_sent),
        (StepKind.POST_TEST, progress.post, progress.is_post_sent),
        (StepKind.FOLLOW_UP, progress.follow_up, progress.is_follow_up_sent),
    ):
        assert kind not in takeable or (state is OPEN and not is_sent)


@given(any_progress)
def test_a_done_lesson_is_never_taken_away_or_undone(progress: Progress) -> None:
    done = [step.lesson_id for step in steps(COURSE, progress) if step.state is StepState.DONE and step.lesson_id]

    assert set(done) == progress.pieces_done & ALL
