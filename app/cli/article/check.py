"""`navigator article check`: everything that is wrong with articles, at once, and which end soon."""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from app.cli.faults import say_faults
from app.cli.instance import WrongUse, clock, say, settings
from app.content import ARTICLES, CourseFaults, is_article, read_article, read_articles
from app.store.programmes import helplines
from articles import Article, standing


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "path", type=Path, nargs="?", default=ARTICLES, metavar="PATH", help="a shelf or one article; else what ships"
    )
    parser.add_argument("--today", type=date.fromisoformat, metavar="DATE", help="as 2026-11-30; else today")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prints the faults of articles, or how many there are, which end soon and which nobody has confirmed.

    Returns 1 if there are faults, else 0. Raises WrongUse if there is no such folder.
    """
    refuse_no_folder(args.path)
    today = args.today or clock(settings(args)).date()
    numbers = {line.number for line in helplines.shipped()}
    try:
        articles, topics = _read(args.path, numbers, today)
    except CourseFaults as refusal:
        say_faults(args, refusal, {"topics": {}, "ending": [], "unconfirmed": []})
        return 1
    ending = [article for article in articles if standing(article, today) == "ending"]
    unconfirmed = [article for article in articles if article.confirmed_on is None]
    record = {
        "faults": [],
        "topics": topics,
        "ending": [article.slug for article in ending],
        "unconfirmed": [article.slug for article in unconfirmed],
    }
    say(args, record, "\n".join([_head(args.path, articles, topics), *_notes(articles, ending, unconfirmed)]))
    return 0


def refuse_no_folder(path: Path) -> None:
    """Raises WrongUse if there is no folder here in which articles could lie."""
    if not path.is_dir():
        raise WrongUse(f"{path} is no folder: name one with article.yaml in it, or one with topics.yaml")


def _read(path: Path, numbers: set[str], today: date) -> tuple[tuple[Article, ...], Mapping[str, int]]:
    """The articles, and how many a topic has; of one article alone no topic."""
    if is_article(path):
        return (read_article(path, helplines=numbers, today=today),), {}
    shelf = read_articles(path, helplines=numbers, today=today)
    return shelf.articles, {topic.id: len(shelf.of_topic(topic.id)) for topic in shelf.topics}


def _head(path: Path, articles: Sequence[Article], topics: Mapping[str, int]) -> str:
    count = f"{path}: {len(articles)} article{'' if len(articles) == 1 else 's'}, no fault."
    return "\n".join([count, *(f"  {topic}: {number}" for topic, number in topics.items())])


def _notes(articles: Sequence[Article], ending: Sequence[Article], unconfirmed: Sequence[Article]) -> Iterator[str]:
    for article in ending:
        yield f"note: {article.slug} ends on {article.valid_until}: read its sources anew"
    if unconfirmed:
        yield f"note: not yet confirmed by a person: {len(unconfirmed)} of {len(articles)}"
