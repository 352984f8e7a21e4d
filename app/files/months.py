"""Words of a column that say when: months and dates, as people write them in a table."""

import re
from collections.abc import Sequence
from functools import cache

from babel import Locale

Time = tuple[int, int, int]
"""Year, month and day, each 0 where it is not said."""
NEVER: Time = (0, 0, 0)
LANGUAGES = ("en", "ru", "kk")
"""In which a month is known by its name."""
SHORTEST = 3
"""Letters by which a month is known from all others, in each language: Mar, May; мар, май, мам, мау."""
YEAR_FIRST = re.compile(r"(?P<year>\d{4})[-./](?P<month>\d{1,2})(?:[-./](?P<day>\d{1,2}))?(?:[T ][\d:.]+)?")
YEAR_LAST = re.compile(r"(?:(?P<day>\d{1,2})\.)?(?P<month>\d{1,2})[./-](?P<year>\d{4})")
NAMED = re.compile(r"(?P<before>\d{4})?[-\s]*(?P<name>[^\W\d_]+)\.?[-,\s]*(?P<after>\d{4})?(?:\s*г\.?|\s*ж\.?)?")
"""2026-01-05, 2026-01; 05.01.2026, 1.2026, 01/2026; Jan, January 2026, 2026 янв., январь 2026 г."""


def times(words: Sequence[str]) -> dict[str, Time] | None:
    """Returns (year, month, day) by word, or None unless every word is a month or date, and all or none have a year.

    A missing year or day is 0.
    """
    moments = {word: time for word in words if (time := _time(word)) is not None}
    is_one_kind = len({time[0] > 0 for time in moments.values()}) == 1
    return moments if is_one_kind and len(moments) == len(set(words)) else None


def _time(word: str) -> Time | None:
    """Year, month and day of "5.2.2026"; None where it is no month."""
    plain = word.strip()
    if match := YEAR_FIRST.fullmatch(plain) or YEAR_LAST.fullmatch(plain):
        year, month, day = (int(match[part] or 0) for part in ("year", "month", "day"))
    elif match := NAMED.fullmatch(plain):
        year, month, day = int(match["before"] or match["after"] or 0), _month(match["name"].lower()), 0
    else:
        return None
    return (year, month, day) if 1 <= month <= 12 else None


def _month(name: str) -> int:
    """The month of which this is the name or its beginning; 0 where there is none."""
    if len(name) < SHORTEST:
        return 0
    return next((month for full, month in _names() if full.startswith(name)), 0)


@cache
def _names() -> tuple[tuple[str, int], ...]:
    """(name, month), as a sentence has it and by itself, of the Unicode CLDR."""
    return tuple(
        (name.lower(), month)
        for language in LANGUAGES
        for forms in Locale(language).months.values()
        for month, name in forms["wide"].items()
    )
