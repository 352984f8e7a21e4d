"""Invented learners in cohorts that have settled, for tests of reports that need hundreds of them."""

import random
import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
from sqlalchemy import select

from analytics.counts.learners import ABSENT, BLANK, Column, Learners, Sheet
from analytics.counts.ledger import Ledger
from analytics.counts.tally import stratum_code
from app.services.releases import release_of_structure
from app.store import Session
from app.store.answers import columns, numbers
from app.store.figures import additions
from app.store.figures.selection import WITHIN
from app.store.tables import (
    Attempt,
    Cohort,
    CohortTally,
    CourseRelease,
    Learner,
    Row,
    ScorePair,
    Staff,
    Window,
    Wording,
)
from assessments import FORMS
from tests.app.conftest import School

USUAL = {
    "region_code": "KZ-61",
    "form_order": "AB",
    "sex": "female",
    "age_band": "15-17",
    "language": "ru",
    "way": "room",
    "month": "2026-03",
    "channel": "page",
    "is_waiting": False,
    "early": None,
}
WIDE = ("programme_id", "partner_id", "region_code", "way", "is_waiting", "month")
"""What is of a whole cohort."""
CLOSED = datetime(2026, 3, 20, tzinfo=UTC)


@dataclass
class Settled:
    """Learners by cohort; `write` puts them into the tables as if their cohorts had settled."""

    structure: str
    programme_id: int
    partner_id: int
    sheet: Sheet = field(init=False)
    wording_id: int = 0
    people: dict[tuple[Any, ...], list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))

    def pair(self, pre: int | None, post: int | None, *, cohort_id: int, **dimensions: object) -> None:
        of = {"programme_id": self.programme_id, "partner_id": self.partner_id, **USUAL, **dimensions}
        self.people[cohort_id, *(of[name] for name in WIDE)].append({**of, "pre": pre, "post": post})

    def unpaired(self, state: str, count: int = 1, *, cohort_id: int = 0, score: int = 6, **dimensions: object) -> None:
        """pre_only, post_only or neither."""
        for _ in range(count):
            sat = (score if state == "pre_only" else None, score if state == "post_only" else None)
            self.pair(*sat, cohort_id=cohort_id, **dimensions)

    def write(self, session: Session) -> None:
        self.sheet = columns.sheet_of(release_of_structure(session, self.structure).instrument)
        instrument_id = numbers.instrument(session, self.structure).instrument_id
        self.wording_id = numbers.number_of(session, Wording, "0" * 64)
        release_id = session.scalars(
            select(CourseRelease.course_release_id).where(CourseRelease.structure_digest == self.structure)
        ).first()
        facilitator_id = session.scalars(select(Staff.staff_id)).first()
        for (_, *wide), people in self.people.items():
            of = dict(zip(WIDE, wide, strict=True))
            month = of.pop("month")
            cohort = Cohort(
                **of,
                ref=uuid.uuid4().hex[:12],
                course_release_id=release_id,
                facilitator_id=facilitator_id,
                label="Settled",
                language="ru",
                time_zone="Asia/Almaty",
                starts_on=date(2026, 3, 2),
                ends_on=date(2026, 5, 30),
                join_code=uuid.uuid4().hex[:8],
                created_at=CLOSED,
            )
            session.add(cohort)
            session.flush()
            session.add(
                Window(
                    cohort_id=cohort.cohort_id, wave="post", opened_at=CLOSED, closed_at=CLOSED, first_closed_at=CLOSED
                )
            )
            rows = [_learner(cohort, handle, person) for handle, person in enumerate(people, 1)]
            session.add_all(rows)
            session.flush()
            for learner, person in zip(rows, people, strict=True):
                session.add_all(self._scores(learner, instrument_id, person))
            session.add(_progress(cohort, people))
            learners = _columns(cohort, people, self.sheet)
            splits = {name: np.array([person[name] for person in people]) for name in WITHIN}
            del of["is_waiting"]
            additions.add(
                session,
                Ledger.of(learners, np.full(len(people), _standing(cohort)), splits),
                **of,
                cohort_id=cohort.cohort_id,
                step="course",
                number=1,
                settled_at=CLOSED,
                settled_by=None,
                month=month,
                instrument_id=instrument_id,
                standing=_standing(cohort),
                learner_count=len(people),
            )
        session.flush()

    def _scores(self, learner: Learner, instrument_id: int, person: dict[str, Any]) -> Iterator[Row]:
        home = {
            "learner_id": learner.learner_id,
            "cohort_id": learner.cohort_id,
            "instrument_id": instrument_id,
            "channel": person["channel"],
        }
        own = {name: person[name] for name in ("sex", "age_band", "language", "form_order", "early", "pre", "post")}
        yield ScorePair(**home, **own, lessons=0)
        for form, wave in zip(person["form_order"], ("pre", "post"), strict=True):
            if person[wave] is not None:
                yield Attempt(
                    **home,
                    key=str(uuid.uuid4()),
                    wave=wave,
                    form=form,
                    wording_id=self.wording_id,
                    language="ru",
                    started_at=CLOSED,
                    finished_at=CLOSED,
                    received_at=CLOSED,
                    score=person[wave],
                    answered_count=person[wave],
                    is_complete=True,
                    is_counted=True,
                    answers=_sheet(self.sheet, form, person[wave]).tobytes(),
                    seconds=b"",
                    points=b"",
                )


def _learner(cohort: Cohort, handle: int, person: dict[str, Any]) -> Learner:
    return Learner(
        cohort_id=cohort.cohort_id,
        handle=handle,
        code_hash=uuid.uuid4().hex,
        join_key=uuid.uuid4().hex,
        first_form=person["form_order"][0],
        joined_at=CLOSED,
        **{name: person[name] for name in ("sex", "age_band", "language")},
    )


def _standing(cohort: Cohort) -> str:
    return "waiting" if cohort.is_waiting else "counted"


def _sheet(sheet: Sheet, form: str, score: int | None) -> Column:
    """The first items right, the rest blank; None: not sat."""
    items = np.arange(len(sheet.items))
    if score is None:
        return np.full(items.size, ABSENT, dtype=np.uint8)
    return np.where(items < score, sheet.key_places[FORMS.index(form)], BLANK).astype(np.uint8)


def _columns(cohort: Cohort, people: list[dict[str, Any]], sheet: Sheet) -> Learners:
    n = len(people)
    early, pre, post = (
        np.array([columns.NOT_SAT if person[wave] is None else person[wave] for person in people])
        for wave in ("early", "pre", "post")
    )
    return Learners(
        sheet,
        cohort=np.full(n, cohort.cohort_id),
        stratum=np.full(n, stratum_code(cohort.region_code)),
        early=early,
        pre=pre,
        post=post,
        waits=np.full(n, cohort.is_waiting),
        is_drawn=np.full(n, fill_value=False),
        forms=np.array([[FORMS.index(form) for form in person["form_order"]] for person in people]),
        is_post_over=np.full(n, fill_value=True),
        answers=np.array(
            [
                [
                    _sheet(sheet, form, person[wave])
                    for form, wave in zip(person["form_order"], ("pre", "post"), strict=True)
                ]
                for person in people
            ]
        ),
        lessons=np.zeros(n, dtype=np.int64),
    )


def _progress(cohort: Cohort, people: list[dict[str, Any]]) -> CohortTally:
    pre, post = ([person[wave] is not None for person in people] for wave in ("pre", "post"))
    return CohortTally(
        cohort_id=cohort.cohort_id,
        enrolled=len(people),
        early=0,
        pre=sum(pre),
        post=sum(post),
        paired=sum(map(min, pre, post)),
        follow_up=0,
        is_settled=True,
    )


PAIRED, IMPROVED = 173, 159
"""Learners with both tests, and how many of them scored higher: of the demonstration, and of `six_regions`."""


def six_regions_of(school: School) -> Settled:
    """The same of a school's partner, as if they had settled."""
    settled = Settled(school.release.structure_digest, school.programme_id, school.partner_id)
    six_regions(settled)
    settled.write(school.session)
    return settled


def six_regions(settled: Settled) -> None:
    """Pairs of six regions in eighteen cohorts, as many as in the demonstration; 24 took the first test only, 3 the
    second."""
    draw = random.Random(7)
    sizes = {
        "KZ-61": (32, 31),
        "KZ-35": (28, 27),
        "KZ-75": (34, 32),
        "KZ-79": (30, 28),
        "KZ-15": (22, 20),
        "KZ-63": (27, 21),
    }
    for number, (region, (paired, improved)) in enumerate(sizes.items()):
        cohorts = [
            {
                "cohort_id": 3 * number + place + 1,
                "region_code": region,
                "month": ("2026-02", "2026-03")[place % 2],
                "way": ("room", "room", "remote")[(place + number) % 3],
            }
            for place in range(3)
        ]
        for place in range(paired):
            pre = draw.choice([5, 6, 6, 7, 7, 8, 8, 9, 10])
            gain = draw.choice([2, 3, 4, 4, 5, 6]) if place < improved else draw.choice([0, 0, -1])
            sex = "unsaid" if place % 16 == 15 else draw.choice(["female", "female", "male"])
            settled.pair(pre, min(14, pre + gain), **{**cohorts[place % 3], "sex": sex})
        settled.unpaired("pre_only", 4, **cohorts[0])
        if region == "KZ-61":
            settled.unpaired("post_only", 3, **cohorts[0])
        if region == "KZ-35":
            settled.unpaired("neither", 5, **cohorts[0])
