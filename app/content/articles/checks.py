"""Checks what no single value of an article can tell: days, languages, links, titles, and words beside one another."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from app.content.articles.article_folder import ArticleFolder
from app.content.articles.loud_words import loud_faults
from app.content.articles.topics_file import TopicsFile
from app.content.articles.words_file import ARTICLE, HELP, ReadWords
from app.content.checks.markup import mark_faults
from app.content.checks.structure import text_faults
from app.content.checks.telling import number_faults, sentence_faults
from app.content.faults import CourseFault
from app.content.marked import Marked
from app.content.reading import words_in
from app.content.text import WHOLE
from app.sentences import N_, Remark
from articles.values import a_day

MOST_SIGNS = 40
"""Of a title: a line of words on a phone that is 360 px wide."""
MOST_WORDS = 250
"""Of an article in one language, its title and summary too: what somebody reads standing."""


def article_faults(folder: ArticleFolder, topics: TopicsFile | None, slugs: Collection[str]) -> Iterator[CourseFault]:
    """Yields faults of an article beside its shelf, which do not depend on the day.

    topics: None if they could not be read. slugs: of all articles of the shelf.
    """
    if folder.file is not None and topics is not None:
        yield from _topic_faults(folder.file, [topic.id for topic in topics.topics])
        yield from _language_faults(folder, folder.file, topics.languages)
    for read in folder.pages:
        yield from _words_faults(read)
        yield from _link_faults(read, slugs)
        yield from _heading_faults(read, folder.pages[0])


def day_faults(marked: Marked, today: date) -> Iterator[CourseFault]:
    """Yields faults of an article's days: what is over, what lies ahead, what was confirmed before it was read."""
    confirmed_on = _day(marked, "confirmed_on")
    sources = marked.at("sources")
    for position in range(len(sources) if isinstance(sources, tuple) else 0):
        place = ("sources", position, "read_on")
        read_on = _day(marked, *place)
        if read_on is not None and read_on > today:
            what = N_("%(day)s lies ahead: write the day on which the source was read")
            yield marked.fault(place, Remark(what, day=read_on.isoformat()))
        if read_on is not None and confirmed_on is not None and confirmed_on < read_on:
            what = N_(
                "is before %(day)s, when a source was read: have the article confirmed once more, or leave it empty"
            )
            yield marked.fault(("confirmed_on",), Remark(what, day=read_on.isoformat()))
    if confirmed_on is not None and confirmed_on > today:
        what = N_("%(day)s lies ahead: write the day on which a person confirmed the article")
        yield marked.fault(("confirmed_on",), Remark(what, day=confirmed_on.isoformat()))
    valid_until = _day(marked, "valid_until")
    if valid_until is not None and valid_until < today:
        what = N_("%(day)s has passed: read the sources anew, mend the words, and write a new day")
        yield marked.fault(("valid_until",), Remark(what, day=valid_until.isoformat()))


def helpline_faults(folder: ArticleFolder, helplines: Collection[str]) -> Iterator[CourseFault]:
    """Yields a fault for each telephone number in an article's words that is not among `helplines`."""
    for read in folder.pages:
        yield from number_faults(read.path, read.passages, helplines)


def title_faults(read: ReadWords) -> Iterator[CourseFault]:
    """Yields faults of a title that is too long for a phone's line, or says aloud what its reader may be in."""
    if read.title is None:
        return
    if len(read.title.text) > MOST_SIGNS:
        what = N_("has %(count)d signs, and a line on a phone has %(most)d: say it shorter")
        yield CourseFault(
            read.path, read.title.line, "title", Remark(what, count=len(read.title.text), most=MOST_SIGNS)
        )
    yield from loud_faults(read.path, read.title, read.language)


def _topic_faults(marked: Marked, topics: Sequence[str]) -> Iterator[CourseFault]:
    topic = marked.at("topic")
    if isinstance(topic, str) and topic not in topics:
        what = N_("'%(topic)s' is no topic of the shelf: name one of %(topics)s")
        yield marked.fault(("topic",), Remark(what, topic=topic, topics=tuple(topics)))


def _language_faults(folder: ArticleFolder, marked: Marked, languages: Sequence[str]) -> Iterator[CourseFault]:
    phrases = marked.at("asked_as")
    if isinstance(phrases, dict):
        yield from text_faults(marked, ("asked_as",), phrases, languages)
    for language in languages:
        if language not in folder.languages:
            what = N_("has no words in '%(language)s': write %(file)s")
            yield marked.fault((), Remark(what, language=language, file=f"{language}.md"))
    for read in folder.pages:
        if read.language not in languages:
            what = N_(
                "is in the language '%(language)s', which topics.yaml does not name: add it there, or take it away"
            )
            yield CourseFault(read.path, 1, WHOLE, Remark(what, language=read.language))


def _words_faults(read: ReadWords) -> Iterator[CourseFault]:
    yield from title_faults(read)
    yield from sentence_faults(read.path, read.passages)
    yield from mark_faults(read.path, read.passages)
    count = sum(words_in(passage.text) for passage in read.passages)
    if count > MOST_WORDS:
        what = N_("has %(count)d words, and at most %(most)d are an article: leave out what does not help today")
        yield CourseFault(read.path, 1, WHOLE, Remark(what, count=count, most=MOST_WORDS))


def _link_faults(read: ReadWords, slugs: Collection[str]) -> Iterator[CourseFault]:
    for line, address in read.links:
        slug = address.removeprefix(ARTICLE)
        if address.startswith(ARTICLE) and slug not in slugs:
            what = N_("leads to an article that is not on the shelf: mend the address, or write that article")
            yield CourseFault(read.path, line, f"'{address}'", Remark(what))
    if HELP not in {address for _, address in read.links}:
        what = N_("leads nowhere to Help: let its last act end with '[Help](/help)'")
        yield CourseFault(read.path, 1, WHOLE, Remark(what))


def _heading_faults(read: ReadWords, first: ReadWords) -> Iterator[CourseFault]:
    if len(read.headings) != len(first.headings):
        what = N_("has %(count)d headings, and %(file)s has %(other)d: write the same parts in every language")
        remark = Remark(what, count=len(read.headings), file=first.path.name, other=len(first.headings))
        yield CourseFault(read.path, 1, WHOLE, remark)


def _day(marked: Marked, *place: str | int) -> date | None:
    """None for what is no day, which is a fault already."""
    try:
        day = a_day(marked.at(*place))
    except ValueError:
        return None
    return day if isinstance(day, date) else None
