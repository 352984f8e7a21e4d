"""A whole course read, frozen and read back."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.content import CONTENT, CourseFaults, Release, read_course, read_shelf, shelf, shipped_courses, warnings
from app.content.markdown import MARKDOWN
from courses import Check, Checklist, ChecklistStructure, Prose
from tests.app.content.conftest import Author

pytestmark = pytest.mark.many


def test_a_course_is_read_with_its_words(author: Author) -> None:
    release = author.read()

    assert [lesson.id for lesson in release.course.lessons] == ["first", "second"]
    assert {lesson: list(words) for lesson, words in release.lessons.items()} == {
        "first": ["en", "ru"],
        "second": ["en"],
    }
    assert release.instrument.items[0].forms["B"].key == "f"
    assert release.instrument_words["ru"].forms["A"]["one"].stem == "Stem A one ru?"


def test_a_lesson_becomes_steps_of_prose_and_checks(author: Author) -> None:
    words, language = author.read().words_for("first", "ru", "en")

    assert language == "ru"
    assert (words.title, words.summary, words.note) == ("First", "What it is about.", "It may touch you.")
    assert [step.heading for step in words.steps] == ["A road", "One thing to do today"]
    prose, habit, door = words.steps[0].blocks
    assert isinstance(prose, Prose)
    assert prose.html == "<p>Some <em>prose</em>.</p>\n<ul>\n<li>a list</li>\n</ul>"
    assert isinstance(habit, Check)
    assert isinstance(door, Check)
    assert habit.case_html == "<p>Dana leaves on Friday.</p>"
    assert habit.question_html == "Which habit <strong>protects</strong> her?"
    assert door.case_html == ""
    assert [(option.id, option.html, option.reason_html) for option in habit.options] == [
        ("no", "Tells nobody.", "Then nobody looks."),
        ("work", "Two people know.", "They look for her."),
        ("cash", "Carries cash.", "It can be lost."),
    ]


def test_a_line_below_words_or_an_indent_makes_no_heading_and_no_code(author: Author) -> None:
    author.replace("lessons/01-second/en.md", "Words.\n", "Words.\n---\n\n    More words.\n")

    (step,) = author.read().lessons["second"]["en"].steps
    assert [block.html for block in step.blocks] == ["<p>Words.</p>\n<hr />\n<p>More words.</p>"]


def test_a_lesson_without_the_learners_language_comes_in_the_second_and_says_so(author: Author) -> None:
    words, language = author.read().words_for("second", "ru", "en")

    assert (words.title, language) == ("Second", "en")


def test_a_release_kept_as_json_comes_back_equal(author: Author) -> None:
    release = author.read()

    restored = Release.from_json(release.to_json())

    assert restored == release
    assert restored.digest == release.digest
    assert restored.structure_digest == release.structure_digest
    assert restored.wording_digest("A", "ru") == release.wording_digest("A", "ru")


def test_a_release_that_was_tampered_with_is_refused(author: Author) -> None:
    document = json.loads(author.read().to_json())
    document["instrument"]["items"][0]["forms"]["A"]["key"] = "nothing"

    with pytest.raises(ValueError, match="'nothing' is not an option"):
        Release.from_json(json.dumps(document))


def test_a_mended_comma_names_another_release_but_breaks_no_pair(author: Author) -> None:
    before = author.read()
    author.replace("instrument/en.yaml", "Stem A one en?", "Stem, A one en?")
    after = author.read()

    assert after.digest != before.digest
    assert after.structure_digest == before.structure_digest
    assert after.wording_digest("A", "en") != before.wording_digest("A", "en")
    assert after.wording_digest("B", "en") == before.wording_digest("B", "en")
    assert after.wording_digest("A", "ru") == before.wording_digest("A", "ru")


def test_another_key_is_another_structure(author: Author) -> None:
    before = author.read().structure_digest
    author.replace("instrument.yaml", "[a, b, c], key: a", "[a, b, c], key: b")

    assert author.read().structure_digest != before


def test_comments_and_layout_of_the_files_change_nothing(author: Author) -> None:
    before = author.read().digest
    author.replace(
        "course.yaml", "title: {en: Sample, ru: Образец}", "# two names\ntitle:\n  ru: Образец\n  en: Sample"
    )

    assert author.read().digest == before


def test_an_open_form_has_the_words_and_no_key(author: Author) -> None:
    release = author.read()

    form = release.open_form("A", language="ru", seed="s", unsure="Пока не знаю")

    assert form.wording_digest == release.wording_digest("A", "ru")
    assert form.items[0].options[-1].text == "Пока не знаю"
    assert "reasons" not in form.model_dump_json()


def test_the_reasons_are_told_item_by_item(author: Author) -> None:
    first, *_ = author.read().reasons("A", language="en", responses={"one": "b"})

    assert (first.chosen_text, first.key_text, first.is_right) == ("options b of one", "options a of one", False)


def test_the_author_is_told_of_drafts_and_missing_words(author: Author) -> None:
    lines = warnings(author.read())

    assert lines == (
        "ru: draft",
        "en: no facilitator's plan yet for “First”, “Second”",
        "en: no page yet on what to do when a learner tells something (disclosure.en.md)",
        "ru: no words yet in “Second”: learners get another language, and are told so",
        "ru: no facilitator's plan yet for “First”, “Second”",
        "ru: no page yet on what to do when a learner tells something (disclosure.ru.md)",
    )


def test_the_author_is_told_when_right_options_are_mostly_the_longest(author: Author) -> None:
    for item in ("one", "four"):
        author.replace("instrument/en.yaml", f"options a of {item}", f"options a of {item}, at more length")
    author.replace("instrument/en.yaml", "options b of two", "options b of two, at more length")

    assert "en: in form A the right option is the longest in 3 of 4 items" in warnings(author.read())


def test_the_author_is_told_when_right_options_are_mostly_at_the_same_place(author: Author) -> None:
    two_more = "".join(
        f"      - {{id: {each}, kind: check, options: [left, right], key: left}}\n" for each in ("gate", "roof")
    )
    author.replace("course.yaml", "        key: left\n", f"        key: left\n{two_more}")
    for name in ("lessons/00-first/en.md", "lessons/00-first/ru.md"):
        words = (author.folder / name).read_text(encoding="utf-8")
        door = words.partition(":::check door")[2].partition(":::")[0]
        author.write(name, words + "".join(f"\n:::check {each}{door}:::\n" for each in ("gate", "roof")))

    assert "in 3 of 4 checks the right option is number 1: mix them" in warnings(author.read())


def test_the_author_is_told_of_a_reason_that_says_once_more_that_it_is_right(author: Author) -> None:
    author.replace("lessons/00-first/en.md", "They look for her.", "**Yes**, they look for her.")
    author.replace("lessons/00-first/en.md", "Then nobody looks.", "Yes. But nobody looks.")
    author.replace("lessons/00-first/ru.md", "It is open.", "Да.")

    assert [line for line in warnings(author.read()) if "begins with" in line] == [
        "en: the reason of work in habit begins with “Yes”, and the page has said “Right.” before it: leave that out",
        "ru: the reason of left in door begins with “Да”, and the page has said “Right.” before it: leave that out",
    ]


@pytest.mark.parametrize("slug", shipped_courses())
def test_no_shipped_course_says_twice_that_an_answer_is_right(slug: str) -> None:
    assert [line for line in warnings(read_course(CONTENT / slug)) if "begins with" in line] == []


def test_the_author_is_told_of_choices_that_push_one_another_out_of_sight(writer: Author) -> None:
    assert not [line for line in warnings(writer.read()) if "story" in line]

    writer.replace("lessons/01-first/en.md", "Pay a deposit", "Pay a deposit, so that **it is** kept")
    for name in ("lessons/01-first/en.md", "lessons/01-first/ru.md"):
        writer.replace(name, "- `ask` Ask", "- `look` Look\n- `wait` Wait\n- `ask` Ask")
    writer.replace("course.yaml", "start: {ask:", "start: {look: answer, wait: answer, ask:")

    assert [line for line in warnings(writer.read()) if "story" in line] == [
        "en: story new-job, node start: more than 3 choices: take one out",
        "en: story new-job, node start: more than 32 signs in hurry (33): a small phone shows them in two lines: "
        "shorten them",
        "ru: story new-job, node start: more than 3 choices: take one out",
    ]


@pytest.mark.parametrize("slug", shipped_courses())
def test_no_shipped_course_can_be_guessed_by_place_or_length(slug: str) -> None:
    lines = warnings(read_course(CONTENT / slug))

    assert [line for line in lines if "the right option" in line] == []


@pytest.mark.parametrize("slug", shipped_courses())
def test_a_shipped_course_has_no_fault(slug: str) -> None:
    release = read_course(CONTENT / slug)

    assert release.course.slug == slug
    assert Release.from_json(release.to_json()) == release


@pytest.mark.parametrize("slug", shipped_courses())
def test_each_file_of_a_course_is_read_and_parsed_once(slug: str, monkeypatch: Any) -> None:
    """So an author waits for as long as the files are, and not for each check that looks at them."""
    read = first_arguments(monkeypatch, Path, "read_bytes")
    composed = first_arguments(monkeypatch, yaml, "compose")
    parsed = first_arguments(monkeypatch, MARKDOWN, "parse")

    read_course(CONTENT / slug)

    assert {path for path in read if read.count(path) > 1} == set()
    pages = [path for path in read if path.suffix == ".md"]
    assert len(parsed) == len(pages)
    assert len(composed) == len(pages) + len([path for path in read if path.suffix == ".yaml"])


def test_the_shelf_is_read_again_where_something_has_changed_and_only_then(author: Author, monkeypatch: Any) -> None:
    author.read()
    slug = author.folder.name
    monkeypatch.setattr(shelf, "CONTENT", author.folder.parent)
    read = first_arguments(monkeypatch, shelf, "read_course")

    assert read_shelf(slug, {"112"}) is read_shelf(slug, ["112"])
    assert len(read) == 1
    read_shelf(slug, {"112", "150"})
    assert len(read) == 2

    words = next(author.folder.glob("lessons/*/en.md"))
    whole = words.read_bytes()
    words.write_bytes(b"no lesson")
    for _ in range(2):
        with pytest.raises(CourseFaults):
            read_shelf(slug, {"112", "150"})
    assert len(read) == 3
    words.write_bytes(whole)
    assert read_shelf(slug, {"112", "150"}) == author.read()


def first_arguments(monkeypatch: Any, of: object, name: str) -> list[Any]:
    """What this function is called with from now on; it does what it did."""
    firsts: list[Any] = []
    real = getattr(of, name)

    def counted(first: Any, *others: Any, **named: Any) -> Any:
        firsts.append(first)
        return real(first, *others, **named)

    monkeypatch.setattr(of, name, counted)
    return firsts


def test_the_navigator_course_is_shipped_with_fourteen_items_in_three_languages(shipped: Release) -> None:
    assert len(shipped.instrument.items) == 14
    assert set(shipped.instrument_words) == {"en", "ru", "kk"}
    assert "kk: draft, to be read by a native speaker" in warnings(shipped)


def test_every_lesson_says_before_it_begins_what_is_in_it_in_each_language(shipped: Release) -> None:
    silent = [
        (lesson, language)
        for lesson, by_language in shipped.lessons.items()
        for language, words in by_language.items()
        if not words.note
    ]
    assert silent == []
    assert all(set(by_language) == {"en", "ru", "kk"} for by_language in shipped.lessons.values())


def test_the_navigator_course_has_eight_lessons_in_pieces_with_much_to_do(shipped: Release) -> None:
    """As its teenagers asked for: short, never the same order twice, and quiet minutes in three lessons alone."""
    lessons = shipped.course.lessons
    kinds = [[it.kind for it in lesson.activities if it.kind != "talk"] for lesson in lessons]
    notes = [line for line in warnings(shipped) if "words" in line and "native" not in line and "Help" not in line]

    assert len(lessons) == 8
    assert 24 <= sum(len(lesson.pieces) for lesson in lessons) <= 28
    assert [lesson.id for lesson, those in zip(lessons, kinds, strict=True) if len(set(those)) < 5] == []
    assert len(set(map(tuple, kinds))) == 8
    assert sum("reflection" in those for those in kinds) == 3
    assert notes == [], "700 words a lesson, 60 a screen, 30 % of screens with words alone, never two in a row"


SECRET = re.compile(r"(?i)\b(sentence|phrase|code word|password)\b")


def test_no_plan_that_ships_has_a_line_on_paper_for_a_code_phrase_nor_for_what_one_may_be_robbed_of(
    shipped: Release,
) -> None:
    """Whoever finds the sheet would have it."""
    lists = [it for of in shipped.course.lessons for it in of.activities if isinstance(it, ChecklistStructure)]
    words = [screen.block for of in shipped.lessons.values() for screen in of["en"].screens]
    phrases = {
        (block.id, entry.id)
        for block in words
        if isinstance(block, Checklist)
        for entry in block.entries
        if SECRET.search(entry.html)
    }

    assert phrases == {("plan", "sentence")}
    places = {("plan", "money-home"), ("plan", "copies"), ("plan", "if-wrong"), ("my-five", "back")}
    assert phrases | places == {(it.id, entry) for it in lists for entry in it.secret}
