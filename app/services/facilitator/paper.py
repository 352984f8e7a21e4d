"""Answers from paper, typed in by the facilitator: the same attempt as from a phone, and it says that it was typed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from app.services.admission import GroupFull, places_of
from app.services.cohorts import note
from app.services.facilitator import paper_only
from app.services.facilitator.board import Void
from app.services.facilitator.paper_marks import mark_of, read_mark, read_marks
from app.services.facilitator.paper_only import WrongDay, timing_of
from app.services.facilitator.sheet_outlook import void_of
from app.services.intake import Code, take
from app.services.learner.joining import ASSENT_VERSION, Joined, words_of
from app.services.people import AGE_BANDS, SEXES, Card, code_hash
from app.services.submission import Source, Submission, Way
from app.services.versions import Versions, versions_of
from app.services.waves import Desk, Wave, desk_of, desks_of
from app.store import Session, instance
from app.store.answers import attempts
from app.store.answers.attempt import Attempt
from app.store.answers.counting import is_sound
from app.store.answers.waiting import over_of
from app.store.people import learners
from app.store.programmes import cohorts
from assessments import UNSURE, Answer


@dataclass(frozen=True)
class Paper:
    """A Paper is the paper sheet of one learner for one test, with what has been typed in from it.

    points: answers to the statements, 1 to 5 by id.
    """

    form: str
    items: Mapping[str, tuple[str, ...]]
    """option ids by item, in the order of the paper; "I am not sure" comes last"""
    lines: frozenset[str]
    """items whose options are lines, any number of which may be marked"""
    statements: tuple[str, ...]
    answers: Mapping[str, Answer | None]
    """option, or marked lines, by item as typed in, None for a blank; empty if nothing has been typed in"""
    points: Mapping[str, int | None]
    is_typed: bool
    is_waiting: bool
    """what was typed in waits for a second person's yes"""
    languages: tuple[str, ...]
    """in which the sheet may have been printed: the learner's and the group's"""
    sat_on: date | None = None
    """the day that was typed in with it; None if nothing has been"""
    void: Void | None = None
    """why what was typed in does not count, or would not with a second person's yes; None: it counts, or would"""

    def read(self, item: str, mark: str) -> Answer | None:
        """Returns the answer to an item that a typed mark stands for; None for a blank.

        Raises NotOnPaper for a mark that the paper does not have, and ValueError for lines and none at once.
        """
        return (read_marks if item in self.lines else read_mark)(mark, self.items[item], self.languages)

    def mark(self, item: str) -> str:
        """Returns what was typed in of an item as it is typed: letters of the paper, or "-" for a blank."""
        return mark_of(self.answers.get(item), self.items[item], *self.languages)


def add_by_hand(
    session: Session,
    cohort: cohorts.Cohort,
    *,
    languages: tuple[str, ...],
    join_key: str,
    language: str,
    sex: str,
    age_band: str,
    card: Card,
    pin_hash: str,
    by: int,
    now: datetime,
) -> Joined | None:
    """Adds a learner without a phone, who agreed on paper, and writes an audit entry.

    With a known `join_key` nobody is added again. Returns None if consent is not in place or the group is archived.
    Joining need not be open. Raises ValueError for an unknown sex, age band or language, and GroupFull.
    """
    if sex not in SEXES or age_band not in AGE_BANDS or language not in languages:
        raise ValueError(f"nobody can be added as {sex}, {age_band}, {language}")
    today = now.astimezone(ZoneInfo(cohort.time_zone)).date()
    if cohort.archived_at is not None or cohort.consent_on is None or cohort.consent_on > today:
        return None
    if learners.by_join_key(session, join_key) is None and not places_of(session, cohort).room:
        raise GroupFull
    learner = learners.keep_first(
        session,
        cohort_id=cohort.cohort_id,
        join_key=join_key,
        code_hash=code_hash(instance.pepper_of(session, "codes"), card.learner_code),
        pin_hash=pin_hash,
        sex=sex,
        age_band=age_band,
        language=language,
        now=now,
    )
    if learner is None:
        known = learners.by_join_key(session, join_key)
        return Joined(known.learner_id, known.handle, first_time=False) if known else None
    version = words_of(f"paper {ASSENT_VERSION}", is_waiting=cohort.is_waiting)
    learners.add_consent(session, learner.learner_id, version=version, language=language, now=now)
    note(session, "learner.add_by_hand", cohort, by=by, now=now, subject=f"learner {learner.handle}")
    return Joined(learner.learner_id, learner.handle, first_time=True)


def paper_of(session: Session, learner_id: int, wave: Wave) -> Paper:
    """Returns a learner's sheet for this test as it was handed out, with what has been typed in from it.

    Raises LookupError if there is no such learner.
    """
    return papers_of(session, [learner_id], wave)[learner_id]


def papers_of(session: Session, learner_ids: Sequence[int], wave: Wave) -> dict[int, Paper]:
    """Returns the sheets of several learners for this test, by learner id; one who does not exist is absent.

    The number of queries does not grow.
    """
    desks = desks_of(session, learner_ids)
    versions = {learner_id: versions_of(desk, wave) for learner_id, desk in desks.items()}
    waiting = [it.waiting.attempt_id for it in versions.values() if it.waiting is not None]
    over = over_of(session, waiting) if waiting else set()
    return {learner_id: _paper(session, desk, wave, versions[learner_id], over) for learner_id, desk in desks.items()}


def _paper(session: Session, desk: Desk, wave: Wave, versions: Versions, over: Collection[int]) -> Paper:
    """over: ids of waiting sheets that settling keeps from counting; one that stands and is sound would count else."""
    typed = versions.last
    is_settled = typed is not None and (typed.attempt_id in over if versions.waiting else is_sound(typed))
    form = typed.form if typed is not None else desk.form(wave)
    return Paper(
        form=form,
        items={item.id: (*item.form(form).options, UNSURE) for item in desk.release.instrument.items},
        lines=frozenset(item.id for item in desk.release.instrument.items if item.has_lines),
        statements=desk.statements(wave),
        answers=attempts.responses_of(session, typed) if typed else {},
        points=attempts.statements_of(session, typed) if typed else {},
        is_typed=typed is not None,
        is_waiting=versions.waiting is not None,
        languages=(desk.language, desk.group_language),
        sat_on=_day(typed.finished_at, desk.time_zone) if typed and typed.finished_at else None,
        void=void_of(typed, is_settled=is_settled) if typed is not None and not typed.is_counted else None,
    )


def _day(moment: datetime, time_zone: str) -> date:
    return moment.astimezone(ZoneInfo(time_zone)).date()


def type_in(
    session: Session,
    cohort: cohorts.Cohort,
    learner_id: int,
    wave: Wave,
    *,
    answers: Mapping[str, Answer | None],
    points: Mapping[str, int | None],
    sat_on: date,
    source: Source,
    now: datetime,
) -> Code:
    """Stores one paper sheet, or corrects the one typed in before; returns what became of it.

    A sheet that a phone has sent is never replaced, and none is ever deleted: a correction, which needs a reason, lies
    beside the first and counts in its place and group, but for one that counts in a settled group. Once the right
    answers could be seen, which for a follow-up is always, it waits for a second person's yes, see `second_yes`. A
    sheet with the same marks as before changes nothing; any other that is stored writes an audit entry: who, when,
    whose, of which test, the reason, and never an answer.

    sat_on: the day of the test. Raises ValueError for an answer that the form does not have, and LookupError if there
    is no such learner.
    """
    learner = learners.lock(session, learner_id)
    if learner is None:
        raise LookupError("there is no such learner")
    sheet = {"wave": wave.value, "answers": dict(answers), "statements": dict(points), "sat_on": sat_on.isoformat()}
    former = versions_of(desk_of(session, learner.learner_id), wave).last
    sat_in = _where_sat(session, cohort, former)
    submission = Submission(
        learner_id=learner.learner_id,
        wave=wave,
        timing=timing_of(session, sat_in, learner.learner_id, wave, sat_on, now),
        answers=answers,
        statements=points,
        content=sheet,
    )
    result = take(session, submission, source, now)
    if result.code is Code.UNREADABLE:
        raise ValueError(f"the {wave} test has not everything that was typed in: {result.field}")
    if result.code in _ACTS:
        subject = f"learner {learner.handle}"
        why = {"reason": result.reason.value} if result.reason else {}
        way = {"way": source.way.value} if source.way is Way.FILE else {}
        note(session, _ACTS[result.code], cohort, by=source.by, now=now, subject=subject, wave=wave.value, **why, **way)
    return result.code


def wrong_day(
    session: Session, cohort: cohorts.Cohort, learner_id: int, wave: Wave, sat_on: date, now: datetime
) -> WrongDay | None:
    """Returns why `type_in` refuses the day of a learner's sheet in a group on paper only; None if it does not."""
    former = versions_of(desk_of(session, learner_id), wave).last
    return paper_only.wrong_day(session, _where_sat(session, cohort, former), learner_id, wave, sat_on, now)


def _where_sat(session: Session, cohort: cohorts.Cohort, former: Attempt | None) -> cohorts.Cohort:
    """The group where a sheet that was typed in before was sat; the one where it is typed in for the first."""
    if former is None or former.cohort_id == cohort.cohort_id:
        return cohort
    return cohorts.get_by_id(session, former.cohort_id) or cohort


_ACTS = {
    Code.STORED: "attempt.type_in",
    Code.CORRECTED: "attempt.correct",
    Code.WAITING: "attempt.ask_yes",
}
