"""Reads the topics of a shelf of articles, and the languages in which it is written."""

from pathlib import Path
from typing import Annotated

from annotated_types import MinLen

from app.content.articles.loud_words import loud_faults
from app.content.checks.structure import text_faults
from app.content.faults import CourseFault
from app.content.marked import read_yaml
from app.content.shape import shaped
from app.content.text import Passage
from articles import Topic
from articles.values import Language, Value

TOPICS = "topics.yaml"


class TopicsFile(Value):
    """Holds what stands in topics.yaml: the languages of a shelf and its topics, in their order."""

    languages: Annotated[tuple[Language, ...], MinLen(1)]
    topics: Annotated[tuple[Topic, ...], MinLen(1)]


def read_topics(folder: Path, faults: list[CourseFault]) -> TopicsFile | None:
    """Reads the topics of the shelf in this folder; returns None, with a fault in `faults`, if they cannot be made."""
    marked = read_yaml(folder / TOPICS, faults)
    read = shaped(TopicsFile, marked, faults, entry=2, stand_in={}) if marked else None
    if marked is None or read is None:
        return None
    for topic in read.topics:
        faults.extend(text_faults(marked, marked.place("topics", topic.id, "words"), topic.words, read.languages))
        for language, words in topic.words.items():
            line = marked.lines[marked.place("topics", topic.id, "words", language)]
            faults.extend(loud_faults(marked.path, Passage(line, words), language))
    return read
