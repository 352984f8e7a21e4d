"""A release: a course and its instrument with all their words, frozen as they were when they were read."""

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property

from pydantic import BaseModel, ConfigDict, Field

from app.content.pace import Pace, paces
from assessments import Answer, Instrument, InstrumentWords, OpenForm, Reason, open_form, reasons
from assessments import structure_digest as instrument_digest
from assessments import wording_digest as form_wording_digest
from courses import Course, Disclosure, LessonWords, SessionPlan
from courses import words_for as lesson_words_for


class Picture(BaseModel):
    """Represents a drawing of a course; lessons name it by the first 16 hex digits of its digest."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    digest: str
    """SHA-256 of the text, 64 hex digits"""
    svg: str
    width: int
    height: int
    """width and height in pixels of a phone's screen, as the drawing says"""

    @classmethod
    def of(cls, svg: str, width: int, height: int) -> "Picture":
        """Returns the drawing under the digest of its text."""
        return cls(digest=hashlib.sha256(svg.encode()).hexdigest(), svg=svg, width=width, height=height)


class MediaFile(BaseModel):
    """Represents a file that stays in the course's folder: the release keeps only its name and digest."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    path: str
    """from the course's folder, with '/'"""
    digest: str
    """SHA-256, 64 hex digits"""


def release_digest(content: str) -> str:
    """Returns the digest that names a release: SHA-256 of its JSON, 64 hex digits.

    content: the JSON, as `to_json` returns it.
    """
    return hashlib.sha256(content.encode()).hexdigest()


class Film(BaseModel):
    """Represents a film of a lesson, with its captions by language."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    film: MediaFile
    captions: Mapping[str, MediaFile]


class Voice(BaseModel):
    """Represents the key message of a piece, spoken in one language by a person or by a computer."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    file: MediaFile
    is_by_computer: bool


class Release(BaseModel):
    """Holds everything that a cohort needs of a course; it can be stored as JSON and comes back equal."""

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
    """in sign language, by lesson id; a lesson may have none"""
    # Both are left out of the JSON where there are none, so that releases of before keep their digest.
    spoken_films: Mapping[str, Mapping[str, Film]] = Field(default_factory=dict, exclude_if=lambda films: not films)
    """by lesson id and language"""
    voices: Mapping[str, Mapping[str, Voice]] = Field(default_factory=dict, exclude_if=lambda voices: not voices)
    """by piece id and language"""
    instrument: Instrument
    instrument_words: Mapping[str, InstrumentWords]
    """words by language"""

    @property
    def digest(self) -> str:
        """The release's name: SHA-256 of its JSON, 64 hex digits. Any change, even of a comma, gives another."""
        return release_digest(self.to_json())

    @property
    def structure_digest(self) -> str:
        """The digest of the instrument's structure; two scores pair only if it is the same for both."""
        return instrument_digest(self.instrument)

    def wording_digest(self, form: str, language: str) -> str:
        """Returns the digest of the words that a learner sees in this form.

        Raises KeyError for an unknown language, ValueError for a form other than A or B.
        """
        return form_wording_digest(self.instrument_words[language].form(form))

    def words_for(self, lesson_id: str, language: str, second_language: str) -> tuple[LessonWords, str]:
        """Returns a lesson and its language: the learner's first language, else the second, else any that it has.

        Raises KeyError for an unknown lesson, or one without words.
        """
        return lesson_words_for(self.lessons[lesson_id], language, second_language)

    def piece_titles(self, lesson_id: str, language: str, second_language: str) -> dict[str, str]:
        """Returns the titles of a lesson's pieces by id, each behind the lesson's, in the language of `words_for`."""
        words, _ = self.words_for(lesson_id, language, second_language)
        titles = [f"{words.title}: {piece.title}" for piece in words.pieces] or [words.title]
        piece_ids = next(lesson.piece_ids for lesson in self.course.lessons if lesson.id == lesson_id)
        return dict(zip(piece_ids, titles, strict=True))

    def open_form(self, form: str, *, language: str, seed: str, unsure: str, with_reactions: bool = False) -> OpenForm:
        """Returns a form for one learner, without keys.

        seed: decides the order that this learner sees. unsure: the words "I am not sure" in the language. Raises
        KeyError for an unknown language.
        """
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

    def reasons(self, form: str, *, language: str, responses: Mapping[str, Answer | None]) -> tuple[Reason, ...]:
        """Returns the key and the reasons of each item, which nobody may see before the cohort's post-test has closed.

        responses: option id, or marked lines, by item id; None or absent: blank.
        """
        return reasons(self.instrument, self.instrument_words[language], form, responses)

    @cached_property
    def paces(self) -> Mapping[str, Mapping[str, tuple[Pace, ...]]]:
        """How long a slow reader takes, by lesson id and language: one pace for each piece of the lesson.

        Every word of the course is counted once, at the first use.
        """
        return {
            lesson.id: {language: paces(lesson, words) for language, words in self.lessons[lesson.id].items()}
            for lesson in self.course.lessons
        }

    def to_json(self) -> str:
        """Returns the release as canonical JSON: the same release always gives the same text."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "Release":
        """Reads what `to_json` wrote; raises pydantic's ValidationError for a text that is no release."""
        return cls.model_validate_json(text)
