"""The list of what was done is a chain: whatever of it is changed by hand, verify names the row."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from app.content import Release
from app.services.administrator.instance import rotate_secret
from app.services.figures import upkeep
from app.services.learner import joining
from app.store import Database, Session, audit, audit_chain
from app.store.tables import Audit, AuditHead
from tests.app.conftest import MORNING, School

Change = Callable[[Session], object]
LAST = 9


def note(session: Session, place: int, at: datetime = MORNING) -> None:
    audit.add(session, "learner.card", by=None, at=at, subject=f"learner {place}", cohort_id=place, pages=[place, "а"])


@pytest.fixture
def acts(database: Database) -> Database:
    """Nine acts, of three transactions."""
    for first in (1, 4, 7):
        with database.writing() as session:
            for place in range(first, first + 3):
                note(session, place)
    return database


def wrong(database: Database) -> list[tuple[str, str]]:
    with database.reading() as session:
        return [(one.where, one.what) for one in upkeep.wrong_acts(session)]


def change(database: Database, *changes: Change) -> list[tuple[str, str]]:
    with database.writing() as session:
        for one in changes:
            one(session)
    return wrong(database)


def edited(place: int, **values: Any) -> Change:
    return lambda session: session.execute(update(Audit).where(Audit.number == place).values(values))


def without(*numbers: int) -> Change:
    return lambda session: session.execute(delete(Audit).where(Audit.number.in_(numbers)))


def with_one(**values: Any) -> Change:
    row = {"at": MORNING, "act": "cohort.add", "subject": "", "detail": {}, **values}
    return lambda session: session.execute(insert(Audit).values(row))


def head(**values: Any) -> Change:
    return lambda session: session.execute(update(AuditHead).values(values))


def head_of(number: int) -> Change:
    """The end moved back to an act, by somebody who cannot make its seal."""

    def move(session: Session) -> None:
        digest = session.scalars(select(Audit.digest).where(Audit.number == number)).one()
        session.execute(update(AuditHead).values(number=number, digest=digest))

    return move


def without_end(session: Session) -> None:
    session.execute(delete(AuditHead))


def swapped(session: Session) -> None:
    """Acts 4 and 5 in each other's place."""
    for former, number in ((4, 100), (5, 4), (100, 5)):
        edited(former, number=number)(session)


def moved_up(session: Session) -> None:
    for number in range(5, LAST + 1):
        edited(number, number=number - 1)(session)


def test_what_was_written_is_right_and_numbered_in_order(acts: Database) -> None:
    with acts.reading() as session:
        rows = session.execute(select(Audit.number, Audit.subject).order_by(Audit.number)).all()

    assert [tuple(row) for row in rows] == [(place, f"learner {place}") for place in range(1, LAST + 1)]
    assert wrong(acts) == []


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        pytest.param([edited(5, at=MORNING + timedelta(microseconds=1))], ["audit 5"], id="when"),
        pytest.param([edited(5, act="cohort.add")], ["audit 5"], id="what"),
        pytest.param([edited(5, programme_id=3)], ["audit 5"], id="of which programme"),
        pytest.param([edited(5, cohort_id=3)], ["audit 5"], id="of which group"),
        pytest.param([edited(5, cohort_id=None)], ["audit 5"], id="of no group"),
        pytest.param([edited(5, subject="learner 4")], ["audit 5"], id="to whom"),
        pytest.param([edited(5, detail={"pages": [4, "а"]})], ["audit 5"], id="how"),
        pytest.param([edited(5, digest=b"0" * 32)], ["audit 5", "audit 6"], id="its digest"),
        pytest.param([edited(LAST, subject="")], [f"audit {LAST}"], id="the last one"),
        pytest.param(
            [edited(5, number=None, digest=None)], ["audit 5", "audit: act 5 is missing"], id="out of the chain"
        ),
        pytest.param([edited(LAST, number=70)], ["audit: acts 9 to 69", "audit_head"], id="its number"),
        pytest.param([without(5)], ["audit: act 5 is missing"], id="deleted"),
        pytest.param([without(3, 4, 5)], ["audit: acts 3 to 5 are missing"], id="three deleted"),
        pytest.param([without(1)], ["audit: act 1 is missing"], id="the first one deleted"),
        pytest.param([without(4), moved_up], ["audit 5"], id="deleted, and the others moved up"),
        pytest.param([with_one()], ["audit 10: not in the chain"], id="put in"),
        pytest.param([with_one(number=10, digest=b"1" * 32)], ["audit 10", "audit_head"], id="put in at the end"),
        pytest.param([swapped], ["audit 5", "audit 4"], id="two swapped"),
        pytest.param(
            [edited(4, subject="learner 5"), edited(5, subject="learner 4")],
            ["audit 4", "audit 5"],
            id="two with the other's subject",
        ),
        pytest.param([without(8, 9)], ["audit: acts 8 to 9 are missing"], id="the end cut off"),
        pytest.param([without(8, 9), head_of(7)], ["audit_head"], id="the end cut off, and moved back"),
        pytest.param([head(number=8)], ["audit_head"], id="the end moved back"),
        pytest.param([head(seal=b"")], ["audit_head"], id="the end without its seal"),
        pytest.param([without_end], ["audit_head"], id="no end"),
        pytest.param([without(*range(1, LAST + 1))], ["audit: acts 1 to 9 are missing"], id="all gone"),
    ],
)
def test_a_planted_change_is_named_by_its_row(acts: Database, changes: list[Change], named: list[str]) -> None:
    findings = change(acts, *changes)

    assert {row for row in named if any(f"{where}: {what}".startswith(row) for where, what in findings)} == {*named}
    with acts.writing() as session:
        note(session, 10)
    assert wrong(acts) != [], "the next act hides nothing"


def test_the_key_is_not_in_the_database(acts: Database) -> None:
    """Somebody who chains anew, with all that the database holds, is named: from the act that was changed on."""

    def chain_anew(session: Session) -> None:
        before = b""
        for row in session.scalars(select(Audit).order_by(Audit.number)):
            row.subject = "learner 1"
            before = row.digest = audit_chain._digest(b"guessed", before, row)
        audit_chain._end_with(session.scalars(select(AuditHead)).one(), audit_chain.Link(LAST, before), b"guessed")

    assert [where for where, _what in change(acts, chain_anew)] == [
        *(f"audit {place}" for place in range(1, LAST + 1)),
        "audit_head",
    ]


def test_acts_of_before_the_chain_are_chained_with_the_next_one_and_the_list_says_when(acts: Database) -> None:
    findings = change(
        acts, lambda session: session.execute(update(Audit).values(number=None, digest=None)), without_end
    )
    assert len(findings) == LAST + 1

    with acts.writing() as session:
        note(session, 10)

    assert wrong(acts) == []
    with acts.reading() as session:
        last = session.execute(select(Audit.number, Audit.act).order_by(Audit.number.desc()).limit(2)).all()
    assert [tuple(row) for row in last] == [(11, "learner.card"), (10, "audit.begin")]


def test_a_lost_secret_begins_a_chain_anew_and_only_gaps_are_seen_in_what_was_before(acts: Database) -> None:
    place = acts.vault.place
    if place.file is None or place.value is not None:
        pytest.skip("the secret lies in no file")
    place.file.unlink()
    acts.vault.pepper = None
    fresh = "7" * 64
    with acts.writing() as session:
        rotate_secret(session, fresh, MORNING, is_lost=True)
    place.file.write_text(fresh)
    place.file.chmod(0o600)
    acts.vault.pepper = None

    assert wrong(acts) == []
    assert change(acts, edited(5, subject="nobody sees this")) == []
    assert change(acts, without(6)) == [("audit", "act 6 is missing")]
    assert change(acts, edited(11, detail={}))[-1][0] == "audit 11"


def test_without_the_secret_nobody_can_tell_where_the_list_ends(acts: Database) -> None:
    with acts.reading() as session:
        assert [*upkeep.wrong_acts(session)] == []
    acts.vault.pepper = None
    file = acts.vault.place.file
    assert file is not None
    text = file.read_text()
    file.unlink()
    try:
        with acts.reading() as session:
            ends = wrong(acts), upkeep.end_of_acts(session)
    finally:
        file.write_text(text)
        file.chmod(0o600)
    assert ends == ([], None)


def test_what_is_taken_back_takes_no_number(acts: Database) -> None:
    with acts.writing() as session:
        note(session, 10)
        inner = session.begin_nested()
        note(session, 11)
        session.flush()
        inner.rollback()
        with session.begin_nested():
            note(session, 12)
    with acts.reading() as session:
        assert session.scalars(select(Audit.subject).order_by(Audit.number.desc()).limit(2)).all() == [
            "learner 12",
            "learner 10",
        ]
    assert wrong(acts) == []


def test_writers_at_once_make_one_chain(acts: Database) -> None:
    start = Barrier(4)

    def write(first: int) -> None:
        start.wait()
        for place in range(first, first + 5):
            with acts.writing() as session:
                note(session, place)

    threads = [Thread(target=write, args=(100 * many,)) for many in range(1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong(acts) == []
    with acts.reading() as session:
        assert audit_chain.sealed_head(session) == audit_chain.Link(29, session.scalars(last_digest()).one())


def last_digest() -> Any:
    return select(Audit.digest).order_by(Audit.number.desc()).limit(1)


def test_who_withdraws_breaks_no_chain(database: Database, fixture_course: Release) -> None:
    with database.writing() as session:
        school = School(session, fixture_course)
        learner = school.learner(school.cohort())
    with database.writing() as session:
        joining.withdraw(session, learner, MORNING)

    assert wrong(database) == []
