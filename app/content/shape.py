"""Plain values into frozen ones; every refusal becomes a fault with its line and the way to mend it."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from app.content.faults import CourseFault
from app.content.marked import Marked, Place

Shape = TypeVar("Shape", bound=BaseModel)

_WHAT = {
    "missing": "is missing: add it",
    "int_type": "must be a whole number, not {given}",
    "string_type": "must be text, not {given}: put it in quotes if it is meant as text",
    "tuple_type": "must be a list such as [one, two], not {given}",
    "model_type": "must be keys with values, not {given}",
    "dict_type": "must be keys with values, not {given}",
    "literal_error": "{given} is not known: write {expected}",
    "too_short": "must have at least {min_length}: it has {actual_length}",
    "greater_than_equal": "must be at least {ge}, not {given}",
}
"""How pydantic's refusals are said to an author."""


def shaped(
    model: type[Shape], marked: Marked, faults: list[CourseFault], *, entry: int, stand_in: Mapping[str, str | int]
) -> Shape | None:
    """The frozen value, or None; faults are added to `faults`.

    So that one slip hides nothing that is wrong elsewhere, a value is given also where there are faults: entries that
    are wrong (what stands `entry` keys deep: a lesson, an item) are left out, and wrong single values stood in for.
    """
    try:
        return model.model_validate(marked.value)
    except ValidationError as refused:
        errors = refused.errors(include_url=False)
    faults.extend(marked.fault(_place(error), _what(error, model)) for error in errors)
    if not isinstance(marked.value, dict):
        return None
    left_out = {_place(error) if error["type"] == "extra_forbidden" else _place(error)[:entry] for error in errors}
    try:
        return model.model_validate({**stand_in, **_without(marked.value, left_out, ())})
    except ValidationError:
        return None


def _without(value: Any, left_out: set[Place], place: Place) -> Any:
    if isinstance(value, dict):
        return {
            key: _without(inner, left_out, (*place, key))
            for key, inner in value.items()
            if (*place, key) not in left_out
        }
    if isinstance(value, tuple):
        return tuple(
            _without(inner, left_out, (*place, index))
            for index, inner in enumerate(value)
            if (*place, index) not in left_out
        )
    return value


def _place(error: ErrorDetails) -> Place:
    """Where the author looks: pydantic marks a fault of a key by one more step."""
    place = error["loc"]
    return place[:-1] if place and place[-1] == "[key]" else place


def _what(error: ErrorDetails, model: type[BaseModel]) -> str:
    kind, given, context = error["type"], error["input"], error.get("ctx", {})
    if kind == "extra_forbidden":
        return _unknown_key(error["loc"], model)
    if kind == "value_error":
        return str(context["error"])
    if given is None:
        return "is empty: give it a value"
    return _WHAT.get(kind, error["msg"]).format(given=_named(given), **context)


def _named(given: Any) -> str:
    if isinstance(given, Mapping):
        return "keys with values"
    return "a list" if isinstance(given, tuple) else f"'{given}'"


def _unknown_key(place: Place, model: type[BaseModel]) -> str:
    known = _fields(model, place[:-1])
    near = get_close_matches(str(place[-1]), known, n=1)
    if near:
        return f"is not known here: did you mean '{near[0]}'?"
    return f"is not known here: take it out; the keys are {', '.join(known)}"


def _fields(model: type[BaseModel], place: Place) -> list[str]:
    """The keys that the model knows at a place."""
    kind: Any = model
    for step in place:
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            kind = kind.model_fields[str(step)].annotation
        else:
            # tuple[X, ...] holds X first; a mapping of K to X holds it last.
            arguments = get_args(kind)
            kind = arguments[0] if arguments[-1] is Ellipsis else arguments[-1]
    return list(kind.model_fields)
