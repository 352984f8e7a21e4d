"""The one way in for answers: from a page, a phone, paper or a file they meet the same rules in the same order.

1. lock: nobody else changes this learner until the commit;
2. stored before? the same is answered as the first time, whatever has closed since; another under its key is refused;
3. window: the test was open when this was finished, and it comes in time;
4. taken? the first complete test of a wave has the place, but for a sheet of paper that is typed in again: that takes
   a reason, and nothing where it says the same;
5. score, which reads every answer;
6. keep: a unique place in the table decides which one counts, never an `if`. The sheet that was corrected stays beside
   it, and what is typed in when the right answers could be seen waits for a second person's yes;
7. end the note that the learner left, where this was finished after it: they are reached again. A sheet that waits
   for a second person's yes ends it with the yes;
8. set aside: what is refused and lies nowhere else waits for the facilitator, as far as MOST_ASIDE goes.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from app.services.cohorts import today_of
from app.services.departing import end_departure
from app.services.submission import Reason, Source, Submission, Way
from app.services.versions import Versions, make_way, says_the_same, takes_a_second, versions_of, where_sat
from app.services.waves import Desk, Wave, beginning, desk_of, without_blanks
from app.store import Session
from app.store.answers import attempts, counting, progress, refused, summaries
from app.store.answers.attempt import Bar
from app.store.answers.attempts import Attempt, Ending
from app.store.people import learners
from assessments import Answer, score
from courses import Times, Untimely


class Code(StrEnum):
    """A Code says what became of a submission: it was stored, or why it was refused."""

    STORED = "stored"
    CORRECTED = "corrected"
    """stored, in place of a sheet that had been typed in before or beside one that has settled"""
    WAITING = "waiting"
    """stored, and counts only once a second person says yes: the right answers could be seen"""
    ALREADY = "already"
    """the very same had been stored"""
    WITHDRAWN = "withdrawn"
    """there is no such learner any more"""
    KEY_CONFLICT = "key_conflict"
    """something else was begun or stored under its key"""
    CLOSED = "closed"
    NOT_OPENED = "not_opened"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    WAVE_TAKEN = "wave_taken"
    """a complete test of this wave has arrived before"""
    NO_REASON = "no_reason"
    """a sheet with other answers was typed in before, and nobody says why it is changed"""
    UNREADABLE = "unreadable"
    """it names something that the test does not have"""


ACCEPTED = (Code.STORED, Code.CORRECTED, Code.WAITING, Code.ALREADY)
"""What is on disk; all others are refused."""


@dataclass(frozen=True)
class Result:
    """A Result says what became of a submission: a code, when it was stored, and if a refused one lies aside."""

    code: Code
    received_at: datetime | None = None
    """when it, or the identical one before it, was stored; None if it was refused"""
    field: str = ""
    """of an unreadable one: which field was wrong; else empty"""
    is_complete: bool = False
    is_aside: bool = False
    """of a refused one: it lies aside for the facilitator"""
    reason: Reason | None = None
    """why it was typed in again; None for the first sheet, whatever reason came along"""


MOST_ASIDE = 5
"""Bodies of one learner's test, of 25 kB at most: a ticket works for as long as its course does."""

_SET_ASIDE: Mapping[Way, frozenset[Code]] = {
    Way.PAGE: frozenset({Code.WAVE_TAKEN}),
    Way.PHONE: frozenset({Code.KEY_CONFLICT, Code.CLOSED, Code.WAVE_TAKEN}),
    Way.PAPER: frozenset(),
    Way.FILE: frozenset(),
}
"""What lies nowhere else: a begun page goes on when the test opens again, and paper stays in somebody's hand."""


def take(session: Session, submission: Submission, source: Source, now: datetime) -> Result:
    """Stores a test that a learner has sat, or refuses it; returns what became of it.

    Commit in either case: a refused test may have been set aside for the facilitator. Raises LookupError if its
    instrument was never released.
    """
    learner = learners.lock(session, submission.learner_id)
    if learner is None:
        return Result(Code.WITHDRAWN)
    key, sha256 = submission.key, submission.sha256
    known = attempts.get_by_key(session, key) if key else None
    result = _decide(session, learner.learner_id, known, submission, source, now)
    if key and result.code is Code.STORED:
        refused.drop_kept(session, key, sha256)  # it came before the test was open, say
    if key and result.code in _SET_ASIDE[source.way]:
        is_aside = refused.set_aside(
            session,
            learner.learner_id,
            key=key,
            sha256=sha256,
            body=submission.content,
            reason=result.code.value,
            now=now,
            most=MOST_ASIDE if source.way is Way.PHONE else None,  # a page sends what it has begun, once
        )
        if is_aside and known is not None and result.code is Code.WAVE_TAKEN:
            attempts.drop(session, known)
        return replace(result, is_aside=is_aside)
    return result


def _decide(
    session: Session, learner_id: int, known: Attempt | None, it: Submission, source: Source, now: datetime
) -> Result:
    """known: what was begun or stored under the submission's key."""
    if known is not None and known.received_at is not None:
        is_same = known.learner_id == learner_id and known.content_sha256 == it.sha256
        return Result(Code.ALREADY, known.received_at) if is_same else Result(Code.KEY_CONFLICT)
    if known is not None and (known.learner_id, known.wave, known.form) != (learner_id, it.wave, it.form):
        return Result(Code.KEY_CONFLICT)
    desk = desk_of(session, learner_id, it.structure)
    if desk.schedule.is_on_paper and source.by is None:
        return Result(Code.CLOSED)  # a group on paper only has no window that a phone would have to keep to
    former = versions_of(desk, it.wave) if source.by is not None else Versions()
    bar = Bar.WAITING if source.by is not None and takes_a_second(session, desk, now) else None
    desk = where_sat(session, desk, former.last)
    same = former.last if former.last is not None and says_the_same(session, former.last, it) else None
    if same is not None and source.reason is not Reason.WRONG_DAY:
        return Result(Code.ALREADY, same.received_at)
    times = it.timing.times(desk.schedule[it.wave], now)
    if isinstance(times, Untimely):
        return Result(Code(times))
    if (
        same is not None
        and same.finished_at is not None
        and today_of(desk, same.finished_at) == today_of(desk, times[1])
    ):
        return Result(Code.ALREADY, same.received_at)
    # One that was flagged takes no place: what was finished offline before the closing still counts.
    first = desk.sent(it.wave) if former.standing is None else None
    if first is not None and first.is_complete and not first.is_after_reveal:
        return Result(Code.WAVE_TAKEN)
    if former.last is not None and source.reason is None:
        return Result(Code.NO_REASON)
    fault = _fault(desk, it)
    if fault is not None:
        return Result(Code.UNREADABLE, field=fault)
    return _keep(session, desk, it, source, times, now, draft=known, former=former, bar=bar)


def _fault(desk: Desk, it: Submission) -> str | None:
    """The first thing named that the test does not have; of the answers the scoring knows it."""
    if it.language not in (None, *desk.release.instrument_words):
        return "language"
    known = {"seconds": [item.id for item in desk.release.instrument.items], "statements": desk.statements(it.wave)}
    named = (("seconds", it.seconds), ("statements", it.statements))
    return next((f"{kind}.{name}" for kind, names in named for name in names if name not in known[kind]), None)


def _keep(
    session: Session,
    desk: Desk,
    it: Submission,
    source: Source,
    times: Times,
    now: datetime,
    *,
    draft: Attempt | None,
    former: Versions,
    bar: Bar | None,
) -> Result:
    """former: of a sheet of paper, what was typed in before. What counts in what has settled goes on counting there."""
    form = it.form or (former.last.form if former.last is not None else desk.form(it.wave))
    is_correction = former.standing is not None
    reason = source.reason if former.last is not None else None
    start = beginning(
        session,
        desk,
        it.wave,
        form=form,
        key=it.key or str(uuid.uuid4()),
        language=it.language or desk.language,
        started_at=times[0],
        typed_by=source.by,
        source=source.of_paper,
        reason=reason,
        bar=bar,
    )
    answers, statements = _with_arrived(session, it, draft)
    try:
        scored = score(desk.release.instrument, form, answers)
    except ValueError:
        return Result(Code.UNREADABLE, field="answers")
    end = Ending(
        started_at=times[0],
        finished_at=times[1],
        received_at=now,
        content_sha256=it.sha256,
        score=scored.right,
        answered_count=scored.answered,
        unsure_count=scored.unsure,
        is_complete=scored.is_complete,
        is_after_lesson=it.wave in counting.BASELINES and _has_learned(session, desk, times[1]),
        is_after_reveal=desk.schedule.is_after_closing(it.wave, times[1]),
        channel=source.channel,
    )
    with summaries.maintained(session, desk.learner_id):
        make_way(session, former, bar)
        is_kept = attempts.keep_sent(session, start, end, answers, it.seconds, statements, draft=draft)
        if is_correction and bar is None:
            counting.recount(session, desk.learner_id)  # of somebody with two cards another test may stand beside it
    if not is_kept:
        return Result(Code.WAVE_TAKEN)
    if bar is None:
        end_departure(session, desk.learner_id, by=source.by, finished_at=times[1], now=now)
    code = Code.WAITING if bar is not None else Code.CORRECTED if is_correction else Code.STORED
    return Result(code, now, is_complete=end.is_complete, reason=reason)


def _with_arrived(
    session: Session, it: Submission, draft: Attempt | None
) -> tuple[Mapping[str, Answer | None], Mapping[str, int | None]]:
    """A blank takes back no answer that had arrived: it was given on another phone, or this one could not keep it."""
    if draft is None:
        return it.answers, it.statements
    arrived = attempts.responses_of(session, draft)
    answers = {**it.answers, **without_blanks(arrived), **without_blanks(it.answers)}
    return answers, {**attempts.statements_of(session, draft), **it.statements}


def _has_learned(session: Session, desk: Desk, moment: datetime) -> bool:
    """Whether a lesson was done or the post-test sent before: then an early test or pre-test is no baseline."""
    lesson_at, post = progress.first_done_at(session, desk.learner_id), desk.sent(Wave.POST)
    post_at = post.finished_at if post else None
    return any(it is not None and it <= moment for it in (lesson_at, post_at))
