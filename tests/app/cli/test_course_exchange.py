"""`navigator course import` and `export`: a test goes out and comes back, or is refused by line and nothing changes."""

import json
from pathlib import Path

import pytest

from app.cli import main
from app.content import read_course
from app.files import read_table


@pytest.fixture
def course(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A new course of an author."""
    path = tmp_path / "my-course"
    assert main(["course", "new", str(path), "--languages", "en", "ru"]) == 0
    capsys.readouterr()
    return path


def files(course: Path) -> dict[str, bytes]:
    return {str(path.relative_to(course)): path.read_bytes() for path in course.rglob("*") if path.is_file()}


@pytest.mark.parametrize("form", ["gift", "sheet"])
def test_what_is_exported_is_imported_again_unchanged(course: Path, tmp_path: Path, form: str) -> None:
    before = read_course(course)
    arguments = []
    for language in ("en", "ru") if form == "gift" else ("en",):
        out = tmp_path / f"{language}.{'gift' if form == 'gift' else 'xlsx'}"
        assert main(["course", "export", form, str(course), "--language", language, "--out", str(out)]) == 0
        arguments.append(f"{language}={out}")
    assert main(["course", "import", *arguments, "--into", str(course), "--replace"]) == 0
    after = read_course(course)

    assert after.instrument == before.instrument
    assert after.instrument_words == before.instrument_words


def test_what_cannot_be_taken_is_told_by_line_and_nothing_changes(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files(course)
    foreign = tmp_path / "foreign.gift"
    foreign.write_text("Is it so? {TRUE}\n\nHow much? {#4}\n", encoding="utf-8")
    code = main(["course", "import", str(foreign), "--into", str(course), "--replace", "--json"])
    answer = json.loads(capsys.readouterr().out)

    assert code == 1
    assert [fault.partition("foreign.gift:")[2][:2] for fault in answer["faults"]] == ["1:", "3:"]
    assert files(course) == before


def test_items_that_do_not_fit_the_course_are_refused_by_its_check(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files(course)
    one = "{\n=yes#So it is.\n~no#It is not.\n}\n"
    gift = tmp_path / "q.gift"
    gift.write_text(f"$CATEGORY: x/A\n\nGo? {one}\n$CATEGORY: x/B\n\nStay? {one}", encoding="utf-8")
    arguments = ["--objective", "O99", "--level", "apply", "--into", str(course), "--replace"]

    assert main(["course", "import", f"en={gift}", f"ru={gift}", *arguments]) == 1
    assert "O99" in capsys.readouterr().out
    assert files(course) == before


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        pytest.param("Who is", f"Who{' is' * 30}", "make two of it", id="a long sentence"),
        pytest.param("Who is", "Who <b>is</b>", "'<b>': is HTML", id="HTML"),
        pytest.param("Nobody else", "Somebody", "says the same as another option", id="an answer twice"),
    ],
)
@pytest.mark.parametrize("form", ["gift", "sheet"])
def test_what_the_check_refuses_is_told_by_its_line_in_the_file_that_was_given(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str, old: str, new: str, message: str
) -> None:
    one = "// [id:{0}.only] [tag:objective O1] [tag:level apply]\nWho is it?{{\n=Somebody#Yes.\n~{1}#No.\n}}\n\n"
    gift, both = tmp_path / "q.gift", one.format("A", "Nobody else") + one.format("B", "Nobody else")
    gift.write_text(both, encoding="utf-8")
    assert main(["course", "import", f"en={gift}", f"ru={gift}", "--into", str(course), "--replace"]) == 0
    before = files(course)
    file, line = gift, 8
    if form == "gift":
        gift.write_text(old.join(both.split(old)[:2]) + new + both.split(old)[2], encoding="utf-8")
    else:
        file, line = tmp_path / "q.csv", 4
        assert main(["course", "export", "sheet", str(course), "--out", str(tmp_path / "q.xlsx")]) == 0
        table = read_table(tmp_path / "q.xlsx")
        words = [table.words(name) for name in table.columns]
        rows = [[*table.columns], *([str(column[n]) for column in words] for n in range(len(table.rows)))]
        rows[3:] = [[cell.replace(old, new) for cell in row] for row in rows[3:]]
        file.write_text("\n".join("\t".join(row) for row in rows), encoding="utf-8")
    capsys.readouterr()
    taken = [f"en={file}", f"ru={file}"] if form == "gift" else [str(file)]

    assert main(["course", "import", *taken, "--into", str(course), "--replace", "--json"]) == 1
    faults = json.loads(capsys.readouterr().out)["faults"]
    assert faults
    assert all(fault.startswith(f"{file.name}:{line}: ") and message in fault for fault in faults), faults
    assert files(course) == before


def test_an_instrument_is_given_up_only_when_asked(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "x.gift"
    file.write_text("Is it so? {TRUE}\n", encoding="utf-8")

    assert main(["course", "import", str(file), "--into", str(course)]) == 2
    assert "--replace" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["xlsform", "paper", "key"])
def test_a_form_is_written_for_other_hands(course: Path, tmp_path: Path, form: str) -> None:
    out = tmp_path / f"out.{form}"

    assert main(["course", "export", form, str(course), "--out", str(out)]) == 2, "which form?"
    assert main(["course", "export", form, str(course), "--form", "B", "--out", str(out)]) == 0
    assert out.stat().st_size > 500


def test_wrong_uses_are_told(course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(tmp_path / "o")
    assert main(["course", "export", "gift", str(course), "--language", "fr", "--out", out]) == 2
    assert "choose en, ru" in capsys.readouterr().err
    assert main(["course", "export", "gift", str(tmp_path / "none"), "--out", out]) == 2
    assert main(["course", "export", "gift", str(course), "--out", str(tmp_path / "no" / "o")]) == 1


def test_a_file_that_is_not_there_is_told_before_anything_else(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for argument in (f"{tmp_path}/none.gift", f"en={tmp_path}/none.gift"):
        assert main(["course", "import", argument, "--into", str(course)]) == 2
        assert f"{argument} is no file" in capsys.readouterr().err


def test_remarks_that_an_import_cannot_keep_are_told_before_and_after(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("instrument.yaml", "instrument/ru.yaml"):
        path = course / name
        path.write_text(f"# why\n{path.read_text(encoding='utf-8')}\n  # and how\n", encoding="utf-8")
    last = {
        n: len((course / n).read_text(encoding="utf-8").splitlines()) for n in ("instrument.yaml", "instrument/ru.yaml")
    }
    sheet = str(tmp_path / "items.xlsx")
    assert main(["course", "export", "sheet", str(course), "--out", sheet]) == 0
    where = [f"{name}:1" for name in last] + [f", {line}" for line in last.values()]

    assert main(["course", "import", sheet, "--into", str(course)]) == 2
    warning = capsys.readouterr().err
    assert main(["course", "import", sheet, "--into", str(course), "--replace"]) == 0
    output = capsys.readouterr().out
    assert main(["course", "import", sheet, "--into", str(course), "--replace"]) == 0

    assert all(each in warning and each in output for each in where)
    assert "(#)" not in capsys.readouterr().out
