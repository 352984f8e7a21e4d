"""What the address of a report asks for: filters and the split, with all there is to choose from."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from flask import request, url_for

from app.services.figures import reporting
from app.services.figures.reporting import Choices, Filters, Scope
from app.web.transaction import db
from app.wording import Words, dimension_name, value_name

SPLITS = ("region", "partner", "sex", "age_band", "language", "way", "channel", "month")


@dataclass(frozen=True)
class Select:
    """A Select is one filter with its options as (value, label). chosen: the value that is set, "" for all."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True)
class Question:
    """A Question holds the filters and the split that the address of a report asks for.

    by: what the report is split by. selects: every filter that offers a choice. unknown: labels of what the address
    asks for and the scope does not hold; if there are any, show no figures: those of a wider question would be taken
    for them.
    """

    filters: Filters
    by: str
    selects: tuple[Select, ...]
    unknown: tuple[str, ...]

    @property
    def arguments(self) -> dict[str, Any]:
        """The query arguments of the shortest address that asks the same question."""
        query = {select.name: select.chosen for select in self.selects if select.chosen}
        return query | ({"by": self.by} if self.by != SPLITS[0] else {})

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """Every filter that is set, as (name of the filter, value in words)."""
        return [(select.name, dict(select.options)[select.chosen]) for select in self.selects if select.chosen]

    @property
    def chosen_labels(self) -> list[str]:
        """Every filter that is set, as label and value in words: "Region – Aktobe"."""
        return [f"{select.label} – {dict(select.options)[select.chosen]}" for select in self.selects if select.chosen]

    def narrowed_to(self, value: str) -> dict[str, str] | None:
        """Returns the query arguments for one group of the split alone.

        Returns None if no filter offers the group, or the filter is set to it already.
        """
        name = "period" if self.by == "month" else self.by
        offered = {select.name: {value for value, _label in select.options} for select in self.selects}
        if value not in offered.get(name, ()) or self.arguments.get(name) == value:
            return None
        return {**self.arguments, name: value}

    def address(self, by: str) -> str:
        """Returns the address of the same figures with the split `by`."""
        return url_for("results.figures", **{**self.arguments, "by": by})

    def splits(self, words: Words) -> list[tuple[str, str]]:
        """Lists (name, label) of everything that the report can be split by."""
        return [(name, dimension_name(words, name)) for name in SPLITS]


def read_question(scope: Scope, words: Words) -> Question:
    """Reads the question in the request's address, with what this scope may choose.

    What the address asks for and the scope does not hold is no filter but listed as `unknown`, and so is a misspelt
    argument; in place of an unknown split is the first one. Nothing is raised.
    """
    choices = _options(scope, words)
    selects = tuple(_select(name, options, words) for name, options in choices if len(options) > 1)
    chosen = {select.name: select.chosen for select in selects if select.chosen}
    filters = Filters(
        scope,
        programme=chosen.get("programme"),
        country=chosen.get("country"),
        region=chosen.get("region"),
        partner=chosen.get("partner"),
        sex=chosen.get("sex"),
        age_band=chosen.get("age_band"),
        language=chosen.get("language"),
        way=chosen.get("way"),
        channel=chosen.get("channel"),
    )
    period = chosen.get("period")
    if period is not None:
        first, last = _months_of(period)
        filters = replace(filters, from_month=first, to_month=last)
    by = request.args.get("by") or SPLITS[0]
    known = {name: {value for value, _ in options} | {""} for name, options in choices}
    unknown = [
        dimension_name(words, name) for name, values in known.items() if request.args.get(name, "") not in values
    ]
    if by not in SPLITS:
        unknown.append(words.gettext("Split by"))
    unknown += sorted(set(request.args) - known.keys() - {"by", "lang"})
    return Question(filters, by if by in SPLITS else SPLITS[0], selects, tuple(unknown))


def _months_of(period: str) -> tuple[str, str]:
    """First and last month of a year (2026), a quarter (2026-Q1) or a month (2026-03)."""
    year, _dash, part = period.partition("-")
    if not part:
        return f"{year}-01", f"{year}-12"
    if not part.startswith("Q"):
        return period, period
    last = 3 * int(part[1:])
    return f"{year}-{last - 2:02}", f"{year}-{last:02}"


def _periods(months: Iterable[str], words: Words) -> list[tuple[str, str]]:
    """Years, quarters that hold more than one of the months, and the months, each in the order of time."""
    sorted_months = sorted(months)
    held = Counter(f"{month[:4]}-Q{(int(month[5:]) + 2) // 3}" for month in sorted_months)
    quarters = [quarter for quarter, count in held.items() if count > 1]
    ends = {quarter: [value_name(words, "month", month) for month in _months_of(quarter)] for quarter in quarters}
    return [
        *((year, year) for year in dict.fromkeys(month[:4] for month in sorted_months)),
        *((quarter, " – ".join(ends[quarter])) for quarter in quarters),
        *((month, value_name(words, "month", month)) for month in sorted_months),
    ]


def _select(name: str, options: Iterable[tuple[str, str]], words: Words) -> Select:
    value = request.args.get(name, "")
    label = dimension_name(words, name)
    options = tuple(options)
    return Select(name, label, options, value if value in dict(options) else "")


def _options(scope: Scope, words: Words) -> list[tuple[str, list[tuple[str, str]]]]:
    choices: Choices = reporting.choices(db(), scope)
    regions = reporting.region_names(db(), words)

    def named(name: str, values: Iterable[str]) -> list[tuple[str, str]]:
        return [(value, value_name(words, name, value)) for value in values]

    return [
        ("period", _periods(choices.months, words)),
        ("programme", list(choices.programmes)),
        ("country", named("country", choices.countries)),
        ("region", sorted(((code, regions.get(code, code)) for code in choices.regions), key=lambda pair: pair[1])),
        ("partner", list(choices.partners)),
        ("sex", named("sex", choices.sexes)),
        ("age_band", named("age_band", choices.age_bands)),
        ("language", named("language", choices.languages)),
        ("way", named("way", choices.ways)),
        ("channel", named("channel", choices.channels)),
    ]
