"""An instance of the former schema is brought over with everything that people answered."""

import gzip
import json
import math
import sqlite3
import sys
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import func, select, text, update

import assessments
from analytics.counts import learners
from analytics.counts.ledger import Ledger
from analytics.counts.tally import Tally
from app.cli import main
from app.services.figures import settling, upkeep
from app.store import Database, instance, migrate, sealing
from app.store import tables as t
from app.store.answers import attempts, numbers, sheets, summaries
from app.store.answers.attempt import Attempt
from app.store.migrate import FOLDER, NotMigrated, check_drift, newest_version
from app.store.names import fold, sort_key
from app.store.values import value_of
from benchmarks.former import FORMER, former_file, former_on_postgresql


def bring_over(database: Database) -> None:
    """As `navigator init` does."""
    migrate(database)
    with database.writing() as session:
        instance.bring_over(session)
        sealing.begin(session, datetime(2026, 9, 1, tzinfo=UTC))


@pytest.fixture(params=["sqlite", "postgresql"])
def former(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """The former instance, not migrated yet."""
    file = former_file(tmp_path)
    if request.param == "sqlite":
        database = Database(f"sqlite:///{file}")
    else:
        database = former_on_postgresql(request.getfixturevalue("empty_postgresql"), tmp_path)
    yield database
    database.dispose()


def _rows(database: Database, query: str) -> list[tuple[Any, ...]]:
    with database.reading() as session:
        return [tuple(row) for row in session.execute(text(query))]


def _plain(moment: Any) -> str | None:
    """A moment as SQLite wrote it; a text as it is, and no PIN as none."""
    if moment is None or isinstance(moment, str):
        return None if moment == "-" else moment
    return f"{moment:%Y-%m-%d %H:%M:%S.%f}"


def _said_before(database: Database) -> dict[str, Any]:
    """By key of the attempt: what was answered, with its times and points, and what else is known of it."""
    attempts: dict[str, Any] = {}
    keys = {}
    for row in _rows(
        database,
        "SELECT attempt_id, key, learner_id, cohort_id, wave, form, structure_digest, language, started_at,"
        " finished_at, received_at, content_sha256, score, is_complete, is_after_lesson, counted_wave, open_wave,"
        " typed_by FROM attempt",
    ):
        keys[row[0]] = row[1]
        facts = [_plain(it) if place in range(6, 9) else it for place, it in enumerate(row[2:])]
        facts[11:13] = [None if it is None else bool(it) for it in facts[11:13]]
        attempts[row[1]] = (facts, {}, {}, {})
    for attempt_id, item, option, seconds in _rows(database, "SELECT * FROM response"):
        attempts[keys[attempt_id]][1][item] = option
        if seconds is not None:
            attempts[keys[attempt_id]][2][item] = seconds
    for attempt_id, statement, value in _rows(database, "SELECT * FROM statement_answer"):
        attempts[keys[attempt_id]][3][statement] = value
    return attempts


def _said_now(database: Database) -> dict[str, Any]:
    by_key = {}
    with database.reading() as session:
        for it in session.scalars(select(t.Attempt)):
            layout = sheets.layout(numbers.instrument(session, it.structure_digest).layout)
            facts = [
                *(it.learner_id, it.cohort_id, it.wave, it.form, it.structure_digest, it.language),
                *(_plain(it.started_at), _plain(it.finished_at), _plain(it.received_at), it.content_sha256),
                *(it.score, it.is_complete, it.is_after_lesson, it.wave if it.is_counted else None),
                *(None if it.received_at else it.wave, it.typed_by),
            ]
            attempt = value_of(Attempt, it)
            responses = attempts.responses_of(session, attempt)
            points = attempts.statements_of(session, attempt)
            by_key[it.key] = (facts, responses, layout.times(it.seconds), points)
    return by_key


def _of_people(database: Database, *, is_former: bool) -> list[list[tuple[Any, ...]]]:
    """Learners, consents (the very same twice is once), lessons and attendance, as far as they can be compared."""
    if is_former:
        queries = (
            "SELECT learner_id, cohort_id, handle, pin_hash, sex, age_band, language, first_form, joined_at"
            " FROM learner",
            "SELECT learner_id, version, language, given_at FROM consent",
            "SELECT learner_id, lesson_id, step, done_at FROM lesson_progress",
            "SELECT learner_id, lesson_id FROM attendance",
        )
        tables = [_rows(database, query) for query in queries]
    else:
        people, assent, done, attendance = t.Learner, t.Consent, t.LessonProgress, t.Attendance
        lesson = t.Lesson.lesson_id
        with database.reading() as session:
            queried = (
                select(
                    *(people.learner_id, people.cohort_id, people.handle, people.pin_hash, people.sex, people.age_band),
                    *(people.language, people.first_form, people.joined_at),
                ),
                select(assent.learner_id, assent.version, assent.language, assent.given_at),
                select(done.learner_id, lesson, done.step, done.done_at).join(t.Lesson),
                select(attendance.learner_id, lesson).join(
                    t.Lesson, t.Lesson.lesson_number == attendance.lesson_number
                ),
            )
            tables = [[tuple(row) for row in session.execute(query)] for query in queried]
    plain = [{tuple(it if isinstance(it, int) else _plain(it) for it in row) for row in rows} for rows in tables]
    return [sorted(rows, key=str) for rows in plain]


def test_every_answer_time_point_digest_moment_and_consent_is_brought_over(former: Database) -> None:
    attempts, people = _said_before(former), _of_people(former, is_former=True)
    assert len(attempts) == 446 and sum(len(it[1]) for it in attempts.values()) == 6217
    assert {70_000, 300, 254} <= {time for it in attempts.values() for time in it[2].values()}

    migrate(former)

    assert _said_now(former) == attempts
    assert _of_people(former, is_former=False) == people
    renamed = "SELECT count(*) FROM instrument WHERE name_for_phones != structure_digest"
    assert _rows(former, renamed) == [(0,)], "on phones"
    check_drift(former)
    with former.reading() as session:
        assert summaries.differences(session) == []
        refused = session.scalars(select(t.RefusedAttempt)).one()
        assert session.get(t.Learner, refused.learner_id) is not None


def test_a_byte_means_the_same_where_it_is_written_and_where_it_is_counted() -> None:
    written = (sheets.NOT_SURE, sheets.BLANK, sheets.ABSENT)
    assert written == (learners.UNSURE, learners.BLANK, learners.ABSENT)
    assert assessments.MOST_LINES == learners.MOST_LINES


def test_an_id_is_never_given_out_again_after_the_update(former: Database) -> None:
    bring_over(former)

    with former.writing() as session:
        first = session.scalars(select(t.Learner).limit(1)).one()
        same = ("cohort_id", "sex", "age_band", "language", "first_form", "joined_at")
        new = t.Learner(
            **{name: getattr(first, name) for name in same},
            handle=900,
            code_hash="ab" * 16,
            join_key="another phone",
        )
        session.add(new)
        session.flush()
        assert new.learner_id == 220, "219 was the last, and has withdrawn"


def test_what_is_there_is_sealed_once_and_what_is_put_in_afterwards_is_named(former: Database) -> None:
    bring_over(former)
    with former.reading() as session:
        assert [*upkeep.wrong_seals(session)] == []
        detail: dict[str, Any] = session.scalars(select(t.Audit.detail).where(t.Audit.act == sealing.BEGIN)).one()
        people = session.scalar(select(func.count()).select_from(t.Learner))
    assert detail["rows"]["learner"] == people
    with former.writing() as session:
        learner_id = session.scalars(select(t.Learner.learner_id).limit(1)).one()
        session.execute(update(t.Learner).where(t.Learner.learner_id == learner_id).values(sex="male", seal=None))

    bring_over(former)

    with former.reading() as session:
        assert [one.where for one in upkeep.wrong_seals(session)] == [f"learner {learner_id}"]


NOT_OF_THE_STORE = (
    *("text", "notes", "definition", "taken", "low", "high", "interval", "publication"),
    *("pre_bounds", "post_bounds", "missing", "attrition"),
)
"""What is said of figures and how wide an interval is, ranges in the place of suppressed counts, and what follows from
how many have not settled."""


def _leaves(report: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Counts, means and shares, each with its place."""
    if isinstance(report, dict | list):
        for name, it in report.items() if isinstance(report, dict) else enumerate(report):
            if name not in NOT_OF_THE_STORE:
                yield from _leaves(it, (*path, name))
    elif report is not None:
        yield path, report


def _is_same(theirs: Any, ours: Any) -> bool:
    """Sums of floats may be added up in another order."""
    return math.isclose(theirs, ours, rel_tol=1e-12) if isinstance(theirs, float) else bool(theirs == ours)


def test_names_of_a_former_instance_are_sorted_and_found_as_those_of_a_new_one(former: Database) -> None:
    bring_over(former)

    with former.reading() as session:
        for table in (t.Programme, t.Partner, t.Staff, t.Cohort, t.Helpline):
            rows: Sequence[Any] = session.scalars(select(table)).all()
            assert rows
            row: Any
            for row in rows:
                words = " ".join(getattr(row, name) for name in row.WORDS)
                assert row.folded == fold(words)
                assert isinstance(row, t.Helpline) or row.sort_key == sort_key(words)
        labels = session.scalars(select(t.Cohort.label).order_by(t.Cohort.sort_key)).all()
    assert any(label[-1].isdigit() for label in labels)


def test_a_former_group_expects_as_many_as_have_joined_and_a_class_at_least(former: Database) -> None:
    with former.writing() as session:
        largest = session.scalar(text("SELECT max(cohort_id) FROM cohort"))
        session.execute(text(f"UPDATE cohort SET next_handle = 41 WHERE cohort_id = {largest}"))
    bring_over(former)

    expected = dict(_rows(former, "SELECT cohort_id, expected_count FROM cohort"))
    assert expected.pop(largest) == 40
    assert set(expected.values()) == {25}


def test_the_figures_of_the_former_instance_stay_what_they_were(
    former: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """All that the former schema told; of those who took the first test only, in the groups that have settled."""
    bring_over(former)
    settling.settle_due(former, datetime(2027, 1, 1, tzinfo=UTC))
    address = former.url.render_as_string(hide_password=False)
    where = ["--data", str(tmp_path)] if former.is_sqlite else ["--database", address]

    assert main([*where, "gains", "--full", "--json"]) == 0

    theirs = dict(_leaves(json.loads(gzip.decompress((FORMER / "gains.json.gz").read_bytes()))))
    ours = dict(_leaves(json.loads(capsys.readouterr().out)))
    del theirs["method", "made_on"]  # the day on which each was written
    (open_group,) = _rows(
        former,
        "SELECT region_code, pre FROM cohort_tally JOIN cohort USING (cohort_id) WHERE NOT is_settled AND pre > 0",
    )
    region = next(path[1] for path, it in theirs.items() if path[0] == "groups" and it == open_group[0])
    for group in (("total",), ("groups", region)):
        theirs[*group, "flow", "pre_only"] -= open_group[1]
    assert len(theirs) > 2_500
    assert {path for path, it in theirs.items() if not _is_same(it, ours.get(path))} == set()
    assert main([*where, "verify"]) == 0


def test_the_cohorts_of_a_former_instance_settle_with_whom_they_had_in_the_month_in_which_they_were_due(
    former: Database,
) -> None:
    bring_over(former)
    with former.reading() as session:
        assert list(upkeep.findings(session)) == [], "the tallies of cohorts came with the update"

    assert settling.settle_due(former, datetime(2027, 1, 1, tzinfo=UTC)) > 0

    with former.reading() as session:
        assert list(upkeep.findings(session)) == []
        both = (t.ScorePair.pre.is_not(None), t.ScorePair.post.is_not(None))
        pairs = select(t.Settlement.region_code, func.count()).where(t.Settlement.step == "course", *both)
        pairs = pairs.join(t.ScorePair, t.ScorePair.cohort_id == t.Settlement.cohort_id)
        cells = session.execute(select(t.Cell.value, t.Cell.scores).where(*_of_split("region")))
        counted: Counter[str] = Counter()
        for region, scores in cells:
            counted[region] += int(Tally.unpacked(scores).table("pre_post", 15, 15).sum())
        assert counted == dict(session.execute(pairs.group_by(t.Settlement.region_code)).all())
        months = set(session.scalars(select(t.Settlement.month).where(t.Settlement.step == "course")))
        assert months <= {"2026-03", "2026-04", "2026-05", "2026-06", "2026-07"}


def _of_split(split: str) -> tuple[Any, ...]:
    return t.Cell.split == split, t.Cell.step == "course", t.Cell.standing != "typed_late"


def _formerly_packed(tables: dict[str, Any], within: str | None = None) -> bytes:
    """As schema 0009 had it: a line of names, widths and shapes, then the numbers."""
    head = {name: ["<i8", *of.shape] for name, of in tables.items()}
    body = b"".join(of.astype("<i8").tobytes("F") for of in tables.values())
    return zlib.compress(json.dumps([within, head]).encode() + b"\n" + body)


def _formerly_kept(ledger: Ledger) -> bytes:
    """Every table under the name of its part; the largest of each split is what is left of the total."""
    tables: dict[str, Any] = {}
    splits = {part[:2] for part in ledger.parts if part.split != "total"}
    for part, tally in ledger.parts.items():
        those = [one for one in ledger.parts if one[:2] == part[:2] and part[:2] in splits]
        is_rest = those and part == max(those, key=lambda one: ledger.parts[one].enrolled)
        named = {"rest": np.ones(1, dtype=np.int64)} if is_rest else tally.parts
        tables |= {"|".join((*part, name)): of for name, of in named.items() if not name.endswith("/cohorts")}
    return _formerly_packed(tables)


def _read(cells: Sequence[t.Cell], settlements: Sequence[t.Settlement]) -> list[Any]:
    ledgers = [Ledger.unpacked(it.ledger, it.region_code, it.cohort_id) for it in settlements]
    return [*((Tally.unpacked(it.scores), Tally.unpacked(it.answers)) for it in cells), *ledgers]


def test_what_was_packed_in_the_former_way_is_read_as_it_was(former: Database) -> None:
    bring_over(former)
    settling.settle_due(former, datetime(2027, 1, 1, tzinfo=UTC))
    step = ScriptDirectory(str(FOLDER)).get_revision("0010").module
    with former.writing() as session:
        cells, settlements = session.scalars(select(t.Cell)).all(), session.scalars(select(t.Settlement)).all()
        before = _read(cells, settlements)
        for cell in cells:
            for half in ("scores", "answers"):
                tally = Tally.unpacked(getattr(cell, half))
                setattr(cell, half, _formerly_packed(dict(tally.parts), tally.within) if tally.parts else b"")
        for it in settlements:
            it.ledger = _formerly_kept(Ledger.unpacked(it.ledger, it.region_code, it.cohort_id))
        session.flush()
        assert len(cells) > 100
        with Operations.context(MigrationContext.configure(session.connection())):
            step.upgrade()
        seals = ScriptDirectory(str(FOLDER)).get_revision("0011").module
        seals.seal_all(session.connection(), "settlement", seals.FROZEN["settlement"])
        session.expire_all()

        assert _read(cells, settlements) == before
        assert list(upkeep.findings(session)) == []


def test_with_foreign_keys_on_the_update_refuses_and_nothing_is_lost(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{former_file(tmp_path)}")
    update = ScriptDirectory(str(FOLDER)).get_revision("0004").module

    with database.writer.connect() as connection, Operations.context(MigrationContext.configure(connection)):
        with pytest.raises(NotMigrated, match="foreign keys are on"):
            update.upgrade()
        connection.commit()

    assert _rows(database, "SELECT count(*) FROM response") == [(6217,)]
    database.dispose()


def test_an_update_that_ends_in_a_row_without_its_own_leaves_the_schema_that_was_there(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{former_file(tmp_path)}")
    with closing(sqlite3.connect(tmp_path / "navigator.db")) as connection:
        connection.execute("INSERT INTO peer_reach VALUES (9999, 3, '2026-03-02 09:00:00', '2026-03')")
        connection.commit()

    with pytest.raises(NotMigrated, match="without its learner"):
        migrate(database)

    assert _rows(database, "SELECT version_num FROM alembic_version") == [("0003",)]
    database.dispose()


def test_an_update_leaves_foreign_keys_on_and_a_copy_of_what_was_there(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{former_file(tmp_path)}")

    migrate(database)

    with database.writing() as session:
        assert session.scalar(text("PRAGMA foreign_keys")) == 1
    database.dispose()
    with closing(sqlite3.connect(tmp_path / f"navigator.db.before-{newest_version()}")) as copy:
        assert copy.execute("SELECT count(*) FROM response").fetchone() == (6217,)
        assert copy.execute("SELECT version_num FROM alembic_version").fetchone() == ("0003",)


def test_whoever_wants_the_former_schema_back_is_told_to_restore_the_copy(sqlite: Database) -> None:
    settings = AlembicConfig()
    settings.set_main_option("script_location", str(FOLDER))
    settings.attributes["database"] = sqlite

    with pytest.raises(NotMigrated, match="restore the copy"):
        command.downgrade(settings, "0003")

    assert _rows(sqlite, "SELECT version_num FROM alembic_version") == [(newest_version(),)]


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        ("UPDATE response SET option_id = 'nonsense' WHERE attempt_id = 5 AND option_id IS NOT NULL", "nonsense"),
        ("UPDATE attempt SET structure_digest = 'dead' WHERE attempt_id = 5", "dead"),
        ("UPDATE score_pair SET pre = 0, post = 1 WHERE learner_id = 5 AND wave_pair = 'pre-post'", "score_pair"),
        ("UPDATE gain_cell SET learner_count = 9 WHERE wave_pair = 'pre-post'", "gain_cell"),
        ("UPDATE attempt SET score = NULL WHERE attempt_id = 5", "score_pair"),
    ],
)
def test_what_cannot_be_brought_over_stops_the_update_and_is_named(former: Database, damage: str, says: str) -> None:
    with former.writing() as session:
        session.execute(text(damage))
    before = _said_before(former)

    with pytest.raises(NotMigrated, match=says):
        migrate(former)

    assert _said_before(former) == before


def test_an_update_without_room_for_its_copy_says_how_much_it_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    database = Database(f"sqlite:///{former_file(tmp_path)}")
    monkeypatch.setattr(sys.modules["app.store.migrate"], "TIMES_ITS_SIZE", 10**9)

    assert main(["--data", str(tmp_path), "init"]) == 2

    assert "updating needs" in capsys.readouterr().err
    assert _rows(database, "SELECT version_num FROM alembic_version") == [("0003",)]
    database.dispose()
