"""What `navigator verify` says of what somebody edited: kinds and counts, learners by number, and nobody's score."""

import json
import re
import sqlite3
from pathlib import Path

import pytest

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
