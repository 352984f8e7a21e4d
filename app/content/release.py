"""A release: a course and its instrument with all their words, frozen as they were when they were read."""

import hashlib
import json
from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from assessments import Instrument, InstrumentWords, OpenForm, Reason, open_form, reasons
from assessments import structure_digest as instrument_digest
from assessments import wording_digest as form_wording_digest
from courses import Course, Disclosure, LessonWords, SessionPlan
from courses import words_for as lesson_words_for


class Picture(BaseModel):
    """A Picture is a drawing of a course, as lessons show it under the first 16 hex digits of its digest."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    digest: str
    """SHA-256 of the text, 64 hex digits"""
    svg: str
    width: int
    height: int
    """in pixels of a phone's screen, as the drawing says"""


class FilmFile(BaseModel):
    """A FilmFile is a file that stays in the course's folder; the release keeps its name and its digest."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    path: str
    """from the course's folder, with '/'"""
    digest: str
    """SHA-256, 64 hex digits"""


def release_digest(content: str) -> str:
    """Returns the name of a release that was written as this JSON."""
    return hashlib.sha256(content.encode()).hexdigest()


class Film(BaseModel):
    """A Film is a film of a lesson in sign language, and its captions by language."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    film: FilmFile
    captions: Mapping[str, FilmFile]


class Release(BaseModel):
    """A Release holds everything that a cohort needs of a course; stored as JSON, it comes back equal."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    course: Course
    lessons: Mapping[str, Mapping[str, LessonWords]]
    """words by lesson id and language"""
    plans: Mapping[str, Mapping[str, SessionPlan]]
    """a facilitator's plan by lesson id and language; a lesson may have none"""
    disclosure: Mapping[str, Disclosure]
    """by language: what to do when a learner tells of something that happened to them"""
    pictures: Mapping[str, Picture]
    """by file name"""
    films: Mapping[str, Film]
    """by lesson id; a lesson may have none"""
    instrument: Instrument
    instrument_words: Mapping[str, InstrumentWords]
    """words by language"""

    @property
    def digest(self) -> str:
        """The release's name: SHA-256 (64 hex digits) of its JSON. Any change, also of a comma, gives another."""
        return release_digest(self.to_json())

    @property
    def structure_digest(self) -> str:
        """The digest of the instrument's structure, which decides whether two scores pair."""
        return instrument_digest(self.instrument)

    def wording_digest(self, form: str, language: str) -> str:
        """Returns the digest of the words a learner sees during this form; raises KeyError for an unknown language."""
        return form_wording_digest(self.instrument_words[language].form(form))

    def words_for(self, lesson_id: str, language: str, second_language: str) -> tuple[LessonWords, str]:
        """Returns the lesson in the learner's language, else in the second, else in any; and the language it is in."""
        return lesson_words_for(self.lessons[lesson_id], language, second_language)

    def open_form(self, form: str, *, language: str, seed: str, unsure: str, with_reactions: bool = False) -> OpenForm:
        """Returns a form without keys for one learner; `unsure` is the interface's "I am not sure" in the language."""
        words = self.instrument_words[language]
        return open_form(
            self.instrument,
            words,
            form,
            language=language,
            seed=seed,
            unsure=unsure,
            with_reactions=with_reactions,
        )

    def reasons(self, form: str, *, language: str, responses: Mapping[str, str | None]) -> tuple[Reason, ...]:
        """Returns keys and reasons of each item: for nobody's eyes before the cohort's post-test has closed."""
        return reasons(self.instrument, self.instrument_words[language], form, responses)

    def to_json(self) -> str:
        """Writes the release as canonical JSON: the same release gives the same text."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "Release":
        """Reads a release; raises pydantic's ValidationError for anything that `to_json` did not write."""
        return cls.model_validate_json(text)
