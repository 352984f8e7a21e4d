"""Articles: their folders read into a shelf, and what is wrong with one, by file and line."""

from app.content.articles.kept import ARTICLES_SETTING, kept_articles
from app.content.articles.shelf import ARTICLES, is_article, read_article, read_articles
from app.content.articles.skeleton import write_article

__all__ = [
    "ARTICLES",
    "ARTICLES_SETTING",
    "is_article",
    "kept_articles",
    "read_article",
    "read_articles",
    "write_article",
]
