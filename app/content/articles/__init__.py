"""Articles: their folders read into a shelf, and what is wrong with one, by file and line."""

from app.content.articles.served import ARTICLES_SETTING, served_articles
from app.content.articles.shelf import ARTICLES, is_article, read_article, read_articles
from app.content.articles.skeleton import write_article

__all__ = [
    "ARTICLES",
    "ARTICLES_SETTING",
    "is_article",
    "read_article",
    "read_articles",
    "served_articles",
    "write_article",
]
