"""What is learned: courses, lessons and the way through them, as frozen values; knows no other package of ours."""

from courses.course import ActivityStructure, Course, LessonStructure, Objective, structure_digest
from courses.path import Progress, Step, StepKind, StepState, WaveState, next_step, open_lessons, steps
from courses.words import Block, Check, CheckOption, LessonStep, LessonWords, Prose, Screen, words_for

__all__ = [
    "ActivityStructure",
    "Block",
    "Check",
    "CheckOption",
    "Course",
    "LessonStep",
    "LessonStructure",
    "LessonWords",
    "Objective",
    "Progress",
    "Prose",
    "Screen",
    "Step",
    "StepKind",
    "StepState",
    "WaveState",
    "next_step",
    "open_lessons",
    "steps",
    "structure_digest",
    "words_for",
]
