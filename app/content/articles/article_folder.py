"""Reads the folder of one article, file by file, before it is compared with its shelf."""

from dataclasses import dataclass, replace
from pathlib import Path

from app.content.articles.words_file import ReadWords, read_words
from app.content.faults import CourseFault
from app.content.marked import Marked, read_yaml
from app.content.shape import shaped
from app.content.text import language_of, written
from app.sentences import N_, Remark
from articles import Article, ArticleWords

FILE = "article.yaml"


@dataclass(frozen=True)
class ArticleFolder:
    """Holds what could be read of an article's folder; None stands for what has a fault already."""

    path: Path
    file: Marked | None
    article: Article | None
    pages: tuple[ReadWords, ...]
    languages: frozenset[str]
    """those in which there is a file, whatever is wrong with it"""

    @property
    def words(self) -> dict[str, ArticleWords]:
        """By language; without those that have a fault."""
        return {page.language: page.words for page in self.pages if page.words is not None}

    @property
    def slug(self) -> str:
        return slug_of(self.path)


def slug_of(path: Path) -> str:
    """Returns the name of an article's folder, also where the path is "."."""
    return path.absolute().name


def read_article_folder(path: Path, faults: list[CourseFault]) -> ArticleFolder:
    """Reads every file of an article's folder; the faults of single files are added to `faults`."""
    file, slug = read_yaml(path / FILE, faults), slug_of(path)
    if file is not None and isinstance(file.value, dict):
        if file.at("slug") not in (None, slug):
            what = N_("is not the name of the folder, '%(folder)s': mend one of the two, or take this line out")
            faults.append(file.fault(("slug",), Remark(what, folder=slug)))
        file = replace(file, value={**file.value, "slug": slug})
    files = written(path, "*.md")
    read = (read_words(page, faults) for page in files)
    return ArticleFolder(
        path=path,
        file=file,
        article=shaped(Article, file, faults, entry=2, stand_in={}) if file else None,
        pages=tuple(page for page in read if page is not None),
        languages=frozenset(map(language_of, files)),
    )
