"""The CSV opens again with the figures in it, never as a formula, and never with a hidden number."""

import csv
import io
from datetime import date
from typing import Any

import pytest

from analytics import Flow, GroupCounts, JointTable, Options, gain_report
from app.exports import Cover, gain_csv, gain_json, gain_text
from app.exports.gain_csv import harmless
from app.wording import Words

BIG = [(3, 7), (4, 8), (5, 7), (2, 6), (6, 9), (4, 6), (5, 5), (3, 8), (4, 3), (6, 8), (2, 1), (5, 9)] * 4


def made(groups: dict[str, int], *, suppress: int | None = None, data: str = "") -> tuple[Any, Cover]:
    """Groups of so many learners."""
    counts = {
        key: GroupCounts(
            JointTable.from_pairs([pre for pre, _ in BIG[:n]], [post for _, post in BIG[:n]], 10),
            Flow(pre_only=0, post_only=0, paired=n, enrolled=n),
        )
        for key, n in groups.items()
    }
    report = gain_report(counts, options=Options(suppress=suppress))
    cover = Cover(
        "course",
        date(2026, 3, 9),
        ("region",),
        {key: f"The {key}" for key in groups},
        ("Only: Sex – Female.",),
        data,
    )
    return report, cover


def read(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_a_row_for_each_group_and_one_for_all() -> None:
    data = gain_csv([made({"N": 30, "S": 40})], Words("en"))
    rows = read(data)

    assert data.startswith(b"\xef\xbb\xbf")
    assert [(row["group"], row["region"], row["name"]) for row in rows] == [
        ("group", "N", "The N"),
        ("group", "S", "The S"),
        ("total", "", ""),
    ]
    assert float(rows[0]["improved_share"]) == made({"N": 30})[0].total.improved.share
    assert {row["flow_paired"] for row in rows} == {"30", "40", "70"}


def test_the_method_stands_in_every_row() -> None:
    for row in read(gain_csv([made({"N": 30, "S": 40}, data="Demonstration data")], Words("en"))):
        assert row["data"] == "Demonstration data"
        assert row["made_on"] == "2026-03-09"
        assert row["unit"] == "learner"
        assert "Only: Sex – Female." in row["taken"]
        assert "took both tests" in row["definition"]
    assert "No comparison group" in row["notes"]


def test_what_is_hidden_is_empty_and_said() -> None:
    rows = read(gain_csv([made({"N": 7, "S": 40, "W": 13}, suppress=11)], Words("en")))
    hidden = [row for row in rows if row["suppressed"] == "yes"]
    told = {"source", "group", "region", "name", "suppressed", "notes", "taken", "definition", "data"}
    told |= {"unit", "confidence", "max_score", "suppressed_below", "version", "made_on"}
    told |= {"between_improved_p", "between_gain_p", "between_ancova_p"}

    assert [row["region"] for row in hidden] == ["N", "W"]
    for row in hidden:
        assert {name for name, value in row.items() if value} <= told
        assert "Someone could be recognised" in row["notes"]


def test_a_hidden_number_is_in_no_json_either() -> None:
    report, cover = made({"N": 7, "S": 40, "W": 13}, suppress=11)
    text = gain_json(report, cover, Words("en"))

    assert '"paired": 40' in text
    assert '"paired": 7' not in text
    assert '"paired": 13' not in text


@pytest.mark.parametrize("text", ["=1+1", "+7", "-2", "@x", "\t=1", " =1", "|x", "\r=1"])
def test_no_text_is_run_as_a_formula(text: str) -> None:
    assert harmless(text) == "'" + text
    rows = read(gain_csv([made({text: 30, "S": 40})], Words("en")))

    assert rows[0]["region"] == "'" + text


def test_numbers_stay_numbers() -> None:
    assert harmless(-2.5) == -2.5


def test_a_share_that_is_withheld_has_no_ends_that_look_like_an_interval() -> None:
    counts = {
        "N": GroupCounts(JointTable.from_cells([(3, 7, 30)], 10), Flow(pre_only=0, post_only=0, paired=30)),
        "S": GroupCounts(JointTable.from_cells([(3, 7, 20), (5, 4, 9), (5, 5, 8)], 10), Flow(0, 0, 37)),
    }
    report = gain_report(counts, options=Options(suppress=11, pass_mark=6))
    cover = Cover("course", date(2026, 3, 9), ("region",), {"N": "North", "S": "South"})
    north = read(gain_csv([(report, cover)], Words("en")))[0]
    text = gain_text(report, cover, Words("en"))

    assert north["improved_interval"] == "exact figure withheld"
    assert {north[name] for name in ("improved_share", "improved_low", "improved_high", "wilcoxon_p")} == {""}
    assert any("exact figure withheld" in line for line in text.splitlines() if line.startswith("North"))
    assert "97 – 100" not in text.replace("\u00a0", " ")
