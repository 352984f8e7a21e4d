"""An article: what is true where and for whom, who says so, and until when that holds."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Literal

from annotated_types import MinLen

from articles.values import Address, Country, Day, Language, Slug, Text, Value

SOON = timedelta(days=60)
"""Before an article ends: time enough to read its sources anew."""

_LINK = re.compile(r'href="/open/([a-z0-9-]+)"')

Audience = Literal["going", "working-away", "working-here", "home-again", "friend"]
Standing = Literal["current", "ending", "over"]


class Source(Value):
    """Names a page from which facts of an article come, and the day on which somebody read it."""

    title: Text
    publisher: Text
    url: Address
    read_on: Day


class Article(Value):
    """Holds an article without its words."""

    slug: Slug
    topic: Slug
    countries: Annotated[tuple[Country, ...], MinLen(1)]
    """where it is true: ISO 3166-1, or ZZ for anywhere"""
    audience: Annotated[tuple[Audience, ...], MinLen(1)]
    is_danger: bool
    """True if Help stands above it"""
    sources: Annotated[tuple[Source, ...], MinLen(1)]
    confirmed_on: Day | None = None
    """the day on which a person of an NGO confirmed it; None if nobody has yet"""
    valid_until: Day
    """the last day on which it is taken to hold"""
    asked_as: Mapping[Language, Annotated[tuple[Text, ...], MinLen(3)]]
    """by language, how somebody would ask for it, as typed into a search box"""


class ArticleWords(Value):
    """Holds the words of an article in one language."""

    title: Text
    summary: Text
    body: Text
    """safe HTML; its headings begin with h2"""

    @property
    def links(self) -> tuple[str, ...]:
        """The slugs of the articles to which it leads, in their order."""
        return tuple(_LINK.findall(self.body))


def standing(article: Article, on: date) -> Standing:
    """Says whether an article holds on a day: "current", "ending" in its last 60 days and on its last, else "over"."""
    if on > article.valid_until:
        return "over"
    return "ending" if article.valid_until - on <= SOON else "current"
