"""What a learner may see of their own tests: which arrived and, from the reveal on, scores, gain and reasons."""

from dataclasses import dataclass, replace
from datetime import datetime

from app.services.waves import Desk, Wave, desk_of
from app.store import Session
from app.store.answers import attempts
from assessments import Reason


@dataclass(frozen=True)
class WaveOutcome:
    """A WaveOutcome is what a learner may see of one test: completeness and, from the reveal on, score and reasons.

    out_of: the number of items, of which `score` is the number right.
    """

    score: int | None
    """None until the reveal, and of a test before the lessons while no post-test stands beside it"""
    out_of: int
    is_complete: bool
    is_baseline: bool
    """False for an early test or pre-test taken after a lesson"""
    is_after_reveal: bool
    """True for a post-test finished when the answers could be seen already: it is not compared with the pre-test"""
    reasons: tuple[Reason, ...] = ()
    """for each item its key and reason; empty until the reveal, ten minutes after the cohort's post-test has closed"""


@dataclass(frozen=True)
class Outcome:
    """An Outcome is what a learner may see of all their tests now; a test that has not arrived is None."""

    early: WaveOutcome | None
    """of a waiting cohort only"""
    pre: WaveOutcome | None
    post: WaveOutcome | None
    follow_up: WaveOutcome | None
    is_revealed: bool
    """the cohort's post-test closed at least ten minutes ago: scores, gain and reasons may be seen"""
    language: str
    """of the reasons: the learner's if the instrument has it, else another"""
    reveals_at: datetime | None = None
    """when they may be seen, in the future, if the post-test has closed; else None"""
    time_zone: str = "UTC"
    """of the cohort, for that moment"""

    @property
    def gain(self) -> int | None:
        """Returns post minus pre in points; None before the reveal, or if the two tests cannot be compared."""
        if not (self.pre and self.post):
            return None
        is_pair = self.pre.is_complete and self.pre.is_baseline and self.post.is_complete
        return _difference(self.pre, self.post) if is_pair and not self.post.is_after_reveal else None

    @property
    def follow_up_change(self) -> int | None:
        """Returns follow-up minus post in points; None if there is no `gain`, or no complete follow-up."""
        if self.gain is None or self.post is None or self.follow_up is None or not self.follow_up.is_complete:
            return None
        return _difference(self.post, self.follow_up)


def _difference(before: WaveOutcome, after: WaveOutcome) -> int | None:
    """In points; None until both scores may be seen."""
    return None if before.score is None or after.score is None else after.score - before.score


def outcome_of(session: Session, learner_id: int, now: datetime) -> Outcome:
    """Returns what a learner may see of their own tests.

    They see at once which have arrived; scores, gain and reasons only from ten minutes after the cohort's post-test has
    closed. The score of a test before the lessons is not told while there is no post-test: alone it says how good one
    is, and not what one has learned. Raises LookupError if there is no such learner.
    """
    desk = desk_of(session, learner_id)
    is_revealed = desk.schedule.is_revealed(now)
    early, pre, post, follow_up = (_outcome(session, desk, wave, is_revealed=is_revealed) for wave in Wave)
    if post is None:
        early, pre = (replace(it, score=None) if it else None for it in (early, pre))
    window = desk.schedule[Wave.POST]
    reveals_at = window.reveals_at if window.has_closed(now) and not is_revealed else None
    return Outcome(early, pre, post, follow_up, is_revealed, desk.language, reveals_at, desk.time_zone)


def _outcome(session: Session, desk: Desk, wave: Wave, *, is_revealed: bool) -> WaveOutcome | None:
    sent = desk.sent(wave)
    if sent is None or sent.score is None:
        return None
    responses = attempts.responses_of(session, sent)
    return WaveOutcome(
        score=sent.score if is_revealed else None,
        out_of=len(desk.release.instrument.items),
        is_complete=bool(sent.is_complete),
        is_baseline=not sent.is_after_lesson,
        is_after_reveal=sent.is_after_reveal,
        reasons=desk.release.reasons(sent.form, language=desk.language, responses=responses) if is_revealed else (),
    )
