"""Four regions, two of them too small to be told, and the report on them."""

from datetime import date

from analytics import LEAST, Flow, GainReport, GroupCounts, JointTable, Options, gain_report, inside
from app.exports import Activity, Cover, Destination, Filing

ACTIVITY = Activity("XM-EXAMPLE-1", "Safe ways", "XM-EXAMPLE", "22", "4", "2", "2025-09-01")
HOME = Destination("http://navigator.example", ACTIVITY)
PAIRS = [(3, 7), (4, 8), (5, 7), (2, 6), (6, 9), (4, 6), (5, 5), (3, 8), (4, 3), (6, 8), (2, 1), (5, 9)] * 4
SIZES = {"KZ-61": 30, "KZ-75": 40, "KZ-23": 6, "KZ-79": 7}
IMPROVED = {region: sum(post > pre for pre, post in PAIRS[:n]) for region, n in SIZES.items()}


def counts_by_region() -> dict[str, GroupCounts]:
    return {
        region: GroupCounts(
            JointTable.from_pairs([pre for pre, _ in PAIRS[:n]], [post for _, post in PAIRS[:n]], 10),
            Flow(pre_only=2, post_only=1, paired=n, enrolled=n + 5),
        )
        for region, n in SIZES.items()
    }


def made(
    data: str = "Demonstration data", months: tuple[str, str] | None = ("2026-02", "2026-05")
) -> list[tuple[GainReport, Cover]]:
    names = {region: f"The =region {region}" for region in SIZES}
    report = inside(gain_report(counts_by_region(), options=Options(compare_from=LEAST))).report
    cover = Cover(
        *("Навигатор", date(2026, 6, 9), ("region",), names, ("Only: sex – female.",), data, "navigator", months),
        filing=Filing(countries=("KZ",), names={"KZ-61": "Turkistan"}),
    )
    return [(report, cover)]
