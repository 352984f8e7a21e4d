"""Whatever the models of a course refuse is said in a sentence of ours, in every language, and never in a library's."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from pydantic import BaseModel

from app.content.faults import CourseFault
from app.content.lesson_file import FrontMatter
from app.content.marked import Marked, Place, marked_yaml
from app.content.plan_file import DisclosureFront, PlanFront
from app.content.shape import KINDS, shaped
from app.sentences import Remark
from app.web.setup.course_words import remark_sentence
from assessments import Instrument, InstrumentWords
from courses import Course

FIXTURE = Path(__file__).parents[2] / "fixture_course"
FRONT = "title: First\nsummary: What it is about.\nnote: It may touch you.\n"
PLAN = "aim: To see.\nminutes: 45\nprepare: [Nothing.]\n"
FILES: dict[type[BaseModel], str] = {
    Course: (FIXTURE / "course.yaml").read_text("utf-8"),
    Instrument: (FIXTURE / "instrument.yaml").read_text("utf-8"),
    InstrumentWords: (FIXTURE / "instrument" / "en.yaml").read_text("utf-8"),
    FrontMatter: FRONT,
    PlanFront: PLAN,
    DisclosureFront: "title: Listen\n",
}
RAISED_BY = {
    "any": set(),
    "bool": {"bool_type"},
    "default": set(),
    "definition-ref": set(),
    "definitions": set(),
    "dict": {"dict_type"},
    "function-after": {"value_error"},
    "function-before": {"value_error"},
    "int": {"int_type"},
    "list": {"list_type"},
    "literal": {"literal_error"},
    "model": {"model_type", "refused"},
    "model-field": set(),
    "model-fields": {"missing", "extra_forbidden", "invalid_key"},
    "nullable": set(),
    "str": {"string_type", "string_unicode"},
    "tagged-union": {"union_tag_not_found", "union_tag_invalid", "model_attributes_type"},
    "tuple": {"tuple_type"},
}
"""What pydantic may refuse, by the type of a schema."""
BY_BOUND = {
    "ge": "greater_than_equal",
    "gt": "greater_than",
    "le": "less_than_equal",
    "lt": "less_than",
    "min_length": "too_short",
    "max_length": "too_long",
    "pattern": "string_pattern_mismatch",
    "multiple_of": "multiple_of",
}
WRONG: tuple[Any, ...] = (None, True, 7, -1, 0, "none of it", "", (), ("a",), (7,), {}, {"none": 7}, ({"none": 7},))
DROPPED = object()


def schemas(schema: Any, seen: set[int]) -> Iterator[dict[str, Any]]:
    """Every schema within one, that of pydantic-core."""
    if isinstance(schema, list | tuple):
        for each in schema:
            yield from schemas(each, seen)
    if not isinstance(schema, dict) or id(schema) in seen:
        return
    seen.add(id(schema))
    if isinstance(schema.get("type"), str) and schema["type"] not in {"no-info", "with-info", "function-plain"}:
        yield schema
    for key, each in schema.items():
        if key not in {"metadata", "serialization", "expected"}:
            yield from schemas(each, seen)


@pytest.mark.parametrize("model", FILES, ids=lambda model: model.__name__)
def test_each_kind_that_a_model_can_refuse_has_a_sentence(model: type[BaseModel]) -> None:
    kinds: set[str] = set()
    for schema in schemas(model.__pydantic_core_schema__, set()):
        kinds |= RAISED_BY[schema["type"]] | {kind for bound, kind in BY_BOUND.items() if bound in schema}

    assert len(kinds) >= 4
    assert kinds - KINDS == set()


def places(value: Any, place: Place = ()) -> Iterator[Place]:
    yield place
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, tuple) else ()
    for key, each in inner:
        yield from places(each, (*place, key))


def with_wrong(value: Any, place: Place, wrong: Any) -> Any:
    """The value with something else at a place."""
    if not place:
        return wrong
    key, *rest = place
    if isinstance(value, dict):
        changed = {**value, key: with_wrong(value[key], tuple(rest), wrong)}
        return {name: each for name, each in changed.items() if each is not DROPPED}
    each = [with_wrong(it, tuple(rest), wrong) if number == key else it for number, it in enumerate(value)]
    return tuple(it for it in each if it is not DROPPED)


def read(model: type[BaseModel]) -> Marked:
    marked = marked_yaml(Path("t.yaml"), FILES[model], [])
    assert marked is not None
    return marked


def faults_of(model: type[BaseModel], marked: Marked, value: Any) -> list[CourseFault]:
    faults: list[CourseFault] = []
    shaped(model, replace(marked, value=value), faults, entry=1, stand_in={})
    return faults


def one_of_each_shape(value: Any) -> list[Place]:
    """Of places that differ by the number of a list's entry alone, two: a course has many items alike."""
    alike: dict[tuple[str, ...], list[Place]] = {}
    for place in places(value):
        alike.setdefault(tuple("*" if isinstance(step, int) else step for step in place), []).append(place)
    return [place for each in alike.values() for place in each[:2]]


@pytest.fixture(scope="module")
def faults() -> dict[str, CourseFault]:
    """What is said of every slip at every place, each sentence once."""
    by_sentence: dict[str, CourseFault] = {}
    for model in FILES:
        marked = read(model)
        assert faults_of(model, marked, marked.value) == []
        for place in one_of_each_shape(marked.value):
            for wrong in (*WRONG, DROPPED) if place else WRONG:
                for fault in faults_of(model, marked, with_wrong(marked.value, place, wrong)):
                    key = fault.what.marked if isinstance(fault.what, Remark) else fault.what
                    by_sentence.setdefault(key, fault)
    return by_sentence


def test_every_slip_at_every_place_is_said_with_its_line_and_in_words_of_ours(faults: dict[str, CourseFault]) -> None:
    assert len(faults) > 20
    assert [str(fault) for fault in faults.values() if not isinstance(fault.what, Remark)] == []
    assert all(fault.line >= 1 for fault in faults.values())


IN_ENGLISH = re.compile(r"(?i)\b(is|must|be|not|input|should|valid|write|add|the|at|least|value|known|of)\b")


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_no_slip_is_said_in_english(app_made: Flask, faults: dict[str, CourseFault], language: str) -> None:
    with app_made.test_request_context(f"/?lang={language}"):
        marked = {fault.what: remark_sentence(fault.what) for fault in faults.values()}

    bare = {sentence: re.sub(r"«[^»]*»|'[^']*'", "", sentence) for sentence in marked.values()}
    assert [sentence for sentence, rest in bare.items() if not re.search("[а-яәғқңөұүһі]{3}", rest)] == []
    assert [sentence for sentence, rest in bare.items() if IN_ENGLISH.search(rest)] == []
