"""What is stored of a learner stays small: a country's learners fit on a small machine's disk."""

from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import func, insert, select, text

from app.content import Release
from app.store import Database
from app.store import tables as t
from app.store.answers import numbers, sheets
from app.store.encodings import pin_text
from app.store.keyed_seals import PIECE, WHOLE
from benchmarks import generated
from tests.app.conftest import School

LEARNERS = 10_000
LARGEST = {False: 1_060, True: 1_520}
"""Bytes a learner by whether it is full, at ten thousand learners in twenty regions, of ten partners, in a year.

The keys are drawn anew in each run, and a full learner was 1,510 to 1,512.2 bytes: the bound leaves chance room."""


def fill(school: School, *, is_full: bool) -> None:
    """Both tests of everybody in cohorts that are there; where it is full, a PIN, each lesson of the course, and what
    is asked beside the items."""
    random, session, now = Random(13), school.session, school.now
    sizes = session.execute(select(t.CohortTally.cohort_id, t.CohortTally.enrolled).order_by(t.CohortTally.cohort_id))
    seats = [(cohort_id, handle) for cohort_id, size in sizes for handle in range(1, size + 1)]
    instrument = numbers.instrument(session, school.release.structure_digest)
    items = school.release.instrument.items
    wording = numbers.number_of(session, t.Wording, "b4" * 32)
    statements = [numbers.number_of(session, t.Statement, f"asked {n}") for n in range(6 if is_full else 0)]
    lessons = [numbers.number_of(session, t.Lesson, one.id) for one in school.release.course.lessons if is_full]
    rows: dict[type[t.Row], list[dict[str, object]]] = {
        row: [] for row in (t.Learner, t.Consent, t.Attempt, t.LessonProgress, t.ScorePair)
    }
    for n, (cohort_id, handle) in enumerate(seats):
        language = random.choice(("ru", "kk"))
        about = {"sex": random.choice(("female", "male")), "age_band": "15-17", "language": language}
        moment = now + timedelta(microseconds=random.randrange(10**12))
        settings = bytes.fromhex("13004c0000020110") + random.randbytes(48)
        rows[t.Learner].append(
            {
                **about,
                "learner_id": n + 1,
                "cohort_id": cohort_id,
                "handle": handle,
                "joined_at": moment,
                "code_hash": random.randbytes(16).hex(),
                "join_key": str(random.random()),
                "first_form": "AB"[n % 2],
                "pin_hash": pin_text(settings) if is_full else None,
                "seal": random.randbytes(WHOLE + 2 * PIECE),
            }
        )
        rows[t.Consent].append({"learner_id": n + 1, "version": "2026-1", "language": language, "given_at": moment})
        scores = [random.randint(2, 14), random.randint(2, 14)]
        for wave, score in zip(("pre", "post"), scores, strict=True):
            rows[t.Attempt].append(
                {
                    "key": str(random.randbytes(16).hex()),
                    "learner_id": n + 1,
                    "cohort_id": cohort_id,
                    "instrument_id": instrument.instrument_id,
                    "wording_id": wording,
                    "wave": wave,
                    "form": "A",
                    "language": language,
                    "started_at": moment,
                    "finished_at": moment + timedelta(minutes=7),
                    "received_at": moment + timedelta(minutes=8),
                    "content_sha256": random.randbytes(32).hex(),
                    "score": score,
                    "answered_count": 14,
                    "unsure_count": 1,
                    "is_complete": True,
                    "is_counted": True,
                    "channel": "phone",
                    "answers": random.randbytes(len(items)),
                    "seconds": random.randbytes(len(items)),
                    "points": sheets.points(dict.fromkeys(statements[: 4 if wave == "pre" else 6], 3)),
                }
            )
        rows[t.LessonProgress] += [
            {
                "learner_id": n + 1,
                "lesson_number": number,
                "step": 7,
                "done_at": moment + timedelta(minutes=20),
            }
            for number in lessons
        ]
        rows[t.ScorePair].append(
            {
                **about,
                "learner_id": n + 1,
                "instrument_id": instrument.instrument_id,
                "cohort_id": cohort_id,
                "form_order": "AB",
                "channel": "phone",
                "month": "2026-03",
                "lessons": len(lessons),
                **dict(zip(("pre", "post"), scores, strict=True)),
            }
        )
    for row, values in rows.items():
        if values:
            session.connection().execute(insert(row.__table__), values)
    session.commit()


@pytest.mark.parametrize("is_full", [False, True], ids=["two tests", "with lessons and statements"])
def test_a_learner_takes_little_room_with_all_that_a_settled_cohort_keeps(
    sqlite: Database, shipped: Release, *, is_full: bool
) -> None:
    bare = _size(sqlite)
    with sqlite.writing_session() as session:
        school = School(session, shipped)
        session.commit()
        programme = _size(sqlite) - bare
        generated.fill(sqlite, LEARNERS, is_full=is_full, is_plain=True)
        fill(school, is_full=is_full)
        learners = session.scalar(select(func.count()).select_from(t.Learner))

    bytes_a_learner = (_size(sqlite) - bare - 2 * programme) / learners  # the learners have a programme of their own

    assert bytes_a_learner <= LARGEST[is_full], f"{bytes_a_learner:.0f} bytes a learner: {_by_table(sqlite, learners)}"


def _by_table(database: Database, learners: int) -> str:
    """Bytes a learner of each table and index that has one at least."""
    with database.reading() as session:
        sizes = session.execute(text("SELECT name, SUM(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC"))
        return ", ".join(f"{name} {size / learners:.0f}" for name, size in sizes if size >= learners)


def _size(database: Database) -> int:
    """Bytes of the file when nothing in it is empty."""
    with database.writer.connect() as connection:
        connection.connection.driver_connection.execute("VACUUM")
        connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(database.url.database or "").stat().st_size
