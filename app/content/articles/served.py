"""The shelf of articles as it is served: read once by a process, and kept."""

from functools import cache
from pathlib import Path

from app.content.articles.shelf import ARTICLES, read_articles
from app.content.faults import CourseFaults
from articles import Shelf

ARTICLES_SETTING = "ARTICLES_FOLDER"
"""Of an application whose articles lie elsewhere: a preview's."""


def served_articles(folder: Path = ARTICLES) -> Shelf:
    """Returns the shelf in this folder, read at the first call; what changes in its files is not seen again.

    Raises CourseFaults with every fault, at each call, and TooManyCalls while others are read for the first time.
    """
    shelf = _read(folder)
    if isinstance(shelf, CourseFaults):
        raise CourseFaults(shelf.faults)
    return shelf


@cache
def _read(folder: Path) -> Shelf | CourseFaults:
    try:
        return read_articles(folder)
    except CourseFaults as refusal:
        return refusal
