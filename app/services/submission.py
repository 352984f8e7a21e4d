"""Answers to one test as they come in, by whichever door."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from app.services.waves import Wave
from assessments import Answer
from courses import Clock, Day, Live, TrueDay


class Way(StrEnum):
    """A Way is how answers come in."""

    PAGE = "page"
    """answered on the server's own pages"""
    PHONE = "phone"
    """sent by a phone, perhaps days after"""
    PAPER = "paper"
    """typed in from a sheet"""
    FILE = "file"
    """a row of a table"""


class Reason(StrEnum):
    """A Reason is why a sheet of paper is typed in again or taken out: never words about somebody."""

    MISREAD = "misread"
    """a mark was misread"""
    OTHER_LEARNER = "other_learner"
    """it was another learner's sheet"""
    SLIPPED = "slipped"
    """a line slipped"""
    WRONG_DAY = "wrong_day"
    """the day of the test was wrong: the one reason for which a sheet with the same marks is another one"""
    INCOMPLETE = "incomplete"
    """the sheet was found incomplete"""
    OTHER = "other"


@dataclass(frozen=True)
class Source:
    """A Source says how answers come in, and who brings them."""

    way: Way
    by: int | None = None
    """id of the member of staff who types them in or uploads the file; None: the learner"""
    reason: Reason | None = None
    """why they are typed in again, if they are"""

    @property
    def channel(self) -> str:
        """Returns how the test was sat: "page", "phone" or "paper"; a file counts as paper."""
        return (Way.PAPER if self.way is Way.FILE else self.way).value

    @property
    def of_paper(self) -> str | None:
        """Returns how a sheet of paper comes in: "typed" or "file"; None for a page or a phone."""
        return {Way.PAPER: "typed", Way.FILE: "file"}.get(self.way)


@dataclass(frozen=True)
class Submission:
    """A Submission is one learner's answers to one test, as they come in.

    timing: when it was sat, as far as known. statements: point 1 to 5 by id.
    """

    learner_id: int
    wave: Wave
    timing: Live | Clock | Day | TrueDay
    answers: Mapping[str, Answer | None]
    """option, or the marked lines, by item; None: left blank; no line: every mark was taken back"""
    content: Mapping[str, Any]
    """the whole of it as it was sent: this is set aside if it is refused, and by its hash two are the same"""
    statements: Mapping[str, int | None] = field(default_factory=dict)
    seconds: Mapping[str, int] = field(default_factory=dict)
    """by item, where they were measured"""
    key: str | None = None
    """UUID under which it was begun or is sent; None for a sheet of paper"""
    form: str | None = None
    """None: the one that the learner is due"""
    structure: str | None = None
    """digest of the instrument; None: that of the learner's cohort"""
    language: str | None = None
    """of the words that the learner read; None: the learner's own"""

    @cached_property
    def sha256(self) -> str:
        return content_sha256(self.content)


def content_sha256(body: Mapping[str, Any]) -> str:
    """Returns the SHA-256 in hex of the body as JSON with sorted keys, no spaces, UTF-8."""
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
