"""A programme whose groups settle in a line: their learners are made as columns, not one by one."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from sqlalchemy import select

from analytics.counts.learners import Learners
from analytics.counts.ledger import Ledger
from analytics.counts.tally import stratum_code
from app.publishing import drafts, files, publications
from app.publishing.content import Content
from app.publishing.drafts import Draft
from app.services.figures.ledgers import OF_FOLLOW_UP
from app.store import Database
from app.store.answers import columns, numbers
from app.store.figures import additions
from app.store.figures.publication import Publication
from app.store.programmes import programmes
from app.store.programmes.programmes import Programme
from app.store.steps import COURSE, FOLLOW_UP, REVEAL
from app.store.tables import Settlement
from tests.app.conftest import School

HOME = "https://navigator.example"


@dataclass
class Programmes:
    """Settles groups and publishes, on a day of April 2026 each."""

    school: School
    random: np.random.Generator = field(default_factory=lambda: np.random.default_rng(13))

    @property
    def programme(self) -> Programme:
        result = programmes.get_by_id(self.school.session, self.school.programme_id)
        assert result is not None
        return result

    def settle(
        self,
        region: str,
        girls: int,
        boys: int = 0,
        *,
        day: int = 1,
        follow_ups: int = 0,
        reports: int = 0,
        late: int | None = None,
        sent_late: int = 0,
        way: str = "room",
    ) -> int:
        """A group of so many with both tests; its id. follow_ups: so many of them took the third, which settles too.
        reports: so many say that they taught two peers. late: so many came after the reveal; None: there was none.
        sent_late: so many of them from phones, at their word."""
        cohort = self.school.cohort(is_open=False, region_code=region, label=f"{region} {day} {girls} {boys}")
        learners = self._learners(cohort.cohort_id, region, girls + boys, follow_ups, reports, sent_late)
        sexes, n = np.array(["female"] * girls + ["male"] * boys), girls + boys
        alike = {"age_band": "15-17", "language": "ru"}
        channels = np.where(sexes == "female", "page", "phone")
        splits = {"sex": sexes, "channel": channels, **{split: np.full(n, value) for split, value in alike.items()}}
        ledger = Ledger.of(learners, np.full(n, "counted"), splits)
        if late is not None:
            in_time = Ledger.of(learners.take(np.arange(n) < n - late), np.full(n - late, "counted"), {})
            self._add(cohort.cohort_id, region, REVEAL, day, in_time.only("pre_post"), way)
        self._add(cohort.cohort_id, region, COURSE, day, ledger.without(*OF_FOLLOW_UP), way)
        if follow_ups:
            self._add(cohort.cohort_id, region, FOLLOW_UP, day, ledger.only(*OF_FOLLOW_UP), way)
        return cohort.cohort_id

    def settle_anew(self, cohort_id: int, region: str, girls: int) -> None:
        """A group is counted anew, and so many have both tests today."""
        session = self.school.session
        old = session.scalars(select(Settlement).where(Settlement.cohort_id == cohort_id)).one()
        like = self.settle(region, girls, day=9)
        new = session.scalars(select(Settlement).where(Settlement.cohort_id == like)).one()
        old.is_current = False
        session.flush()
        new.cohort_id, new.number = cohort_id, 2
        session.flush()

    def draft(self, day: int, *, is_correction: bool = False) -> Draft:
        """Of groups settled until this day, looked at on the next."""
        return drafts.draft(
            self.school.session,
            self.programme,
            date(2026, 4, day),
            home=HOME,
            now=_at(day + 1),
            is_correction=is_correction,
        )

    def publish(self, day: int, *, reason: str = "", is_correction: bool = False) -> Publication:
        drafted = self.draft(day, is_correction=is_correction)
        return publications.publish(self.school.session, drafted, by=None, now=_at(day + 1), reason=reason)

    def content(self, made: Publication) -> Content:
        return files.content_of(self.school.session, made)

    def _learners(self, cohort_id: int, region: str, n: int, follow_ups: int, reports: int, sent_late: int) -> Learners:
        sheet = columns.sheet_of(self.school.release.instrument)
        k = len(sheet.items)
        pre = self.random.binomial(k, 0.4, n)
        post = np.clip(pre + self.random.integers(-1, 5, n), 0, k)
        forms = np.stack((np.arange(n) % 2, (np.arange(n) + 1) % 2), axis=1)
        right = np.arange(k) < np.stack((pre, post), axis=1)[:, :, None]
        keys = sheet.key_places[forms]
        return Learners(
            sheet,
            cohort=np.full(n, cohort_id),
            stratum=np.full(n, stratum_code(region)),
            pre=pre,
            post=post,
            forms=forms,
            follow_up=np.where(np.arange(n) < follow_ups, post, columns.NOT_SAT),
            is_post_over=np.full(n, fill_value=True),
            is_follow_up_over=np.full(n, fill_value=True),
            answers=np.where(right, keys, (keys + 1) % 2).astype(np.uint8),
            lessons=np.full(n, 3),
            peers=np.where(np.arange(n) < reports, 2, -1),
            is_late=np.arange(n) < sent_late,
        )

    def _add(self, cohort_id: int, region: str, step: str, day: int, ledger: Ledger, way: str) -> None:
        session = self.school.session
        additions.add(
            session,
            ledger,
            cohort_id=cohort_id,
            step=step,
            number=1,
            settled_at=_at(day),
            settled_by=None,
            month="2026-04",
            instrument_id=numbers.instrument(session, self.school.release.structure_digest).instrument_id,
            programme_id=self.school.programme_id,
            partner_id=self.school.partner_id,
            region_code=region,
            way=way,
            standing="counted",
            learner_count=ledger.total.enrolled,
        )


def _at(day: int) -> datetime:
    """Noon in Almaty."""
    return datetime(2026, 3, 31, 7, tzinfo=UTC) + timedelta(days=day)


@pytest.fixture
def database(sqlite: Database) -> Database:
    """One is enough here; `test_on_postgresql` goes the whole way on the other."""
    return sqlite


@pytest.fixture
def house(school: School) -> Programmes:
    return Programmes(school)
