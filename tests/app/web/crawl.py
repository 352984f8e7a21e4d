"""Whether what somebody can reach tells of scores: the same pages, when the same people have other scores."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, tzinfo
from io import BytesIO
from typing import Self
from unittest.mock import patch
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from app.content import Release
from app.services import releases
from app.services.figures import ledgers
from app.store.answers import sheets
from app.store.steps import REVEAL
from app.store.tables import Attempt, Instrument, ScorePair, Settlement
from assessments import ItemForm, score
from tests.app.web.conftest import Room
from tests.app.web.reader import Phone

CHANGES_BY_ITSELF = re.compile(
    r'<input type="hidden"[^>]*>|nonce-?="?[\w+/=-]+|\d{1,2}:\d{2}(:\d{2})?(\u202f[AP]M)?|(?<=last used )[^<]*'
    r'|since=\d+|(?<=data-look=")\d+|(?<=content=")\d+(?=;url=/result)'
)
"""What a form hides, which is made anew for each page, the time of day, how long ago a sign-in was used, and when a
page that waits looks again."""
NOT_FOLLOWED = re.compile(r"/static/|/plan|/course|/trial/|[?&](lang|after)=|/out$|/help")
"""Pages of the course, and languages, in which nobody's results stand."""
HTML = "text/html"


def everything(desk: Phone, *first: str, but: str = "^$") -> dict[str, str]:
    """Every page, print and file that this person reaches by links from these addresses, by address.

    but: a pattern of addresses that are passed over.
    """
    pages: dict[str, str] = {}
    waiting = list(first)
    while waiting:
        path = waiting.pop()
        if path in pages:
            continue
        response = desk.client.get(path, headers={"Accept-Language": desk.language})
        if response.mimetype != HTML:
            pages[path] = _in(response.data)
            continue
        text = response.get_data(as_text=True)
        pages[path] = f"{response.status_code} {CHANGES_BY_ITSELF.sub('', text)}"
        links = re.findall(r'(?:href|data-refresh)="(/[^"#]*)"', text)
        waiting += [
            link.replace("&amp;", "&") for link in links if not re.search(f"{NOT_FOLLOWED.pattern}|{but}", link)
        ]
    return pages


def _in(data: bytes) -> str:
    """What stands in a file; of a workbook without when it was made."""
    if not data.startswith(b"PK"):
        return repr(data)
    with ZipFile(BytesIO(data)) as book:
        parts = {name: book.read(name).decode() for name in book.namelist() if name != "docProps/core.xml"}
    return re.sub(r"\d{8,}", "", str(parts))


@contextmanager
def other_scores(room: Room, *, before: Mapping[int, int], after: Mapping[int, int]) -> Iterator[None]:
    """The same learners with other scores on both tests, as if it had always been so; also in the group's result where
    it has been made."""

    def sheet_of(attempt: Attempt) -> None:
        right = (before if attempt.wave == "pre" else after)[attempt.learner_id]
        layout = sheets.layout(room.school.session.get_one(Instrument, attempt.instrument_id).layout)
        attempt.answers = layout.answers(attempt.form, room.school.answers(attempt.form, right=right))
        attempt.score = min(right, len(room.school.release.instrument.items))

    with _changed(room, sheet_of):
        yield


@contextmanager
def other_keys(room: Room) -> Iterator[None]:
    """The same sheets, of which other answers are right, as if it had always been so; also in the group's result where
    it has been made. Digests of a release stay: those of a learner are of its words too, which nobody has before."""
    known = {digest: _with_other_keys(release) for digest, release in releases._RELEASES.items()}
    instrument = _with_other_keys(room.school.release).instrument

    def scored_anew(attempt: Attempt) -> None:
        layout = sheets.layout(room.school.session.get_one(Instrument, attempt.instrument_id).layout)
        responses = layout.responses(attempt.form, attempt.answers)
        attempt.score = score(instrument, attempt.form, responses).right

    same = {name: getattr(room.school.release, name) for name in ("digest", "structure_digest")}
    with patch.multiple(Release, **same), patch.dict(releases._RELEASES, known), _changed(room, scored_anew):
        yield


def _with_other_keys(release: Release) -> Release:
    items = [
        item.model_copy(update={"forms": {name: _other_key(form) for name, form in item.forms.items()}})
        for item in release.instrument.items
    ]
    return release.model_copy(update={"instrument": release.instrument.model_copy(update={"items": tuple(items)})})


def _other_key(form: ItemForm) -> ItemForm:
    if not isinstance(form.key, str):
        return form.model_copy(update={"key": tuple(line for line in form.options if line not in form.key)})
    place = form.options.index(form.key)
    return form.model_copy(update={"key": form.options[place - 1]})


@contextmanager
def _changed(room: Room, change: Callable[[Attempt], None]) -> Iterator[None]:
    """Both tests of everybody as this changes them, with what follows from them; afterwards as it was."""
    session = room.school.session
    attempts = session.scalars(select(Attempt).where(Attempt.wave.in_(("pre", "post")))).all()
    pairs = session.scalars(select(ScorePair)).all()
    made = session.scalars(select(Settlement).where(Settlement.step == REVEAL)).all()
    as_it_was = [
        *((attempt, {"answers": attempt.answers, "score": attempt.score}) for attempt in attempts),
        *((pair, {"pre": pair.pre, "post": pair.post}) for pair in pairs),
        *((one, {"ledger": one.ledger}) for one in made),
    ]
    for attempt in attempts:
        change(attempt)
    scores = {(it.learner_id, it.wave): it.score for it in attempts if it.is_counted}
    for pair in pairs:
        pair.pre, pair.post = scores.get((pair.learner_id, "pre")), scores.get((pair.learner_id, "post"))
    session.flush()
    for one in made:
        cohort = room.school.cohort_of(pairs[0].learner_id)
        ledger, _ = ledgers.ledger_of(session, cohort, REVEAL, instrument_id=one.instrument_id, region=one.region_code)
        one.ledger = ledger.packed()
    session.commit()
    try:
        yield
    finally:
        for row, values in as_it_was:
            for name, value in values.items():
                setattr(row, name, value)
        session.commit()


class StandingClock(datetime):
    """A clock that stands at one moment, so that no page differs by the minutes that a test has taken meanwhile."""

    moment = datetime.now(UTC)

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        moment = cls.moment.astimezone(tz)
        return cls.combine(moment.date(), moment.timetz())


def hold_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets time go on for the rest of a test only where `Room` says so."""
    monkeypatch.setattr(StandingClock, "moment", datetime.now(UTC))
    for module in ("app.web.clock", "tests.app.web.conftest"):
        monkeypatch.setattr(f"{module}.datetime", StandingClock)
