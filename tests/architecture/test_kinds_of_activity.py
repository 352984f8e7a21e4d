"""A kind of activity has its place in each room that knows kinds: who adds one is told which room still lacks it."""

import re
from pathlib import Path
from typing import get_args

from jinja2 import nodes

from app.content import read_course, write_skeleton
from app.content.kinds import READERS
from courses import ActivityStructure
from tests.app.web.every_kind import ACTIVITIES
from tests.architecture import callers
from tests.docs.guide import GUIDE

NOT_ON_A_PHONE = {"talk"}
"""Stands in the facilitator's plan."""
OF_SCREENS = {"prose"}
"""Shown as an activity is, with nothing to do."""


def kinds() -> set[str]:
    structures = get_args(get_args(ActivityStructure)[0])
    return {get_args(of.model_fields["kind"].annotation)[0] for of in structures}


def macros() -> set[str]:
    """Those that show a screen: they take its words, its activity and its state."""
    text = (callers.TEMPLATES / "learn" / "activities.html").read_text(encoding="utf-8")
    all_macros = callers.READERS.parse(text).find_all(nodes.Macro)
    return {macro.name for macro in all_macros if [arg.name for arg in macro.args[:3]] == ["words", "it", "state"]}


def test_every_kind_is_read_shown_tested_and_explained(tmp_path: Path) -> None:
    write_skeleton(tmp_path / "first-course", ("en",))
    lessons = read_course(tmp_path / "first-course").course.lessons

    assert kinds() == READERS.keys()
    assert kinds() - NOT_ON_A_PHONE | OF_SCREENS == macros()
    assert kinds() == {activity["kind"] for activity in ACTIVITIES}
    assert kinds() == {activity.kind for lesson in lessons for activity in lesson.activities}
    assert kinds() == set(re.findall(r"^\| `(\w+)` \|", GUIDE.read_text(encoding="utf-8"), re.MULTILINE))
