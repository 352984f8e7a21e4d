"""The base of every value of a course: strict, frozen, and without unknown fields."""

import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainSerializer,
    ValidationError,
    WithJsonSchema,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

_ID = "[a-zA-Z0-9]+(-[a-zA-Z0-9]+)*"
_SLUG = "[a-z0-9]+(-[a-z0-9]+)*"
_LANGUAGE = "[a-z]{2,3}"
_COUNTRY = "[A-Z]{2}"

Key = TypeVar("Key")
Held = TypeVar("Held")

Fault = tuple[tuple[str | int, ...], str]
"""The keys that lead to a fault within a checked value, and what is wrong."""


class Value(BaseModel):
    """Is the base of values that never change; a wrong type or an unknown name raises ValidationError."""

    # The words beside a field tell an author in the editor what it is.
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", use_attribute_docstrings=True)


def an_id(text: str) -> str:
    """Returns the text if it can be an id (up to 32 Latin letters, digits, single hyphens), else raises ValueError."""
    if re.fullmatch(_ID, text) and len(text) <= 32:
        return text
    raise ValueError(f"'{text}' cannot be an id: use up to 32 Latin letters, digits and single hyphens between them")


def a_slug(text: str) -> str:
    """Returns the text if it can name a folder and be part of an address, else raises ValueError.

    That is: up to 60 small Latin letters, digits and single hyphens.
    """
    if re.fullmatch(_SLUG, text) and len(text) <= 60:
        return text
    raise ValueError(f"'{text}' cannot be a slug: use up to 60 small Latin letters, digits and single hyphens")


def a_language(text: str) -> str:
    """Returns the text if it has the form of a language code, two or three small letters, else raises ValueError."""
    if re.fullmatch(_LANGUAGE, text):
        return text
    raise ValueError(f"'{text}' is not the code of a language: write two or three small letters, such as en")


def a_country(text: str) -> str:
    """Returns the text if it is a country's code of two capital letters (ISO 3166-1), else raises ValueError."""
    if re.fullmatch(_COUNTRY, text):
        return text
    raise ValueError(f"'{text}' is not the code of a country: write two capital letters, such as KZ")


def some_text(text: str) -> str:
    """Returns the text if it has more than white space, else raises ValueError."""
    if text.strip():
        return text
    raise ValueError("is empty: write some words")


def refused(of: str, faults: Iterable[Fault]) -> ValidationError:
    """Returns one ValidationError that holds several faults.

    of: the title of the error.
    """
    return ValidationError.from_exception_data(
        of,
        [
            InitErrorDetails(type=PydanticCustomError("refused", "{what}", {"what": what}), loc=place, input=None)
            for place, what in faults
        ],
    )


def _from_pairs(value: Any) -> Any:
    """A mapping as it is; the pairs that JSON keeps of it as a mapping again."""
    if isinstance(value, list | tuple) and all(isinstance(pair, list | tuple) and len(pair) == 2 for pair in value):
        return dict(value)
    return value


def _as_pairs(held: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [(key, _as_pairs(inner) if isinstance(inner, Mapping) else inner) for key, inner in held.items()]


def _pattern_schema(pattern: str, **more: int) -> WithJsonSchema:
    """The same rule for an editor."""
    return WithJsonSchema({"type": "string", "pattern": pattern, **more})


Id = Annotated[str, AfterValidator(an_id), _pattern_schema(f"^{_ID}$", maxLength=32)]
Slug = Annotated[str, AfterValidator(a_slug), _pattern_schema(f"^{_SLUG}$", maxLength=60)]
Language = Annotated[str, AfterValidator(a_language), _pattern_schema(f"^{_LANGUAGE}$")]
Country = Annotated[str, AfterValidator(a_country), _pattern_schema(f"^{_COUNTRY}$")]
Text = Annotated[str, AfterValidator(some_text), _pattern_schema(r"\S")]
ByLanguage = Mapping[Language, Text]
Ordered = Annotated[Mapping[Key, Held], BeforeValidator(_from_pairs), PlainSerializer(_as_pairs, when_used="json")]
"""A mapping whose order means something: as JSON it is a list of pairs, since JSON with sorted keys loses the order."""
