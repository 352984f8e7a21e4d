"""Whoever is erased stays erased: the list beside the database knows them in every copy of before."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from app.content import Release
from app.services import retention
from app.services.erasing_anew import ErasingAnew, erase_anew
from app.services.learner import joining
from app.services.waves import Wave
from app.store import Database, Session, audit
from app.store.erased_list import ErasedList
from app.store.people import erasures, learners
from app.store.programmes.cohorts import Cohort
from app.store.tables import Learner
from tests.app.conftest import School

pytestmark = pytest.mark.items(14)


def _list_of(database: Database) -> ErasedList:
    place = database.vault.place.erased
    assert place is not None
    return place


def _path(database: Database) -> Path:
    return Path(database.url.database or "")


def _copy(database: Database) -> Path:
    copy = _path(database).with_name("copy.db")
    with closing(sqlite3.connect(_path(database))) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy


def _bring_back(database: Database, copy: Path) -> None:
    """As somebody does it by hand."""
    database.dispose()
    for beside in ("-wal", "-shm"):
        _path(database).with_name(_path(database).name + beside).unlink(missing_ok=True)
    shutil.copyfile(copy, _path(database))


def _handles(database: Database) -> list[int]:
    with database.reading() as session:
        return list(session.scalars(select(Learner.handle).order_by(Learner.handle)))


def _group(session: Session, release: Release, *, size: int = 3) -> tuple[School, Cohort, list[int]]:
    school = School(session, release)
    cohort = school.cohort()
    people = [school.learner(cohort) for _ in range(size)]
    for wave, right in ((Wave.PRE, 4), (Wave.POST, 9)):
        school.open(cohort, wave)
        for learner_id in people:
            school.sit(learner_id, wave, right=right)
    school.reveal(cohort)
    return school, cohort, people


def test_whoever_is_erased_is_in_the_list_on_the_disk_and_it_tells_nobody_who_they_are(
    sqlite: Database, release: Release
) -> None:
    with sqlite.writing() as session:
        school, cohort, people = _group(session, release)
        join_key = session.scalar(select(Learner.join_key).where(Learner.learner_id == people[0])) or ""
        code = school.cards[people[0]].learner_code
    assert not _list_of(sqlite).exists()

    with sqlite.writing() as session:
        joining.withdraw(session, people[0], school.now)
        assert not _list_of(sqlite).exists(), "whoever may still be rolled back is not in it"

    text = _list_of(sqlite).path.read_text()
    assert len(_list_of(sqlite).read()) == 1
    assert _list_of(sqlite).path.stat().st_mode & 0o777 == 0o600
    assert not any(trace in text for trace in (code, join_key, cohort.ref, cohort.label))


def test_what_is_rolled_back_is_not_in_the_list(sqlite: Database, release: Release) -> None:
    with sqlite.writing() as session:
        school, _, people = _group(session, release)
    session = sqlite.writing_session()
    joining.withdraw(session, people[0], school.now)
    session.rollback()

    learners.set_language(session, people[0], "kk")  # whatever is committed next brings nobody in
    session.commit()
    session.close()

    assert not _list_of(sqlite).exists()


def test_a_copy_of_before_is_rid_of_everybody_erased_since_and_of_nobody_else(
    sqlite: Database, release: Release
) -> None:
    """Also of one who had been two when it was made; whoever joined and left after it is not looked for in vain."""
    with sqlite.writing() as session:
        school, cohort, people = _group(session, release, size=5)
    copy = _copy(sqlite)
    with sqlite.writing() as session:
        school.session = session
        keep, drop = learners.get(session, people[1]), learners.get(session, people[3])
        assert keep and drop
        learners.merge(session, keep.learner_id, drop.learner_id, school.now)
        newcomer = school.learner(cohort)
        for learner_id in (people[0], people[1], newcomer):
            joining.withdraw(session, learner_id, school.now)
    _bring_back(sqlite, copy)
    assert _handles(sqlite) == [1, 2, 3, 4, 5]

    assert erase_anew(sqlite, school.now) == ErasingAnew(has_list=True, learners=3)

    assert _handles(sqlite) == [3, 5]
    with sqlite.writing() as session:
        assert [act.act for act in audit.list_acts(session)][:3] == ["learner.erase_anew"] * 3
        school.session = session
        school.learner(cohort)
    assert erase_anew(sqlite, school.now) == ErasingAnew(has_list=True), "and who joins now, under an id of then, stays"
    assert _handles(sqlite) == [3, 5, 6]


def test_a_copy_of_before_is_rid_of_groups_whose_time_was_over_and_their_counts_stay(
    sqlite: Database, release: Release
) -> None:
    with sqlite.writing() as session:
        school, cohort, _ = _group(session, release)
    unsettled = _copy(sqlite)
    with sqlite.writing() as session:
        school.session = session
        school.settle(cohort)
        retention.begin(session, school.anew(cohort), school.now)
    retention.drop_everybody(sqlite, cohort.cohort_id)
    _bring_back(sqlite, unsettled)

    assert erase_anew(sqlite, school.now) == ErasingAnew(has_list=True, cohorts=1), "it settles first, as it can"

    assert _handles(sqlite) == []
    with sqlite.reading() as session:
        school.session = session
        assert school.anew(cohort).erased_at is not None


def test_a_group_that_cannot_be_counted_in_the_copy_is_waited_for(sqlite: Database, release: Release) -> None:
    with sqlite.writing() as session:
        school = School(session, release)
        cohort = school.cohort()
        learner_id = school.learner(cohort)
        school.open(cohort, Wave.PRE)
        school.sit(learner_id, Wave.PRE, right=3)
    copy = _copy(sqlite)
    with sqlite.writing() as session:
        retention.begin(session, cohort, school.now)
    retention.drop_everybody(sqlite, cohort.cohort_id)
    _bring_back(sqlite, copy)

    for _ in range(2):
        assert erase_anew(sqlite, school.now) == ErasingAnew(has_list=True, waiting=1)
        assert _handles(sqlite) == [1]


def test_a_list_that_lacks_somebody_or_was_torn_is_completed(sqlite: Database, release: Release) -> None:
    with sqlite.writing() as session:
        school, _, people = _group(session, release)
        for learner_id in people[:2]:
            joining.withdraw(session, learner_id, school.now)
    place = _list_of(sqlite)
    whole = place.read()
    place.path.write_text(place.path.read_text()[:-10])
    assert len(place.read()) == 1

    erasures.complete(sqlite)

    assert place.read() == whole
    place.path.unlink()
    erasures.complete(sqlite)
    assert place.read() == whole


def test_a_list_that_cannot_be_written_keeps_nobody_from_leaving(sqlite: Database, release: Release) -> None:
    with sqlite.writing() as session:
        school, _, people = _group(session, release)
    _list_of(sqlite).path.mkdir()

    with sqlite.writing() as session:
        joining.withdraw(session, people[0], school.now)

    assert _handles(sqlite) == [2, 3]
    _list_of(sqlite).path.rmdir()
    erasures.complete(sqlite)
    assert len(_list_of(sqlite).read()) == 1


def test_without_a_list_nobody_can_tell_and_under_another_secret_it_is_said(sqlite: Database, release: Release) -> None:
    with sqlite.writing() as session:
        school, _, _ = _group(session, release)
    assert erase_anew(sqlite, school.now) == ErasingAnew(has_list=False)

    _list_of(sqlite).path.write_text(f"00000000 learner {'ab' * 16}\n")

    assert erase_anew(sqlite, school.now) == ErasingAnew(has_list=True, unknown=1)
    assert _handles(sqlite) == [1, 2, 3]
