"""A whole course broken in one place at a time: the check finds that place, by file and line."""

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.content import CourseFaults, Release, read_course
from app.content.marked import read_yaml
from courses import CheckStructure, FlagsStructure, OrderStructure, SortStructure, StoryStructure
from tests.app.content.conftest import english_alone
from tests.conftest import VERSION_1

pytestmark = pytest.mark.many

COURSE, INSTRUMENT = "course.yaml", "instrument.yaml"
REGISTER = ("112",)


@dataclass(frozen=True)
class Copy:
    """A copy of the course on an author's disk, and what it was before somebody's slip."""

    folder: Path
    release: Release

    def first(self, kind: type) -> tuple[Any, Any]:
        """The first lesson with an activity of this kind, and the activity."""
        return next(
            (lesson, activity)
            for lesson in self.release.course.lessons
            for activity in lesson.activities
            if isinstance(activity, kind)
        )

    def lesson(self, kind: type = CheckStructure, language: str = "en") -> str:
        return f"lessons/{self.first(kind)[0].folder}/{language}.md"

    def lines(self, name: str) -> list[str]:
        return (self.folder / name).read_text(encoding="utf-8").split("\n")

    def write(self, name: str, lines: list[str]) -> None:
        (self.folder / name).write_text("\n".join(lines), encoding="utf-8")

    def line(self, name: str, pattern: str, after: int = 0) -> int:
        """The first line below line `after` with these words, from 1."""
        return next(n for n, line in enumerate(self.lines(name), start=1) if n > after and re.search(pattern, line))

    def at(self, name: str, *place: str) -> int:
        """The line of a YAML file on which this key stands; list entries by their ids."""
        marked = read_yaml(self.folder / name, [])
        assert marked is not None
        return marked.lines[marked.place(*place)]

    def of(self, kind: type, *place: str) -> int:
        """The line of course.yaml on which something of the first activity of a kind stands."""
        lesson, activity = self.first(kind)
        return self.at(COURSE, "lessons", lesson.id, "activities", activity.id, *place)

    def swap(self, name: str, line: int, old: str, new: str) -> None:
        lines = self.lines(name)
        assert old in lines[line - 1], f"{name}:{line} has no {old!r}: {lines[line - 1]}"
        lines[line - 1] = lines[line - 1].replace(old, new, 1)
        self.write(name, lines)

    def add(self, name: str, *words: str) -> int:
        """Write a paragraph below the last one; gives its line."""
        lines = [*self.lines(name), "", *words, ""]
        self.write(name, lines)
        return len(lines) - 1


Fault = tuple[str, int, str]
"""File, line, and a part of what is said."""


def a_key_with_a_slip(copy: Copy) -> Fault:
    line = copy.at(COURSE, "lessons", copy.release.course.lessons[0].id, "minutes")
    copy.swap(COURSE, line, "minutes", "mintues")
    return COURSE, line, "did you mean 'minutes'?"


def a_wrong_key(copy: Copy) -> Fault:
    _, check = copy.first(CheckStructure)
    line = copy.of(CheckStructure, "key")
    copy.swap(COURSE, line, f"key: {check.key}", "key: nothing")
    return COURSE, line, "the key 'nothing' is not an option: name one of"


def a_wrong_key_of_an_item(copy: Copy) -> Fault:
    item = copy.release.instrument.items[2]
    line = copy.at(INSTRUMENT, "items", item.id, "forms", "B")
    copy.swap(INSTRUMENT, line, f"key: {item.forms['B'].key}", "key: nothing")
    return INSTRUMENT, line, "the key 'nothing' is not an option"


def a_language_that_is_missing(copy: Copy) -> Fault:
    (copy.folder / "instrument/kk.yaml").unlink()
    return "instrument/kk.yaml", 1, "is missing: make it"


def a_lesson_without_a_language(copy: Copy) -> Fault:
    (copy.folder / copy.lesson(language="ru")).unlink()
    lesson, _ = copy.first(CheckStructure)
    return COURSE, copy.at(COURSE, "lessons", lesson.id, "folder"), "has no words in 'ru'"


def a_translation_with_another_option(copy: Copy) -> Fault:
    _, check = copy.first(CheckStructure)
    name = copy.lesson(language="ru")
    begins = copy.line(name, f":::check {check.id}$")
    copy.swap(name, copy.line(name, f"`{check.options[0]}`", after=begins), f"`{check.options[0]}`", "`other`")
    return name, begins, "has the options other, "


def a_translation_with_another_structure(copy: Copy) -> Fault:
    _, story = copy.first(StoryStructure)
    name = copy.lesson(StoryStructure, "ru")
    line = copy.line(name, f":::story {story.id}$")
    copy.swap(name, copy.line(name, f"### `{story.endings[-1]}`", after=line), story.endings[-1], "elsewhere")
    return name, line, "has the nodes "


def a_choice_that_leads_nowhere(copy: Copy) -> Fault:
    _, story = copy.first(StoryStructure)
    choice, target = next(iter(story.nodes[story.beginning].items()))
    line = copy.of(StoryStructure, "nodes", story.beginning, choice)
    copy.swap(COURSE, line, f"{choice}: {target}", f"{choice}: nowhere")
    return COURSE, line, "leads to 'nowhere', which is no node"


def a_node_that_nobody_reaches(copy: Copy) -> Fault:
    _, story = copy.first(StoryStructure)
    ways = [(node, choice, target) for node, choices in story.nodes.items() for choice, target in choices.items()]
    targets = [target for _, _, target in ways]
    node, choice, lonely = next(way for way in ways if targets.count(way[2]) == 1 and way[2] in story.endings)
    another = next(each for each in story.nodes if each not in (lonely, node, story.beginning))
    copy.swap(COURSE, copy.of(StoryStructure, "nodes", node, choice), f"{choice}: {lonely}", f"{choice}: {another}")
    return COURSE, copy.of(StoryStructure, "nodes", lonely), "no choice leads here from the beginning"


def a_node_without_a_way_out(copy: Copy) -> Fault:
    _, story = copy.first(StoryStructure)
    ending = story.endings[0]
    line = copy.of(StoryStructure, "nodes", ending)
    copy.swap(COURSE, line, f"{ending}: {{}}", f"{ending}: {{on: {ending}}}")
    return COURSE, line, "no ending can be reached from here"


def a_story_without_an_end(copy: Copy) -> Fault:
    _, story = copy.first(StoryStructure)
    for ending in story.endings:
        line = copy.of(StoryStructure, "nodes", ending)
        copy.swap(COURSE, line, f"{ending}: {{}}", f"{ending}: {{again: {story.beginning}}}")
    return COURSE, copy.of(StoryStructure, "nodes"), "the story never ends"


def an_item_without_an_objective(copy: Copy) -> Fault:
    item = copy.release.instrument.items[0]
    line = copy.at(INSTRUMENT, "items", item.id, "objective")
    copy.swap(INSTRUMENT, line, f"objective: {item.objective}", "objective: O77")
    return INSTRUMENT, line, "'O77' is not an objective of course.yaml"


def forms_that_are_not_parallel(copy: Copy) -> Fault:
    item = copy.release.instrument.items[0]
    form = item.forms["B"]
    dropped = next(option for option in form.options[1:] if option != form.key)
    copy.swap(INSTRUMENT, copy.at(INSTRUMENT, "items", item.id, "forms", "B"), f", {dropped}", "")
    return INSTRUMENT, copy.at(INSTRUMENT, "items", item.id, "forms"), "give both as many"


def a_key_that_is_always_first(copy: Copy) -> Fault:
    for item in copy.release.instrument.items:
        form = item.forms["A"]
        order = [form.key, *(option for option in form.options if option != form.key)]
        line = copy.at(INSTRUMENT, "items", item.id, "forms", "A")
        copy.swap(INSTRUMENT, line, f"[{', '.join(form.options)}]", f"[{', '.join(order)}]")
    return INSTRUMENT, copy.at(INSTRUMENT, "items"), "the key of form A is always option 1"


def a_key_that_is_always_the_longest(copy: Copy) -> Fault:
    name = "instrument/en.yaml"
    for item in copy.release.instrument.items:
        key = item.forms["A"].key
        line = copy.at(name, "forms", "A", item.id, "options", key)
        quote = '"' if f'{key}: "' in copy.lines(name)[line - 1] else ""
        copy.swap(name, line, f"{key}: {quote}", f"{key}: {quote}{'o' * 200} ")
    return name, copy.at(name, "forms", "A"), "the right option is always the longest"


def a_picture_without_words(copy: Copy) -> Fault:
    name, line = _picture(copy)
    words = re.search(r"!\[[^\]]*\]", copy.lines(name)[line - 1])
    assert words
    copy.swap(name, line, words[0], "![]")
    return name, line, "has no words for those who do not see it"


def a_picture_that_is_gone(copy: Copy) -> Fault:
    name, line = _picture(copy)
    copy.swap(name, line, ".svg", "-old.svg")
    return name, line, "is not in the folder pictures"


def a_heavy_picture(copy: Copy) -> Fault:
    name = f"pictures/{next(iter(copy.release.pictures))}"
    copy.write(name, [*copy.lines(name), f"<!-- {'x' * 6000} -->"])
    return name, 1, "draw it simpler, to at most 6,000"


def a_picture_with_a_script(copy: Copy) -> Fault:
    name = f"pictures/{next(iter(copy.release.pictures))}"
    line = copy.line(name, "<svg")
    copy.swap(name, line, "<svg", '<svg onload="alert(1)"')
    return name, line, "has 'onload', which runs a script"


def a_picture_that_nobody_shows(copy: Copy) -> Fault:
    copy.write("pictures/spare.svg", ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"/>'])
    return "pictures/spare.svg", 1, "is shown in no lesson"


def a_lesson_that_weighs_too_much(copy: Copy) -> Fault:
    name = copy.lesson()
    copy.add(name, *["This is a short sentence that is said once more." for _ in range(1200)])
    return name, 1, "bytes as a phone loads it"


def a_number_outside_of_the_register(copy: Copy) -> Fault:
    name = copy.lesson()
    return name, copy.add(name, "In danger call 999 at once."), "is no number of the register"


def a_check_that_repeats_an_item(copy: Copy) -> Fault:
    _, check = copy.first(CheckStructure)
    name = copy.lesson()
    begins = copy.line(name, f":::check {check.id}$")
    answers = copy.line(name, r"^- `", after=begins)
    stem = copy.release.instrument_words["en"].forms["B"][copy.release.instrument.items[4].id].stem
    lines = copy.lines(name)
    copy.write(name, [*lines[:begins], stem, "", *lines[answers - 1 :]])
    return name, begins, "or the instrument measures nothing"


def flags_that_flag_everything(copy: Copy) -> Fault:
    _, advert = copy.first(FlagsStructure)
    line = copy.of(FlagsStructure, "flags")
    copy.swap(COURSE, line, f"flags: [{', '.join(advert.flags)}]", f"flags: [{', '.join(advert.parts)}]")
    return COURSE, line, "every part is a flag"


def flags_that_flag_nothing(copy: Copy) -> Fault:
    _, advert = copy.first(FlagsStructure)
    line = copy.of(FlagsStructure, "flags")
    copy.swap(COURSE, line, f"flags: [{', '.join(advert.flags)}]", "flags: []")
    return COURSE, line, "must have at least 1"


def a_pile_that_stays_empty(copy: Copy) -> Fault:
    line = copy.of(SortStructure, "piles")
    copy.swap(COURSE, line, "piles: [", "piles: [spare, ")
    return COURSE, line, "'spare' stays empty"


def an_order_of_two(copy: Copy) -> Fault:
    _, order = copy.first(OrderStructure)
    line = copy.of(OrderStructure, "steps")
    copy.swap(COURSE, line, f"[{', '.join(order.steps)}]", f"[{', '.join(order.steps[:2])}]")
    return COURSE, line, "must have at least 3: it has 2"


def a_sentence_without_a_breath(copy: Copy) -> Fault:
    name = copy.lesson()
    return name, copy.add(name, "Short.", f"It goes on{' and on' * 12}."), "has 27 words: make two of it"


def a_lesson_that_reads_like_an_office(copy: Copy) -> Fault:
    name = copy.lesson(language="ru")
    copy.add(name, *["Ответственность посредника регламентируется законодательством." for _ in range(150)])
    return name, 1, "(LIX), and 41 is the limit for 'ru'"


def an_item_that_no_lesson_trains(copy: Copy) -> Fault:
    item = copy.release.instrument.items[-1]
    for lesson in copy.release.course.lessons:
        line = copy.at(COURSE, "lessons", lesson.id, "objectives")
        others = [objective for objective in lesson.objectives if objective != item.objective]
        copy.swap(COURSE, line, f"[{', '.join(lesson.objectives)}]", f"[{', '.join(others)}]")
    return INSTRUMENT, copy.at(INSTRUMENT, "items", item.id, "objective"), "so the item measures nothing of the course"


def _picture(copy: Copy) -> tuple[str, int]:
    """Where the first picture is shown that is shown nowhere else in English."""
    for path in sorted((copy.folder / "lessons").glob("*/en.md")):
        name = path.relative_to(copy.folder).as_posix()
        if any("](pictures/" in line for line in copy.lines(name)):
            return name, copy.line(name, r"\]\(pictures/")
    raise AssertionError("the course shows no picture")


SLIPS: tuple[Callable[[Copy], Fault], ...] = (
    a_key_with_a_slip,
    a_wrong_key,
    a_wrong_key_of_an_item,
    a_language_that_is_missing,
    a_lesson_without_a_language,
    a_translation_with_another_option,
    a_translation_with_another_structure,
    a_choice_that_leads_nowhere,
    a_node_that_nobody_reaches,
    a_node_without_a_way_out,
    a_story_without_an_end,
    an_item_without_an_objective,
    forms_that_are_not_parallel,
    a_key_that_is_always_first,
    a_key_that_is_always_the_longest,
    a_picture_without_words,
    a_picture_that_is_gone,
    a_heavy_picture,
    a_picture_with_a_script,
    a_picture_that_nobody_shows,
    a_lesson_that_weighs_too_much,
    a_number_outside_of_the_register,
    a_check_that_repeats_an_item,
    flags_that_flag_everything,
    flags_that_flag_nothing,
    a_pile_that_stays_empty,
    an_order_of_two,
    a_sentence_without_a_breath,
    a_lesson_that_reads_like_an_office,
    an_item_that_no_lesson_trains,
)
AT_ONCE: tuple[Callable[[Copy], Fault], ...] = (
    a_choice_that_leads_nowhere,
    an_item_without_an_objective,
    a_key_that_is_always_the_longest,
    a_translation_with_another_option,
    a_picture_without_words,
    a_picture_with_a_script,
    a_number_outside_of_the_register,
    a_sentence_without_a_breath,
    flags_that_flag_everything,
)
"""In six files. What stands in a lesson is held against course.yaml when that lesson is whole there."""


@pytest.fixture(scope="module")
def release() -> Release:
    return read_course(VERSION_1, REGISTER)


@pytest.fixture
def copy(tmp_path: Path, release: Release) -> Copy:
    folder = tmp_path / "smart-navigator"
    shutil.copytree(VERSION_1, folder)
    return Copy(folder, release)


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.__name__.replace("_", " "))
def test_a_slip_is_found_by_its_file_and_its_line(copy: Copy, slip: Callable[[Copy], Fault]) -> None:
    name, line, message = slip(copy)

    with pytest.raises(CourseFaults) as refused:
        read_course(copy.folder, REGISTER)

    faults = [fault.what for fault in refused.value.faults if (fault.path, fault.line) == (copy.folder / name, line)]
    assert [what for what in faults if message in what], refused.value
    assert english_alone(refused.value) == []


def test_slips_in_many_files_are_told_at_once(copy: Copy) -> None:
    slips = [slip(copy) for slip in AT_ONCE]

    with pytest.raises(CourseFaults) as refused:
        read_course(copy.folder, REGISTER)

    places = {(fault.path, fault.line) for fault in refused.value.faults}
    assert [slip for slip in slips if (copy.folder / slip[0], slip[1]) not in places] == []
