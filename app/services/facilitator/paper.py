"""Answers from paper, typed in by the facilitator: the same attempt as from a phone, and it says that it was typed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from app.services.admission import GroupFull, places_of
from app.services.cohorts import note
from app.services.facilitator.paper_only import timing_of
from app.services.intake import Code, take
from app.services.learner.joining import ASSENT_VERSION, Joined, words_of
from app.services.people import AGE_BANDS, SEXES, Card, code_hash
from app.services.submission import Source, Submission
from app.services.waves import Desk, Wave, desk_of, desks_of
from app.store import Session, instance
from app.store.answers import attempts, counting, frozen, summaries
from app.store.people import learners
from app.store.programmes import cohorts
from assessments import UNSURE, Answer, marks

LATIN, CYRILLIC = "ABCDEFGHIJ", "АБВГДЕЖЗИК"
BLANK = "-"
"""Typed where the learner marked nothing."""
_BETWEEN = re.compile(r"[\s,;+]+")
_ALSO = {"С": 2, "C": 2, "Е": 4}
"""Letters of the other alphabet that look like one of the paper's."""


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
    sat_on: date | None = None
    """the day that was typed in with it; None if nothing has been"""

    def read(self, item: str, mark: str) -> Answer | None:
        """Returns the answer to an item that a typed mark stands for; None for a blank.

        Raises ValueError for a mark that the item does not have.
        """
        return (read_marks if item in self.lines else read_mark)(mark, self.items[item])


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
    return _paper(session, desk_of(session, learner_id), wave)


def papers_of(session: Session, learner_ids: Sequence[int], wave: Wave) -> dict[int, Paper]:
    """Returns the sheets of several learners for this test, by learner id; one who does not exist is absent.

    The number of queries does not grow.
    """
    desks = desks_of(session, learner_ids)
    return {learner_id: _paper(session, desk, wave) for learner_id, desk in desks.items()}


def _paper(session: Session, desk: Desk, wave: Wave) -> Paper:
    sent = desk.sent(wave)
    is_typed = sent is not None and sent.typed_by is not None
    form = sent.form if sent is not None and is_typed else desk.form(wave)
    return Paper(
        form=form,
        items={item.id: (*item.form(form).options, UNSURE) for item in desk.release.instrument.items},
        lines=frozenset(item.id for item in desk.release.instrument.items if item.has_lines),
        statements=desk.statements(wave),
        answers=attempts.responses_of(session, sent) if sent and is_typed else {},
        points=attempts.statements_of(session, sent) if sent and is_typed else {},
        is_typed=is_typed,
        sat_on=_day(sent.finished_at, desk.time_zone) if sent and is_typed and sent.finished_at else None,
    )


def _day(moment: datetime, time_zone: str) -> date:
    return moment.astimezone(ZoneInfo(time_zone)).date()


def read_mark(mark: str, options: tuple[str, ...]) -> str | None:
    """Returns the option id that a typed mark stands for; None for a blank ("", "-").

    mark: the option's id, its number from 1, or its letter in the Latin or Cyrillic alphabet. options: in the order of
    the paper. Raises ValueError for any other mark.
    """
    mark = mark.strip()
    if mark in ("", BLANK, "–"):
        return None
    if mark in options:
        return mark
    mark = mark.upper()
    place = next(
        (letters.index(mark) for letters in (LATIN, CYRILLIC) if len(mark) == 1 and mark in letters),
        _ALSO.get(mark, int(mark) - 1 if mark.isdecimal() else -1),
    )
    if not 0 <= place < len(options):
        raise ValueError(f"'{mark}' is not one of {len(options)} answers")
    return options[place]


def read_marks(mark: str, options: tuple[str, ...]) -> Answer | None:
    """Returns the lines that a typed mark stands for, or "unsure"; None for a blank ("", "-").

    mark: what `read_mark` reads for each line, side by side ("BD") or between blanks, commas or the like. options: in
    the order of the paper. Raises ValueError for any other mark, and for lines beside "unsure" or a hyphen.
    """
    parts = [part for part in _BETWEEN.split(mark.strip()) if part]
    marked = {read_mark(one, options) for part in parts for one in ([part] if part in options else part)}
    if len(marked) > 1 and marked & {None, UNSURE}:
        raise ValueError(f"'{mark}' is lines and none at once")
    if UNSURE in marked:
        return UNSURE
    return marks(line for line in marked if line is not None) or None


def mark_of(answer: Answer | None, options: tuple[str, ...], language: str) -> str:
    """Returns the letter of an option on paper in this language, or those of marked lines; "-" for a blank."""
    marked = (answer,) if isinstance(answer, str) else answer or ()
    places = sorted(options.index(one) for one in marked)
    return "".join(letters_in(language)[place] for place in places) or BLANK


def letters_in(language: str) -> str:
    """Returns the letters that name the options on paper in this language, in order.

    They are Latin for English and Cyrillic for the others.
    """
    return LATIN if language == "en" else CYRILLIC


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

    A sheet that a phone has sent is never replaced. A sheet that counts in a settled group stays, and its correction
    lies beside it without counting. A sheet that was stored or corrected writes an audit entry.

    sat_on: the day of the test. Raises ValueError for an answer that the form does not have, and LookupError if there
    is no such learner.
    """
    learner = learners.lock(session, learner_id)
    if learner is None:
        raise LookupError("there is no such learner")
    sheet = {"wave": wave.value, "answers": dict(answers), "statements": dict(points), "sat_on": sat_on.isoformat()}
    submission = Submission(
        learner_id=learner.learner_id,
        wave=wave,
        timing=timing_of(session, cohort, learner.learner_id, wave, sat_on, now),
        answers=answers,
        statements=points,
        content=sheet,
    )
    result = take(session, submission, source, now)
    if result.code is Code.UNREADABLE:
        raise ValueError(f"the {wave} test has not everything that was typed in: {result.field}")
    if result.code in _ACTS:
        subject = f"learner {learner.handle}"
        note(session, _ACTS[result.code], cohort, by=source.by, now=now, subject=subject, wave=wave.value)
    return result.code


_ACTS = {Code.STORED: "attempt.type_in", Code.CORRECTED: "attempt.correct"}


def take_out(session: Session, cohort: cohorts.Cohort, learner_id: int, wave: Wave, *, by: int, now: datetime) -> bool:
    """Deletes a sheet that was typed in and writes an audit entry; returns True.

    Returns False if there is no such sheet, a phone has sent the test, or the sheet counts in a settled group.
    """
    learner = learners.lock(session, learner_id)
    sent = desk_of(session, learner_id).sent(wave) if learner is not None else None
    if learner is None or sent is None or sent.typed_by is None or frozen.is_frozen(session, sent):
        return False
    with summaries.maintained(session, learner_id):
        attempts.drop_typed(session, sent)
        counting.recount(session, learner_id)  # of somebody with two cards another test may stand behind it
    note(session, "attempt.take_out", cohort, by=by, now=now, subject=f"learner {learner.handle}", wave=wave.value)
    return True
