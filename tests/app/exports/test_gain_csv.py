"""The CSV opens again with the figures in it, never as a formula, and never with a hidden number."""

import csv
import io
import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from analytics import Flow, GroupCounts, JointTable, Options, ReactionFigures, ReactionReport, gain_report, inside
from analytics.shares.intervals import wilson
from app.exports import Cover, gain_csv, gain_html, gain_json, gain_text
from app.exports.gain_csv import harmless
from app.wording import Reception, Taught, Words

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
    report = gain_report(counts, options=Options(compare_from=suppress or 1))
    report = report if suppress is None else inside(report, suppress).report
    cover = Cover(
        "course",
        date(2026, 3, 9),
        ("region",),
        {key: f"The {key}" for key in groups},
        ("Filtered: Sex = Female.",),
        data,
    )
    return report, cover


def read(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def figure(rows: list[dict[str, str]], name: str, *, region: str = "", of: str = "") -> dict[str, str]:
    (row,) = (row for row in rows if (row["figure"], row["region"], row["of"]) == (name, region, of))
    return row


def test_every_figure_is_a_row_with_its_group_interval_and_n() -> None:
    report, cover = made({"N": 30, "S": 40})
    data = gain_csv([(report, cover)], Words("en"))
    rows = read(data)
    north = figure(rows, "improved.share", region="N")

    assert data.startswith(b"\xef\xbb\xbf")
    assert (north["group"], north["name"], north["n"]) == ("group", "The N", "30")
    improved = report.groups[0].improved
    assert [float(north[end]) for end in ("value", "low", "high")] == [improved.share, improved.low, improved.high]
    assert figure(rows, "improved.share")["group"] == "total"
    assert {row["value"] for row in rows if row["figure"] == "flow.paired"} == {"30", "40", "70"}
    assert float(figure(rows, "effect.ci.d_av.value")["low"]) == report.total.effect.ci.d_av.low
    assert figure(rows, "between.ranks.rank", region="S")["high"] == "2"


def test_the_method_and_the_notes_stand_in_rows_of_their_own() -> None:
    rows = read(gain_csv([made({"N": 30, "S": 40}, data="Demonstration data")], Words("en")))

    def text_of(name: str) -> str:
        return " ".join(row["note"] for row in rows if row["figure"] == name)

    assert text_of("method.data") == "Demonstration data"
    assert text_of("method.made_on") == "2026-03-09"
    assert text_of("method.unit") == "learner"
    assert "Filtered: Sex = Female." in text_of("method.taken")
    assert "took both tests" in text_of("method.definition")
    assert "No comparison group" in text_of("note")


def test_what_is_hidden_has_one_row_that_says_so() -> None:
    rows = read(gain_csv([made({"N": 7, "S": 40, "W": 13}, suppress=11)], Words("en")))

    (hidden,) = (row for row in rows if row["region"] == "N")
    assert hidden["figure"] == "suppressed"
    assert "someone could be recognised" in hidden["note"]
    assert figure(rows, "flow.paired", region="W")["value"] == "13"
    assert "7" not in {cell for row in rows for cell in (row["value"], row["n"])}


def test_a_hidden_number_is_in_no_json_either() -> None:
    report, cover = made({"N": 7, "S": 40, "W": 13}, suppress=11)
    text = gain_json(report, cover, Words("en"))

    assert '"paired": 40' in text
    assert '"paired": 13' in text
    assert '"paired": 7' not in text


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+7", "-2", "@x", "\t=1", " =1", "|x", "\r=1", *(f"{sign}1" for sign in "＝＋－＠｜％﹦﹢﹣﹫﹪⁼⁺₌₊")]
    + [f"{blank}{sign}1" for blank in (" \t", "\xa0", "\u3000", "\u200b", "\ufeff") for sign in "=＝"],
)
def test_no_text_is_run_as_a_formula(text: str) -> None:
    assert harmless(text) == "'" + text
    rows = read(gain_csv([made({text: 30, "S": 40})], Words("en")))

    assert {row["region"] for row in rows} == {"'" + text, "S", ""}


def test_numbers_stay_numbers_and_words_words() -> None:
    assert harmless(-2.5) == -2.5
    for word in ("Әлем", "x=1", " 5 %", "", " ", "—", "‚"):
        assert harmless(word) == word


def test_what_was_said_of_the_course_stands_in_every_form_and_hidden_regions_do_not() -> None:
    report, cover = made({"N": 30, "S": 40})
    reception = Reception(
        (ReactionReport("useful", ReactionFigures(None, 68, wilson(51, 68), 4.1, 3.9, 4.3)),),
        (Taught(None, 33, 71), Taught("N", 21, 40), Taught("S", None, None)),
        {"useful": "It was useful to me"},
    )
    cover = replace(cover, reception=reception)
    rows = read(gain_csv([(report, cover)], Words("en")))
    text, page = gain_text(report, cover, Words("en")), gain_html(report, cover, Words("en"))
    plain = json.loads(gain_json(report, cover, Words("en")))

    of_course = [row for row in rows if row["figure"] == "reactions.satisfied.share"]
    assert [(row["of"], row["value"], row["n"]) for row in of_course] == [("useful", "0.75", "68")]
    assert "It was useful to me" in of_course[0]["meaning"]
    assert [(row["name"], row["value"]) for row in rows if row["figure"] == "taught.peers"] == [
        ("", "71"),
        ("The N", "40"),
    ]
    for written in (text, page):
        assert "Learners who report that they passed it on: 33; people they say they told: 71." in " ".join(
            written.split()
        )
    assert plain["taught"][2] == {"key": {"region": "S"}, "learners": None, "peers": None}
