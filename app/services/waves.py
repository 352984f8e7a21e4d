"""A learner's tests: which form, since when, and how an attempt begins."""

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.content import Release
from app.services.releases import release_of, release_of_structure
from app.store import Session, instance
from app.store.answers import attempts, counting, extensions
from app.store.answers.attempt import Bar
from app.store.answers.attempts import Attempt, Beginning
from app.store.people import enrolment
from app.store.programmes import cohorts
from assessments import Answer, other_form
from courses import Schedule, Wave

__all__ = [
    "Desk",
    "Wave",
    "beginning",
    "desk_of",
    "desks_of",
    "schedule_of",
    "schedules_of",
    "seed",
    "waves_of",
    "without_blanks",
]


def waves_of(cohort: cohorts.Cohort) -> tuple[Wave, ...]:
    """Returns the tests that this cohort sits, in order; the early test only if it waits for its course."""
    return tuple(wave for wave in Wave if cohort.is_waiting or wave is not Wave.EARLY)


def schedule_of(session: Session, cohort: cohorts.Cohort) -> Schedule:
    """Returns when the tests of a cohort were opened and closed, or will open."""
    return schedules_of(session, [cohort])[cohort.cohort_id]


def schedules_of(session: Session, those: Collection[cohorts.Cohort]) -> dict[int, Schedule]:
    """Returns when the tests of several cohorts were opened and closed, or will open, by cohort id, in one query."""
    windows = cohorts.list_windows(session, [cohort.cohort_id for cohort in those])
    return {it.cohort_id: Schedule(windows[it.cohort_id], it.is_waiting, it.is_on_paper) for it in those}


@dataclass(frozen=True)
class Desk:
    """A Desk is all that decides what becomes of a learner's tests: forms, schedule, release and attempts.

    first_form: form of their first test.
    """

    learner_id: int
    cohort_id: int
    time_zone: str
    """of the cohort"""
    language: str
    """of the words: the learner's, or the cohort's if the instrument does not have it, or else its first"""
    group_language: str
    """of the cohort, in which its sheets of paper are printed first"""
    second_language: str
    """a language of the programme other than the learner's, for lessons that lack the learner's"""
    first_form: str
    waves: tuple[Wave, ...]
    """tests that the learner's cohort sits, in order"""
    lessons_on: date | None
    """of a waiting cohort: the day on which its first test and lessons are planned to begin"""
    release: Release
    structure_digest: str
    schedule: Schedule
    """the learner's own, with their extensions"""
    attempts: Sequence[Attempt]
    """those with this structure, the first received first"""

    def form(self, wave: Wave) -> str:
        """Returns the form of a test, A or B: forms alternate from test to test, beginning with the learner's first.

        Raises ValueError for a test that the cohort does not sit.
        """
        return self.first_form if self.waves.index(wave) % 2 == 0 else other_form(self.first_form)

    def statements(self, wave: Wave) -> tuple[str, ...]:
        """Returns the ids of what this test asks after its items.

        These are the statements and, on the post-test, how the course was.
        """
        return self.release.instrument.beside(with_reactions=wave is Wave.POST)

    def check(self, form: str, answers: Mapping[str, Answer | None]) -> None:
        """Raises ValueError for an item, option or line that this form of the test does not have."""
        items = {item.id: item.form(form) for item in self.release.instrument.items}
        for item_id, answer in answers.items():
            if item_id not in items or not items[item_id].has(answer):
                raise ValueError(f"form {form} has no item '{item_id}' with an option '{answer}'")

    def unsent(self, wave: Wave) -> Attempt | None:
        return next((it for it in self.attempts if it.wave == wave and it.received_at is None), None)

    def sent(self, wave: Wave) -> Attempt | None:
        """Returns the attempt at a test that counts, or its correction on paper; None if none was sent.

        If none counts, it is the first complete one, or else the last that was sent. Sheets that do not stand, such as
        one that was corrected or waits for a second person's yes, are left out.
        """
        sent = [it for it in self.attempts if it.wave == wave and it.received_at is not None and it.bar is None]
        complete = [it for it in sent if it.is_complete]
        return counting.first_of(complete) if complete else next(reversed(sent), None)

    def waiting(self, wave: Wave) -> Attempt | None:
        """Returns the sheet at a test that waits for a second person's yes; None if there is none."""
        return next((it for it in reversed(self.attempts) if it.wave == wave and it.bar == Bar.WAITING), None)


def desk_of(session: Session, learner_id: int, structure: str | None = None) -> Desk:
    """Returns a learner's desk, for the instrument of their cohort or the one with this structure digest.

    structure: that of an attempt which a phone took along. Raises LookupError if there is no such learner, or the
    structure was never released.
    """
    desk = desks_of(session, [learner_id], structure).get(learner_id)
    if desk is None:
        raise LookupError("there is no such learner")
    return desk


def desks_of(session: Session, learner_ids: Sequence[int], structure: str | None = None) -> dict[int, Desk]:
    """Returns the desks of several learners, by learner id. The number of queries does not grow.

    Learners who do not exist are left out. Raises LookupError for a structure that was never released.
    """
    sat = attempts.list_attempts_of(session, learner_ids)
    homes = enrolment.homes_of(session, learner_ids)
    schedules = schedules_of(session, {home.cohort for home in homes.values()})
    ends = _extensions(session, homes, schedules)
    return {
        learner_id: _desk(
            session, home, schedules[home.cohort.cohort_id].of_learner(ends[learner_id]), sat[learner_id], structure
        )
        for learner_id, home in homes.items()
    }


def _extensions(
    session: Session, homes: Mapping[int, enrolment.Home], schedules: Mapping[int, Schedule]
) -> Mapping[int, Mapping[str, datetime]]:
    """Nobody is asked for where no test has any."""
    extended = {of for of, it in schedules.items() if any(window.extended_to for window in it.windows.values())}
    who = [learner_id for learner_id, home in homes.items() if home.cohort.cohort_id in extended]
    return defaultdict(dict, extensions.list_of(session, who) if who else {})


def _desk(
    session: Session, home: enrolment.Home, schedule: Schedule, sat: Sequence[Attempt], structure: str | None
) -> Desk:
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
        group_language=cohort.language,
        second_language=_second_language(programme.languages, learner.language),
        first_form=learner.first_form,
        waves=waves_of(cohort),
        lessons_on=cohort.lessons_on,
        release=release,
        structure_digest=structure,
        schedule=schedule,
        attempts=[it for it in sat if it.structure_digest == structure],
    )


def _second_language(languages: Sequence[str], own: str) -> str:
    """The programme's second language; where that is the learner's own, the first, else the next."""
    order = (*languages[1:2], *languages[:1], *languages[2:])
    return next((it for it in order if it != own), own)


def seed(session: Session, desk: Desk, wave: Wave) -> str:
    """Returns the seed by which a learner's options are shuffled on this test: always the same, 16 hex digits."""
    text = f"{desk.learner_id} {desk.structure_digest} {wave}"
    return hmac.new(instance.pepper_of(session, "options").encode(), text.encode(), hashlib.sha256).hexdigest()[:16]


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
    **of_sheet: str | None,
) -> Beginning:
    """Returns the values with which an attempt is stored when it begins; stores nothing.

    key: UUID of the attempt. typed_by: id of the member of staff who types it in; None for a learner's own. of_sheet:
    source, reason and bar of a sheet of paper.
    """
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
        **of_sheet,
    )


def without_blanks(responses: Mapping[str, Answer | None]) -> dict[str, Answer]:
    """Returns the responses without the items left blank (None). No line at all stays: its marks were taken back."""
    return {item_id: answer for item_id, answer in responses.items() if answer is not None}
