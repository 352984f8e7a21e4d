"""Turns plain values into frozen ones; every refusal becomes a fault with its line and the way to mend it."""

from collections.abc import Mapping
from difflib import get_close_matches
from types import NoneType
from typing import Annotated, Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, Tag, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from app.content.faults import CourseFault
from app.content.marked import Marked, Place
from app.content.refusals import refusal
from app.sentences import N_, Remark

Shape = TypeVar("Shape", bound=BaseModel)

_KEYS = N_("must be keys with values, not %(value)s")
_LIST = N_("must be a list such as [one, two], not %(value)s")
_WHAT = {
    "missing": N_("is missing: add it"),
    "bool_type": N_("must be true or false, not %(value)s"),
    "int_type": N_("must be a whole number, not %(value)s"),
    "string_type": N_("must be text, not %(value)s: put it in quotes if it is meant as text"),
    "string_unicode": N_("has signs that are no letters: write the text anew"),
    "tuple_type": _LIST,
    "list_type": _LIST,
    "model_type": _KEYS,
    "dict_type": _KEYS,
    "invalid_key": N_("a key must be text: put it in quotes"),
    "literal_error": N_("%(value)s is not known: write %(expected)s"),
    "too_short": N_("must have at least %(min_length)d: it has %(actual_length)d"),
    "too_long": N_("must have at most %(max_length)d: it has %(actual_length)d"),
    "greater_than_equal": N_("must be at least %(ge)s, not %(value)s"),
    "greater_than": N_("must be more than %(gt)s, not %(value)s"),
    "model_attributes_type": _KEYS,
    "union_tag_not_found": N_("is missing: name what it is"),
    "union_tag_invalid": N_("'%(tag)s' is not known: write one of %(expected_tags)s"),
}
"""How pydantic's refusals are said to an author."""
KINDS = frozenset({*_WHAT, "extra_forbidden", "value_error", "refused"})
"""All kinds of refusals that are said."""


def shaped(
    model: type[Shape], marked: Marked, faults: list[CourseFault], *, entry: int, stand_in: Mapping[str, str | int]
) -> Shape | None:
    """Makes a frozen value of `model` from plain ones, even if some are wrong; None if that is impossible.

    Faults are added to `faults`. So that one slip hides no other, wrong entries (`entry` keys deep, such as a lesson)
    are left out, and `stand_in` gives values for single keys that are wrong.
    """
    try:
        return model.model_validate(marked.value)
    except ValidationError as refused:
        errors = refused.errors(include_url=False)
    places = [_place(error, model) for error in errors]
    faults.extend(marked.fault(place, _what(error, model)) for place, error in zip(places, errors, strict=True))
    if not isinstance(marked.value, dict):
        return None
    left_out = {
        place if error["type"] == "extra_forbidden" else place[:entry]
        for place, error in zip(places, errors, strict=True)
    }
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


def _place(error: ErrorDetails, model: type[BaseModel]) -> Place:
    """Where the author looks: pydantic adds a step for a fault of a key, and one that names the kind of a union."""
    place, _ = _walk(model, error["loc"])
    if error["type"].startswith("union_tag"):
        return (*place, str(error["ctx"]["discriminator"]).strip("'"))
    return place[:-1] if place and place[-1] == "[key]" else place


def _what(error: ErrorDetails, model: type[BaseModel]) -> str:
    kind, value, context = error["type"], error["input"], error.get("ctx", {})
    if kind == "extra_forbidden":
        return _unknown_key(error["loc"], model)
    if kind == "value_error":
        return refusal(str(context["error"]))
    if kind == "refused":
        return refusal(str(context["what"]))
    if value is None:
        return Remark(N_("is empty: give it a value"))
    return Remark(_WHAT[kind], value=_named(value), **context) if kind in _WHAT else error["msg"]


def _named(value: Any) -> str:
    if isinstance(value, Mapping):
        return Remark(N_("keys with values"))
    return Remark(N_("a list")) if isinstance(value, tuple) else f"'{value}'"


def _unknown_key(place: Place, model: type[BaseModel]) -> str:
    _, within = _walk(model, place[:-1])
    known = list(_bare(within).model_fields)
    near = get_close_matches(str(place[-1]), known, n=1)
    if near:
        return Remark(N_("is not known here: did you mean '%(key)s'?"), key=near[0])
    return Remark(N_("is not known here: take it out; the keys are %(keys)s"), keys=tuple(known))


def _walk(model: type[BaseModel], place: Place) -> tuple[Place, Any]:
    """The same place as a file has it, and the type of what stands there."""
    walked: list[str | int] = []
    kind: Any = model
    for step in place:
        member = _member(kind, step) or _tagged(kind, step)
        if member is not None:
            kind = member
        else:
            kind = _inner(kind, step)
            walked.append(step)
    return tuple(walked), kind


def _member(kind: Any, tag: str | int) -> type[BaseModel] | None:
    """The model of a union that a tag names; None where the type is no union that is told apart by a key."""
    discriminator = next((each.discriminator for each in _notes(kind) if isinstance(each, FieldInfo)), None)
    if not isinstance(discriminator, str):
        return None
    members = get_args(_bare(kind))
    return next((each for each in members if tag in get_args(each.model_fields[discriminator].annotation)), None)


def _tagged(kind: Any, tag: str | int) -> Any:
    """The type of a union that a tag names; None where the type is no union that is told apart by its form."""
    members = get_args(_bare(kind))
    return next((one for one in members if any(isinstance(it, Tag) and it.tag == tag for it in _notes(one))), None)


def _inner(kind: Any, step: str | int) -> Any:
    kind = _bare(kind)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        field = kind.model_fields.get(str(step))
        return field.annotation if field else None
    # tuple[X, ...] holds X first; a mapping of K to X holds it last.
    arguments = get_args(kind)
    if not arguments:
        return None
    return arguments[0] if arguments[-1] is Ellipsis else arguments[-1]


def _notes(kind: Any) -> tuple[Any, ...]:
    return kind.__metadata__ if get_origin(kind) is Annotated else ()


def _bare(kind: Any) -> Any:
    """The type without what is noted of it, and without the None of one that may be left out."""
    kind = get_args(kind)[0] if get_origin(kind) is Annotated else kind
    *members, last = get_args(kind) or (kind,)
    return members[0] if last is NoneType and len(members) == 1 else kind
