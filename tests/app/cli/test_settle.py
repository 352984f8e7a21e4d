"""`navigator settle`: groups that are due, one before it is, and all anew."""

import json
import re
import shutil
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, func, select, update

from analytics.counts.ledger import Ledger
from app.cli import main
from app.services.demonstration.invention import OPEN_GROUP
from app.services.learner import joining
from app.store import Database, audit
from app.store.figures import settlements
from app.store.tables import Cell, Cohort, CohortSum, CohortTally, ScorePair, Settlement
from app.wording import Words, retyped_sentence, too_few_sentence, waiting_sentence
from benchmarks.server import free_port
from tests.app.reported import PAIRED


@pytest.fixture
def folder(demonstration: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(demonstration, tmp_path / "there"))


def _answer(capsys: pytest.CaptureFixture[str], folder: Path, *args: str) -> dict[str, Any]:
    assert main(["settle", "--json", "--data", str(folder), *args]) == 0
    results: dict[str, Any] = json.loads(capsys.readouterr().out)
    return results


def _last_refusal(folder: Path) -> tuple[str, str, str]:
    database = Database(f"sqlite:///{folder}/navigator.db")
    with database.reading() as session:
        last = audit.list_acts(session, limit=1)[0]
        result = last.act, last.subject, last.detail["reason"]
    database.dispose()
    return result


def test_all_groups_of_the_demonstration_but_the_open_one_have_settled(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _answer(capsys, folder, "--due") == {"settled": 0}

    database = Database(f"sqlite:///{folder}/navigator.db")
    with database.reading() as session:
        learners = session.scalars(select(Settlement.learner_count).where(Settlement.step == "course")).all()
        assert (len(learners), sum(learners)) == (18, PAIRED + 22 + 8 + 6)
    database.dispose()
    assert main(["verify", "--data", str(folder)]) == 0


def test_a_group_whose_second_test_was_never_closed_cannot_settle(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = Database(f"sqlite:///{folder}/navigator.db")
    with database.reading() as session:
        ref = session.scalars(select(Cohort.ref).where(Cohort.label == OPEN_GROUP)).one()
    database.dispose()

    assert main(["settle", "--data", str(folder), ref]) == 2
    assert "its test is open" in capsys.readouterr().err
    assert _last_refusal(folder) == ("refusal.group", ref, "NotOver")


def test_a_group_that_has_settled_settles_no_second_time_and_who_asked_stands_in_the_audit(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = Database(f"sqlite:///{folder}/navigator.db")
    with database.reading() as session:
        ref = session.scalars(select(Cohort.ref).where(Cohort.label != OPEN_GROUP)).first()
    database.dispose()
    assert ref is not None

    assert _answer(capsys, folder, ref) == {"settled": 0, "learners": 0}
    assert _last_refusal(folder) == ("refusal.group", ref, "DoneAlready")


def test_anew_only_where_eleven_changed_or_everything_is_told_anew(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["settle", "--data", str(folder), "--anew"]) == 2
    message = capsys.readouterr().err
    assert too_few_sentence(Words("en"), 11) in message, "as on the page"
    assert "settle --anew --edition REASON" in message
    assert main(["settle", "--data", str(folder), "--anew", "--edition", "A mistake.", "--region", "KZ-61"]) == 2
    capsys.readouterr()
    assert _answer(capsys, folder, "--anew", "--edition", "A mistake.") == {"settled_anew": 18, "publication": "2.2"}
    assert main(["publications", "--data", str(folder)]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in listed] == ["2.2", "2", "1"]
    assert "A mistake." in listed[1]
    assert main(["verify", "--data", str(folder)]) == 0


def test_a_region_in_which_nothing_has_settled_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["settle", "--data", str(folder), "--anew", "--region", "KZ-99"]) == 2
    assert "no group has settled in 'KZ-99'" in capsys.readouterr().err


def test_anew_without_an_edition_names_the_groups_that_wait(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    database = Database(f"sqlite:///{folder}/navigator.db")
    with database.writing() as session:
        is_large = (CohortTally.paired >= 11) & (CohortTally.follow_up == 0)
        cohort_id = session.scalars(select(CohortTally.cohort_id).where(is_large)).first()
        assert cohort_id is not None
        cohort = session.get_one(Cohort, cohort_id)
        is_pair = ScorePair.pre.is_not(None) & ScorePair.post.is_not(None)
        those = select(ScorePair.learner_id).where(ScorePair.cohort_id == cohort_id, is_pair)
        for learner_id in session.scalars(those.limit(11)).all():
            joining.withdraw(session, learner_id, datetime.now(UTC))
        region, settled = cohort.region_code, settlements.count_settled(session, cohort.programme_id)
    database.dispose()

    assert main(["settle", "--data", str(folder), "--anew"]) == 0
    message = capsys.readouterr().out.splitlines()

    assert message[:2] == ["1 settled anew.", retyped_sentence(Words("en"))]
    waiting = {place: groups - (place == region) for place, groups in settled.items() if groups > (place == region)}
    assert message[2:] == [f"{it}: {waiting_sentence(Words('en'), waiting[it], 11)}" for it in sorted(waiting)]
    assert main(["verify", "--data", str(folder)]) == 0


@pytest.mark.parametrize("step", ["reveal", "course"])
def test_nothing_is_made_anew_out_of_a_settlement_that_was_edited_by_hand_and_it_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str], step: str
) -> None:
    database = Database(f"sqlite:///{folder}/navigator.db")
    with database.writing() as session:
        one = session.scalars(select(Settlement).where(Settlement.step == step)).first()
        assert one is not None
        ref = session.scalars(select(Cohort.ref).where(Cohort.cohort_id == one.cohort_id)).one()
        one.ledger = Ledger().packed()
        session.execute(update(CohortSum).values(d=99))
    named = f"settlement of cohort {ref}, {step}, number 1"

    assert main(["verify", "--data", str(folder)]) == 1
    message = capsys.readouterr().out
    kind, row, mend = "ledger is not what it was when it settled)", f"  {named}", "  To mend it: restore a backup."
    assert re.search("\n".join([f"{re.escape(kind)}", row, mend]), message), message
    assert main(["rebuild", "--data", str(folder)]) == 2
    assert named in capsys.readouterr().err
    with database.reading() as session:
        assert set(session.scalars(select(CohortSum.d))) == {99}, "and nothing was written"
    database.dispose()


def test_what_is_due_settles_by_itself_while_it_is_served(folder: Path) -> None:
    database = Database(f"sqlite:///{folder}/navigator.db")
    with database.writing() as session:
        session.execute(delete(Cell))
        session.execute(delete(CohortSum))
        session.execute(delete(Settlement))
        session.execute(update(CohortTally).values(is_settled=False))
    port = free_port()
    serve = [
        sys.executable,
        "-c",
        "from app.cli import main; main()",
        "serve",
        "--data",
        str(folder),
        "--port",
        str(port),
    ]
    process = subprocess.Popen(serve, stdout=subprocess.PIPE, text=True)
    try:
        for _ in range(300):
            with database.reading() as session:
                count = session.scalar(select(func.count()).where(Settlement.step == "course", Settlement.is_current))
            if count == 18:
                break
            time.sleep(0.2)
        assert count == 18
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(10)
        database.dispose()
        assert process.stdout
        process.stdout.close()
