"""A lesson of whatever lines, in whatever order, is read or refused with lines that are there; never a crash."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.content.faults import CourseFault
from app.content.lesson_file import read_lesson
from app.content.release import Picture
from app.content.skeleton import FILES
from courses import LessonWords

WHOLE = (FILES / "lessons/01-first/words.md").read_text(encoding="utf-8")
LINES = WHOLE.splitlines()
PICTURES = {"road.svg": Picture(digest="0" * 64, svg="<svg/>", width=1, height=1)}
ODD = (
    "",
    "-",
    "- ",
    "1.",
    "###",
    "### `",
    "### ``",
    "- ``",
    "- `a`",
    "> ",
    "  > x",
    ":::",
    "::::",
    ":::story",
    ":::x y",
    "---",
    "#",
    "##",
    "`a`",
    "![](pictures/road.svg)",
)

spoiled = st.lists(
    st.tuples(st.integers(0, len(LINES) - 1), st.sampled_from(["drop", "twice", "odd", "swap"]), st.sampled_from(ODD)),
    min_size=1,
    max_size=12,
)


def spoil(changes: list[tuple[int, str, str]]) -> str:
    lines = list(LINES)
    for at, how, odd in changes:
        place = at % len(lines)
        if how == "drop":
            del lines[place]
        elif how == "twice":
            lines.insert(place, lines[place])
        elif how == "odd":
            lines.insert(place, odd)
        else:
            lines[place], lines[place - 1] = lines[place - 1], lines[place]
    return "\n".join(lines)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lessons") / "en.md"


@pytest.mark.many
@settings(max_examples=200, deadline=None)
@given(spoiled)
def test_whatever_is_spoiled_is_read_or_refused_by_line(file: Path, changes: list[tuple[int, str, str]]) -> None:
    text = spoil(changes)
    file.write_text(text, encoding="utf-8")
    faults: list[CourseFault] = []

    read = read_lesson(file, faults, PICTURES)

    assert read is not None
    assert (read.words is None) == bool(faults)
    assert all(1 <= fault.line <= len(text.splitlines()) for fault in faults)
    if read.words is not None:
        assert LessonWords.model_validate_json(read.words.model_dump_json()) == read.words
