"""What a facilitator sees: who is where, by handle, and what comes next."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.services.releases import release_of
from app.services.waves import Wave, schedule_of
from app.store import Session
from app.store.answers import extensions, refused, seats
from app.store.programmes import cohorts
from courses import PAIR, Schedule, WaveState


class Stage(StrEnum):
    """A Stage is how far a cohort is on its way; each stage has one next step."""

    CONSENT = "consent"
    JOINING = "joining"
    EARLY = "early"
    """people join a group that will wait"""
    EARLY_OPEN = "early_open"
    WAIT = "wait"
    """the early test is over; first test and lessons come some weeks later"""
    PRE = "pre"
    PRE_OPEN = "pre_open"
    LESSONS = "lessons"
    POST_OPEN = "post_open"
    DONE = "done"
    FOLLOW_UP_OPEN = "follow_up_open"
    ON_PAPER = "on_paper"
    """of a group on paper only: sheets are typed in, until all are"""
    ARCHIVED = "archived"


class Void(StrEnum):
    """A Void is the reason why a test that has arrived does not count."""

    BLANKS = "blanks"
    LESSON = "lesson"
    """a first test taken after a lesson"""
    REVEAL = "reveal"
    """a second test finished after the right answers could be seen"""
    SETTLED = "settled"
    """one that came when the group had settled"""


WAVE_OF = {
    Stage.EARLY_OPEN: Wave.EARLY,
    Stage.PRE_OPEN: Wave.PRE,
    Stage.POST_OPEN: Wave.POST,
    Stage.FOLLOW_UP_OPEN: Wave.FOLLOW_UP,
}
"""Stages in which a test is open, and which."""


STUCK_AFTER = timedelta(minutes=3)
"""So long without a new answer somebody is perhaps stuck, or has no connection: five times what a question takes, where
eighteen are planned for ten minutes."""


@dataclass(frozen=True)
class Seat:
    """A Seat is one learner on the board of a test.

    answered_count: number of items answered so far. last_at: when the server last had a new answer of a test that is
    being sat, or it was begun; None: none is.
    """

    handle: int
    answered_count: int
    void: Void | None
    """None: the test counts, or nothing has arrived"""
    aside_count: int = 0
    """how many other sheets of this learner for this test lie aside"""
    is_late: bool = False
    """the test counts and arrived after the closing; it was finished before, by the corrected clock of the phone"""
    is_on_its_word: bool = False
    """late, of the second test, and came after the answers could be seen: only the phone says it was finished before"""
    last_at: datetime | None = None
    has_left: bool = False
    """a facilitator has noted why this learner no longer comes"""
    extra_until: datetime | None = None
    """until when this learner may sit the test beyond its closing for the others; None: no longer than they"""

    def has_extra_time(self, now: datetime) -> bool:
        return self.extra_until is not None and self.extra_until > now

    def is_stuck(self, now: datetime) -> bool:
        """Returns whether no new answer has come for three minutes; False if nothing is being sat."""
        return self.last_at is not None and now - self.last_at >= STUCK_AFTER


@dataclass(frozen=True)
class Board:
    """A Board lists the learners of a cohort by how far they are with one test: sent, answering, not begun.

    Of a follow-up those alone to whom it is due; `not_due` are the others.
    """

    wave: Wave
    item_count: int
    not_begun: tuple[Seat, ...]
    answering: tuple[Seat, ...]
    arrived: tuple[Seat, ...]
    not_due: tuple[Seat, ...] = ()
    """of a follow-up: who lacks one of the two tests before it, and has not begun it"""

    @property
    def has_on_their_word(self) -> bool:
        return any(seat.is_on_its_word for seat in self.arrived)

    def on_phones(self, now: datetime, *, is_closed: bool) -> tuple[Seat, ...]:
        """Returns the seats whose answers have not arrived and lie on a phone, as far as it said at its last contact.

        All items are answered and nothing was sent, or, with `is_closed`, some are, and the test has closed for them.
        """
        return tuple(
            seat
            for seat in self.answering
            if seat.answered_count >= self.item_count
            or (is_closed and seat.answered_count and not seat.has_extra_time(now))
        )

    def in_extra_time(self, now: datetime) -> tuple[Seat, ...]:
        """Returns the seats of those who may sit the test when it has closed for the others, in order of handle."""
        unsent = (seat for seat in (*self.not_begun, *self.answering) if seat.has_extra_time(now))
        return tuple(sorted(unsent, key=lambda seat: seat.handle))

    def cut_off(self, now: datetime) -> tuple[Seat, ...]:
        """Returns those who have begun and not sent, and could not go on if the test closed now."""
        return tuple(seat for seat in self.answering if not seat.has_left and not seat.has_extra_time(now))

    def sitting(self, now: datetime, *, is_open: bool) -> tuple[Seat, ...]:
        """Returns those who sit the test now or still may, in extra time or because they have begun and it is open."""
        begun = (seat for seat in self.answering if is_open and not seat.has_left)
        return tuple(sorted({*begun, *self.in_extra_time(now)}, key=lambda seat: seat.handle))

    @property
    def joined(self) -> int:
        return len(self.not_begun) + len(self.answering) + len(self.arrived)

    def stuck(self, now: datetime) -> tuple[Seat, ...]:
        """Returns those who have begun and had no new answer for three minutes, in order of handle."""
        return tuple(seat for seat in self.answering if seat.is_stuck(now))

    @property
    def has_aside(self) -> bool:
        return any(seat.aside_count for seat in (*self.not_begun, *self.answering, *self.arrived, *self.not_due))


def stage_of(cohort: cohorts.Cohort, schedule: Schedule, now: datetime) -> Stage:
    """Returns how far a cohort is: by the last of its tests that was opened, or by what must precede the first."""
    if cohort.archived_at is not None:
        return Stage.ARCHIVED
    state = {wave: schedule[wave].state(now) for wave in Wave}
    stages = (
        (Wave.FOLLOW_UP, Stage.FOLLOW_UP_OPEN, Stage.DONE),
        (Wave.POST, Stage.POST_OPEN, Stage.DONE),
        (Wave.PRE, Stage.PRE_OPEN, Stage.LESSONS),
        (Wave.EARLY, Stage.EARLY_OPEN, Stage.WAIT),
    )
    for wave, while_open, after in stages:
        if state[wave] is not WaveState.WAITING:
            return while_open if state[wave] is WaveState.OPEN else after
    if cohort.consent_on is None:
        return Stage.CONSENT
    if cohort.is_on_paper:
        return Stage.ON_PAPER
    if cohort.joining_opened_at is None:
        return Stage.JOINING
    return Stage.EARLY if cohort.is_waiting else Stage.PRE


def board(session: Session, cohort: cohorts.Cohort, wave: Wave) -> Board:
    """Returns the board of one test of a cohort: its learners by how far they are, each group in order of handle."""
    release = release_of(session, cohort.course_release_id)
    aside = refused.count_by_handle(session, cohort.cohort_id, wave.value)
    left = seats.list_departures(session, cohort.cohort_id)
    groups: dict[str, list[Seat]] = {"not_begun": [], "answering": [], "arrived": [], "not_due": []}
    schedule = schedule_of(session, cohort)
    window, extra = schedule[wave], _extra_time(session, cohort, schedule, wave)
    due = took_both(session, cohort) if wave is Wave.FOLLOW_UP else None
    for row in seats.list_seats(session, cohort.cohort_id, wave.value):
        group = "arrived" if row.has_sent else "answering" if row.has_begun else "not_begun"
        if group == "not_begun" and due is not None and row.handle not in due:
            group = "not_due"
        is_late = row.counted_at is not None and window.is_late(row.counted_at)
        is_on_its_word = is_late and wave is Wave.POST and window.is_after_reveal(row.counted_at)
        void, lying = _void(row), aside.get(row.handle, 0)
        last_at = row.last_at if group == "answering" else None
        has_left, until = row.handle in left, extra.get(row.handle)
        seat = Seat(row.handle, row.answered_count, void, lying, is_late, is_on_its_word, last_at, has_left, until)
        groups[group].append(seat)
    not_begun, answering, arrived, not_due = map(tuple, groups.values())
    return Board(wave, len(release.instrument.items), not_begun, answering, arrived, not_due)


def _extra_time(session: Session, cohort: cohorts.Cohort, schedule: Schedule, wave: Wave) -> dict[int, datetime]:
    """Until when, by handle, also if it would close now; nobody is asked for where nobody has any."""
    if schedule[wave].extended_to is None:
        return {}
    ends = extensions.ends_by_handle(session, cohort.cohort_id, wave.value)
    return {handle: schedule.of_learner({wave: until})[wave].closed_at or until for handle, until in ends.items()}


def took_both(session: Session, cohort: cohorts.Cohort) -> set[int]:
    """Returns the handles of those whose two tests count: to them a follow-up is due."""
    first, second = (
        {row.handle for row in seats.list_seats(session, cohort.cohort_id, wave.value) if row.has_counted}
        for wave in PAIR
    )
    return first & second


def _void(row: seats.Seat) -> Void | None:
    if row.has_counted or not row.has_sent:
        return None
    if row.is_after_lesson:
        return Void.LESSON
    if row.is_after_reveal:
        return Void.REVEAL
    return Void.SETTLED if row.is_complete else Void.BLANKS
