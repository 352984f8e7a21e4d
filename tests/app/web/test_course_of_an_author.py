"""A second course, made by following docs/authors.md and nothing else: released, taken by a group, to the end."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.content import Release, read_course, shelf
from app.services import releases
from app.services.waves import Wave
from app.store.programmes import releases as rows
from tests.app.conftest import School
from tests.app.web.conftest import Learner, Room
from tests.docs.guide import write_course


@pytest.fixture
def release(tmp_path: Path) -> Release:
    """What the school teaches."""
    return read_course(write_course(tmp_path))


def test_the_administrator_releases_it_from_the_shelf_and_it_is_what_was_checked(
    school: School, release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "CONTENT", tmp_path)
    monkeypatch.setattr(releases, "CONTENT", tmp_path)
    ref = releases.release_course(school.session, school.programme_id, "safe-room", school.now)

    stored = rows.get(school.session, ref)
    assert stored is not None
    assert (stored.course_release_id, stored.digest) == (school.course_release_id, release.digest)


def test_a_group_learns_from_it_and_sees_what_it_gained(room: Room, join: Callable[..., Learner]) -> None:
    learner = join()
    room.open(Wave.PRE)
    learner.take(1, right=1, keys=room.keys("A")).press("Send")
    page = learner.phone.open("/l/1")
    assert page.heading == "The first look"
    assert "Your facilitator has not opened it yet." in learner.finish(1).text
    room.open(Wave.POST)
    learner.take(2, right=2, keys=room.keys("B")).press("Send")
    assert not [reason for reason in room.secrets() if reason in learner.phone.open("/road").text]
    room.close(Wave.POST)

    result = learner.phone.open("/road").tap("See it")
    assert result.heading == "1 more right answer"
    assert "Yes. You choose whom you talk to." in result.text, "each with its reason"
