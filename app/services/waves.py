"""A learner's tests: which form, since when, and what an attempt comes to when it is sent."""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from app.content import Release
from app.services.releases import release_of, release_of_structure
from app.store import Session, instance
from app.store.answers import attempts, progress
from app.store.answers.attempts import Attempt, Beginning, Ending
from app.store.people import places
from app.store.programmes import cohorts
from assessments import other_form, score


class Wave(StrEnum):
    """In the order in which they are sat."""

    EARLY = "early"
    """some weeks before the others, in a waiting cohort only: what changes without lessons"""
    PRE = "pre"
    POST = "post"
    FOLLOW_UP = "follow_up"
    """months later, on those who took the other two"""


def waves_of(cohort: cohorts.Cohort) -> tuple[Wave, ...]:
    """The tests that this cohort sits, in order."""
    return tuple(wave for wave in Wave if cohort.is_waiting or wave is not Wave.EARLY)


REVEAL_AFTER = timedelta(minutes=10)
"""From the first closing of a post-test until learners see the right answers: so long a wrong tap can be undone."""

GRACE = timedelta(days=14)
"""How long after closing a test is still taken that was finished before; then its cohort settles."""


@dataclass(frozen=True)
class Span:
    """When a test was opened and closed."""

    opened_at: datetime
    """to come where it will open by itself"""
    closed_at: datetime | None
    """None: it has been open ever since"""
    first_closed_at: datetime | None = None
    """stays when the test is opened again, unless that was an undo"""

    @property
    def reveals_at(self) -> datetime | None:
        """When the right answers may be seen, if this is the post-test; None: it has not closed yet."""
        return self.first_closed_at + REVEAL_AFTER if self.first_closed_at else None

    @property
    def settles_at(self) -> datetime | None:
        """When whatever waits for the end of this test settles by itself; None: it has not closed."""
        return self.closed_at + GRACE if self.closed_at else None

    def has_opened(self, now: datetime) -> bool:
        return self.opened_at <= now

    def has_closed(self, now: datetime) -> bool:
        return self.closed_at is not None and self.closed_at <= now

    def is_revealed(self, now: datetime) -> bool:
        """If this is the post-test: it is closed, and its first closing was no wrong tap. Answers may be seen."""
        return self.has_closed(now) and self.reveals_at is not None and self.reveals_at <= now


def span_of(window: cohorts.Window) -> Span:
    return Span(window.opened_at, window.closed_at, window.first_closed_at)


@dataclass(frozen=True)
class Desk:
    """Everything that decides what becomes of a learner's test."""

    learner_id: int
    cohort_id: int
    time_zone: str
    """of the cohort"""
    language: str
    """of the words: the learner's, or the cohort's where the instrument does not have it"""
    second_language: str
    """the programme's first other than the learner's: for lessons that lack that one"""
    first_form: str
    waves: tuple[Wave, ...]
    """those that the learner's cohort sits, in order"""
    lessons_on: date | None
    """of a waiting cohort: when first test and lessons are planned to begin"""
    release: Release
    structure_digest: str
    spans: Mapping[Wave, Span]
    """a test that was never opened is absent"""
    attempts: Sequence[Attempt]
    """on this structure, the first received first"""

    def form(self, wave: Wave) -> str:
        """On each test the form that was not seen last, beginning with the learner's first: A-B-A or B-A-B.

        Raises ValueError for a test that the cohort does not sit.
        """
        return self.first_form if self.waves.index(wave) % 2 == 0 else other_form(self.first_form)

    def statements(self, wave: Wave) -> tuple[str, ...]:
        """Ids of what is asked after the items: how the course was is asked once, when it is over."""
        return self.release.instrument.beside(with_reactions=wave is Wave.POST)

    def is_open(self, wave: Wave, now: datetime) -> bool:
        span = self.spans.get(wave)
        return span is not None and span.has_opened(now) and not span.has_closed(now)

    def opens_at(self, wave: Wave, now: datetime) -> datetime | None:
        """The moment to come at which it opens by itself."""
        span = self.spans.get(wave)
        return None if span is None or span.has_opened(now) else span.opened_at

    def has_closed(self, wave: Wave, now: datetime) -> bool:
        span = self.spans.get(wave)
        return span is not None and span.has_closed(now)

    def is_revealed(self, now: datetime) -> bool:
        """Gain and reasons may be seen."""
        span = self.spans.get(Wave.POST)
        return span is not None and span.is_revealed(now)

    def is_after_reveal(self, wave: Wave, moment: datetime) -> bool:
        """Whether a post-test finished at this moment comes after the first closing.

        Who looked at the answers then cannot be known: the time decides for everybody of the cohort.
        """
        span = self.spans.get(Wave.POST) if wave is Wave.POST else None
        return span is not None and span.first_closed_at is not None and span.first_closed_at < moment

    def may_reopen(self, wave: Wave) -> bool:
        """Whether the facilitator could open this test (again): not once a later one has made it pointless."""
        after = self.spans.get(Wave.POST)
        if wave is Wave.EARLY:
            return Wave.PRE not in self.spans and after is None
        if wave is Wave.PRE:
            return after is None or after.first_closed_at is None
        return wave is Wave.FOLLOW_UP or Wave.FOLLOW_UP not in self.spans

    def unsent(self, wave: Wave) -> Attempt | None:
        return next((it for it in self.attempts if it.wave == wave and it.received_at is None), None)

    def sent(self, wave: Wave) -> Attempt | None:
        """The attempt that counts, or what it was corrected to; else the first complete one; else the last."""
        sent = [it for it in self.attempts if it.wave == wave and it.received_at is not None]
        complete = [it for it in sent if it.is_complete]
        return attempts.standing(complete) if complete else next(reversed(sent), None)


def desk_of(session: Session, learner_id: int, structure: str | None = None) -> Desk:
    """On the structure of the learner's cohort or, for what a phone took along, the one that it names.

    Raises LookupError for a learner who does not exist (any more) or a structure that was never released.
    """
    desk = desks_of(session, [learner_id], structure).get(learner_id)
    if desk is None:
        raise LookupError("there is no such learner")
    return desk


def desks_of(session: Session, learner_ids: Sequence[int], structure: str | None = None) -> dict[int, Desk]:
    """The same of several, by learner id, in a few queries whatever their number; whoever does not exist is absent."""
    sat = attempts.list_attempts_of(session, learner_ids)
    homes = places.homes_of(session, learner_ids)
    return {learner_id: _desk(session, homes[learner_id], sat[learner_id], structure) for learner_id in homes}


def _desk(session: Session, home: places.Home, sat: Sequence[Attempt], structure: str | None) -> Desk:
    learner, cohort, programme = home
    release = release_of(session, cohort.course_release_id)
    if structure and structure != release.structure_digest:
        release = release_of_structure(session, structure)
    structure = release.structure_digest
    languages = (learner.language, cohort.language, *release.instrument.languages)
    return Desk(
        learner_id=learner.learner_id,
        cohort_id=cohort.cohort_id,
        time_zone=cohort.time_zone,
        language=next(it for it in languages if it in release.instrument_words),
        second_language=_second_language(programme.languages, learner.language),
        first_form=learner.first_form,
        waves=waves_of(cohort),
        lessons_on=cohort.lessons_on,
        release=release,
        structure_digest=structure,
        spans={
            Wave(wave): span_of(window)
            for wave, window in cohorts.list_windows(session, [cohort.cohort_id])[cohort.cohort_id].items()
        },
        attempts=[it for it in sat if it.structure_digest == structure],
    )


def _second_language(languages: Sequence[str], own: str) -> str:
    """The programme's second language; where that is the learner's own, the first, else the next."""
    order = (*languages[1:2], *languages[:1], *languages[2:])
    return next((it for it in order if it != own), own)


def seed(session: Session, desk: Desk, wave: Wave) -> str:
    """Shuffles the options: the same on the page, in the bundle and in the attempt."""
    text = f"{desk.learner_id} {desk.structure_digest} {wave}"
    return hmac.new(instance.secret_of(session).encode(), text.encode(), hashlib.sha256).hexdigest()[:16]


def beginning(
    session: Session,
    desk: Desk,
    wave: Wave,
    *,
    form: str,
    key: str,
    language: str,
    started_at: datetime,
    typed_by: int | None = None,
) -> Beginning:
    return Beginning(
        key=key,
        learner_id=desk.learner_id,
        cohort_id=desk.cohort_id,
        wave=wave,
        form=form,
        structure_digest=desk.structure_digest,
        wording_digest=desk.release.wording_digest(form, language),
        language=language,
        seed=seed(session, desk, wave),
        started_at=started_at,
        typed_by=typed_by,
    )


def ending(
    session: Session,
    desk: Desk,
    wave: Wave,
    responses: Mapping[str, str | None],
    *,
    form: str,
    started_at: datetime,
    finished_at: datetime,
    received_at: datetime,
    sha256: str,
    channel: str,
) -> Ending:
    """Score the responses. Raises ValueError that names the item or option which the form does not have."""
    scored = score(desk.release.instrument, form, responses)
    return Ending(
        started_at=started_at,
        finished_at=finished_at,
        received_at=received_at,
        content_sha256=sha256,
        score=scored.right,
        answered_count=scored.answered,
        unsure_count=scored.unsure,
        is_complete=scored.is_complete,
        is_after_lesson=wave in (Wave.EARLY, Wave.PRE) and _has_learned(session, desk, finished_at),
        is_after_reveal=desk.is_after_reveal(wave, finished_at),
        channel=channel,
    )


def given(responses: Mapping[str, str | None]) -> dict[str, str]:
    """The responses without the blanks."""
    return {item_id: option_id for item_id, option_id in responses.items() if option_id is not None}


def _has_learned(session: Session, desk: Desk, moment: datetime) -> bool:
    """Whether a lesson was done or the post-test sent before: then an early test or pre-test is no baseline."""
    lesson_at, post = progress.first_done_at(session, desk.learner_id), desk.sent(Wave.POST)
    post_at = post.finished_at if post else None
    return any(it is not None and it <= moment for it in (lesson_at, post_at))


def content_sha256(body: Mapping[str, Any]) -> str:
    """SHA-256 in hex of the body as JSON with sorted keys, no blanks, UTF-8."""
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
