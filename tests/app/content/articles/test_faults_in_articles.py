"""Whatever is wrong with an article is told by file and line, and how to mend it."""

import pytest

from app.content import read_articles
from tests.app.content.articles.conftest import NUMBERS, TODAY, Librarian

YAML, EN, RU = "passport/article.yaml", "passport/en.md", "passport/ru.md"
LONG = "word " * 240

PLANTED = [
    pytest.param(
        *(YAML, "valid_until: 2027-11-30", "valid_until: 2026-11-29", "valid_until"),
        "valid_until: 2026-11-29 has passed: read the sources anew, mend the words, and write a new day",
        id="out of date",
    ),
    pytest.param(
        *(YAML, "sources:\n  - title: A law\n", "others:\n  - title: A law\n", "topic:"),
        "sources: is missing: add it",
        id="no source",
    ),
    pytest.param(
        *(YAML, "https://law.example/1", "law.example/1", "url: law"),
        "sources > entry 1 > url: 'law.example/1' is no address of a page: write it whole, with https:// before it",
        id="a source without its whole address",
    ),
    pytest.param(
        *(YAML, "http://office.example/", "ftp://office.example/", "url: ftp"),
        "sources > entry 2 > url: 'ftp://office.example/' is no address of a page: write it whole, with https:// "
        "before it",
        id="a source that no browser opens",
    ),
    pytest.param(
        *(YAML, "    publisher: A ministry\n", "", "title: A law"),
        "sources > entry 1 > publisher: is missing: add it",
        id="a source of nobody",
    ),
    pytest.param(
        *(YAML, "    read_on: 2026-11-30\n", "", "title: A law"),
        "sources > entry 1 > read_on: is missing: add it",
        id="a source that was read on no day",
    ),
    pytest.param(
        *(YAML, "read_on: 2026-11-30", "read_on: 2026-12-01", "read_on: 2026-12-01"),
        "sources > entry 1 > read_on: 2026-12-01 lies ahead: write the day on which the source was read",
        id="a source that was read tomorrow",
    ),
    pytest.param(
        *(YAML, "read_on: 2026-11-30", "read_on: 30.11.2026", "read_on: 30.11.2026"),
        "sources > entry 1 > read_on: '30.11.2026' is no day: write it as 2027-05-31",
        id="a day in another form",
    ),
    pytest.param(
        *(YAML, "confirmed_on:", "confirmed_on: 2026-11-15", "confirmed_on"),
        "confirmed_on: is before 2026-11-30, when a source was read: have the article confirmed once more, or leave it "
        "empty",
        id="confirmed before it was read",
    ),
    pytest.param(
        *(YAML, "confirmed_on:", "confirmed_on: 2027-01-15", "confirmed_on"),
        "confirmed_on: 2027-01-15 lies ahead: write the day on which a person confirmed the article",
        id="confirmed tomorrow",
    ),
    pytest.param(
        *(YAML, "topic: trouble", "topic: money", "topic"),
        "topic: 'money' is no topic of the shelf: name one of trouble, back",
        id="an unknown topic",
    ),
    pytest.param(
        *(YAML, "[KZ, ZZ]", "[KZ, XX]", "countries"),
        "countries > XX: 'XX' is no country: write its code of two capital letters, such as KZ, or ZZ for anywhere",
        id="an unknown country",
    ),
    pytest.param(
        *(YAML, "[going, working-away]", "[everybody]", "audience"),
        "audience > everybody: 'everybody' is not known: write 'going', 'working-away', 'working-here', 'home-again' "
        "or 'friend'",
        id="an unknown audience",
    ),
    pytest.param(
        *(YAML, "  ru: [забрали паспорт, не отдают паспорт, нет паспорта]\n", "", "asked_as"),
        "asked_as > ru: is missing: write it in this language too",
        id="asked as in one language alone",
    ),
    pytest.param(
        *(YAML, ", нет паспорта]", "]", "ru: ["),
        "asked_as > ru: must have at least 3: it has 2",
        id="asked as in two ways",
    ),
    pytest.param(
        *(YAML, "topic: trouble", "slug: pasport\ntopic: trouble", "slug"),
        "slug: is not the name of the folder, 'passport': mend one of the two, or take this line out",
        id="another name than its folder",
    ),
    pytest.param(
        *(EN, "Your passport is yours.", "Call 116 16 or 8 800 123 45 67.", "Call 116"),
        "number 8 800 123 45 67: is no number of the register of helplines: take it out; the page Help shows those "
        "that hold",
        id="a number that the register does not have",
    ),
    pytest.param(
        *(EN, "They keep my passport", "They keep my passport and my telephone too", "title"),
        "title: has 42 signs, and a line on a phone has 40: say it shorter",
        id="a long title",
    ),
    pytest.param(
        *(EN, "They keep my passport", "Victims of trafficking", "title"),
        "'trafficking': is a word that whoever looks at the screen would stop at: name the situation, not the danger",
        id="a title that says the danger",
    ),
    pytest.param(
        *(RU, "Мой паспорт у них", "Меня держат в рабстве", "title"),
        "'рабстве': is a word that whoever looks at the screen would stop at: name the situation, not the danger",
        id="the same in Russian",
    ),
    pytest.param(
        *(EN, "- A **law** says so.", LONG, "---"),
        "the file: has 278 words, and at most 250 are an article: leave out what does not help today",
        id="too many words",
    ),
    pytest.param(
        *(RU, "## Что известно\n", "", "---"),
        "the file: has 1 headings, and en.md has 2: write the same parts in every language",
        id="a heading less than in the other language",
    ),
    pytest.param(
        *(EN, "(/open/home)", "(/open/nowhere)", "/open/nowhere"),
        "'/open/nowhere': leads to an article that is not on the shelf: mend the address, or write that article",
        id="a link to no article",
    ),
    pytest.param(
        *(EN, "(/open/home)", "(https://law.example/)", "law.example"),
        "under 'What you can do': leads away to https://law.example/: name the place in words, without a link",
        id="a link that leads away",
    ),
    pytest.param(
        *(EN, "[Help](/help)", "Help", "---"),
        "the file: leads nowhere to Help: let its last act end with '[Help](/help)'",
        id="no way to Help",
    ),
    pytest.param(
        *(EN, "**law**", "<b>law</b>", "<b>"),
        "under 'What is known': has HTML (A <b>law</b> says so.): write Markdown instead",
        id="HTML",
    ),
    pytest.param(
        *(EN, "- A **law** says so.", "![A law](pictures/law.svg)", "![A law]"),
        "under 'What is known': has a picture or a ':::' block: an article is words, headings and lists",
        id="a picture",
    ),
    pytest.param(
        *(EN, "- A **law** says so.", ":::check law\nA law.\n:::", ":::check"),
        "under 'What is known': has a picture or a ':::' block: an article is words, headings and lists",
        id="a block of a lesson",
    ),
    pytest.param(
        *(EN, "Your passport is yours. You may ask for it.\n\n", "", "## What is known"),
        "the file: does not begin with an answer: write two to four sentences above the first heading",
        id="no answer first",
    ),
    pytest.param(
        *(EN, "## What is known", "# What is known", "# What"),
        "the file: has a heading with one '#': the title stands on top, a part begins with '##'",
        id="a heading of the first order",
    ),
    pytest.param(
        *(EN, "## What is known", "##", "##"),
        "the file: has a heading without words: write them behind '##'",
        id="a heading without words",
    ),
    pytest.param(
        *(EN, "- A **law** says so.\n", "", "## What is known"),
        "under 'What is known': is empty: write what stands below it, or take it out of every language",
        id="a heading with nothing below it",
    ),
    pytest.param(
        *(EN, "summary: What you may say, and which way stays open.\n", "", "title"),
        "summary: is missing: add it",
        id="no summary",
    ),
    pytest.param(
        *(EN, "You may ask for it.", "and " * 26 + "so.", "and and"),
        "sentence 'and and and and ...': has 27 words: make two of it, of at most 25",
        id="a long sentence",
    ),
    pytest.param(
        *("topics.yaml", ", ru: Хочу домой", "", "words: {en: I want"),
        "topics > back > words > ru: is missing: write it in this language too",
        id="a topic in one language alone",
    ),
    pytest.param(
        *("topics.yaml", "Something is wrong there", "I am a victim", "en: I am a victim"),
        "'victim': is a word that whoever looks at the screen would stop at: name the situation, not the danger",
        id="a topic that says the danger",
    ),
]


def test_a_shelf_without_a_fault_is_read(librarian: Librarian) -> None:
    shelf = read_articles(librarian.folder, helplines=NUMBERS, today=TODAY)

    assert [topic.id for topic in shelf.topics] == ["trouble", "back"]
    assert shelf.article("passport").sources[1].publisher == "An office"
    assert [article.slug for article in shelf.of_topic("back")] == ["home"]
    assert shelf.words["passport"]["en"].links == ("home",)
    assert shelf.words["passport"]["ru"].body.startswith("<p>Паспорт твой. Его можно попросить.</p>\n<h2>Что известно")


@pytest.mark.parametrize(("file", "old", "new", "at", "message"), PLANTED)
def test_a_fault_is_told_by_file_and_line(
    librarian: Librarian, file: str, old: str, new: str, at: str, message: str
) -> None:
    librarian.replace(file, old, new)

    assert f"{file}:{librarian.line(file, at)}: {message}" in librarian.faults()


def test_faults_of_all_files_are_told_at_once(librarian: Librarian) -> None:
    librarian.replace("passport/article.yaml", "topic: trouble", "topic: money")
    librarian.replace("passport/article.yaml", "https://law.example/1", "law.example")
    librarian.replace("passport/article.yaml", "2027-11-30", "2026-11-29")
    librarian.replace("passport/en.md", "They keep", "Victims: they keep")
    librarian.replace("home/ru.md", "title: Мой паспорт у них\n", "")

    assert [fault.split(": ")[0] for fault in librarian.faults()] == [
        "home/ru.md:2",
        "passport/article.yaml:1",
        "passport/article.yaml:8",
        "passport/article.yaml:15",
        "passport/en.md:2",
    ]


def test_words_that_are_missing_and_words_in_an_unknown_language_are_told(librarian: Librarian) -> None:
    (librarian.folder / RU).rename(librarian.folder / "passport/ky.md")

    assert librarian.faults() == [
        "passport/article.yaml:1: the file: has no words in 'ru': write ru.md",
        "passport/ky.md:1: the file: is in the language 'ky', which topics.yaml does not name: add it there, or take "
        "it away",
    ]


def test_where_no_day_is_asked_for_an_article_that_is_over_is_read(librarian: Librarian) -> None:
    """A door shows it and says so; the check alone refuses it."""
    librarian.replace(YAML, "2027-11-30", "2020-01-01")

    assert read_articles(librarian.folder).article("passport").valid_until.year == 2020
    assert librarian.faults()
