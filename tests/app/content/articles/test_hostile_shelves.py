"""A folder of articles from somebody else: what could hang, lead out or fill the memory is refused by its name."""

import os
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from app.content import CourseFaults, read_article
from tests.app.content.articles.conftest import Librarian


def a_pipe(folder: Path) -> None:
    (folder / "passport" / "en.md").unlink()
    os.mkfifo(folder / "passport" / "en.md")


def a_link_to_zeros_without_end(folder: Path) -> None:
    (folder / "passport" / "kk.md").symlink_to("/dev/zero")


def a_link_to_a_folder_outside(folder: Path) -> None:
    (folder / "system").symlink_to("/etc")


def a_file_of_a_gigabyte(folder: Path) -> None:
    with (folder / "passport" / "en.md").open("ab") as file:
        file.truncate(1 << 30)  # of holes: it takes no room


def a_bomb(folder: Path) -> None:
    lines = ["a: &a [x, x]", *(f"{after}: &{after} [*{name}, *{name}]" for name, after in pairwise("abcdefghi"))]
    (folder / "passport" / "article.yaml").write_text("\n".join(lines))


def a_well(folder: Path) -> None:
    (folder / "passport" / "article.yaml").write_text("topic: " + "[" * 100 + "]" * 100)


def two_thousand_brackets(folder: Path) -> None:
    (folder / "passport" / "en.md").write_text("[" * 2_000)


def bytes_that_are_no_text(folder: Path) -> None:
    (folder / "topics.yaml").write_bytes(b"\xff\xfe\x00")


@pytest.mark.parametrize(
    ("harm", "message"),
    [
        (a_pipe, "passport/en.md:1: the file: is a pipe or a device"),
        (a_link_to_zeros_without_end, "passport/kk.md:1: the file: is a link that leads out of the folder"),
        (a_link_to_a_folder_outside, "system:1: the file: is a link that leads out of the folder"),
        (a_file_of_a_gigabyte, "passport/en.md:1: the file: has 1,073,741,824 bytes"),
        (a_bomb, "passport/article.yaml:1: 0: repeats something by '&' and '*'"),
        (a_well, "passport/article.yaml:1: topic: has lists or keys more than 20 deep"),
        (two_thousand_brackets, "passport/en.md:1: the file: has 2000 signs '['"),
        (bytes_that_are_no_text, "topics.yaml:1: the file: has signs that are not UTF-8"),
    ],
)
def test_a_shelf_that_could_do_harm_is_refused_by_the_file(
    librarian: Librarian, harm: Callable[[Path], None], message: str
) -> None:
    harm(librarian.folder)

    assert [fault for fault in librarian.faults() if fault.startswith(message)]


def test_an_empty_file_of_words_is_refused_and_no_more(librarian: Librarian) -> None:
    librarian.write("passport/en.md", "")

    assert librarian.faults()[0] == (
        "passport/en.md:1: the file: does not begin with an answer: write two to four sentences above the first heading"
    )


def test_topics_that_are_a_pipe_are_not_waited_for(librarian: Librarian) -> None:
    """One article is read beside the shelf that ships, as if it stood alone."""
    (librarian.folder / "topics.yaml").unlink()
    os.mkfifo(librarian.folder / "topics.yaml")

    with pytest.raises(CourseFaults, match=r"kk\.md"):
        read_article(librarian.folder / "passport")
