"""The base of every value of an article: strict, frozen, and without unknown fields."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict

from articles.countries import ANYWHERE, COUNTRIES

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Value(BaseModel):
    """Is the base of values that never change; a wrong type or an unknown name raises ValidationError."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


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


def a_country(text: str) -> str:
    """Returns the text if it is a country's code (ISO 3166-1) or ZZ for anywhere, else raises ValueError."""
    if text in COUNTRIES or text == ANYWHERE:
        return text
    raise ValueError(f"'{text}' is no country: write its code of two capital letters, such as KZ, or ZZ for anywhere")


def an_address(text: str) -> str:
    """Returns the text if it is the whole address of a page (http or https), else raises ValueError."""
    if re.fullmatch(r"https?://[^\s/<>\"']+[^\s<>\"']*", text):
        return text
    raise ValueError(f"'{text}' is no address of a page: write it whole, with https:// before it")


def a_day(text: object) -> object:
    """Returns the day that a text such as 2027-05-31 names, and a day or None as it is; else raises ValueError."""
    if text is None or isinstance(text, date):
        return text
    try:
        if _DAY.fullmatch(str(text)):
            return date.fromisoformat(str(text))
    except ValueError:  # the 31st of a month that has none
        pass
    raise ValueError(f"'{text}' is no day: write it as 2027-05-31")


def some_text(text: str) -> str:
    """Returns the text if it has more than white space, else raises ValueError."""
    if text.strip():
        return text
    raise ValueError("is empty: write some words")


Slug = Annotated[str, AfterValidator(a_slug)]
Language = Annotated[str, AfterValidator(a_language)]
Country = Annotated[str, AfterValidator(a_country)]
Address = Annotated[str, AfterValidator(an_address)]
Day = Annotated[date, BeforeValidator(a_day)]
Text = Annotated[str, AfterValidator(some_text)]
ByLanguage = Mapping[Language, Text]
