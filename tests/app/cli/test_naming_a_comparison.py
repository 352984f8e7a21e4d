"""Who was compared is named with `navigator gains FILE`, or that nobody was: in its options or when it asks."""

import json
import os
import pty
import subprocess
from pathlib import Path

import pytest

from tests.app.cli.conftest import PROCESS, Navigator, as_json
from tests.app.cli.two_arms import rows_of


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ("arm=wating", "column arm: no row has 'wating'. Did you mean `waiting`?"),
        ("arm=2", "column arm: no row has '2'. There are: treated, waiting."),
        ("amr=waiting", "there is no column 'amr'. Did you mean `arm`?"),
        ("waiting", "'waiting' does not say COL=VALUE, such as arm=waiting"),
    ],
)
def test_a_wrong_name_is_told_with_what_there_is(gains: Navigator, did: Path, option: str, message: str) -> None:
    code, _, err = gains(did, "--comparison", option)

    assert code == 2
    assert message in " ".join(err.split())


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--comparison", "arm=waiting", "--no-comparison"], "give one"),
        (["--randomised"], "name it with --comparison COL=VALUE"),
        (["--comparison", "arm=waiting", "--where", "arm=waiting"], "every row has 'waiting'"),
    ],
)
def test_what_cannot_be_meant_is_refused(gains: Navigator, did: Path, options: list[str], message: str) -> None:
    code, _, err = gains(did, *options)

    assert code == 2
    assert message in err


@pytest.mark.parametrize("options", [[], ["--by", "arm"], ["--where", "arm=treated"]])
def test_a_column_that_looks_like_an_arm_is_named_and_not_denied(
    gains: Navigator, did: Path, options: list[str]
) -> None:
    code, out, _ = gains(did, "--max", "14", "--full", *options)
    text = " ".join(out.split())

    assert code == 0
    assert "The column arm looks like one: name it with --comparison arm=waiting, or say --no-comparison." in text
    assert "no comparison group was named, though the column arm looks like one (say --comparison arm=waiting)" in text
    for denial in ("nobody without them", "No comparison group: a gain"):
        assert denial not in text
    assert as_json(gains, did, "--max", "14", *options)["comparison"] is None


@pytest.mark.parametrize(
    ("language", "remark", "not_shown"),
    [
        (
            "en",
            "No comparison group was named, and without one a gain is not proof of effect. If a column tells one, name "
            "it with --comparison COL=VALUE, or say --no-comparison.",
            "since no comparison group was named",
        ),
        ("ru", "Группа сравнения не названа", "что помогли именно уроки: группа сравнения не названа"),
        ("kk", "Салыстыру тобы аталмаған", "нәтиже сабақтардан екені: салыстыру тобы аталмаған"),
    ],
)
def test_of_a_file_that_nobody_said_it_of_no_comparison_group_is_denied(
    gains: Navigator, tmp_path: Path, language: str, remark: str, not_shown: str
) -> None:
    """A column of codes may tell who had the course, and nothing knows it."""
    path = tmp_path / "t.csv"
    path.write_text(rows_of(("x7", "q3"), column="stratum"))
    code, out, _ = gains(path, "--max", "14", "--full", "--lang", language)
    text = " ".join(out.split())

    assert code == 0
    assert remark in text
    assert not_shown in text
    for denial in ("nobody without them", "No comparison group: a gain"):
        assert denial not in text


def test_whoever_says_that_there_is_no_comparison_reads_that_there_is_none(gains: Navigator, did: Path) -> None:
    _, out, _ = gains(did, "--max", "14", "--no-comparison", "--full")

    assert "since nobody without them was tested" in " ".join(out.split())
    assert "No comparison group: a gain is not proof of effect." in out


@pytest.mark.parametrize(("answer", "is_compared"), [("yes", True), ("да", True), ("no", False)])
def test_on_a_terminal_it_is_asked(did: Path, answer: str, is_compared: bool) -> None:
    """A terminal of its own; the report goes to a pipe."""
    near_end, far_end = pty.openpty()
    try:
        with subprocess.Popen(
            [*PROCESS, "gains", str(did), "--max", "14", "--json"],
            stdin=far_end,
            stderr=far_end,
            stdout=subprocess.PIPE,
        ) as process:
            os.write(near_end, f"{answer}\n".encode())
            out, _ = process.communicate(timeout=60)
        text = os.read(near_end, 10_000).decode()
    finally:
        os.close(near_end)
        os.close(far_end)
    report = json.loads(out)

    assert "The column arm looks as if it said who had the course. Did those with 'waiting' (rows: 30)" in text
    assert (report["comparison"] is not None) == is_compared
    notes = [note for note in report["total"]["notes"] if note["code"] == "no_comparison_group"]
    assert [note["values"] for note in notes] == ([] if is_compared else [{}])


def test_an_instance_has_no_column_to_name(gains: Navigator) -> None:
    code, _, err = gains("--comparison", "arm=waiting")

    assert code == 2
    assert "--comparison says how to read a file: name the file too" in err
