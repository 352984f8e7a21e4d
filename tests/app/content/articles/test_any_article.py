"""Words of an article of whatever lines, in whatever order, are read or refused with lines that are there."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.content.articles.words_file import read_words
from app.content.faults import CourseFault
from tests.app.content.articles.conftest import ENGLISH

ODD = (
    "",
    "-",
    "1.",
    "#",
    "##",
    "## `a`",
    "###",
    "---",
    ":::",
    "> x",
    "title:",
    "[a]: /b",
    "[x](/open/y)",
    "![](a)",
    "\t",
)
LINES = st.lists(st.sampled_from([*ENGLISH.splitlines(), *ODD]), max_size=25)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("article") / "en.md"


@given(st.booleans(), LINES)
@settings(max_examples=300, deadline=None)
def test_any_words_are_read_or_refused(page: Path, has_front: bool, lines: list[str]) -> None:
    begin = ENGLISH.splitlines()[:4] if has_front else []
    page.write_text("\n".join([*begin, *lines]), encoding="utf-8")
    faults: list[CourseFault] = []

    read = read_words(page, faults)

    assert read is not None
    assert (read.words is None) == bool(faults)
    assert all(1 <= fault.line <= len(begin) + len(lines) + 1 for fault in faults)
    assert all(1 <= line <= len(begin) + len(lines) for line, _ in read.links)
