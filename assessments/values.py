"""The base of every value of an instrument: strict, frozen, and without unknown fields."""

import re
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict

_ID = re.compile("[a-zA-Z0-9]+(-[a-zA-Z0-9]+)*")


class Value(BaseModel):
    """Is the base of values that never change; a wrong type or an unknown name raises ValidationError."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


def an_id(text: str) -> str:
    """Returns the text if it can be an id (up to 32 Latin letters, digits, single hyphens), else raises ValueError."""
    if _ID.fullmatch(text) and len(text) <= 32:
        return text
    raise ValueError(f"'{text}' cannot be an id: use up to 32 Latin letters, digits and single hyphens between them")


def a_slug(text: str) -> str:
    """Returns the text if it can name a folder and be part of an address, else raises ValueError.

    That is: up to 60 small Latin letters, digits and single hyphens.
    """
    if re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", text) and len(text) <= 60:
        return text
    raise ValueError(f"'{text}' cannot be a slug: use up to 60 small Latin letters, digits and single hyphens")


def a_language(text: str) -> str:
    """Returns the text if it has the form of a language code, two or three small letters, else raises ValueError."""
    if re.fullmatch("[a-z]{2,3}", text):
        return text
    raise ValueError(f"'{text}' is not the code of a language: write two or three small letters, such as en")


def some_text(text: str) -> str:
    """Returns the text if it has more than white space, else raises ValueError."""
    if text.strip():
        return text
    raise ValueError("is empty: write some words")


Id = Annotated[str, AfterValidator(an_id)]
Slug = Annotated[str, AfterValidator(a_slug)]
Language = Annotated[str, AfterValidator(a_language)]
Text = Annotated[str, AfterValidator(some_text)]
ByLanguage = Mapping[Language, Text]
FormName = Literal["A", "B"]
