"""What learners said of themselves and of the course, and how many they taught, in the files for other software."""

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pyarrow.parquet
import pyreadstat
import pytest
from python_calamine import CalamineWorkbook

from analytics import (
    Flow,
    GroupCounts,
    JointTable,
    MoreCounts,
    Options,
    ReactionFigures,
    ReactionReport,
    ScaleCounts,
    gain_report,
    inside,
)
from analytics.shares.intervals import wilson
from app.exports import FORMATS
from app.wording import Reception, Taught, Words, scoring_sentence
from tests.app.exports.regions import HOME, counts_by_region, made

SCALE = [(1, 3), (2, 2), (2, 4), (0, 3), (3, 3)] * 16
STATEMENTS = "I can say no."


def _counts(n: int) -> GroupCounts:
    table = JointTable.from_pairs([pre for pre, _ in SCALE[:n]], [post for _, post in SCALE[:n]], 4)
    return GroupCounts(table, Flow(pre_only=0, post_only=0, paired=n))


def shown() -> list[Any]:
    ((_report, cover),) = made()
    groups = {"KZ-61": _counts(25), "KZ-75": _counts(40), "KZ-23": _counts(5), "KZ-79": _counts(6)}
    more = MoreCounts(statements={"say-no": ScaleCounts(groups)})
    report = inside(gain_report(counts_by_region(), options=Options(compare_from=11), more=more)).report
    useful = ReactionReport(
        "useful",
        ReactionFigures(None, 68, wilson(51, 68), 4.1, 3.9, 4.3),
        (ReactionFigures("KZ-61", 20, wilson(12, 20), 3.8, 3.3, 4.3), ReactionFigures("KZ-75")),
    )
    reception = Reception(
        (useful, ReactionReport("felt-safe", ReactionFigures(None))),
        (Taught(None, 33, 71), Taught("KZ-61", 21, 40), Taught("KZ-75", None, None)),
        {"useful": "It was useful to me."},
    )
    return [(report, replace(cover, statements={"say-no": STATEMENTS}, reception=reception))]


def written(form: str, language: str = "en") -> bytes:
    return FORMATS[form].write(shown(), Words(language), HOME)


def test_every_row_of_a_table_has_them_where_they_are_told() -> None:
    rows = {row["by_region"]: row for row in pyarrow.parquet.read_table(io.BytesIO(written("parquet"))).to_pylist()}
    total, north, hidden = rows[""], rows["KZ-61"], rows["KZ-75"]

    assert (total["said_say_no_before"], total["said_say_no_after"], total["said_say_no_n"]) == (
        pytest.approx(2.6, abs=0.02),
        pytest.approx(4, abs=0.02),
        76,
    )
    assert (total["course_useful_share"], total["course_useful_mean"], total["course_useful_n"]) == (0.75, 4.1, 68)
    assert total["course_felt_safe_mean"] is None
    assert (total["taught_learners"], total["taught_peers"]) == (33, 71)
    assert (north["taught_peers"], north["said_say_no_before"], north["said_say_no_n"]) == (40, 2.6, 25)
    assert north["said_say_no_change"] == pytest.approx(1.4)
    assert north["said_say_no_low"] < 1.4 < north["said_say_no_high"]
    assert (north["course_useful_share"], north["course_useful_mean"], north["course_useful_n"]) == (0.6, 3.8, 20)
    assert north["course_useful_low"] < 0.6 < north["course_useful_high"]
    assert (hidden["taught_peers"], hidden["course_useful_n"], hidden["course_useful_share"]) == (None, None, None)
    assert rows["KZ-23"]["said_say_no_n"] is None


@pytest.mark.parametrize("form", ["sav", "dta"])
def test_a_statistics_program_reads_what_was_said(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"file.{form}"
    path.write_bytes(written(form))
    columns, meta = getattr(pyreadstat, f"read_{form}")(str(path), output_format="dict")

    assert columns["taught_peers"][-1] == 71
    assert meta.column_names_to_labels["said_say_no_after"] == "Statement: mean after, 1 to 5: I can say no."


def test_the_codebook_of_the_workbook_explains_them() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(written("xlsx")))
    codebook = {row[0]: row[2] for row in book.get_sheet_by_name("Codebook").to_python()}

    assert codebook["course_useful_mean"] == "On the course: mean, 1 to 5: It was useful to me."
    assert codebook["taught_peers"] == "Peers taught, as learners report"


def test_peers_are_an_indicator_of_each_region_that_may_be_told() -> None:
    values = {(one["orgUnit"], one["dataElement"]): one["value"] for one in json.loads(written("dhis2"))["dataValues"]}
    activity = ElementTree.fromstring(written("iati"))[-1]
    result = {one.findtext("title/narrative"): one for one in activity.iter("indicator")}
    peers, text, useful = (
        result[title]
        for title in (
            "Peers taught, as learners report",
            "I can say no. Mean after, 1 to 5",
            "It was useful to me. Share at 4 or 5",
        )
    )

    assert values["KZ-61", "SN_TAUGHT_PEERS"] == "40"
    assert values["KZ-61", "SN_TAUGHT_LEARNERS"] == "21"
    assert ("KZ-75", "SN_TAUGHT_PEERS") not in values
    of_north = {code: value for (region, code), value in values.items() if region == "KZ-61" and "SAY_NO" in code}
    assert (of_north.pop("SN_SAID_SAY_NO_N"), of_north.pop("SN_SAID_SAY_NO_AFTER")) == ("25", "4.00")
    assert float(of_north["SN_SAID_SAY_NO_CHANGE_LOW"]) < 1.4 < float(of_north["SN_SAID_SAY_NO_CHANGE_HIGH"])
    assert (values["KZ-61", "SN_COURSE_USEFUL_N"], values["KZ-61", "SN_COURSE_USEFUL_PERCENT"]) == ("20", "60.0")
    assert not [code for region, code in values if region == "KZ-75" and code.startswith("SN_COURSE")]
    assert not [code for region, code in values if region in ("KZ-23", "KZ-79")]
    assert [(one.get("value"), one.findtext("comment/narrative")) for one in peers.iter("actual")] == [
        ("71", "Reported by 33 learners."),
        ("40", "Reported by 21 learners."),
    ]
    (_all, mean, _), (_all, share) = list(text.iter("actual")), list(useful.iter("actual"))
    before = next(one for one in text.findall("baseline") if one.find("location") is not None)
    assert (before.get("value"), before.find("location").get("ref")) == ("2.60", "KZ-61")
    assert (text.get("aggregation-status"), useful.get("measure")) == ("0", "2"), "a mean does not add up"
    assert (mean.get("value"), mean.find("location").get("ref")) == ("4.00", "KZ-61")
    assert mean.findtext("comment/narrative").startswith(
        "25 of 30 with both tests answered it twice; mean before 2.60. Change +1.40. 95\u00a0% confidence interval "
    )
    assert share.get("value") == "60.0"
    assert share.findtext("comment/narrative").startswith(
        "20 of 30 with both tests answered. 95\u00a0% confidence interval 39"
    )


def test_xapi_says_of_each_group_what_was_said() -> None:
    by = {one["actor"]["account"]["name"]: one["result"]["extensions"] for one in json.loads(written("xapi"))}
    home = "http://navigator.example/xapi/"

    assert by["all"][f"{home}sn_said_say_no_after"] == 4.0
    assert by["all"][f"{home}sn_course_useful_percent"] == 75.0
    assert by["KZ-61"][f"{home}sn_said_say_no_n"] == 25
    assert by["KZ-61"][f"{home}sn_taught_peers"] == 40


@pytest.mark.parametrize("form", ["csv", "xlsx", "sav", "dta", "parquet", "dhis2", "adx", "iati", "xapi"])
def test_every_file_says_how_a_test_is_scored(form: str, tmp_path: Path) -> None:
    data, words = written(form), Words("en")
    path = tmp_path / f"file.{form}"
    path.write_bytes(data)
    if form == "xlsx":
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        text = str([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])
    elif form == "sav":
        text = "".join(pyreadstat.read_sav(str(path))[1].notes)
    elif form == "dta":
        text = str(pyreadstat.read_dta(str(path), output_format="dict")[0]["method"][0])
    else:
        text = data.decode("utf-8", errors="ignore")

    assert "".join(scoring_sentence(words).split()) in "".join(text.split())
