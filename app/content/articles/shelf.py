"""The shelf of articles: a folder with topics and an article in each folder within it, read and checked."""

from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path

from app.content.articles.article_folder import FILE, ArticleFolder, read_article_folder, slug_of
from app.content.articles.checks import article_faults, day_faults, helpline_faults
from app.content.articles.topics_file import TOPICS, TopicsFile, read_topics
from app.content.faults import CourseFault, CourseFaults
from app.content.text import written
from app.content.within_limits import read_within_limits
from articles import Article, Shelf

ARTICLES = Path(__file__).parents[3] / "articles" / "content"


def read_articles(folder: Path, *, helplines: Collection[str] | None = None, today: date | None = None) -> Shelf:
    """Reads and checks the shelf in this folder, in a process of its own with limits of time and memory.

    helplines: the numbers that words may name; None: numbers are not checked. today: the day on which articles must
    hold; None: days are not checked. Raises CourseFaults with every fault of all files, or TooManyCalls while others
    are read.
    """
    return read_within_limits(folder, read_articles_here, _frozen(helplines), today)


def read_article(folder: Path, *, helplines: Collection[str] | None = None, today: date | None = None) -> Article:
    """Reads and checks the one article in this folder, as `read_articles` does.

    Its topic, its languages and its links are looked for on the shelf that the folder stands on, or else on the one
    that ships.
    """
    return read_within_limits(folder, read_article_here, _frozen(helplines), today)


def is_article(folder: Path) -> bool:
    """Returns whether a folder holds one article, and no shelf."""
    return (folder / FILE).exists()


def read_articles_here(folder: Path, helplines: Collection[str] | None, today: date | None) -> Shelf:
    """Reads a shelf as `read_articles` does, but in this process and without its limits.

    Raises CourseFaults with every fault.
    """
    topics, read = _read(folder, _folders(folder), helplines, today)
    return Shelf(
        languages=topics.languages,
        topics=topics.topics,
        articles=_articles(read),
        words={each.slug: each.words for each in read},
    )


def read_article_here(folder: Path, helplines: Collection[str] | None, today: date | None) -> Article:
    """Reads an article as `read_article` does, but in this process and without its limits.

    Raises CourseFaults with every fault.
    """
    around = folder.absolute().parent
    _, read = _read(around if (around / TOPICS).is_file() else ARTICLES, [folder], helplines, today)
    return _articles(read)[0]


def _read(
    shelf: Path, folders: Sequence[Path], helplines: Collection[str] | None, today: date | None
) -> tuple[TopicsFile, list[ArticleFolder]]:
    """Reads the folders of some articles and compares them with their shelf; raises CourseFaults."""
    faults: list[CourseFault] = []
    topics = read_topics(shelf, faults)
    slugs = {slug_of(path) for path in (*folders, *_folders(shelf))}
    read = [read_article_folder(path, faults) for path in folders]
    for each in read:
        faults.extend(article_faults(each, topics, slugs))
        if today is not None and each.file is not None:
            faults.extend(day_faults(each.file, today))
        if helplines is not None:
            faults.extend(helpline_faults(each, helplines))
    if faults or topics is None:
        raise CourseFaults(faults)
    return topics, read


def _articles(read: Sequence[ArticleFolder]) -> tuple[Article, ...]:
    return tuple(each.article for each in read if each.article is not None)


def _folders(shelf: Path) -> list[Path]:
    return [path for path in written(shelf, "*") if path.is_dir()]


def _frozen(helplines: Collection[str] | None) -> frozenset[str] | None:
    return None if helplines is None else frozenset(helplines)
