"""How hard a text is to read: sentences, and LIX worked out by hand."""

import pytest

from app.content import read_course
from app.content.reading import LIMITS, MOST_WORDS, level, sentences
from app.content.text import Passage
from tests.app.content.conftest import SHORT_LESSON, Author
from tests.conftest import VERSION_1


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        pytest.param("One two. Three!", [2, 1], id="two sentences"),
        pytest.param("He asks: “Why?” She goes.", [3, 2], id="a quotation that ends with its sentence"),
        pytest.param("It costs 2.50 a day", [4], id="a point within a number"),
        pytest.param("A list without an end", [5], id="no end"),
        pytest.param("Он поехал… И вернулся.", [2, 2], id="three points"),
        pytest.param("Мұнда — екі-үш сөз.", [3], id="a hyphen within a word, a dash between two"),
        pytest.param("It isn't one’s own.", [4], id="an apostrophe"),
        pytest.param(" 1. ... !", [], id="no words"),
    ],
)
def test_a_text_falls_into_sentences_of_words(text: str, lengths: list[int]) -> None:
    assert [len(sentence.words) for sentence in sentences([Passage(1, text)])] == lengths


def test_a_sentence_is_found_on_the_line_on_which_it_begins() -> None:
    passages = [Passage(10, "One.\nTwo goes\nover. Three."), Passage(20, "Four")]

    assert [(sentence.line, sentence.words[0]) for sentence in sentences(passages)] == [
        (10, "One"),
        (11, "Two"),
        (12, "Three"),
        (20, "Four"),
    ]


def test_lix_is_worked_out_as_on_paper() -> None:
    # 10 words in 2 sentences, 3 of more than six letters ("advance", "careful", "someone"): 10/2 + 100*3/10 = 35.
    passages = [Passage(1, "You pay nobody in advance. Be careful and ask someone.")]

    assert level(passages) == pytest.approx(35.0)
    assert level([]) == 0.0


def test_a_word_of_six_letters_is_short_and_one_of_seven_long() -> None:
    assert level([Passage(1, "letter")]) == 1
    assert level([Passage(1, "letters")]) == 101


@pytest.mark.many
def test_the_same_words_read_alike_in_each_language_against_its_own_limit() -> None:
    """An instrument that was translated says the same in three languages: each is as many points from its limit."""
    words = read_course(VERSION_1).instrument_words

    def passages(language: str) -> list[Passage]:
        items = [item for form in words[language].forms.values() for item in form.values()]
        return [
            Passage(1, text) for item in items for text in (item.stem, *item.options.values(), *item.reasons.values())
        ]

    room = {language: limit - level(passages(language)) for language, limit in LIMITS.items()}

    assert max(room.values()) - min(room.values()) < 3
    assert min(room.values()) > 0


def test_a_lesson_over_the_level_of_its_language_is_a_fault_that_leads_to_its_longest_sentences(author: Author) -> None:
    author.replace(
        "lessons/01-second/en.md",
        "Words.",
        "Unscrupulous intermediaries systematically misrepresent contractual obligations regarding accommodation.",
    )

    # 12 words in 4 sentences (title, summary, heading and this one); 8 words have seven letters or more.
    hardest = author.line("lessons/01-second/en.md", "Unscrupulous")
    assert author.faults() == [
        f"lessons/01-second/en.md:1: the file: reads at level {12 / 4 + 100 * 8 / 12:.0f} (LIX), and 25 is the limit "
        f"for 'en': take shorter words, and cut the longest sentences, on the lines 2, 5, {hardest}"
    ]


@pytest.mark.parametrize(
    ("language", "simple", "hard"),
    [
        pytest.param(
            "ru",
            "Мама спросила, куда я еду. Я дал ей адрес. Она его записала.",
            "Недобросовестные посредники систематически искажают договорные обязательства относительно проживания.",
            id="Russian",
        ),
        pytest.param(
            "kk",
            "Мамам қайда барасың деді. Адресті айттым. Ол жазып алды.",
            "Жауапкершіліксіз делдалдар жұмысшыларды орналастыру жөніндегі міндеттемелерді жүйелі түрде бұрмалайды.",
            id="Kazakh",
        ),
    ],
)
def test_russian_and_kazakh_have_a_level_too_that_plain_words_keep_and_an_offices_words_do_not(
    author: Author, language: str, simple: str, hard: str
) -> None:
    author.write(f"lessons/01-second/{language}.md", SHORT_LESSON.replace("Words.", " ".join([hard] * 9)))

    assert level([Passage(1, simple)]) < LIMITS[language]
    assert any(f"is the limit for '{language}'" in fault for fault in author.faults())


def test_a_language_without_a_limit_has_no_level(author: Author) -> None:
    (author.folder / "lessons/01-second/en.md").rename(author.folder / "lessons/01-second/tg.md")
    author.replace("lessons/01-second/tg.md", "Words.", "Unscrupulous intermediaries systematically misrepresent.")

    assert not any("reads at level" in fault for fault in author.faults())


def test_a_sentence_that_takes_too_long_a_breath_is_a_fault_on_its_line(author: Author) -> None:
    assert MOST_WORDS == 25
    long = " ".join(["word"] * 26)
    author.replace("lessons/01-second/en.md", "Words.", f"Short.\nAlso short. One {long[5:]}.")
    author.replace("instrument/ru.yaml", "Stem B two ru?", f"Stem {long}?")

    assert author.faults() == [
        f"instrument/ru.yaml:{author.line('instrument/ru.yaml', 'Stem word')}: sentence 'Stem word word word ...': has "
        "27 words: make two of it, of at most 25",
        f"lessons/01-second/en.md:{author.line('lessons/01-second/en.md', 'Also short')}: sentence 'One word word word "
        "...': has 26 words: make two of it, of at most 25",
    ]


def test_a_sentence_of_the_limit_is_none(author: Author) -> None:
    author.replace("lessons/01-second/en.md", "Words.", " ".join(["word"] * 25))

    assert "second" in author.read().lessons
