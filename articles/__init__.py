"""What one can look up: verified, dated articles as frozen values; knows no other package of ours."""

from articles.article import SOON, Article, ArticleWords, Source, Standing, standing
from articles.countries import ANYWHERE
from articles.shelf import Shelf, Topic

__all__ = ["ANYWHERE", "SOON", "Article", "ArticleWords", "Shelf", "Source", "Standing", "Topic", "standing"]
