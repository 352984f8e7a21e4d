"""What learners said of themselves and of the course, and how many they taught, in the files for other software."""

import io
import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pyarrow.parquet
import pyreadstat
import pytest
from python_calamine import CalamineWorkbook

from analytics import JointTable, MoreCounts, Options, StatementCounts, gain_report
from app.exports import FORMATS
from app.wording import Reacted, Reception, Taught, Words, scoring_sentence
from tests.app.exports.regions import HOME, counts_by_region, made

SCALE = [(1, 3), (2, 2), (2, 4), (0, 3), (3, 3)] * 16
SAID = "I can say no."


def told() -> list:
    ((_report, cover),) = made()
    table = JointTable.from_pairs([pre for pre, _ in SCALE], [post for _, post in SCALE], 4)
    report = gain_report(
        counts_by_region(), options=Options(suppress=11), more=MoreCounts(statements={"say-no": StatementCounts(table)})
    )
    reception = Reception(
        (Reacted("useful", 68, 0.75, 4.1), Reacted("felt-safe", None)),
        (Taught(None, 33, 71), Taught("KZ-61", 21, 40), Taught("KZ-75", None, None)),
        {"useful": "It was useful to me."},
    )
    return [(report, replace(cover, statements={"say-no": SAID}, reception=reception))]


def written(form: str, language: str = "en") -> bytes:
    return FORMATS[form].write(told(), Words(language), HOME)


def test_every_row_of_a_table_has_them_where_they_are_told() -> None:
    rows = {row["by_region"]: row for row in pyarrow.parquet.read_table(io.BytesIO(written("parquet"))).to_pylist()}
    total, north, hidden = rows[""], rows["KZ-61"], rows["KZ-75"]

    assert (total["said_say_no_before"], total["said_say_no_after"], total["said_say_no_n"]) == (2.6, 4.0, 80)
    assert (total["course_useful_share"], total["course_useful_mean"], total["course_useful_n"]) == (0.75, 4.1, 68)
    assert total["course_felt_safe_mean"] is None
    assert (total["taught_learners"], total["taught_peers"]) == (33, 71)
    assert (north["taught_peers"], north["said_say_no_before"]) == (40, None), "what is said is told of all together"
    assert hidden["taught_peers"] is None


@pytest.mark.parametrize("form", ["sav", "dta"])
def test_a_statistics_program_reads_what_was_said(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"file.{form}"
    path.write_bytes(written(form))
    columns, meta = getattr(pyreadstat, f"read_{form}")(str(path), output_format="dict")

    assert columns["taught_peers"][-1] == 71
    assert meta.column_names_to_labels["said_say_no_after"] == "I can say no. Mean after, 1 to 5"


def test_the_codebook_of_the_workbook_explains_them() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(written("xlsx")))
    codebook = {row[0]: row[1] for row in book.get_sheet_by_name("Codebook").to_python()}

    assert codebook["course_useful_mean"] == "It was useful to me. Mean, 1 to 5"
    assert codebook["taught_peers"] == "Peers taught, as learners report"


def test_peers_are_an_indicator_of_each_region_that_may_be_told() -> None:
    values = {(one["orgUnit"], one["dataElement"]): one["value"] for one in json.loads(written("dhis2"))["dataValues"]}
    activity = ElementTree.fromstring(written("iati"))[-1]
    peers = activity.find("result").findall("indicator")[-1]  # type: ignore[union-attr]

    assert values["KZ-61", "SN_TAUGHT_PEERS"] == "40"
    assert values["KZ-61", "SN_TAUGHT_LEARNERS"] == "21"
    assert ("KZ-75", "SN_TAUGHT_PEERS") not in values
    assert [(one.get("value"), one.findtext("comment/narrative")) for one in peers.iter("actual")] == [
        ("40", "Reported by 21 learners.")
    ]


def test_xapi_says_of_all_together_what_was_said() -> None:
    by = {one["actor"]["account"]["name"]: one["result"]["extensions"] for one in json.loads(written("xapi"))}
    home = "http://navigator.example/xapi/"

    assert by["all"][f"{home}sn_said_say_no_after"] == 4.0
    assert by["all"][f"{home}sn_course_useful_percent"] == 75.0
    assert f"{home}sn_said_say_no_after" not in by["KZ-61"]
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
