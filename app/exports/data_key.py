"""The place of a value in another system: org unit, period, disaggregation. Two values of one key overwrite each other.

So whatever a group is of is in the key: the figures of girls never take the place of everybody's.
"""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from analytics import GroupReport
from app.exports.cover import Cover
from app.exports.unfit import Unfit

SEX = {"female": "F", "male": "M", "unsaid": "U"}
OPTIONS = ("sex", "age_band", "language", "way", "channel")
"""Disaggregates of learners, in the order in which they make a category option combination."""
ATTRIBUTES = ("programme", "partner")


@dataclass(frozen=True)
class Period:
    """Holds the days that figures are of, and the names of this period in other systems.

    first, last: both inclusive. dhis2: its name in DHIS2, such as 2026Q1. duration: in ISO 8601, such as P3M.
    """

    first: date
    last: date
    dhis2: str
    duration: str


@dataclass(frozen=True)
class DataKey:
    """Says where a value is filed in another system.

    options: code by disaggregate, which make the category option combination. attributes: codes of the programme or
    partner, which make the attribute option combination.
    """

    org_unit: str
    period: Period
    options: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)

    @property
    def option_combination(self) -> str:
        """The category option combination: the codes of the options, joined by underscores; "" if there are none."""
        return "_".join(self.options.values())

    @property
    def attribute_combination(self) -> str:
        """The attribute option combination: the codes of the attributes, joined by underscores; "" if there is none."""
        return "_".join(self.attributes.values())


def data_key(group: GroupReport, cover: Cover, org_unit: str | None) -> DataKey | None:
    """Returns the org unit, period and codes under which a group's values are filed in another system.

    The org unit is the group's region, else `org_unit`. Returns None if there is neither, or nobody has settled. Raises
    Unfit if the months are no month, quarter or year.
    """
    codes = codes_of(group, cover)
    place = codes.get("region") or org_unit
    if place is None or cover.months is None:
        return None
    return DataKey(
        place,
        period_of(*cover.months),
        {name: _code(name, codes[name]) for name in OPTIONS if name in codes},
        {name: _code(name, codes[name]) for name in ATTRIBUTES if name in codes},
    )


def codes_of(group: GroupReport, cover: Cover) -> dict[str, str]:
    """Returns a group's values as codes by disaggregate, and the programme's id if the instance has several.

    A group by partner has no programme, since a partner belongs to one.
    """
    codes = {} if group.key is None else dict(zip(cover.disaggregates, cover.parts(group.key), strict=True))
    return codes if "partner" in codes or not cover.filing.programme else {**codes, "programme": cover.filing.programme}


def check_place(cover: Cover, org_unit: str | None) -> None:
    """Raises Unfit if figures could be filed nowhere: no org unit is named, and the report is not split by region."""
    if org_unit is None and "region" not in cover.disaggregates:
        raise Unfit(
            "no_region",
            "the region is where these figures go: split the report by region, or name the org unit of all",
        )


def period_of(first_month: str, last_month: str) -> Period:
    """Returns the smallest period that holds these months: a month, quarter, year, or year from October.

    first_month, last_month: yyyy-mm, the last not before the first, which is not checked. Raises Unfit if none of these
    holds them.
    """
    (year, month), (last_year, last) = (map(int, text.split("-")) for text in (first_month, last_month))
    quarter, in_fiscal = (month - 1) // 3, year if month >= 10 else year - 1
    if (year, month) == (last_year, last):
        return _period(year, month, 1, f"{year}{month:02}")
    if (year, quarter) == (last_year, (last - 1) // 3):
        return _period(year, 3 * quarter + 1, 3, f"{year}Q{quarter + 1}")
    if year == last_year:
        return _period(year, 1, 12, str(year))
    if in_fiscal == (last_year if last >= 10 else last_year - 1):
        return _period(in_fiscal, 10, 12, f"{in_fiscal}Oct")
    raise Unfit(
        "no_period",
        f"the figures run from {first_month} to {last_month}, and there no period is so long",
    )


def _period(year: int, month: int, months: int, dhis2: str) -> Period:
    end = month + months - 1
    return Period(
        date(year, month, 1),
        last_day(year + (end - 1) // 12, (end - 1) % 12 + 1),
        dhis2,
        "P1Y" if months == 12 else f"P{months}M",
    )


def last_day(year: int, month: int) -> date:
    """Returns the date of a month's last day."""
    return date(year, month, monthrange(year, month)[1])


def data_set(cover: Cover) -> str:
    """Returns DHIS2's code for the data set of these figures: "SN_" and the course's slug in capitals."""
    return "SN_" + (upper(cover.course) or "COURSE")


def _code(name: str, value: str) -> str:
    if name == "sex":
        return SEX[value]
    return f"AGE_{upper(value)}" if name == "age_band" else upper(value)


def upper(text: str) -> str:
    """Returns a text as codes are written: in capitals, digits and underscores."""
    return re.sub(r"[^A-Za-z0-9]+", "_", text).strip("_").upper()
