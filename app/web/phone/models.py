"""What a phone says and hears, as the values that check it; the OpenAPI document is made of them."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.services import people
from app.services.learner import phones
from assessments import POINTS, Answer, OpenForm

Sex = Literal[people.SEXES]  # type: ignore[valid-type]
AgeBand = Literal[people.AGE_BANDS]  # type: ignore[valid-type]


class Wire(BaseModel):
    """A Wire is a body that phones send or get. A wrong type or an unknown name is refused, never converted."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


NO_NUL = r"^[^\x00]*$"
"""PostgreSQL has no place for that sign."""


class JoinBody(Wire):
    join_code: Annotated[str, Field(min_length=1, max_length=40, pattern=NO_NUL)]
    join_key: Annotated[str, Field(min_length=20, max_length=64, pattern=NO_NUL)]
    """made at random by the phone: joining again with it is joining once"""
    language: Annotated[str, Field(max_length=12)]
    sex: Sex
    age_band: AgeBand
    assent: Annotated[str, Field(min_length=1, max_length=32)]
    """the version of the words that were read and said yes to"""


class JoinedCard(Wire):
    handle: int
    learner_code: str | None
    """None, as is the PIN, if this join key has joined before"""
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


class SessionState(Wire):
    """A SessionState tells a page who is signed in: the mark for what waits on the phone, language and CSRF token."""

    mark: str
    """under which the phone keeps what waits: the same on every phone, and it says nothing of who it is"""
    language: str
    csrf: str
    """to send as X-CSRFToken with every request that changes something"""


class DraftBody(Wire):
    key: Annotated[str, Field(min_length=36, max_length=36)]
    """under which the attempt will be sent"""
    answers: dict[Annotated[str, Field(max_length=32)], Annotated[str, Field(max_length=32)] | phones.Lines | None] = (
        Field(max_length=200)
    )
    """those that this phone has changed; what is not named, or null, stays as it is; no line takes marks back"""
    statements: dict[
        Annotated[str, Field(max_length=32)], Annotated[int, Field(ge=POINTS[0], le=POINTS[-1])] | None
    ] = Field(default={}, max_length=40)
    """as for the answers; null: rather not said"""


class DraftKept(Wire):
    key: str
    """to send it under: another than the phone's if the test was begun elsewhere before"""
    closing: str
    """the sentence that says when the test closes by itself, if that is within the hour; else empty"""
    answers: dict[str, Answer]
    """from every phone: an option, or the marked lines"""
    statements: dict[str, int | None]


class BundleOption(Wire):
    """A BundleOption is an answer in a check of a lesson, with the reason why it is right or wrong."""

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
    """of somebody who reads slowly"""
    language: str
    """of the words; not the learner's if the lesson is not in it yet"""
    title: str
    summary: str
    note: str
    steps: tuple[BundleStep, ...]


class BundleTest(Wire):
    """A BundleTest is a test that a phone takes along before it is sat; its type has no place for right answers."""

    __test__ = False

    wave: str
    standing: str
    opened_at: datetime | None
    """in the future if it will open by itself, also without a connection"""
    closed_at: datetime | None
    form: OpenForm
    ticket: str
    """authorises the PUT of this attempt and nothing else, also after sign-out"""


class RoadTest(Wire):
    """A RoadTest is the state of a test, with the answers that have arrived; its questions are in Forms."""

    wave: str
    number: int
    """in the address of its page"""
    standing: str
    length: str
    """the sentence that says how many questions it has"""
    opened_at: datetime | None
    """in the future if it will open by itself, also without a connection"""
    closed_at: datetime | None
    ticket: str
    key: str | None
    """of the attempt that was begun on the server or on another phone"""
    answers: dict[str, Answer]
    """as far as they have arrived"""
    statements: dict[str, int | None]


class Forms(Wire):
    """A Forms holds the questions of the tests in this learner's order, without the right answers."""

    digest: str
    forms: dict[str, OpenForm]
    """by wave"""


class RoadPiece(Wire):
    """A RoadPiece is one piece of a lesson as the page of the road shows it."""

    id: str
    """to send how far the learner is under it"""
    title: str
    look: str
    """done, now or ahead"""
    first: int
    """its first screen within the lesson, from 1"""


class RoadStop(Wire):
    """A RoadStop is one stop of the learner's way as the page of the road shows it."""

    kind: str
    """pre-test, lesson, ..."""
    lesson: str | None
    number: int | None
    """in the address of its page; None: it has none"""
    title: str
    language: str | None
    """of the title, if it is not the page's"""
    look: str
    """done, now, waiting, open or ahead"""
    note: str
    deed: str
    """what the button says when this stop is now"""
    pieces: tuple[RoadPiece, ...]
    """of a lesson; empty for one that is one piece, under the lesson's own id"""
    where: str
    """how far along one is in a lesson that is one piece, {n} being the step; empty for any other stop"""


class Road(Wire):
    """A Road is what a phone shows and stores offline: way, tests and pages to keep. mark: as in SessionState."""

    mark: str
    language: str
    pages: str
    """names the pages to keep: others are the same pages in another language or of another course"""
    keep: dict[str, str]
    """where to fetch a page from, by the address that it is kept under"""
    plan: str
    """the address of the learner's plan, also before its lesson is open; empty where the course has none"""
    forms: str
    """digest of the forms, to fetch them again only when they are others"""
    told_at: datetime
    """by the server's clock"""
    stops: tuple[RoadStop, ...]
    tests: tuple[RoadTest, ...]


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
    """An AttemptKept is the receipt of a test that is stored on the server's disk. sha256: of what the phone sent."""

    key: str
    sha256: str
    """of the body without `ticket` and `sent_at`, as JSON with sorted keys and sorted lines, no blanks, UTF-8"""
    received_at: datetime


class ProgressBody(Wire):
    step: Annotated[int, Field(ge=1, le=1000)]
    """the furthest step of the piece that was shown, from 1"""
    done: bool = False


class ProgressKept(Wire):
    lesson: str
    step: int
    done: bool


class DeedBody(Wire):
    key: Annotated[str, Field(pattern="^[0-9a-f]{16}$")]
    """made at random by the phone: an answer that is sent again counts once"""
    worked_out: Literal["yes", "not_yet", "not_for_me"]


class DeedCounted(Wire):
    key: str


class HeldAttempt(Wire):
    key: str
    wave: str
    sha256: str
    received_at: datetime


class Receipts(Wire):
    attempts: tuple[HeldAttempt, ...]


class Problem(BaseModel):
    """A Problem is an error by RFC 9457: a stable `code`, `detail` for people, and the `field` of the body at fault."""

    type: str
    status: int
    code: str
    detail: str
    field: str | None = None
