"""Every stored value that was worked out of others is checked: edited by hand it is named, and no rebuild hides it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Column, select, update

from app.content import Release
from app.publishing import drafts, files, publications
from app.publishing import upkeep as published
from app.publishing.files import Wish
from app.services.figures import settling_anew, upkeep
from app.services.figures.ledgers import Edited
from app.services.learner import joining, testing
from app.services.releases import keep_release
from app.services.waves import Wave
from app.store import Database, Session, audit_chain
from app.store.figures.seals import SIZE, seal
from app.store.migrate import FOLDER
from app.store.programmes import programmes
from app.store.steps import REVEAL
from app.store.tables import (
    Attempt,
    Cell,
    CohortSum,
    CohortTally,
    Publication,
    PublicationCohort,
    PublicationFile,
    Row,
    ScorePair,
    Settlement,
)
from tests.app.conftest import School
from tests.conftest import copy_instance
from tests.lengthened import with_items

pytestmark = pytest.mark.many

DERIVED: tuple[type[Row], ...] = (
    *(ScorePair, CohortTally, Settlement, Cell, CohortSum, Publication, PublicationCohort, PublicationFile, Attempt),
)
"""Tables of which something was worked out: of `attempt` some columns, of the others all."""
WORKED_OUT_FROM_NOTHING = {
    **dict.fromkeys(("settlement.settlement_id", "cell.cell_id", "publication.publication_id"), "a number for a row"),
    **dict.fromkeys(
        ("publication.withdrawn_at", "publication.withdrawn_by", "publication.reason"), "what somebody did and why"
    ),
    **dict.fromkeys(
        (
            *("attempt.attempt_id", "attempt.key", "attempt.learner_id", "attempt.cohort_id", "attempt.instrument_id"),
            *("attempt.wave", "attempt.form", "attempt.wording_id", "attempt.language", "attempt.seed"),
            *("attempt.started_at", "attempt.finished_at", "attempt.received_at", "attempt.content_sha256"),
            *(
                "attempt.channel",
                "attempt.typed_by",
                "attempt.answered_at",
                "attempt.source",
                "attempt.reason",
                "attempt.bar",
                "attempt.is_confirmed",
                "attempt.answers",
                "attempt.seconds",
                "attempt.points",
            ),
        ),
        "as it came",
    ),
}
"""Columns of those tables that no other value tells, and why; every other one is edited here."""
OTHERS = {"female": "male", "male": "female", "AB": "BA", "BA": "AB", "18-19": "15-17", "15-17": "18-19"}
"""What somebody who edits by hand would put instead."""
CALLED = {"publication_cohort": "what entered with it", "answered_count": "score", "unsure_count": "score"}
CALLED |= {"is_complete": "score", "keyed_seal": "seal"}
"""How a finding names what it does not call by its name."""


class World:
    """A group that has settled with its follow-up, and anew when somebody had withdrawn, and one more has since; one
    beside it that has settled, and one that goes on; two publications."""

    def __init__(self, session: Session, release: Release) -> None:
        self.session, self.school = session, School(session, release)
        school = self.school
        settled, nobody = self._group(13), self._group(1)
        School(session, release, school.now, name="Other ways", facilitator="other")
        others = release.instrument.model_copy(update={"items": release.instrument.items[::-1]})
        keep_release(session, school.programme_id, release.model_copy(update={"instrument": others}), school.now)
        beside = self._group(11)
        for group in (settled, beside):
            self._sit(group, Wave.PRE, Wave.POST)
            school.settle(school.cohort_of(group[0]))
        self._sit(settled, Wave.FOLLOW_UP)
        school.settle_all()
        joining.withdraw(session, settled[7], school.now)
        settling_anew.settle_anew(session, school.programme_id, now=school.now, is_edition=True)
        joining.withdraw(session, settled[4], school.now)
        live = self._group(3)
        school.finish_lesson(live[2])
        self._sit(live, Wave.PRE)
        school.open(school.cohort_of(live[0]), Wave.POST)
        school.take(live[0], Wave.POST, right=3)
        begun = testing.begin(session, live[1], Wave.POST, school.now)
        item, option = next(iter(school.answers(begun.form, right=1).items()))
        testing.answer(session, live[1], Wave.POST, item, option, school.now)
        self._publish()
        self.spare = {
            (ScorePair, "learner_id"): nobody[0],
            (ScorePair, "reason"): "work",
            (CohortTally, "cohort_id"): school.cohort().cohort_id,
            (PublicationFile, "publication_id"): 1,
            (CohortSum, "settlement_id"): session.scalars(
                select(Settlement.settlement_id).where(Settlement.step == REVEAL).limit(1)
            ).one(),
        }
        audit_chain.link(session)
        session.flush()

    def _group(self, size: int) -> list[int]:
        cohort = self.school.cohort()
        return [
            self.school.learner(cohort, sex=("female", "male")[place % 2], age_band=("18-19", "15-17")[place % 3 == 0])
            for place in range(size)
        ]

    def _sit(self, people: list[int], *waves: Wave) -> None:
        cohort = self.school.cohort_of(people[0])
        for number, wave in enumerate(waves):
            self.school.open(cohort, wave)
            for place, learner_id in enumerate(people):
                self.school.sit(learner_id, wave, right=3 + place % 5 + 4 * number)
            self.school.wait(hours=1)

    def _publish(self) -> None:
        programme = programmes.get_by_id(self.session, self.school.programme_id)
        assert programme is not None
        now = self.school.now
        for is_correction in (False, True):
            drafted = drafts.draft(self.session, programme, now.date(), home="", now=now, is_correction=is_correction)
            made = publications.publish(self.session, drafted, by=None, now=now, reason="Twice.")
        wish = Wish("csv", "en")
        files.give(self.session, made, wish, files.write(self.session, made, wish), by=None, now=now)

    def other(self, table: type[Row], column: Column[Any], value: Any) -> Any:
        """Another value that the column may have, of a row that is there where it names one."""
        if (table, column.name) in self.spare:
            return self.spare[table, column.name]
        if isinstance(value, bool):
            return not value
        if isinstance(value, int):
            return value + (1 if column.name.endswith("_id") else 7)
        if isinstance(value, datetime | date):
            return value + timedelta(days=1)
        if isinstance(value, bytes):
            return b"other"
        if isinstance(value, str) and table is ScorePair:
            return OTHERS.get(value, f"{value}9")
        if isinstance(value, str):
            return "0" * 64 if column.name == "digest" else f"{value[:-1]}{'8' if value.endswith('9') else '9'}"
        return self.school.facilitator_id if column.foreign_keys else 1


@pytest.fixture(scope="module")
def world(sqlite_file: Path, tmp_path_factory: pytest.TempPathFactory, fixture_course: Release) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("world")
    copy_instance(sqlite_file, folder)
    database = Database(f"sqlite:///{folder / 'navigator.db'}")
    session = database.writing_session()
    yield World(session, with_items(fixture_course, 14))
    session.close()
    database.dispose()


@contextmanager
def undone(session: Session) -> Iterator[None]:
    savepoint = session.begin_nested()
    try:
        yield
    finally:
        savepoint.rollback()


def findings(session: Session) -> list[upkeep.Finding]:
    session.expire_all()
    checks = (upkeep.findings, published.findings, upkeep.wrong_seals, upkeep.wrong_acts)
    return [finding for check in checks for finding in check(session)]


def snapshot(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    """All that was worked out; a cohort of nobody may have a row or none."""
    worked_out = {}
    for table in DERIVED:
        query = select(*(column for column in table.__table__.columns if column.name != "cell_id"))
        if table is CohortTally:
            query = query.where(CohortTally.enrolled > 0)
        worked_out[table.__tablename__] = sorted((tuple(row) for row in session.execute(query)), key=repr)
    return worked_out


def columns() -> list[tuple[type[Row], str]]:
    return [
        (table, column.name)
        for table in DERIVED
        for column in table.__table__.columns
        if f"{table.__tablename__}.{column.name}" not in WORKED_OUT_FROM_NOTHING
    ]


def test_nothing_is_left_out_that_is_no_more_there() -> None:
    derived = {f"{table.__tablename__}.{column.name}" for table in DERIVED for column in table.__table__.columns}
    assert set(WORKED_OUT_FROM_NOTHING) < derived


def test_what_nobody_edited_is_as_it_should_be(world: World) -> None:
    assert findings(world.session) == []


@pytest.mark.parametrize(
    ("table", "name"), [pytest.param(*both, id=f"{both[0].__tablename__}.{both[1]}") for both in columns()]
)
def test_an_edited_value_is_named_and_a_rebuild_mends_it_or_leaves_it_named(
    world: World, table: type[Row], name: str
) -> None:
    session, rows = world.session, table.__table__
    before = snapshot(session)
    keys = [column for column in rows.columns if column.primary_key]
    stored = session.execute(select(*keys, rows.columns[name]).order_by(*keys)).all()
    if name == "is_current":
        stored = [row for row in stored if row.is_current]  # a second one that holds is refused by an index
    for *key, value in [stored[0], *stored[1:][-1:]]:  # the first and the last, where there are two
        is_it = [column == of for column, of in zip(keys, key, strict=True)]
        with undone(session):
            session.execute(update(rows).where(*is_it).values({name: world.other(table, rows.columns[name], value)}))

            faults = findings(session)
            assert any(_names(finding, table.__tablename__, name) for finding in faults), (key, faults)
            assert all(finding.mend for finding in faults)
            try:
                upkeep.rebuild(session)
            except Edited as fault:
                assert "settlement of cohort" in str(fault)
            else:
                assert snapshot(session) == before or findings(session)


@pytest.mark.parametrize("table", [Settlement, Publication])
def test_a_frozen_value_that_is_edited_together_with_its_seal_is_named(world: World, table: type[Row]) -> None:
    session = world.session
    with undone(session):
        row: Any = session.scalars(select(table).limit(1)).one()
        pieces = [row.seal[place * SIZE :][:SIZE] for place in range(len(row.seal) // SIZE)]
        place = pieces.index(seal([row.learner_count]))
        row.learner_count += 1
        row.seal = b"".join([*pieces[:place], seal([row.learner_count]), *pieces[place + 1 :]])
        session.flush()

        name = f"{table.__tablename__} {row.settlement_id if table is Settlement else row.publication_id}"
        assert name in {finding.where for finding in findings(session)}


def test_an_update_seals_what_it_finds_as_the_program_does(world: World) -> None:
    session, before = world.session, snapshot(world.session)
    seals = ScriptDirectory(str(FOLDER)).get_revision("0011").module
    with undone(session):
        for table in (Settlement, Publication):
            session.execute(update(table).values(seal=b""))
        for data in session.scalars(select(PublicationFile.data)):
            session.execute(update(PublicationFile).values(digest=sha256(data).hexdigest()))
        assert snapshot(session) != before

        for name, frozen in seals.FROZEN.items():
            seals.seal_all(session.connection(), name, frozen)
        seals.name_files(session.connection())

        session.expire_all()
        assert snapshot(session) == before


def _names(finding: upkeep.Finding, table: str, column: str) -> bool:
    text = f"{finding.where} {finding.what}"
    if table in ("settlement", "publication", "attempt") and column != "seal":
        is_named = CALLED.get(column, column) in finding.what or finding.where.endswith(f", {column}")
        return finding.where.startswith(table) and is_named
    return CALLED.get(table, table) in text
