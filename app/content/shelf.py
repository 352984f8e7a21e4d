"""Course folders on the shelf: which there are, and one read whole."""

from pathlib import Path

from app.content.release import Release

CONTENT = Path(__file__).parents[2] / "courses" / "content"


def shipped_courses() -> tuple[str, ...]:
    """Slugs of the courses that come with the platform."""
    return tuple(sorted(folder.parent.name for folder in CONTENT.glob("*/course.yaml")))


def read_course(folder: Path) -> Release:
    """The course in this folder; raises CourseFaults with every fault of all its files."""
    raise NotImplementedError


def warnings(release: Release) -> tuple[str, ...]:
    """What an author should know though it is no fault, for instance 'kk: draft, to be read by a native speaker'."""
    raise NotImplementedError
