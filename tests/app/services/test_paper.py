"""Sheets of paper typed in: scores and pairs as from a phone, mended and taken out again, never over a phone's."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.files import read_table
from app.services.facilitator import paper
from app.services.facilitator.paper_cells import RowFault
from app.services.facilitator.paper_file import NoColumns
from app.services.facilitator.sheets_out import Out, take_out
from app.services.figures import upkeep
from app.services.intake import Code
from app.services.people import new_card
from app.services.submission import Reason, Source, Way
from app.services.waves import Wave
from app.store.answers import attempts, summaries
from app.store.people import learners
from tests.app.services.paper_tables import take


@pytest.fixture
def cohort(school: Any) -> Any:
    cohort = school.cohort()
    school.open(cohort, Wave.PRE)
    return cohort


def type_in(school: Any, cohort: Any, learner_id: int, wave: Wave = Wave.PRE, *, right: int, **other: Any) -> Code:
    form = paper.paper_of(school.session, learner_id, wave).form
    sheet = {"answers": school.answers(form, right=right), "points": {}, "sat_on": school.now.date()} | other
    source = Source(Way.PAPER, school.facilitator_id, sheet.pop("reason", None))
    return paper.type_in(school.session, cohort, learner_id, wave, **sheet, source=source, now=school.now)


def out(school: Any, cohort: Any, learner_id: int) -> Out:
    reason, by = Reason.OTHER_LEARNER, school.facilitator_id
    return take_out(school.session, cohort, learner_id, Wave.PRE, reason=reason, by=by, now=school.now)


def pairs(school: Any) -> list[tuple[int, int]]:
    from app.store.tables import ScorePair

    assert not summaries.differences(school.session), "derived tables follow"
    return [(row.pre, row.post) for row in school.session.query(ScorePair)]


def test_two_sheets_make_a_pair_as_two_phones_would(school: Any, cohort: Any) -> None:
    learner_id = school.learner(cohort)
    assert type_in(school, cohort, learner_id, right=1) is Code.STORED
    school.close(cohort, Wave.PRE)
    school.wait(days=3)
    school.open(cohort, Wave.POST)
    assert type_in(school, cohort, learner_id, Wave.POST, right=3) is Code.STORED

    assert pairs(school) == [(1, 3)]


def test_of_two_cards_of_one_person_what_the_phone_sent_counts_when_the_sheet_is_taken_out(
    school: Any, cohort: Any
) -> None:
    keep, drop = school.learner(cohort), school.learner(cohort)
    for wave in (Wave.PRE, Wave.POST):
        school.open(cohort, wave)
    type_in(school, cohort, keep, right=1)
    school.wait(minutes=1)
    school.take(drop, Wave.PRE, right=3)
    type_in(school, cohort, keep, Wave.POST, right=3)
    learners.merge(school.session, keep, drop)
    assert pairs(school) == [(1, 3)]

    assert out(school, cohort, keep) is Out.DONE

    assert pairs(school) == [(3, 3)]
    assert list(upkeep.findings(school.session)) == []


def test_what_a_phone_sent_is_never_replaced(school: Any, cohort: Any) -> None:
    learner_id = school.learner(cohort)
    school.take(learner_id, Wave.PRE, right=2)

    assert type_in(school, cohort, learner_id, right=1) is Code.WAVE_TAKEN
    assert out(school, cohort, learner_id) is Out.NOTHING
    assert [it.score for it in attempts.list_attempts(school.session, learner_id)] == [2]


def test_the_day_lies_within_the_test(school: Any, cohort: Any) -> None:
    learner_id = school.learner(cohort)
    day = school.now.date()

    assert type_in(school, cohort, learner_id, Wave.POST, right=1) is Code.NOT_OPENED
    assert type_in(school, cohort, learner_id, right=1, sat_on=day - timedelta(days=1)) is Code.TOO_EARLY
    assert type_in(school, cohort, learner_id, right=1, sat_on=day + timedelta(days=1)) is Code.TOO_LATE
    school.close(cohort, Wave.PRE)
    school.wait(days=5)
    assert type_in(school, cohort, learner_id, right=1) is Code.TOO_LATE
    assert type_in(school, cohort, learner_id, right=1, sat_on=day) is Code.STORED, "typed in later"


def test_somebody_without_a_phone_is_added_once_and_only_with_consent(school: Any, cohort: Any) -> None:
    def add(join_key: str, **other: str) -> Any:
        who = {"language": "ru", "sex": "female", "age_band": "15-17"} | other
        return paper.add_by_hand(
            school.session,
            cohort,
            languages=("ru", "kk"),
            join_key=join_key,
            **who,
            card=new_card(),
            pin_hash="-",
            by=school.facilitator_id,
            now=school.now,
        )

    first, again = add("k" * 24), add("k" * 24)
    assert (first.first_time, again.first_time, again.handle) == (True, False, first.handle)
    with pytest.raises(ValueError, match="nobody can be added"):
        add("x" * 24, age_band="12")
    cohort = school.alter(cohort, consent_on=None)
    assert add("y" * 24) is None


def table(tmp_path: Path, school: Any, learner_ids: list[int], **change: str) -> Any:
    items = [item.id for item in school.release.instrument.items]
    lines = [",".join(["number", *(f"item_{item}" for item in items)])]
    for number, learner_id in enumerate(learner_ids, start=1):
        form = paper.paper_of(school.session, learner_id, Wave.PRE).form
        answers = school.answers(form, right=number)
        lines.append(",".join([str(number), *(change.get(item) or answers[item] or "" for item in items)]))
    path = tmp_path / "answers.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return read_table(path)


def test_a_file_is_taken_whole(school: Any, cohort: Any, tmp_path: Path) -> None:
    learner_ids = [school.learner(cohort) for _ in range(3)]
    taken = take(school, cohort, Wave.PRE, table(tmp_path, school, learner_ids))

    assert (taken.stored, taken.corrected, taken.faults) == (3, 0, ())
    assert [attempts.list_attempts(school.session, it)[0].score for it in learner_ids] == [1, 2, 3]


def test_a_row_whose_learner_sent_by_phone_is_left_out_and_told_and_the_rest_is_taken(
    school: Any, cohort: Any, tmp_path: Path
) -> None:
    learner_ids = [school.learner(cohort) for _ in range(3)]
    school.take(learner_ids[1], Wave.PRE, right=3)
    taken = take(school, cohort, Wave.PRE, table(tmp_path, school, learner_ids))

    assert (taken.stored, taken.faults) == (2, ())
    assert taken.left_out == (RowFault(3, "", "wave_taken", ""),)
    assert [attempts.list_attempts(school.session, it)[0].score for it in learner_ids] == [1, 3, 3]
    assert not summaries.differences(school.session)


def test_a_slip_in_a_file_is_told_by_row_and_column(school: Any, cohort: Any, tmp_path: Path) -> None:
    item = school.release.instrument.items[0].id
    learner_ids = [school.learner(cohort), school.learner(cohort)]
    made = table(tmp_path, school, learner_ids, **{item: "Z"})
    result = take(school, cohort, Wave.PRE, made)

    assert result.stored == 0
    assert [(it.row, it.column, it.code, it.value) for it in result.faults] == [
        (2, f"item_{item}", "not_on_paper", "Z"),
        (3, f"item_{item}", "not_on_paper", "Z"),
    ]


@pytest.mark.parametrize(("place", "alike", "other"), [(0, "А", "В"), (1, "В", "А")])
def test_a_form_in_a_file_is_the_one_that_its_letter_looks_like(
    school: Any, cohort: Any, tmp_path: Path, place: int, alike: str, other: str
) -> None:
    learner_id = [school.learner(cohort) for _ in range(2)][place]
    due = paper.paper_of(school.session, learner_id, Wave.PRE)
    assert alike != due.form, "Cyrillic, as a keyboard set to Russian types it"
    names = ",".join(f"item_{item}" for item in due.items)
    marks = ",".join(school.answers(due.form, right=2)[item] or "" for item in due.items)

    def faults(form: str) -> list[str]:
        path = tmp_path / "answers.csv"
        path.write_text(f"number,form,{names}\n{place + 1},{form},{marks}\n", encoding="utf-8")
        return [it.code for it in take(school, cohort, Wave.PRE, read_table(path)).faults]

    assert faults(other) == faults("Б") == ["wrong_form"]
    assert faults(alike) == []


def test_a_file_without_learners_or_items_says_what_it_lacks(school: Any, cohort: Any, tmp_path: Path) -> None:
    school.learner(cohort)
    path = tmp_path / "x.csv"
    for text, missing in (("who,item_x\n1,A\n", "learner_code"), ("number,item_x\n1,A\n", "item_address")):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(NoColumns, match=missing):
            take(school, cohort, Wave.PRE, read_table(path))
