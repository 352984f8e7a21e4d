"""The reports of the net: every file of each is read back and compared with its JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from analytics import (
    ComparisonCounts,
    Flow,
    GroupCounts,
    JointTable,
    MoreCounts,
    Options,
    ReactionFigures,
    ReactionReport,
    ScaleCounts,
    gain_report,
)
from analytics.counts.supplements import FollowUpCounts
from analytics.disclosure import LEAST, inside
from analytics.publication import publication
from analytics.shares.intervals import wilson
from app.exports import Cover, Filing, gain_mapping
from app.exports.cover import Made
from app.wording import Reception, Taught, Words
from tests.analytics.study import by_region, people, whole_of
from tests.app.exports.regions import PAIRS

WORDS = Words("en")


@dataclass(frozen=True)
class Case:
    """A report, and what `gains --json` says of it."""

    name: str
    made: Made
    json: Mapping[str, Any]

    @property
    def groups(self) -> list[Mapping[str, Any]]:
        """Of the JSON, all together last, with None for a key."""
        return [*self.json["groups"], {**self.json["total"], "key": None}]

    def named(self) -> dict[str, Mapping[str, Any]]:
        """The same by the name that readers see."""
        report, cover = self.made[0]
        keys = [group.key for group in report.groups]
        names = [cover.names[key] for key in keys if key is not None]
        return dict(zip([*names, "All"], self.groups, strict=True))


def case(name: str, made: Made) -> Case:
    report, cover = made[0]
    return Case(name, made, gain_mapping(report, cover, WORDS))


def _table(n: int) -> GroupCounts:
    return GroupCounts(
        JointTable.from_pairs([pre for pre, _ in PAIRS[:n]], [post for _, post in PAIRS[:n]], 10),
        Flow(pre_only=3, post_only=1, paired=n, enrolled=n + 7),
    )


def _scale(n: int) -> ScaleCounts:
    pairs = [(1, 3), (2, 2), (2, 4), (0, 3), (3, 3)] * 16
    table = JointTable.from_pairs([pre for pre, _ in pairs[:n]], [post for _, post in pairs[:n]], 4)
    return ScaleCounts({"KZ-61": GroupCounts(table, Flow(pre_only=0, post_only=0, paired=n))})


def _waiting(n: int) -> GroupCounts:
    """Who had not had the course gained nothing, in either direction."""
    pre = [pre for pre, _ in PAIRS[:n]]
    post = [min(10, max(0, score + (1, -1, 0, 1, -1)[place % 5])) for place, score in enumerate(pre)]
    return GroupCounts(JointTable.from_pairs(pre, post, 10), Flow(pre_only=2, post_only=0, paired=n))


def odd() -> Case:
    """One region, for the other is hidden; a comparison group; a follow-up; no cohorts; what was said of the course."""
    first, second = [pre for pre, _ in PAIRS[:30]], [post for _, post in PAIRS[:30]]
    third = [min(10, post + place % 3 - 1) for place, post in enumerate(second)]
    all_three = Flow(pre_only=0, post_only=0, paired=30)
    follow_up = FollowUpCounts(
        GroupCounts(JointTable.from_pairs(first, third, 10), all_three),
        GroupCounts(JointTable.from_pairs(second, third, 10), all_three),
        JointTable.from_pairs(first, second, 10),
        left=4,
    )
    whole = gain_report(
        {"KZ-61": _table(40), "KZ-23": _table(7), "KZ-79": _table(6)},
        options=Options(pass_mark=6, compare_from=LEAST),
        more=MoreCounts(
            follow_up=follow_up,
            statements={"say-no": _scale(25)},
            comparison=ComparisonCounts(_table(40), _waiting(32), is_randomised=False),
        ),
    )
    useful = ReactionReport(
        "useful",
        ReactionFigures(None, 38, wilson(31, 38), 4.1, 3.9, 4.3),
        (
            ReactionFigures("KZ-61", 30, wilson(22, 30), 3.8, 3.3, 4.3),
            ReactionFigures("KZ-23"),
            ReactionFigures("KZ-79"),
        ),
    )
    taught = (Taught(None, 33, 71), Taught("KZ-61", 21, 40), Taught("KZ-23", None, None), Taught("KZ-79", None, None))
    months = ("2026-04", "2026-05")
    cover = Cover(
        "The course",
        date(2026, 6, 9),
        ("region",),
        {"KZ-61": "Turkistan", "KZ-23": "Atyrau", "KZ-79": "Shymkent"},
        course="course",
        months=months,
        statements={"say-no": "I can say no."},
        reception=Reception((useful,), taught, {"useful": "It was useful to me."}),
        filing=Filing(countries=("KZ",), names={"KZ-61": "Turkistan"}),
    )
    return case("odd", [(inside(whole).report, cover)])


def disclosed(name: str) -> Case:
    """Everything that can be counted, of five regions of which one is small, after the gate: "inside", or in a
    "publication", where it makes the table a rounded one."""
    some = people()
    some = replace(some, region=np.where(np.arange(some.n) < 6, 4, some.region))
    more = whole_of(some)
    report = gain_report(by_region(some), options=Options(pass_mark=6, compare_from=LEAST), more=more)
    table = inside(report) if name == "inside" else publication({("region",): report}, 1).tables["region",]
    assert table.suppressed == ("KZ-4",)
    assert table.is_rounded == (name == "publication")
    months = ("2026-04", "2026-05")
    names = {f"KZ-{place}": f"Region {place}" for place in range(5)}
    cover = Cover(
        "The course",
        date(2026, 6, 9),
        ("region",),
        names,
        course="course",
        months=months,
        statements={"say-no": "I can say no."},
        filing=Filing(countries=("KZ",), names={"KZ-0": "Region 0"}),
    )
    return case(name, [(table.report, cover)])
