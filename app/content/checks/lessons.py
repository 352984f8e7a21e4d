"""Checks a lesson's words against its structure: no translation may change what is done, or in which order."""

from collections.abc import Iterator, Mapping, Sequence
from typing import assert_never

from app.content.activity import Group, ReadActivity
from app.content.checks.structure import CUE_ITEMS
from app.content.faults import CourseFault
from app.content.read_file import ReadFile
from app.content.text import WHOLE
from app.sentences import N_, Remark
from courses import (
    ActivityStructure,
    Check,
    ChecklistStructure,
    CheckStructure,
    CountStructure,
    Flags,
    FlagsStructure,
    LessonStructure,
    LessonWords,
    OrderStructure,
    OwnAdvertStructure,
    ReflectionStructure,
    RehearseStructure,
    SortStructure,
    StoryStructure,
    TalkStructure,
)


def lesson_faults(structure: LessonStructure, lesson: ReadFile[LessonWords]) -> Iterator[CourseFault]:
    """Yields a fault for each activity that a lesson's words and its structure in course.yaml do not have alike.

    An activity may be missing, unknown, repeated, in another order, of another kind or with other ids.
    """

    def fault(activity: ReadActivity, what: str) -> CourseFault:
        return CourseFault(lesson.path, activity.line, activity.where, what)

    wanted = {activity.id: activity for activity in structure.activities}
    activities: dict[str, ReadActivity] = {}
    for activity in lesson.activities:
        if activity.id in activities:
            yield fault(activity, Remark(N_("stands here a second time: keep one")))
        elif activity.id not in wanted:
            what = N_("is not an activity of the lesson '%(lesson)s' in course.yaml: add it there, or mend the id")
            yield fault(activity, Remark(what, lesson=structure.id))
        else:
            activities[activity.id] = activity
            yield from _activity_faults(lesson, activity, wanted[activity.id])
    for activity_id, missing in wanted.items():
        if activity_id not in activities:
            where = f"{missing.kind} {activity_id}"
            what = Remark(N_("is missing: course.yaml has it, so write ':::%(activity)s'"), activity=where)
            yield CourseFault(lesson.path, 1, where, what)
    in_order = [activity_id for activity_id in wanted if activity_id in activities]
    misplaced = next((activities[each] for each, due in zip(activities, in_order, strict=True) if each != due), None)
    if misplaced is not None:
        what = N_("stands in another order than in course.yaml: put the activities as %(activities)s")
        yield fault(misplaced, Remark(what, activities=tuple(in_order)))


def cue_faults(structure: LessonStructure, lesson: ReadFile[LessonWords]) -> Iterator[CourseFault]:
    """Yields a fault if the right option is the longest in every check of a lesson with four checks or more."""
    keys = {activity.id: activity.key for activity in structure.activities if isinstance(activity, CheckStructure)}
    checks = [read.content.words for read in lesson.activities if isinstance(read.content.words, Check)]
    known = [check for check in checks if check.id in keys]
    if len(known) >= CUE_ITEMS and all(_is_key_longest(check, keys[check.id]) for check in known):
        what = Remark(N_("the right option of every check is the longest: make others as long"))
        yield CourseFault(lesson.path, 1, WHOLE, what)


def _is_key_longest(check: Check, key: str) -> bool:
    length = {option.id: len(option.html) for option in check.options}
    return all(length.get(key, 0) > other for option, other in length.items() if option != key)


def _activity_faults(
    lesson: ReadFile[LessonWords], read: ReadActivity, structure: ActivityStructure
) -> Iterator[CourseFault]:
    if read.kind != structure.kind:
        what = N_("is a %(kind)s in course.yaml: write ':::%(kind)s %(activity)s', or mend the kind there")
        remark = Remark(what, kind=structure.kind, activity=read.id)
        yield CourseFault(lesson.path, read.line, read.where, remark)
        return
    wanted = _wanted(structure)
    for group in read.content.groups:
        due = wanted.get(group.name)
        if due is not None and group.ids != due:
            yield CourseFault(lesson.path, group.line, read.where, _unlike(group, due))
    if isinstance(structure, FlagsStructure) and structure.shown_as == "chat" and isinstance(read.content.words, Flags):
        for part in read.content.words.parts:
            if not part.html.startswith("<strong>"):
                what = N_("is a message without its sender: begin with the name in bold, as in '**Lola:** words'")
                yield CourseFault(lesson.path, read.line, f"{read.where}, part {part.id}", Remark(what))


def _wanted(structure: ActivityStructure) -> Mapping[str, tuple[str, ...]]:
    """The ids that the words must have, by the name of their group."""
    match structure:
        case CheckStructure():
            return {"options": structure.options}
        case StoryStructure():
            choices = {f"choices of '{node}'": tuple(choices) for node, choices in structure.nodes.items()}
            labels = {"checks": tuple(structure.checks), "costs": structure.cost_ids}
            return {"nodes": tuple(structure.nodes), **labels, **choices}
        case FlagsStructure():
            return {"parts": structure.parts}
        case SortStructure():
            cards = {
                f"cards of '{pile}'": tuple(card for card, goes_to in structure.cards.items() if goes_to == pile)
                for pile in structure.piles
            }
            return {"piles": structure.piles, **cards}
        case OrderStructure():
            return {"steps": structure.steps}
        case ChecklistStructure():
            return {"entries": structure.entries}
        case CountStructure():
            return {"labels": ("debt", "pay", "growth", "costs"), "outcomes": ("grows", "shrinks", "paid")}
        case RehearseStructure():
            return {"ways": structure.ways}
        case OwnAdvertStructure():
            return {"checks": structure.checks}
        case ReflectionStructure() | TalkStructure():
            return {}
        case _:
            assert_never(structure)


def _unlike(group: Group, due: Sequence[str]) -> Remark:
    what = N_("has the %(list)s %(ids)s: make them %(wanted)s, as in course.yaml")
    if not group.ids:
        what = N_("has no %(list)s: make them %(wanted)s, as in course.yaml")
    elif not due:
        what = N_("has the %(list)s %(ids)s: take them out, as in course.yaml")
    return Remark(what, list=group.name, ids=group.ids, wanted=tuple(due))
