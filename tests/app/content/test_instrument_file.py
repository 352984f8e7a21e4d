"""The files that are written read again as the same instrument."""

from pathlib import Path
from shutil import copytree

import pytest

from app.content import CONTENT, instrument_files, read_course


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return Path(copytree(CONTENT / "smart-navigator", tmp_path / "smart-navigator"))


@pytest.mark.many
def test_what_is_written_is_read_as_the_same(course: Path) -> None:
    before = read_course(course)
    for path, text in instrument_files(before.instrument, before.instrument_words).items():
        (course / path).write_text(text, encoding="utf-8")
    after = read_course(course)

    assert after.instrument == before.instrument
    assert after.instrument_words == before.instrument_words
    assert "options: [" in (course / "instrument.yaml").read_text(encoding="utf-8"), "as an author writes it"
