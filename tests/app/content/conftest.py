"""An author with a small course on their disk, and a hand that spoils it."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from app.content import CourseFaults, Release, read_course, write_skeleton
from app.sentences import Remark

COURSE = """\
slug: sample
version: 1
languages: [en, ru]
title: {en: Sample, ru: Образец}
review: {ru: draft}
objectives:
  - id: O1
    text: {en: See, ru: Видеть}
  - id: O2
    text: {en: Do, ru: Делать}
lessons:
  - id: first
    folder: 00-first
    minutes: 5
    objectives: [O1, O2]
    sources: [a book]
    activities:
      - id: habit
        kind: check
        options: [no, work, cash]
        key: work
      - id: door
        kind: check
        options: [left, right]
        key: left
  - id: second
    folder: 01-second
    minutes: 7
    objectives: []
    sources: []
    activities: []
"""

INSTRUMENT = """\
slug: sample
version: 1
languages: [en, ru]
review: {ru: draft}
pass_mark: 3
minutes: 8
items:
  - id: one
    objective: O1
    level: remember
    forms:
      A: {options: [a, b, c], key: a}
      B: {options: [d, e, f], key: f}
  - id: two
    objective: O1
    level: apply
    forms:
      A: {options: [a, b, c], key: b}
      B: {options: [d, e, f], key: e}
  - id: three
    objective: O2
    level: understand
    forms:
      A: {options: [a, b, c], key: c}
      B: {options: [d, e, f], key: d}
  - id: four
    objective: O2
    level: analyse
    forms:
      A: {options: [a, b, c], key: a}
      B: {options: [d, e, f], key: f}
"""

HABIT = """\
Which habit **protects** her?

- `no` Tells nobody.
  > Then nobody looks.
- `work` Two people know.
  > They look for her.
- `cash` Carries cash.
  > It can be lost.
:::
"""
DOOR = """\
:::check door
Which door?

- `left` The left one.
  > It is open.
- `right` The right one.
  > No.
:::
"""
LESSON = f"""\
---
title: First
summary: What it is about.
note: It may touch you.
---
## A road

Some *prose*.

- a list

:::check habit
Dana leaves on Friday.

{HABIT}
{DOOR}
## One thing to do today

Call home.
"""

SHORT_LESSON = """\
---
title: Second
summary: Short.
---
## Only step

Words.
"""


def words(language: str) -> str:
    lines = [f"title: Test {language}", "forms:"]
    for form, options in (("A", "abc"), ("B", "def")):
        lines.append(f"  {form}:")
        for item in ("one", "two", "three", "four"):
            lines += [f"    {item}:", f"      stem: Stem {form} {item} {language}?"]
            for part in ("options", "reasons"):
                lines += [f"      {part}:", *(f"        {option}: {part} {option} of {item}" for option in options)]
    return "\n".join(lines) + "\n"


def english_alone(refused: CourseFaults) -> list[str]:
    """Faults that can be said in English alone: there is none of any kind that these tests know."""
    return [str(fault) for fault in refused.faults if not isinstance(fault.what, Remark)]


@dataclass(frozen=True)
class Author:
    folder: Path

    def write(self, name: str, text: str) -> None:
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(text, encoding="utf-8")

    def replace(self, name: str, old: str, new: str) -> None:
        text = (self.folder / name).read_text(encoding="utf-8")
        assert old in text, f"{name} has no {old!r}"
        self.write(name, text.replace(old, new, 1))

    def line(self, name: str, words: str) -> int:
        """The first line that holds these words, from 1."""
        lines = (self.folder / name).read_text(encoding="utf-8").splitlines()
        return next(number for number, line in enumerate(lines, start=1) if words in line)

    def read(self) -> Release:
        return read_course(self.folder)

    def faults(self) -> list[str]:
        """What the check says, with paths as the author sees them in the folder."""
        with pytest.raises(CourseFaults) as refused:
            self.read()
        assert english_alone(refused.value) == []
        return [str(fault).removeprefix(f"{self.folder}/") for fault in refused.value.faults]


@pytest.fixture
def author(tmp_path: Path) -> Author:
    author = Author(tmp_path / "sample")
    author.write("course.yaml", COURSE)
    author.write("instrument.yaml", INSTRUMENT)
    for language in ("en", "ru"):
        author.write(f"instrument/{language}.yaml", words(language))
        author.write(f"lessons/00-first/{language}.md", LESSON)
    author.write("lessons/01-second/en.md", SHORT_LESSON)
    return author


@pytest.fixture
def writer(tmp_path: Path) -> Author:
    """An author with a course that has every kind of activity, a plan and a picture."""
    folder = tmp_path / "look-twice"
    write_skeleton(folder, ["en", "ru"])
    return Author(folder)
