"""An article to begin with: its files in every language of the shelf, with all that is to be filled in."""

from pathlib import Path
from string import Template

from app.content.articles.article_folder import FILE
from app.content.articles.shelf import ARTICLES
from app.content.articles.topics_file import read_topics
from app.content.faults import CourseFault, CourseFaults
from articles.values import a_slug

_FILES = Path(__file__).parent / "skeleton_files"


def write_article(folder: Path) -> tuple[str, ...]:
    """Writes an article that waits for its words into a folder that does not exist yet; returns its languages.

    The folder's name is the article's slug; topics and languages are those of the shelf that ships. Raises ValueError
    for a name that is no slug, FileExistsError if the folder exists, and CourseFaults if the shelf cannot be read.
    """
    a_slug(folder.name)
    faults: list[CourseFault] = []
    shelf = read_topics(ARTICLES, faults)
    if shelf is None:
        raise CourseFaults(faults)
    folder.mkdir(parents=True)
    values = {
        "topics": ", ".join(topic.id for topic in shelf.topics),
        "asked_as": "\n".join(f"  {language}: []" for language in shelf.languages),
    }
    structure = Template((_FILES / FILE).read_text(encoding="utf-8")).substitute(values)
    (folder / FILE).write_text(structure, encoding="utf-8")
    words = (_FILES / "words.md").read_text(encoding="utf-8")
    for language in shelf.languages:
        (folder / f"{language}.md").write_text(words, encoding="utf-8")
    return shelf.languages
