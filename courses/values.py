"""What every value of a course is made of: strict, frozen, and nothing that it does not know."""

import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict


class Value(BaseModel):
    """Made once, never changed; a wrong type or an unknown name is refused, not bent."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


def an_id(text: str) -> str:
    """Raises ValueError for anything that cannot be an id; 32 signs is what a row keeps of one."""
    if re.fullmatch("[a-zA-Z0-9]+(-[a-zA-Z0-9]+)*", text) and len(text) <= 32:
        return text
    raise ValueError(f"'{text}' cannot be an id: use up to 32 Latin letters, digits and single hyphens between them")


def a_slug(text: str) -> str:
    """Raises ValueError for anything that cannot name a folder and stand in an address."""
    if re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", text) and len(text) <= 60:
        return text
    raise ValueError(f"'{text}' cannot be a slug: use up to 60 small Latin letters, digits and single hyphens")


def a_language(text: str) -> str:
    """Raises ValueError for anything that is not the code of a language."""
    if re.fullmatch("[a-z]{2,3}", text):
        return text
    raise ValueError(f"'{text}' is not the code of a language: write two or three small letters, such as en")


def some_text(text: str) -> str:
    """Raises ValueError where there is nothing to read."""
    if text.strip():
        return text
    raise ValueError("is empty: write some words")


Id = Annotated[str, AfterValidator(an_id)]
Slug = Annotated[str, AfterValidator(a_slug)]
Language = Annotated[str, AfterValidator(a_language)]
Text = Annotated[str, AfterValidator(some_text)]
ByLanguage = Mapping[Language, Text]
