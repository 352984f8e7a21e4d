"""Which moments fit together when tests open and close by themselves; nobody sits one whose answers are out."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses import (
    GRACE,
    PAIR,
    REVEAL_AFTER,
    AnswersShown,
    ClosesFirst,
    EarlyFirst,
    HasEnded,
    HasOpened,
    MayNotOpen,
    NoFirstTest,
    NotToCome,
    Schedule,
    TooEarly,
    Unfit,
    Wave,
    Window,
    planning,
    with_follow_up,
)

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)
OPEN = Window(NOW - DAY)
SHUT = Window(NOW - DAY, NOW - DAY, NOW - DAY)


def planned(
    schedule: Schedule, wave: Wave, now: datetime, *, opens_at: datetime | None = None, closes_at: datetime | None
) -> Schedule:
    return planning.planned(schedule, wave, now, time_zone="Asia/Almaty", opens_at=opens_at, closes_at=closes_at)


def cohort(**windows: Window) -> Schedule:
    return Schedule({Wave(wave): window for wave, window in windows.items()})


def test_both_tests_open_and_close_by_themselves() -> None:
    schedule = planned(cohort(), Wave.PRE, NOW, opens_at=NOW + DAY, closes_at=NOW + 2 * DAY)
    schedule = planned(schedule, Wave.POST, NOW, opens_at=NOW + 7 * DAY, closes_at=NOW + 9 * DAY)

    pre, post = schedule[Wave.PRE], schedule[Wave.POST]
    assert [pre.is_open(NOW + after) for after in (DAY - TICK, DAY, 2 * DAY - TICK, 2 * DAY)] == [
        False,
        True,
        True,
        False,
    ]
    assert [post.is_open(NOW + after) for after in (7 * DAY - TICK, 7 * DAY, 9 * DAY)] == [False, True, False]
    assert not schedule.is_revealed(NOW + 9 * DAY + REVEAL_AFTER - TICK)
    assert schedule.is_revealed(NOW + 9 * DAY + REVEAL_AFTER)
    assert (schedule.has_ended(NOW + 9 * DAY - TICK), schedule.has_ended(NOW + 9 * DAY)) == (False, True)


def test_the_closing_of_the_second_test_closes_the_first_one_and_takes_it_along_when_it_moves() -> None:
    schedule = planned(cohort(pre=OPEN, post=OPEN), Wave.POST, NOW, closes_at=NOW + DAY)
    assert schedule[Wave.PRE].closed_at == NOW + DAY

    later = planned(schedule, Wave.POST, NOW, closes_at=NOW + 3 * DAY)
    assert later[Wave.PRE].closed_at == NOW + 3 * DAY
    assert planned(later, Wave.POST, NOW, closes_at=None)[Wave.PRE].closed_at is None
    own = planned(cohort(pre=OPEN, post=OPEN), Wave.PRE, NOW, closes_at=NOW + DAY)
    assert planned(own, Wave.POST, NOW, closes_at=NOW + 3 * DAY)[Wave.PRE].closed_at == NOW + DAY


@pytest.mark.parametrize(
    ("schedule", "wave", "opens", "closes", "fault"),
    [
        pytest.param(cohort(), Wave.PRE, NOW, None, NotToCome, id="an opening that is now"),
        pytest.param(cohort(pre=OPEN), Wave.PRE, None, NOW, NotToCome, id="a closing that is now"),
        pytest.param(cohort(), Wave.PRE, NOW + DAY, NOW + DAY, ClosesFirst, id="closed as it opens"),
        pytest.param(cohort(), Wave.PRE, None, NOW + DAY, ClosesFirst, id="a closing of what nobody opens"),
        pytest.param(cohort(pre=OPEN), Wave.PRE, NOW + DAY, None, HasOpened, id="opened already"),
        pytest.param(cohort(pre=SHUT), Wave.PRE, None, NOW + DAY, HasEnded, id="closed already"),
        pytest.param(cohort(), Wave.POST, NOW + DAY, None, NoFirstTest, id="the second without the first"),
        pytest.param(cohort(pre=Window(NOW + 2 * DAY)), Wave.POST, NOW + DAY, None, NoFirstTest, id="before the first"),
        pytest.param(
            cohort(pre=OPEN, post=Window(NOW + DAY)), Wave.FOLLOW_UP, NOW + 2 * DAY, None, TooEarly, id="no result yet"
        ),
        pytest.param(cohort(post=SHUT), Wave.PRE, NOW + DAY, None, AnswersShown, id="the first after the answers"),
        pytest.param(Schedule(is_waiting=True), Wave.PRE, NOW + DAY, None, EarlyFirst, id="the early one comes first"),
    ],
)
def test_what_cannot_be_is_refused(
    schedule: Schedule, wave: Wave, opens: datetime | None, closes: datetime | None, fault: type[ValueError]
) -> None:
    with pytest.raises(fault):
        planned(schedule, wave, NOW, opens_at=opens, closes_at=closes)


def test_a_group_that_waits_is_planned_as_a_whole() -> None:
    schedule = planned(Schedule(is_waiting=True), Wave.EARLY, NOW, opens_at=NOW + DAY, closes_at=NOW + 2 * DAY)
    schedule = planned(schedule, Wave.PRE, NOW, opens_at=NOW + 2 * DAY, closes_at=None)

    with pytest.raises(EarlyFirst):
        planned(schedule, Wave.EARLY, NOW, opens_at=NOW + DAY, closes_at=NOW + 2 * DAY + TICK)


def test_a_closing_that_is_put_off_while_the_test_is_open_is_an_extension_and_before_that_a_change() -> None:
    before = planned(cohort(), Wave.PRE, NOW, opens_at=NOW + DAY, closes_at=NOW + 2 * DAY)
    changed = planned(before, Wave.PRE, NOW, opens_at=NOW + DAY, closes_at=NOW + 4 * DAY)[Wave.PRE]
    assert changed.extension_from == NOW + 4 * DAY

    put_off = planned(before, Wave.PRE, NOW + DAY, closes_at=NOW + 4 * DAY)
    again = planned(put_off, Wave.PRE, NOW + DAY, closes_at=NOW + 5 * DAY)[Wave.PRE]
    assert again.extension_from == NOW + 2 * DAY, "of two that were announced the first"
    back = planned(put_off, Wave.PRE, NOW + DAY, closes_at=NOW + 2 * DAY)[Wave.PRE]
    assert back.put_off_from is None
    assert put_off[Wave.PRE].closed(NOW + 3 * DAY).extension_from == NOW + 2 * DAY
    assert put_off[Wave.PRE].closed(NOW + DAY).put_off_from is None, "closed before it could be put off"


def test_the_answers_and_settling_wait_for_the_last_extension() -> None:
    window = Window(NOW - DAY, NOW, NOW, extended_to=NOW + DAY)

    assert window.reveals_at == NOW + DAY + REVEAL_AFTER
    assert window.settles_at == NOW + DAY + GRACE
    assert (window.is_after_closing(NOW + DAY), window.is_after_closing(NOW + DAY + TICK)) == (False, True)
    assert window.undo_until(NOW + DAY) == NOW + DAY + REVEAL_AFTER
    own = window.of_learner(NOW + DAY)
    assert (own.is_open(NOW + DAY - TICK), own.is_open(NOW + DAY), window.is_open(NOW)) == (True, False, False)
    assert window.of_learner(NOW + 9 * DAY).closed_at == NOW + DAY, "never beyond what the reveal waits for"
    assert Window(NOW - DAY, NOW, NOW).of_learner(NOW + DAY).closed_at == NOW


def test_no_extension_of_the_first_test_reaches_into_the_answers() -> None:
    shut = Window(NOW - DAY, NOW, NOW, extended_to=NOW + 9 * DAY)
    schedule = cohort(pre=shut, post=Window(NOW, NOW + DAY, NOW + DAY)).of_learner({Wave.PRE: NOW + 9 * DAY})

    assert schedule[Wave.PRE].closed_at == NOW + DAY


def test_the_follow_up_is_planned_with_the_closing_unless_somebody_planned_otherwise() -> None:
    zone, before = "Asia/Almaty", cohort(pre=OPEN, post=OPEN)
    closed = with_follow_up(before, before.closed(Wave.POST, NOW), zone, NOW)
    assert closed[Wave.FOLLOW_UP] == Window(*(datetime(2026, month, 2, 4, tzinfo=UTC) for month in (6, 7, 7)))

    undone = with_follow_up(closed, closed.opened(Wave.POST, NOW), zone, NOW)
    assert Wave.FOLLOW_UP not in undone.windows
    own = closed.with_windows({Wave.FOLLOW_UP: Window(NOW + 60 * DAY)})
    assert with_follow_up(own, own.opened(Wave.POST, NOW), zone, NOW).windows[Wave.FOLLOW_UP] == own[Wave.FOLLOW_UP]


Moments = st.integers(1, 40).map(lambda hours: timedelta(hours=hours))
Act = tuple[str, Wave, timedelta, timedelta]
ACTS = st.lists(
    st.tuples(st.sampled_from(["open", "close", "plan", "extend", "end"]), st.sampled_from(PAIR), Moments, Moments),
    max_size=8,
)


def done(schedule: Schedule, ends: dict[str, datetime], act: Act, now: datetime) -> Schedule:
    """One deed of a facilitator, where the rules let it be: as the services do it."""
    name, wave, first, second = act
    try:
        if name == "open":
            return schedule.opened(wave, now)
        if name == "close":
            return schedule.closed(wave, now)
        if name == "plan":
            opens_at = None if schedule[wave].has_opened(now) else now + first
            return planned(schedule, wave, now, opens_at=opens_at, closes_at=now + second)
    except (MayNotOpen, Unfit):
        return schedule
    window = schedule[wave]
    is_over = schedule.has_ended(now) and not (wave is Wave.POST and schedule.undo_until(now))
    if window.opened_at is None or is_over:
        return schedule
    if name == "end" and wave not in ends:
        return schedule
    ends[wave] = now + first if name == "extend" else min(ends[wave], now)
    return schedule.with_windows({wave: Window(**{**vars(window), "extended_to": ends[wave]})})


@pytest.mark.many
@given(ACTS)
def test_nobody_sits_a_test_that_counts_when_the_answers_can_be_seen(acts: list[Act]) -> None:
    schedule, ends, now = cohort(pre=OPEN, post=OPEN), dict[str, datetime](), NOW
    has_been_revealed = False
    for number, act in enumerate(acts, start=1):
        schedule = done(schedule, ends, act, now)
        hours = 50 if number == len(acts) else 5
        for moment in (now + timedelta(hours=1) * after for after in range(hours)):
            own, is_revealed = schedule.of_learner(ends), schedule.is_revealed(moment)
            has_been_revealed = has_been_revealed or is_revealed
            assert not (own[Wave.POST].is_open(moment) and is_revealed)
            assert not (own[Wave.PRE].is_open(moment) and has_been_revealed)
            if has_been_revealed and own[Wave.POST].is_open(moment):
                assert schedule.is_after_closing(Wave.POST, moment), "it is kept and does not count"
        now += timedelta(hours=5)


def test_a_follow_up_waits_for_the_closing_of_a_second_test_that_is_open_again() -> None:
    first, due = NOW - 100 * DAY, NOW + DAY
    again = cohort(post=Window(first, None, first), follow_up=Window(due, due + 30 * DAY, due + 30 * DAY))
    assert not again[Wave.FOLLOW_UP].has_opened(due + 5 * DAY)
    assert (again.is_held_back(Wave.FOLLOW_UP), again.is_held_back(Wave.POST)) == (True, False)
    assert again.windows[Wave.FOLLOW_UP].opened_at == due, "its plan is known"

    early = again.closed(Wave.POST, NOW)
    assert (early.is_held_back(Wave.FOLLOW_UP), early[Wave.FOLLOW_UP].opened_at) == (False, due)
    late = again.closed(Wave.POST, due + 5 * DAY)[Wave.FOLLOW_UP]
    assert (late.opened_at, late.closed_at) == (due + 5 * DAY, due + 35 * DAY), "it has its whole month"
    by_date = planned(again, Wave.POST, NOW, closes_at=due + 5 * DAY)
    assert by_date[Wave.FOLLOW_UP] == late
    assert planned(by_date, Wave.POST, NOW, closes_at=None).is_held_back(Wave.FOLLOW_UP)


def test_a_follow_up_that_somebody_planned_waits_until_the_answers_are_shown() -> None:
    due = NOW + DAY
    undone = cohort(pre=OPEN, post=OPEN, follow_up=Window(due))

    assert undone.closed(Wave.POST, due + DAY)[Wave.FOLLOW_UP] == Window(due + DAY + REVEAL_AFTER)
