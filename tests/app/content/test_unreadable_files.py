"""Files of a course that are missing or empty, or are no text or no YAML: each with its line and how to mend it."""

from pathlib import Path

import pytest

from app.content import CourseFaults, read_course
from tests.app.content.conftest import Author

COURSE, INSTRUMENT = "course.yaml", "instrument.yaml"


@pytest.mark.parametrize(
    ("old", "new", "mend"),
    [
        pytest.param("    minutes: 5", "\tminutes: 5", "indent with spaces, not with a tab", id="a tab"),
        pytest.param(
            "    minutes: 5", "   minutes: 5", "look at the indent and the quotes", id="an indent that is off"
        ),
        pytest.param(
            "minutes: 5", "minutes: In all: 5", "put words that hold a colon in quotes", id="a colon in words"
        ),
        pytest.param(
            "minutes: 5", "minutes: @5", "put words that begin with such a sign in quotes", id="a sign of YAML's"
        ),
        pytest.param("minutes: 5", "minutes: [5", "look at the indent and the quotes", id="a bracket that stays open"),
    ],
)
def test_what_is_not_yaml_is_told_with_its_line_and_a_hint(author: Author, old: str, new: str, mend: str) -> None:
    line = author.line(COURSE, "minutes: 5")
    author.replace(COURSE, old, new)

    (fault,) = author.faults()
    assert fault.startswith(
        (f"course.yaml:{line}: the file: is not YAML from here on", f"course.yaml:{line + 1}: the file")
    )
    assert mend in fault


def test_a_folder_without_any_file_says_which_are_missing(tmp_path: Path) -> None:
    with pytest.raises(CourseFaults) as refused:
        read_course(tmp_path / "nothing")

    assert [fault.path.name for fault in refused.value.faults] == ["course.yaml", "instrument.yaml"]
    assert all(fault.what.startswith("is missing") for fault in refused.value.faults)


@pytest.mark.parametrize("name", [COURSE, INSTRUMENT, "instrument/ru.yaml", "lessons/00-first/en.md"])
def test_a_file_that_is_not_utf8_names_the_line(author: Author, name: str) -> None:
    lines = (author.folder / name).read_bytes().split(b"\n")
    lines[2] += "# проба".encode("cp1251")
    (author.folder / name).write_bytes(b"\n".join(lines))

    message = "the file: has signs that are not UTF-8: save it as UTF-8 without conversion"
    assert f"{name}:3: {message}" in author.faults()


@pytest.mark.parametrize("name", [COURSE, INSTRUMENT, "instrument/ru.yaml"])
def test_an_empty_file_says_so(author: Author, name: str) -> None:
    author.write(name, "")

    assert f"{name}:1: the file: is empty: write its keys and values" in author.faults()


@pytest.mark.parametrize("name", [COURSE, INSTRUMENT, "instrument/ru.yaml"])
@pytest.mark.parametrize("text", ["- a\n- b\n", "only words\n", "? [a]\n: b\n", "a: \x07\n", "{", "'", "\t", "&a [*a]"])
def test_nonsense_is_a_fault_and_never_a_crash(author: Author, name: str, text: str) -> None:
    author.write(name, text)

    assert any(fault.startswith(f"{name}:") for fault in author.faults())


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm(author: Author) -> None:
    before = author.read()
    for path in author.folder.rglob("*.*"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))

    assert author.read() == before
