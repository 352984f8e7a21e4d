"""What `navigator verify` says of what somebody edited: kinds and counts, learners by number, and nobody's score."""

import json
import re
import sqlite3
from pathlib import Path

import pytest

from app.cli.verify_words import row_name
from app.wording import Words
from tests.app.cli.conftest import Navigator, change_by_hand


@pytest.fixture
def edited(navigator: Navigator, tmp_path: Path) -> dict[int, tuple[str, int]]:
    """Three learners were edited by hand: group and number by learner id."""
    navigator("init", "--test-instance")
    navigator("seed", "--learners", "24", "--cohorts", "2", "--seed", "1")
    change_by_hand(tmp_path, "UPDATE learner SET sex = 'unsaid' WHERE learner_id IN (2, 3, 20) AND sex <> 'unsaid'")
    query = "SELECT learner_id, ref, handle FROM learner JOIN cohort USING (cohort_id) WHERE learner_id IN (2, 3, 20)"
    database = sqlite3.connect(tmp_path / "here" / "navigator.db")
    those = {learner_id: (ref, handle) for learner_id, ref, handle in database.execute(query)}
    database.close()
    assert len(those) == 3
    return those


def test_it_names_no_people_and_no_score_but_numbers_in_groups(
    navigator: Navigator, edited: dict[int, tuple[str, int]]
) -> None:
    status, text, _ = navigator("verify")
    record = json.loads(navigator("verify", "--json")[1])

    assert status == 1
    assert "learner_id" not in text
    assert not re.search(r"learner \d", text + str(record)), "no row's id"
    assert "Learners whose card, consent or tests were changed by hand: 3 (learner: " in text
    [fault] = record["findings"]
    assert fault["where"] == "learner"
    numbers: dict[str, list[int]] = {}
    for ref, handle in edited.values():
        numbers.setdefault(ref, []).append(handle)
        assert f"group {ref}, numbers " in text
    assert {ref: sorted(those) for ref, those in fault["numbers"].items()} == numbers
    assert (fault["count"], fault["rows"]) == (3, [])
    assert "To mend it: restore a backup." in text


@pytest.mark.parametrize(("lang", "sentence"), [("ru", "Как исправить: "), ("kk", "Түзету жолы: ")])
def test_it_speaks_the_language_that_is_chosen(
    navigator: Navigator, edited: dict[int, tuple[str, int]], lang: str, sentence: str
) -> None:
    text = navigator("verify", "--lang", lang)[1]

    assert sentence in text
    words = re.sub(r"`[^`]*`|\b[0-9a-f]{8,}\b|group|" + "|".join(ref for ref, _ in edited.values()), "", text)
    assert not re.findall(r"[a-z]{4,}", words)
    assert navigator("rebuild", "--lang", lang)[0] == 0


ROWS = (
    *("audit 15", "publication 2.1", "publication_file 2", "course_release ab12", "instrument 3", "cohort 4"),
    *("staff 9f", "refused_attempt 5", "attempt 0f", "settlement of cohort ab12, course, number 2"),
    *("settlement of cohort ab12, follow_up, number 1", "cell 1 2 course counted total  2026-03"),
    *("cell 1 2 course counted sex female 2026-03", "cell 1 2 follow_up waiting region_sex KZ-61 female 2026-03"),
)


@pytest.mark.parametrize("lang", ["ru", "kk"])
def test_every_kind_of_row_is_named_in_that_language_with_its_id(lang: str) -> None:
    ids = r"\b(ab12|9f|0f|KZ-61)\b"
    for row in ROWS:
        name = row_name(Words(lang), row)
        assert not re.search("[A-Za-z]", re.sub(ids, "", name)), name
        assert set(re.findall(r"\d+", row)) <= set(re.findall(r"\d+", name)) | {"2026", "03"}
    assert [row_name(Words("en"), row) for row in ROWS] == list(ROWS)


@pytest.mark.parametrize("lang", ["ru", "kk"])
def test_rows_that_are_no_learner_s_are_printed_in_that_language(
    navigator: Navigator, tmp_path: Path, lang: str
) -> None:
    navigator("init", "--test-instance")
    change_by_hand(tmp_path, "UPDATE staff SET passphrase_hash = 'other'")

    status, text, _ = navigator("verify", "--lang", lang)

    assert status == 1
    assert {"ru": "  сотрудник ", "kk": "  қызметкер "}[lang] in text
    assert not re.findall(r"[a-z]{4,}", re.sub(r"`[^`]*`|\b[0-9a-z-]*\d[0-9a-z-]*\b", "", text)), text
