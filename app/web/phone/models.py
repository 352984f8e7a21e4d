"""What a phone says and hears, as the values that check it; the OpenAPI document is made of them."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.services import joining, phones
from assessments import OpenForm

Sex = Literal[joining.SEXES]  # type: ignore[valid-type]
AgeBand = Literal[joining.AGE_BANDS]  # type: ignore[valid-type]


class Wire(BaseModel):
    """Strict: a wrong type or an unknown name is refused, not bent."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class JoinBody(Wire):
    join_code: Annotated[str, Field(min_length=1, max_length=40)]
    join_key: Annotated[str, Field(min_length=20, max_length=64)]
    """made at random by the phone: joining again with it is joining once"""
    language: Annotated[str, Field(max_length=12)]
    sex: Sex
    age_band: AgeBand
    assent: Annotated[str, Field(min_length=1, max_length=32)]
    """the version of the words that were read and said yes to"""


class JoinedCard(Wire):
    handle: int
    learner_code: str | None
    """None and no PIN either: this join key has joined before"""
    pin: str | None


class SessionBody(Wire):
    learner_code: Annotated[str, Field(max_length=40)]
    pin: Annotated[str, Field(max_length=20)]


class SessionStarted(Wire):
    handle: int
    language: str
    csrf: str
    """to send as X-CSRFToken with every request that changes something"""
    expires_at: datetime


class BundleOption(Wire):
    id: str
    html: str
    reason_html: str
    state: Literal["right", "wrong"]


class BundleProse(Wire):
    kind: Literal["prose"] = "prose"
    html: str


class BundleCheck(Wire):
    kind: Literal["check"] = "check"
    id: str
    case_html: str
    question_html: str
    options: tuple[BundleOption, ...]


class BundleStep(Wire):
    heading: str
    blocks: tuple[BundleProse | BundleCheck, ...]


class BundleLesson(Wire):
    id: str
    number: int
    minutes: int
    language: str
    """of the words; another than the learner's where they are not there yet"""
    title: str
    summary: str
    note: str
    steps: tuple[BundleStep, ...]


class BundleTest(Wire):
    """A test before it is sat: its type has no place for what is right."""

    __test__ = False

    wave: str
    standing: str
    opened_at: datetime | None
    closed_at: datetime | None
    form: OpenForm
    ticket: str
    """authorises the PUT of this attempt and nothing else, also after sign-out"""


class Bundle(Wire):
    handle: int
    language: str
    course: str
    course_version: int
    release: str
    """digest of everything in the course"""
    lessons: tuple[BundleLesson, ...]
    tests: tuple[BundleTest, ...]


class AttemptBody(phones.Sheet):
    ticket: Annotated[str, Field(max_length=1000)]


class AttemptKept(Wire):
    """It is on disk."""

    key: str
    sha256: str
    """of the body without `ticket` and `sent_at`, as JSON with sorted keys, no blanks, UTF-8"""
    received_at: datetime


class ProgressBody(Wire):
    step: Annotated[int, Field(ge=1, le=1000)]
    """the furthest step that was shown, from 1"""
    done: bool = False


class ProgressKept(Wire):
    lesson: str
    step: int
    done: bool


class HeldAttempt(Wire):
    key: str
    wave: str
    sha256: str
    received_at: datetime


class Receipts(Wire):
    attempts: tuple[HeldAttempt, ...]


class Problem(BaseModel):
    """RFC 9457. `code` is stable; `detail` is for people; `field` names what is wrong in the body."""

    type: str
    status: int
    code: str
    detail: str
    field: str | None = None
