"""`navigator gains` and `navigator export` without a file: cohorts are the unit, small groups hidden, people marked."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.cli import main
from app.content import Release
from app.store import Database
from app.store.tables import Settlement
from tests.app.conftest import School
from tests.app.reported import Settled, six_regions
from tests.conftest import instance_in, put_in_place
from tests.lengthened import with_items

pytestmark = pytest.mark.items(14)

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def six(sqlite_file: Path, tmp_path_factory: pytest.TempPathFactory, fixture_course: Release) -> Path:
    """The file of an instance with six regions, one of which is too small to be shown."""
    folder = tmp_path_factory.mktemp("six")
    with instance_in(folder, sqlite_file) as session:
        school = School(session, with_items(fixture_course, 14))
        ledger = Settled(school.release.structure_digest, school.programme_id, school.partner_id)
        six_regions(ledger)
        for _ in range(5):
            ledger.pair(4, 9, cohort_id=70, region_code="KZ-71")
        ledger.write(session)
    return folder / "navigator.db"


@pytest.fixture
def instance(sqlite: Database, six: Path) -> Path:
    """The folder of that instance, for one test."""
    put_in_place(sqlite, six)
    return Path(sqlite.url.database or "").parent


@pytest.fixture
def navigator(instance: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*words: Any) -> tuple[int, str, str]:
        try:
            code = main([*map(str, words), "--data", str(instance)])
        except SystemExit as stop:
            code = int(str(stop.code))
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def test_the_instance_is_reported_by_region_with_cohorts_and_suppression(navigator: Run) -> None:
    code, out, _ = navigator("gains", "--json")
    report = json.loads(out)
    groups = {group["key"]["region"]: group for group in report["groups"]}

    assert code == 0
    assert report["method"]["unit"] == "cohort"
    assert report["method"]["suppress"] == 11
    assert report["method"]["data"] == "Test instance"
    assert report["total"]["flow"]["paired"] == 178
    assert groups["KZ-71"]["suppressed"]
    assert groups["KZ-71"]["flow"] is None
    assert not groups["KZ-75"]["suppressed"]


def test_the_period_is_of_every_group_that_settled(
    sqlite: Database, instance: Path, navigator: Run, release: Release
) -> None:
    """A group that settled in November is in the numbers of the same page, though nobody of it came back."""
    with sqlite.writing() as session:
        cell = session.scalars(select(Settlement)).first()
        assert cell is not None
        ledger = Settled(release.structure_digest, cell.programme_id, cell.partner_id)
        ledger.unpaired("pre_only", 2, month="2025-11")
        ledger.write(session)
    _, out, _ = navigator("gains")

    assert "November 2025 – March 2026" in out.replace("\u00a0", " ")


def test_suppression_of_an_instance_can_be_raised_and_never_lowered(navigator: Run) -> None:
    lower = json.loads(navigator("gains", "--json", "--suppress", 2)[1])
    higher = json.loads(navigator("gains", "--json", "--suppress", 30)[1])

    assert lower["method"]["suppress"] == 11
    assert sum(group["suppressed"] for group in higher["groups"]) > sum(
        group["suppressed"] for group in lower["groups"]
    )


def test_the_text_names_regions_in_the_language_and_marks_the_people(navigator: Run) -> None:
    code, out, _ = navigator("gains", "--lang", "ru", "--where", "sex=female")

    assert code == 0
    assert "Туркестанская область" in out
    assert "[" in out.splitlines()[0]
    assert max(map(len, out.splitlines())) <= 100


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("gains", "--by", "shoe_size"), "choose region"),
        (("gains", "--where", "shoe_size=9"), "choose region"),
        (("gains", "--where", "region=KZ-99"), "no settled group is like that"),
        (("gains", "--cluster", "cohort"), "name the file"),
        (("gains", "--max", "9"), "name the file"),
        (("gains", "--format", "csv"), "figures of an instance are internal"),
        (("gains", "--format", "html"), "name a --publication"),
        (("export", "csv"), "what leaves the house is a publication"),
    ],
)
def test_a_question_that_makes_no_sense_is_one_sentence(navigator: Run, words: tuple[str, ...], message: str) -> None:
    code, out, err = navigator(*words)

    assert (code, out) == (2, "")
    assert message in err
    assert err.count("\n") == 1


def test_only_formats_that_are_there_are_listed(navigator: Run) -> None:
    code, _, err = navigator("export", "docx")

    assert code == 2
    assert "xlsx" in err


IATI = {
    "--iati-activity": "XM-1",
    "--iati-title": "Safe ways",
    "--iati-organisation": "XM",
    "--iati-organisation-type": "22",
    "--iati-role": "4",
    "--iati-status": "2",
    "--iati-start": "2025-09-01",
}


def test_iati_asks_for_what_only_the_publisher_knows(navigator: Run, tmp_path: Path) -> None:
    def export(**changes: str) -> tuple[int, str, str]:
        known = {**IATI, **{f"--iati-{name}": value for name, value in changes.items()}}
        words = [word for pair in known.items() for word in pair]
        return navigator("export", "iati", "--publication", "1", "--out", tmp_path / "out.xml", *words)

    code, _, err = navigator("export", "iati", "--publication", "1", "--out", tmp_path / "out.xml")
    assert code == 2
    assert all(option in err for option in IATI)
    assert export(start="") == (2, "", "navigator export: iati needs --iati-start: nobody but you knows them\n")
    assert export(start="1.9.2025")[2].endswith("iati does not know what stands at --iati-start\n")


def test_what_is_printed_is_marked_as_internal(navigator: Run) -> None:
    report = json.loads(navigator("gains", "--json")[1])

    assert "Internal, not for publication." in navigator("gains")[1]
    assert "Internal, not for publication." in json.dumps(report)


def test_where_there_is_no_instance_that_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gains", "--data", str(tmp_path / "none")]) == 2
    assert "there is no instance in" in capsys.readouterr().err


@pytest.fixture
def empty(sqlite: Database) -> Path:
    """The folder of an instance that nobody has joined."""
    return Path(sqlite.url.database or "").parent


def test_before_anybody_joins_there_is_a_report_without_figures(
    empty: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["gains", "--json", "--data", str(empty)]) == 0
    report = json.loads(capsys.readouterr().out)

    assert report["total"]["flow"] == {"pre_only": 0, "post_only": 0, "paired": 0}
    assert report["total"]["improved"] is None
    assert "no_pairs" in [note["code"] for note in report["total"]["notes"]]
    assert (report["groups"], report["between"], report["items"]) == ([], None, [])
    assert (report["method"]["unit"], report["method"]["cohorts"], report["method"]["suppress"]) == ("cohort", 0, 11)
    assert report["notes"][0]["values"] == {"groups": 0}


def test_before_anybody_joins_the_text_says_so(empty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gains", "--data", str(empty)]) == 0
    out = capsys.readouterr().out

    assert "Nobody who would be in this report has joined yet" in out or "No one has taken both tests yet" in out
    assert "0 learners" not in out and "0 cohorts" not in out
    assert "not told by the file" not in out


@pytest.mark.parametrize(
    "condition",
    ["region=KZ-61", "country=KZ", "sex=female", "age_band=15-17", "way=room", "language=kk", "month=2026-03"],
)
def test_where_nobody_is_like_that_yet_there_is_an_empty_report(
    empty: Path, capsys: pytest.CaptureFixture[str], condition: str
) -> None:
    assert main(["gains", "--where", condition, "--data", str(empty)]) == 0
    out = capsys.readouterr().out

    assert "Filtered:" in out
    assert "Nobody who would be in this report has joined yet" in out


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Filtered: Region = Turkistan Region."),
        ("ru", "Отобрано: Регион = Туркестанская область."),
        ("kk", "Іріктелгені: Өңір = Түркістан облысы."),
    ],
)
def test_what_a_report_was_narrowed_to_is_said_by_name(navigator: Run, language: str, line: str) -> None:
    _, out, _ = navigator("gains", "--where", "region=KZ-61", "--lang", language)

    assert line in out
    assert "KZ-61" not in out


@pytest.mark.parametrize(
    "condition",
    [
        "region=KZ-99",
        "country=XX",
        "sex=purple",
        "age_band=7",
        "way=boat",
        "language=xx",
        "month=2026-13",
        "partner=no",
    ],
)
def test_a_value_that_there_cannot_be_is_wrong_use(
    empty: Path, capsys: pytest.CaptureFixture[str], condition: str
) -> None:
    assert main(["gains", "--where", condition, "--data", str(empty)]) == 2
    name, value = condition.split("=")

    assert f"there is no {name} '{value}' here" in capsys.readouterr().err
