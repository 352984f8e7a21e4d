"""Answers to one test as they come in, by whichever door."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from app.services.waves import Wave
from courses import Clock, Day, Live


class Way(StrEnum):
    """A Way is the door by which answers come in."""

    PAGE = "page"
    """answered on the server's own pages"""
    PHONE = "phone"
    """sent by a phone, perhaps days after"""
    PAPER = "paper"
    """typed in from a sheet"""
    FILE = "file"
    """a row of a table"""


@dataclass(frozen=True)
class Source:
    """A Source says by which door answers come in, and who brings them."""

    way: Way
    by: int | None = None
    """the member of staff who types them in or has the file; None: the learner"""

    @property
    def channel(self) -> str:
        """How the test was sat: page, phone or paper; a file counts as paper, for somebody asked it so."""
        return (Way.PAPER if self.way is Way.FILE else self.way).value


@dataclass(frozen=True)
class Submission:
    """A Submission is one learner's answers to one test, as they come in."""

    learner_id: int
    wave: Wave
    timing: Live | Clock | Day
    answers: Mapping[str, str | None]
    """option by item; None: left blank"""
    content: Mapping[str, Any]
    """all of it as it was written: what is set aside, and by its hash two are the same"""
    statements: Mapping[str, int | None] = field(default_factory=dict)
    seconds: Mapping[str, int] = field(default_factory=dict)
    """by item, where they were counted"""
    key: str | None = None
    """the UUID under which it was begun or is sent; None: a sheet of paper has none"""
    form: str | None = None
    """None: the one that is due"""
    structure: str | None = None
    """digest of the instrument; None: that of the learner's cohort"""
    language: str | None = None
    """of the words that were read; None: the learner's"""

    @cached_property
    def sha256(self) -> str:
        return content_sha256(self.content)


def content_sha256(body: Mapping[str, Any]) -> str:
    """Returns the SHA-256 in hex of the body as JSON with sorted keys, no blanks, UTF-8."""
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
