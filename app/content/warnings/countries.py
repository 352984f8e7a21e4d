"""Lessons that happen nowhere, and sums that nobody at home counts in."""

import csv
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from app.content.html_text import html_text
from app.content.release import Release
from app.content.warnings.languages import lesson_title, within
from app.sentences import N_, Remark

_FAR_MONEY = re.compile(r"[$€]|\b(?:dollars?|euros?|доллар\w*|евро|еуро)\b", re.IGNORECASE)


def far_places(release: Release) -> Iterator[Remark]:
    """Yields lessons that name no region or town of the course's countries, and those with sums in dollars or euros
    alone; of a course that names no countries none."""
    countries = [country for country in release.course.countries if (country, "place") in _stems()]
    for country in set(release.course.countries).difference(countries):
        what = N_("countries: the check knows no places of %(country)s yet: read for them yourself")
        yield Remark(what, country=country)
    if not countries:
        return
    places, money = (_named(kind, countries) for kind in ("place", "money"))
    of = tuple(countries)
    for lesson_id, by_language in release.lessons.items():
        for language, words in by_language.items():
            text = html_text(words.model_dump_json())
            title = lesson_title(release, lesson_id)
            if not places.search(text):
                what = N_("%(title)s names no place of %(countries)s: say where it happens")
                yield within(language, Remark(what, title=title, countries=of))
            if _FAR_MONEY.search(text) and not money.search(text):
                what = N_(
                    "%(title)s has sums in dollars or euros alone: say what they are in the money of %(countries)s"
                )
                yield within(language, Remark(what, title=title, countries=of))


def _named(kind: str, countries: Iterable[str]) -> re.Pattern[str]:
    """What begins like one of the stems: places and money are inflected."""
    stems = (stem for country in countries for stem in _stems().get((country, kind), ()))
    return re.compile("|".join(rf"(?<!\w){re.escape(stem)}" for stem in stems))


@cache
def _stems() -> dict[tuple[str, str], tuple[str, ...]]:
    with (Path(__file__).parent / "countries.csv").open(encoding="utf-8", newline="") as file:
        return {(row["country"], row["kind"]): tuple(row["stems"].split()) for row in csv.DictReader(file)}
