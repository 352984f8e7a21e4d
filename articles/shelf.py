"""The shelf: every article in every language, by topic."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Self

from annotated_types import MinLen
from pydantic import model_validator

from articles.article import Article, ArticleWords
from articles.values import ByLanguage, Language, Slug, Value


class Topic(Value):
    """Names a situation in which somebody looks something up, in the words of that person."""

    id: Slug
    words: ByLanguage


class Shelf(Value):
    """Holds topics in the order in which they are shown, articles, and the words of each in every language.

    Raises ValidationError for an id or a slug that stands twice, a topic that is not known, words that are missing or
    of no article, and a link to an article that is not on the shelf.
    """

    languages: Annotated[tuple[Language, ...], MinLen(1)]
    topics: Annotated[tuple[Topic, ...], MinLen(1)]
    articles: tuple[Article, ...]
    words: Mapping[Slug, Mapping[Language, ArticleWords]]

    @model_validator(mode="after")
    def _everything_leads_somewhere(self) -> Self:
        fault = next(self._faults(), None)
        if fault is not None:
            raise ValueError(fault)
        return self

    def _faults(self) -> Iterator[str]:
        topics = [topic.id for topic in self.topics]
        slugs = [article.slug for article in self.articles]
        for name in {name for names in (topics, slugs) for name in names if names.count(name) > 1}:
            yield f"'{name}' stands there twice: keep one"
        for article in self.articles:
            if article.topic not in topics:
                yield f"'{article.slug}' is of the topic '{article.topic}', which is not known"
        if set(self.words) != set(slugs):
            yield f"words and articles do not fit: {', '.join(sorted(set(self.words) ^ set(slugs)))}"
        for slug, by_language in self.words.items():
            if set(by_language) != set(self.languages):
                yield f"'{slug}' is not in the languages of the shelf, {', '.join(self.languages)}"
            for link in (link for words in by_language.values() for link in words.links):
                if link not in slugs:
                    yield f"'{slug}' leads to '{link}', which is no article"

    def article(self, slug: str) -> Article:
        """Returns the article with this slug; raises KeyError if there is none."""
        for article in self.articles:
            if article.slug == slug:
                return article
        raise KeyError(slug)

    def of_topic(self, topic_id: str) -> tuple[Article, ...]:
        """Returns the articles of a topic, in the order of the shelf; raises KeyError for a topic that is not known."""
        if topic_id not in {topic.id for topic in self.topics}:
            raise KeyError(topic_id)
        return tuple(article for article in self.articles if article.topic == topic_id)
