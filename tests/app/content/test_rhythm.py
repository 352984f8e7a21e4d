"""What the check notes of lessons in pieces: too many words, too few deeds, no place of one's own."""

from app.content import warnings
from tests.app.content.conftest import Author
from tests.app.content.test_pieces import LESSON, cutter

__all__ = ["cutter"]


def notes(author: Author, language: str = "en") -> list[str]:
    return [note for note in warnings(author.read()) if note.startswith(f"{language}: “First”")]


def test_a_short_lesson_with_much_to_do_is_told_nothing(cutter: Author) -> None:
    assert notes(cutter) == []


def test_a_screen_of_words_alone_that_is_long_is_told_with_its_words(cutter: Author) -> None:
    cutter.replace(LESSON, "Some *prose*.", " ".join(["Some words."] * 29))
    assert notes(cutter) == []
    cutter.replace(LESSON, "Some words. Some", "Some words. Some more words or some more. Some")

    mend = "cut, or put what may be skipped into ':::more'"
    assert notes(cutter) == [f"en: “First”: 'A road' has 66 words, more than 60: {mend}"]


def test_what_may_be_skipped_is_not_counted(cutter: Author) -> None:
    cutter.replace(LESSON, "Some *prose*.", "Some *prose*.\n\n:::more A law\n" + "Some words. " * 400 + "\n:::")

    assert notes(cutter) == []


def test_a_lesson_of_many_words_is_told_with_them(cutter: Author) -> None:
    cutter.replace(LESSON, "Name a habit", "Some words. " * 340 + "Name a habit")
    [note] = notes(cutter)
    words = int(note.removeprefix("en: “First”: ").split()[0])
    assert words == 680 + 52
    assert note.endswith("words on the longest way, more than 700: cut, or put what may be skipped into ':::more'")


STORY = """\
      - id: hotel
        kind: story
        nodes:
          start: {call: home, pay: queue}
          queue: {stop: home}
          home: {}
"""
WORDS = """\
## A hotel

:::story hotel
Sam finds a job.

### `start` Start

Words.

- `call` Call
- `pay` Pay

### `queue` Queue

WAIT

- `stop` Stop

### `home` Home

Words.
:::

"""


def test_a_lesson_is_told_that_is_too_long_for_whoever_takes_the_longest_way_through_its_story(
    cutter: Author,
) -> None:
    cutter.replace("course.yaml", "        key: left\n", f"        key: left\n{STORY}")
    cutter.replace("course.yaml", "activities: [door]", "activities: [door, hotel]")
    for language in ("en", "ru"):
        words = WORDS.replace("WAIT", "Some words. " * 320)
        cutter.replace(f"lessons/00-first/{language}.md", ":::close\nChoose", f"{words}:::close\nChoose")

    [note] = notes(cutter)
    assert int(note.removeprefix("en: “First”: ").split()[0]) == 640 + 52 + 14
    cutter.replace(LESSON, "Some words. " * 20, "")
    assert notes(cutter) == []


def test_screens_of_words_alone_one_after_another_are_told(cutter: Author) -> None:
    cutter.replace(LESSON, ":::close\nName", "## A hill\n\nMore.\n\n## A lake\n\nMore.\n\n:::close\nName")

    assert notes(cutter) == [
        "en: “First”: 43 % of the screens are words alone, more than 30: give them something to do",
        "en: “First”: 'A hill' and 'A lake' are words alone, one after another: put a deed between",
    ]


def test_a_lesson_that_happens_nowhere_or_counts_in_dollars_alone_is_told(cutter: Author) -> None:
    cutter.replace("course.yaml", "languages: [en, ru]\n", "languages: [en, ru]\ncountries: [KZ]\n")
    cutter.replace(LESSON, "Some *prose*.", "It costs 50 $.")
    assert notes(cutter) == [
        "en: “First” names no place of KZ: say where it happens",
        "en: “First” has sums in dollars or euros alone: say what they are in the money of KZ",
    ]
    cutter.replace(LESSON, "It costs 50 $.", "It costs 50 $ (25,000 ₸) in Shymkent.")

    assert notes(cutter) == []


def test_a_country_whose_places_the_check_does_not_know_is_told(cutter: Author) -> None:
    cutter.replace("course.yaml", "languages: [en, ru]\n", "languages: [en, ru]\ncountries: [MN]\n")

    assert "countries: the check knows no places of MN yet: read for them yourself" in warnings(cutter.read())
