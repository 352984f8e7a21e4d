"""Course releases."""

import re
from pathlib import Path
from shutil import copytree

import pytest

from app.content import CourseFaults, Release, shelf, write_skeleton
from app.services import releases
from app.services.waves import Wave
from app.store.programmes import releases as rows
from tests.app.conftest import School
from tests.conftest import FIXTURE_COURSE


def test_a_release_comes_back_as_it_was_frozen(school: School, release: Release) -> None:
    assert releases.release_of(school.session, school.course_release_id) == release
    assert releases.release_of_structure(school.session, release.structure_digest) == release


def test_unchanged_content_is_one_release(school: School, shelved: Path) -> None:
    first = releases.release_course(school.session, school.programme_id, "fixture-course", school.now)
    again = releases.release_course(school.session, school.programme_id, "fixture-course", school.now)

    assert first == again
    assert len(rows.list_releases(school.session, school.programme_id)) == 1


def test_another_comma_is_another_release_of_the_same_structure(school: School, release: Release) -> None:
    course = release.course.model_copy(update={"title": {**release.course.title, "en": "Small course,"}})
    other = release.model_copy(update={"course": course})

    releases.keep_release(school.session, school.programme_id, other, school.now)

    stored = rows.list_releases(school.session, school.programme_id)
    assert len({row.digest for row in stored}) == 2
    assert len({row.structure_digest for row in stored}) == 1


def test_a_course_that_the_shelf_does_not_have_is_named(school: School) -> None:
    with pytest.raises(LookupError, match="no course 'juggling'"):
        releases.release_course(school.session, school.programme_id, "juggling", school.now)
    with pytest.raises(LookupError, match="no release"):
        releases.release_of_structure(school.session, "0" * 64)


@pytest.mark.parametrize(("number", "is_known"), [("112", True), ("999", False)])
def test_a_lesson_may_name_numbers_of_the_register_and_no_other(
    school: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: str, is_known: bool
) -> None:
    write_skeleton(tmp_path / "look-twice", ["en"])
    file = tmp_path / "look-twice/lessons/01-first/en.md"
    file.write_text(file.read_text().replace("Most offers are honest.", f"In danger call {number}."))
    monkeypatch.setattr(shelf, "CONTENT", tmp_path)
    monkeypatch.setattr(releases, "CONTENT", tmp_path)

    if is_known:
        assert releases.release_course(school.session, school.programme_id, "look-twice", school.now)
    else:
        with pytest.raises(CourseFaults, match=f"number {number}: is no number of the register"):
            releases.release_course(school.session, school.programme_id, "look-twice", school.now)


@pytest.fixture
def shelved(school: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The school's course on a shelf of its own, where an author may write."""
    monkeypatch.setattr(shelf, "CONTENT", tmp_path)
    monkeypatch.setattr(releases, "CONTENT", tmp_path)
    return Path(copytree(FIXTURE_COURSE, tmp_path / "fixture-course"))


@pytest.mark.many
def test_an_item_that_has_answers_cannot_change(school: School, release: Release, shelved: Path) -> None:
    item = release.instrument.items[1]
    file, old = shelved / "instrument.yaml", item.forms["A"].key
    lines = file.read_text().splitlines()
    line = next(n for n, text in enumerate(lines) if text.strip().endswith(f"id: {item.id}"))
    at = next(n for n in range(line, len(lines)) if f"key: {old}" in lines[n])
    other = next(option for option in item.forms["A"].options if option != old)
    file.write_text("\n".join([*lines[:at], lines[at].replace(f"key: {old}", f"key: {other}"), *lines[at + 1 :]]))

    assert releases.release_course(school.session, school.programme_id, "fixture-course", school.now)

    cohort = school.cohort()
    school.open(cohort, Wave.PRE)
    school.take(school.learner(cohort), Wave.PRE, right=1)
    with pytest.raises(CourseFaults) as refused:
        releases.release_course(school.session, school.programme_id, "fixture-course", school.now)
    (fault,) = refused.value.faults
    assert (fault.path, fault.line, fault.where) == (file, line + 1, f"items > {item.id}")
    assert "has answers and is another item now" in fault.what


def test_words_of_an_answered_item_may_be_mended_and_new_items_be_added_under_new_ids(
    school: School, release: Release, shelved: Path
) -> None:
    cohort = school.cohort()
    school.open(cohort, Wave.PRE)
    school.take(school.learner(cohort), Wave.PRE, right=1)
    item = release.instrument.items[1].id
    for file in (shelved / "instrument.yaml", *(shelved / "instrument").glob("*.yaml")):
        text = file.read_text()
        assert item in text
        file.write_text(re.sub(rf"^( *(?:- id: )?){item}(:?)$", r"\1fresh\2", text, flags=re.MULTILINE))

    assert releases.release_course(school.session, school.programme_id, "fixture-course", school.now)
    assert len({row.structure_digest for row in rows.list_releases(school.session, school.programme_id)}) == 2
