"""A course's folder from somebody else: what could hang, lead out or fill the memory is refused by its name."""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.content import CourseFaults, read_course
from app.content.bounds import folder_faults
from app.content.within_limits import LIMITS
from app.limited_process import call_limited
from tests.app.content.conftest import english_alone
from tests.app.files import reading
from tests.conftest import FIXTURE_COURSE

pytestmark = pytest.mark.many

MOST_SECONDS = 2.0


def lesson(folder: Path) -> Path:
    return folder / "lessons" / "00-welcome" / "en.md"


def a_pipe_for_a_lesson(folder: Path) -> None:
    path = lesson(folder)
    path.unlink()
    os.mkfifo(path)


def a_pipe_for_course_yaml(folder: Path) -> None:
    (folder / "course.yaml").unlink()
    os.mkfifo(folder / "course.yaml")


def a_pipe_that_nobody_reads(folder: Path) -> None:
    os.mkfifo(folder / "notes")


def a_link_to_zeros_without_end(folder: Path) -> None:
    path = lesson(folder)
    path.unlink()
    path.symlink_to("/dev/zero")


def a_link_to_a_file_of_the_server(folder: Path) -> None:
    (folder / "pictures" / "passwords.svg").symlink_to("/etc/passwd")


def a_link_to_a_folder_outside(folder: Path) -> None:
    (folder / "lessons" / "99-more").symlink_to("/etc")


def a_link_round_in_a_circle(folder: Path) -> None:
    (folder / "lessons" / "en.md").symlink_to(folder / "lessons" / "en.md")


def a_link_to_nothing(folder: Path) -> None:
    (folder / "lessons" / "en.md").symlink_to(folder / "gone.md")


def a_file_of_a_gigabyte(folder: Path) -> None:
    with lesson(folder).open("ab") as file:
        file.truncate(1 << 30)  # of holes: it takes no room


def captions_of_a_gigabyte(folder: Path) -> None:
    with lesson(folder).with_name("film.en.vtt").open("wb") as file:
        file.truncate(1 << 30)


def six_thousand_files(folder: Path) -> None:
    for number in range(6_000):
        (folder / f"{number}").touch()


def fifty_files_of_words(folder: Path) -> None:
    for number in range(50):
        (folder / f"{number}.md").write_text("word " * 49_000)


def yaml(text: str) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        (folder / "course.yaml").write_text(text)

    return write


def picture(text: str) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        (folder / "pictures" / "bomb.svg").write_text(text)

    return write


def words(text: str) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        path = lesson(folder)
        path.write_text(path.read_text() + text)

    return write


def laughs(folder: Path) -> None:
    lines = ["l0: &l0 [ha]", *(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]" for n in range(1, 10))]
    (folder / "course.yaml").write_text("\n".join(lines))


ENTITIES = '<!DOCTYPE x [<!ENTITY l0 "ha">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
PIPE = "is a pipe or a device, and no file: take it away"
LINK = "is a link that leads out of the folder, or nowhere: put the file itself here"
DEEP = "exceeded maximum nesting depth"


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (a_pipe_for_a_lesson, f"en.md:1: the file: {PIPE}"),
        (a_pipe_for_course_yaml, f"course.yaml:1: the file: {PIPE}"),
        (a_pipe_that_nobody_reads, f"notes:1: the file: {PIPE}"),
        (a_link_to_zeros_without_end, f"en.md:1: the file: {LINK}"),
        (a_link_to_a_file_of_the_server, f"passwords.svg:1: the file: {LINK}"),
        (a_link_to_a_folder_outside, f"99-more:1: the file: {LINK}"),
        (a_link_round_in_a_circle, f"en.md:1: the file: {LINK}"),
        (a_link_to_nothing, f"en.md:1: the file: {LINK}"),
        (a_file_of_a_gigabyte, "has 1,073,741,824 bytes, and at most 250,000 of a file are read: split it"),
        (captions_of_a_gigabyte, "film.en.vtt:1: the file: has 1,073,741,824 bytes"),
        (six_thousand_files, "has more than 5,000 files: name the folder of one course"),
        (fifty_files_of_words, "bytes of words and drawings, and at most 10,000,000 are read"),
        pytest.param(yaml("[" * 100_000), DEEP, id="yaml of brackets"),
        pytest.param(yaml("- " * 50_000 + "x"), DEEP, id="yaml of lists in lists"),
        pytest.param(yaml("{a: " * 20_000 + "1" + "}" * 20_000), DEEP, id="yaml of keys in keys"),
        pytest.param(
            yaml("a: " + "[" * 900 + "]" * 900),
            "more than 20 deep in each other",
            id="yaml nearly too deep",
        ),
        (laughs, "repeats something by '&' and '*': write it out"),
        pytest.param(picture(f"{ENTITIES}]><svg>&l9;</svg>"), "has a DOCTYPE: take it out", id="entities in a drawing"),
        pytest.param(picture("<svg>" * 40_000), "bomb.svg", id="a drawing 40,000 elements deep"),
        pytest.param(words("\n\n" + "[" * 100_000), "at most 1000 are read: write plain words", id="brackets"),
        pytest.param(words("\n\n" + "*a **b " * 15_000), "", id="marks that are never closed"),
        pytest.param(words("\n\n" + "> " * 50_000 + "\n\n# more"), "one '#'", id="quotations in quotations"),
        pytest.param(words("\n\n" + "`" * 100_000 + "x"), "", id="marks of programs"),
        pytest.param(words("\n\n" + "<!--" * 25_000), "", id="comments that are never closed"),
    ],
)
def test_a_folder_that_could_do_harm_is_refused_by_the_file(
    spoil: Callable[[Path], None], sentence: str, tmp_path: Path
) -> None:
    folder = tmp_path / "fixture-course"
    shutil.copytree(FIXTURE_COURSE, folder)
    spoil(folder)
    began = time.process_time()
    outside = folder_faults(folder)
    seconds = time.process_time() - began
    if not outside:
        (seen,) = call_limited(LIMITS, reading.outcomes, reading.course, [(folder, "")])
        seconds += seen.seconds
        assert seen.peak <= 300
    assert seconds <= MOST_SECONDS

    with pytest.raises(CourseFaults) as refused:
        read_course(folder)
    assert english_alone(refused.value) == []
    assert sentence in str(refused.value), str(refused.value)[:2000]


def test_a_link_within_the_folder_and_what_begins_with_a_dot_do_no_harm(tmp_path: Path) -> None:
    folder = tmp_path / "fixture-course"
    shutil.copytree(FIXTURE_COURSE, folder)
    (folder / ".git").mkdir()
    os.mkfifo(folder / ".git" / "pipe")
    path = lesson(folder)
    path.rename(folder / "welcome-in-english.txt")
    path.symlink_to(folder / "welcome-in-english.txt")

    assert read_course(folder) == read_course(FIXTURE_COURSE)
