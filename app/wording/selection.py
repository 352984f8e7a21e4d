"""Whose figures a report has: what it is narrowed to, as codes that other systems can file it under."""

from collections.abc import Mapping
from dataclasses import dataclass, field

MONTHS = ".."
"""Between the first and the last of several months."""


@dataclass(frozen=True)
class Selection:
    """filters: code by disaggregate (region, country, programme, partner, sex, age_band, language, way), those alone
    that are set; a reader who sees one programme or partner of several has that among them.

    months: first and last that hold everybody counted, also without a second test, as yyyy-mm; None for nobody.
    is_period_chosen: else these are the months of all the figures there are. countries: where these people are, ISO
    3166-1. names: of regions, programmes and partners by code. is_some_of_many: a reader who sees several programmes
    or partners, and not all; no code says so.
    """

    filters: Mapping[str, str] = field(default_factory=dict)
    months: tuple[str, str] | None = None
    is_period_chosen: bool = False
    countries: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    is_some_of_many: bool = False

    @property
    def codes(self) -> dict[str, str]:
        """The filters and, where it is chosen, the period as `month`."""
        if not self.is_period_chosen or self.months is None:
            return dict(self.filters)
        first, last = self.months
        return {**self.filters, "month": first if first == last else f"{first}{MONTHS}{last}"}
