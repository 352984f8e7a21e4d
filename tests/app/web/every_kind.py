"""A lesson with every kind of activity, in Russian and Kazakh, in the place of the second lesson of the course."""

import json
from typing import Any

from app.content import Release
from courses import Disclosure, LessonStructure, LessonWords, PlanStep, SessionPlan
from courses.activities import ActivityStructure
from tests.app.web.every_kind_words import ADDRESS, KAZAKH, PICTURE, RUSSIAN

__all__ = ["ADDRESS", "LAST", "NUMBER", "PLAN", "RUSSIAN", "activity", "every_kind", "screen_of", "words_in"]

NUMBER = 2
ACTIVITIES: list[dict[str, Any]] = [
    {"kind": "story", "id": "hotel", "nodes": {
        "start": {"call": "phone", "pay": "queue", "contract": "paper"},
        "phone": {"wait": "home", "go": "bus"}, "queue": {"ask": "home", "again": "bus"},
        "paper": {"wait": "home", "go": "bus"}, "home": {}, "bus": {}},
     "checks": {"who": ["phone"], "what": ["phone", "paper"], "papers": ["start:contract"], "back": ["bus"],
                "knows": ["queue:ask", "bus"]},
     "costs": {"home": {"money": 50, "days": 1}, "bus": {"money": 12500, "days": 9, "papers": 1},
               "start:pay": {"money": 50}, "queue": {"days": 2}}},
    {"kind": "flags", "id": "advert", "shown_as": "advert",
     "parts": ["near", "pay", "easy", "ticket", "meals", "three", "photo"],
     "flags": ["pay", "easy", "ticket", "three"]},
    {"kind": "flags", "id": "chat", "shown_as": "chat", "parts": ["hello", "ask", "firm", "rush"],
     "flags": ["firm", "rush"]},
    {"kind": "sort", "id": "piles", "piles": ["normal", "unfair", "danger"],
     "cards": {"late": "unfair", "shift": "normal", "passport": "danger", "boss": "normal"}},
    {"kind": "check", "id": "sunday", "options": ["wait", "call", "scold"], "key": "call"},
    {"kind": "order", "id": "first", "steps": ["place", "call", "address"]},
    {"kind": "checklist", "id": "plan", "entries": ["copies", "two", "word"], "secret": ["word"]},
    {"kind": "count", "id": "debt", "debt": 600, "pay": 250, "growth": 150, "costs": 120, "months": 3},
    {"kind": "reflection", "id": "strength"},
    {"kind": "rehearse", "id": "aloud", "ways": ["short", "kind"]},
    {"kind": "own", "id": "mine", "checks": ["who", "where", "pay"]},
    {"kind": "talk", "id": "room", "minutes": 10},
]  # fmt: skip


WORDS = "Ask them to read the advert on their phones, two and two, and to find each line that wants something. " * 3
PLAN = SessionPlan(
    aim="Learners can tell a line that can be checked from one that wants something of them too early.",
    minutes=40,
    prepare=(
        "The printed adverts, one for two learners",
        "A pen for each pair",
        "A helpline on the wall",
    ),
    steps=tuple(PlanStep(heading=f"Part {n}", html=f"<p>{WORDS}</p>") for n in range(1, 6)),
)
DISCLOSURE = Disclosure(
    title="When a learner tells you something",
    steps=tuple(
        PlanStep(heading=heading, html=f"<p>{WORDS}</p>")
        for heading in ("Listen", "Do not investigate", "Do not promise secrecy", "Refer")
    ),
)


def every_kind(release: Release, *languages: str) -> Release:
    """The course with this lesson in it, in Russian where no language is asked for."""
    structures = list(release.course.lessons)
    old = structures[NUMBER - 1]
    structures[NUMBER - 1] = LessonStructure.model_validate_json(
        json_of({**old.model_dump(mode="json"), "activities": ACTIVITIES, "pieces": []})
    )
    course = release.course.model_copy(update={"lessons": tuple(structures), "my_plan": "plan"})
    lessons = {**release.lessons, old.id: {language: words_in(language) for language in languages or ("ru",)}}
    return Release(  # read anew: a copy would have the paces of the lessons before
        **{
            **{name: getattr(release, name) for name in Release.model_fields},
            "course": course,
            "lessons": lessons,
            "pictures": {**release.pictures, "paper.svg": PICTURE},
            "plans": {**release.plans, old.id: {"en": PLAN}},
            "disclosure": {**release.disclosure, "en": DISCLOSURE},
        }
    )


def words_in(language: str) -> LessonWords:
    """What a learner reads, in ru or kk."""
    return LessonWords.model_validate_json(json_of({"ru": RUSSIAN, "kk": KAZAKH}[language]))


def activity(kind: str) -> ActivityStructure:
    """The first of this kind."""
    return LessonStructure.model_validate_json(
        json_of(
            {
                "id": "x",
                "folder": "x",
                "minutes": 1,
                "objectives": [],
                "sources": [],
                "activities": ACTIVITIES,
                "pieces": [],
            }
        )
    ).activity(next(each["id"] for each in ACTIVITIES if each["kind"] == kind))


def screen_of(activity_id: str) -> int:
    """The number of the screen that an activity stands on."""
    blocks = [step["blocks"][0] for step in RUSSIAN["steps"]]
    return 1 + next(n for n, block in enumerate(blocks) if block.get("id") == activity_id)


LAST = screen_of("room") - 1
"""The last screen of a learner: behind it stands what the room talks about, which is on none."""


def json_of(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
