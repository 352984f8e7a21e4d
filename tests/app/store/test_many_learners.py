"""Settling, verifying and making anew take no more memory for many learners than for some.

A twentieth of what is promised; SETTLED_LEARNERS=100000 tries all of it.
"""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import insert

from app.content import Release
from app.services.waves import Wave
from app.store import Database, sealing
from app.store.answers import numbers, sheets, summaries
from app.store.tables import Attempt, Learner, Wording
from assessments import FORMS
from tests.app.conftest import School

LEARNERS = int(os.environ.get("SETTLED_LEARNERS", "5000"))
OF_COHORT = 50
REGIONS = ("KZ-61", "KZ-75", "KZ-79", "KZ-31", "KZ-47")
MEGABYTES = 150

RUN = """
import re, sys
from datetime import datetime
from app.services.figures import settling, upkeep
from app.store import Database
database = Database(sys.argv[1])
if sys.argv[2] == "settle":
    print(settling.settle_due(database, datetime.fromisoformat(sys.argv[3])))
elif sys.argv[2] == "verify":
    with database.reading() as session:
        print(sum(1 for check in (upkeep.findings, upkeep.wrong_seals) for _ in check(session)))
else:
    with database.writing() as session:
        upkeep.rebuild(session)
print(int(re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read())[1]) // 1024)
"""


def _fill(database: Database, shipped: Release) -> str:
    """Cohorts whose second test closed long ago; gives a moment when they are due."""
    random = np.random.default_rng(1)
    with database.writing() as session:
        school = School(session, shipped)
        instrument = numbers.instrument(session, shipped.structure_digest)
        wording_id = numbers.number_of(session, Wording, "0" * 64)
        first = school.cohort()
        for wave in (Wave.PRE, Wave.POST):
            school.open(first, wave)
            school.close(first, wave)
        cohorts = [school.cohort(region_code=REGIONS[place % 5]) for place in range(LEARNERS // OF_COHORT)]
        for cohort in cohorts:
            for wave in (Wave.PRE, Wave.POST):
                school.open(cohort, wave)
                school.close(cohort, wave)
        session.flush()
        layout = sheets.layout(numbers.layout_of(session, instrument.instrument_id))
        keys = [
            list(layout.answers(form, {item.id: item.form(form).key for item in shipped.instrument.items}))
            for form in FORMS
        ]
        right = np.array(keys)
        at = school.now - timedelta(minutes=1)
        learner_id = 0
        for cohort in cohorts:
            learners, attempts = [], []
            for handle in range(1, OF_COHORT + 1):
                learner_id += 1
                sex = ("female", "male")[handle % 2]
                learners.append(
                    {
                        "learner_id": learner_id,
                        "cohort_id": cohort.cohort_id,
                        "handle": handle,
                        "code_hash": f"{learner_id:032x}",
                        "pin_hash": None,
                        "join_key": str(learner_id),
                        "sex": sex,
                        "age_band": "15-17",
                        "language": "ru",
                        "first_form": "A",
                        "joined_at": at,
                    }
                )
                for place, wave in enumerate((Wave.PRE, Wave.POST)):
                    is_right = random.random(len(keys[place])) < 0.5 + 0.2 * place
                    answers = np.where(is_right, right[place], (right[place] + 1) % 3).astype(np.uint8).tobytes()
                    attempts.append(
                        {
                            "key": f"{2 * learner_id + place:08x}-0000-4000-8000-000000000000",
                            "learner_id": learner_id,
                            "cohort_id": cohort.cohort_id,
                            "instrument_id": instrument.instrument_id,
                            "wave": wave,
                            "form": FORMS[place],
                            "wording_id": wording_id,
                            "language": "ru",
                            "started_at": at,
                            "finished_at": at,
                            "received_at": at,
                            "content_sha256": "0" * 64,
                            "channel": "phone",
                            "score": int(is_right.sum()),
                            "answered_count": len(is_right),
                            "unsure_count": 0,
                            "is_complete": True,
                            "is_counted": True,
                            "answers": answers,
                            "seconds": b"",
                            "points": b"",
                        }
                    )
            session.execute(insert(Learner), learners)
            session.execute(insert(Attempt), attempts)
        sealing.seal_anew(session)
        return (school.now + timedelta(days=30)).isoformat()


def test_memory_does_not_grow_with_the_number_of_learners(sqlite: Database, shipped: Release) -> None:
    if not Path("/proc/self/status").exists():
        pytest.skip("this system does not tell what a process took")
    due = _fill(sqlite, shipped)
    with sqlite.writing() as session:
        summaries.rebuild(session)
    address = sqlite.url.render_as_string()
    for act, first in (("settle", str(LEARNERS // OF_COHORT)), ("verify", "0"), ("rebuild", None), ("verify", "0")):
        command = [sys.executable, "-c", RUN, address, act, due]
        output = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
        assert int(output[-1]) <= MEGABYTES, act
        assert first in (None, output[0]), act
