"""The shelf of articles that this application serves, and their words as a page shows them."""

import re

from flask import current_app
from markupsafe import Markup

from app.content import ARTICLES, ARTICLES_SETTING, CourseFaults, served_articles
from app.web.language import language
from articles import Article, ArticleWords, Shelf

_OURS = re.compile(r'href="(/open/[a-z0-9-]+|/help)"')


def shelf() -> Shelf | None:
    """Returns the articles that this application serves; None if their files have faults, which the set-up tells."""
    try:
        return served_articles(current_app.config.get(ARTICLES_SETTING, ARTICLES))
    except CourseFaults:
        return None


def words_of(articles: Shelf, article: Article) -> ArticleWords:
    """Returns the words of an article in the reader's language, or in the shelf's first if it lacks that one."""
    by_language = articles.words[article.slug]
    return by_language.get(language()) or by_language[articles.languages[0]]


def in_this_language(html: str) -> Markup:
    """Returns the body of an article whose links to our own pages carry the reader's language: no cookie does."""
    return Markup(_OURS.sub(rf'href="\1?lang={language()}"', html))  # noqa: S704  (made by our own reader of Markdown)
