"""Days as they stand in real spreadsheets: real dates, numbers of Excel, 31.01.2026, 2026-01-31."""

import re
from datetime import date, timedelta

YEAR_FIRST = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?")
DAY_FIRST = re.compile(r"(\d{1,2})[.\-](\d{1,2})[.\-](\d{4}|\d{2})(?:\s*(?:г|ж)\.?)?(?: \d{1,2}:\d{2}.*)?")
BY_SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?: \d{1,2}:\d{2}.*)?")
SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
"""A date of Excel in a cell that shows numbers: days since 30 December 1899."""
EXCEL_BEGINS = date(1899, 12, 30)


class NoDay(ValueError):
    """Raised for a text that is no day."""


class TwoDays(NoDay):
    """Raised for a text such as 3/2/2026, which is one day here and another in America."""


def day_in(text: str) -> date:
    """Returns the day that the text of a cell means. Raises NoDay, and TwoDays where it may be either of two."""
    try:
        return _day_in(text)
    except (ValueError, OverflowError) as fault:
        raise fault if isinstance(fault, NoDay) else NoDay(text) from fault


def _day_in(text: str) -> date:
    if match := YEAR_FIRST.fullmatch(text):
        return date(*map(int, match.groups()))
    if match := DAY_FIRST.fullmatch(text):
        return date(_year(match[3]), int(match[2]), int(match[1]))
    if match := BY_SLASHES.fullmatch(text):
        first, second = int(match[1]), int(match[2])
        if first <= 12 and second <= 12 and first != second:
            raise TwoDays(text)
        day, month = (first, second) if second <= 12 else (second, first)
        return date(_year(match[3]), month, day)
    if match := SERIAL.fullmatch(text):
        return EXCEL_BEGINS + timedelta(days=int(match[1]))
    raise NoDay(text)


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)
