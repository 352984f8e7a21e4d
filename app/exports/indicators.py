"""Figures of a group as indicators that other systems know by a code: counts, and shares beside their counts."""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from analytics import GainReport, GroupReport
from app.exports.beside_the_scores import reacted_of, said_of, taught_of
from app.exports.cover import Cover

SEX = {"female": "F", "male": "M", "unsaid": "U"}


class Unfit(ValueError):
    """A report that a system's format cannot say; the message tells how to ask for one that it can.

    code: nobody, no_region, no_period or no_activity, for whoever says it in another language.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Indicator:
    """code: the same for ever. value: as written; a count is whole, a percent has one decimal, a mean two."""

    code: str
    value: str
    measure: Literal["count", "percent", "mean"]


def indicators(report: GainReport, cover: Cover, group: GroupReport) -> tuple[Indicator, ...]:
    """What may be told of this group; nothing of a hidden one, and never 0 for what is not known."""
    if group.suppressed or group.flow is None:
        return ()
    counts: dict[str, int | None] = {
        "SN_ENROLLED": group.flow.enrolled,
        "SN_PRE_ONLY": group.flow.pre_only,
        "SN_POST_ONLY": group.flow.post_only,
        "SN_PAIRED": group.flow.paired,
        "SN_IMPROVED": group.improved.count if group.improved else None,
        "SN_SAME": group.same.count if group.same else None,
        "SN_WORSE": group.worse.count if group.worse else None,
    }
    shares: dict[str, float | None] = {"SN_CHANCE_PERCENT": group.noise_floor.share if group.noise_floor else None}
    if group.improved is not None and group.improved.share is not None:
        shares |= {
            "SN_IMPROVED_PERCENT": group.improved.share,
            "SN_IMPROVED_PERCENT_LOW": group.improved.low,
            "SN_IMPROVED_PERCENT_HIGH": group.improved.high,
        }
    return (
        *(Indicator(code, str(count), "count") for code, count in counts.items() if count is not None),
        *(Indicator(code, f"{100 * share:.1f}", "percent") for code, share in shares.items() if share is not None),
        *_passed_on(cover, group),
        *_said(report, cover, group),
    )


def _passed_on(cover: Cover, group: GroupReport) -> Iterator[Indicator]:
    told = taught_of(cover, group)
    if told is not None:
        yield Indicator("SN_TAUGHT_LEARNERS", str(told.learners), "count")
        yield Indicator("SN_TAUGHT_PEERS", str(told.peers), "count")


def _said(report: GainReport, cover: Cover, group: GroupReport) -> Iterator[Indicator]:
    """Attitude and confidence before and after, and what was said of the course: means from 1 to 5, each with its n."""
    for one in report.statements or ():
        said = said_of(one, group)
        if said is not None and said.change is not None:
            code = f"SN_SAID_{_upper(one.statement)}"
            yield Indicator(f"{code}_N", str(said.n), "count")
            means = {"BEFORE": said.before, "AFTER": said.after}
            yield from _means(code, means | _ends("CHANGE", said.change.mean, said.change.low, said.change.high))
    for asked in cover.reception.reactions:
        told = reacted_of(asked, group)
        if told is None or told.satisfied is None:
            continue
        code, share = f"SN_COURSE_{_upper(asked.reaction)}", told.satisfied
        yield Indicator(f"{code}_N", str(told.n), "count")
        yield from _means(code, _ends("MEAN", told.mean, told.low, told.high))
        if share.share is not None:
            percents = _ends("PERCENT", share.share, share.low, share.high)
            yield from (
                Indicator(f"{code}_{part}", f"{100 * value:.1f}", "percent")
                for part, value in percents.items()
                if value is not None
            )


def _ends(name: str, value: float | None, low: float | None, high: float | None) -> dict[str, float | None]:
    return {name: value, f"{name}_LOW": low, f"{name}_HIGH": high}


def _means(code: str, values: Mapping[str, float | None]) -> Iterator[Indicator]:
    return (Indicator(f"{code}_{part}", f"{value:.2f}", "mean") for part, value in values.items() if value is not None)


@dataclass(frozen=True)
class Period:
    """first, last: days. dhis2: its name there. duration: ISO 8601."""

    first: date
    last: date
    dhis2: str
    duration: str


def period_of(first_month: str, last_month: str) -> Period:
    """The smallest period (month, quarter, year, year from October) that holds these months, given as yyyy-mm.

    Raises Unfit where none does.
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
        f"the figures run from {first_month} to {last_month}, which is no one period: narrow them to a year",
    )


def _period(year: int, month: int, months: int, dhis2: str) -> Period:
    end = month + months - 1
    end_year, end_month = year + (end - 1) // 12, (end - 1) % 12 + 1
    last = date(end_year, end_month, monthrange(end_year, end_month)[1])
    return Period(date(year, month, 1), last, dhis2, "P1Y" if months == 12 else f"P{months}M")


def place_of(group: GroupReport, cover: Cover) -> tuple[str, Mapping[str, str]]:
    """The region's code and the other disaggregates as codes. Raises Unfit where the report is not by region."""
    if "region" not in cover.disaggregates:
        raise Unfit("no_region", "the region is where these figures go: split the report by region")
    parts = dict(zip(cover.disaggregates, cover.parts(group.key or ""), strict=True))
    region = parts.pop("region")
    return region, {name: _code(name, value) for name, value in parts.items()}


def data_set(cover: Cover) -> str:
    """The code of the set of these figures, from the course's name."""
    return "SN_" + (_upper(cover.course) or "COURSE")


def _code(name: str, value: str) -> str:
    if name == "sex":
        return SEX.get(value, "U")
    text = _upper(value)
    return f"AGE_{text}" if name == "age_band" else text


def _upper(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "_", text).strip("_").upper()
