"""A made-up programme by quarters: regions, partners, cohorts that settle whole, and learners with two tests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

from analytics import Flow, GainReport, GroupCounts, JointTable, Key, Options, gain_report
from analytics.disclosure import LEAST
from analytics.disclosure_worlds import Name, Sum

K, MARK = 14, 10
GIRL, BOY, UNSAID = SEXES = ("girl", "boy", "unsaid")
NEVER = 10**6
"""Learners from which groups are compared: tests between groups are no part of this."""
TABLES = (("region",), ("partner",), ("sex",), ("region", "sex"))


@dataclass(frozen=True)
class Cohort:
    """enrolled learners of one region and partner; of those with both tests sex, and scores before and after, 0..K."""

    region: int
    partner: int
    enrolled: int
    sex: npt.NDArray[Any]
    pre: npt.NDArray[Any]
    post: npt.NDArray[Any]


@dataclass(frozen=True)
class Programme:
    """Cohorts that have entered."""

    cohorts: Sequence[Cohort]

    @property
    def places(self) -> list[tuple[int, int]]:
        """(region, partner), each once."""
        return sorted({(one.region, one.partner) for one in self.cohorts})

    def rows(self, region: int | None = None, partner: int | None = None, sex: int | None = None) -> tuple[Any, Any]:
        """Scores before and after of these."""
        chosen = [one for one in self.cohorts if region in (None, one.region) and partner in (None, one.partner)]
        rows = [one.sex == sex if sex is not None else one.sex >= 0 for one in chosen]
        pre, post = ([getattr(one, wave)[of] for one, of in zip(chosen, rows, strict=True)] for wave in ("pre", "post"))
        return np.array([*chain(*pre)]), np.array([*chain(*post)])

    def enrolled(self, region: int | None = None, partner: int | None = None) -> int:
        chosen = [one for one in self.cohorts if region in (None, one.region) and partner in (None, one.partner)]
        return sum(one.enrolled for one in chosen)

    def tables(self) -> dict[tuple[str, ...], GainReport]:
        regions, partners = ({getattr(one, of) for one in self.cohorts} for of in ("region", "partner"))
        groups: list[dict[Key, GroupCounts]] = [
            {f"R{of}": self._counts(of) for of in sorted(regions)},
            {f"P{of}": self._counts(partner=of) for of in sorted(partners)},
            {name: self._counts(sex=at) for at, name in enumerate(SEXES)},
            {(f"R{of}", name): self._counts(of, sex=at) for of in sorted(regions) for at, name in enumerate(SEXES)},
        ]
        options = Options(pass_mark=MARK, compare_from=NEVER)
        met = [{key: counts for key, counts in each.items() if counts.joint.n} for each in groups]
        return {of: gain_report(each, options=options) for of, each in zip(TABLES, met, strict=True)}

    def _counts(self, region: int | None = None, partner: int | None = None, sex: int | None = None) -> GroupCounts:
        pre, post = self.rows(region, partner, sex)
        left = self.enrolled(region, partner) - pre.size if sex is None else pre.size // 6
        return GroupCounts(JointTable.from_pairs(pre, post, K), Flow(left // 2, 0, pre.size, pre.size + left))

    def nests(self) -> list[Sum]:
        """Regions and partners of the same cohorts, both ways."""
        return [Sum(*both) for of in self._components() for both in (of, of[::-1])]

    def _components(self) -> list[tuple[tuple[Name, ...], tuple[Name, ...]]]:
        found: list[tuple[set[int], set[int]]] = []
        for region, partner in self.places:
            touching = [one for one in found if region in one[0] or partner in one[1]]
            found = [one for one in found if one not in touching]
            found.append(
                ({region}.union(*(one[0] for one in touching)), {partner}.union(*(one[1] for one in touching)))
            )
        return [
            (tuple(_name("region", f"R{at}") for at in of), tuple(_name("partner", f"P{at}") for at in by))
            for of, by in found
        ]


def _name(variable: str, value: str) -> Name:
    return (variable,), (value,)


@dataclass(frozen=True)
class Plan:
    """Regions, cohorts a quarter, share of learners who withdraw. small: boys of the first region, suppressed in all
    quarters; None: as it comes. region: learners of one region that never grows, under LEAST; None: no such region."""

    regions: int
    cohorts: int
    withdrawals: float = 0.01
    small: int | None = None
    region: int | None = None


def quarters(random: np.random.Generator, plan: Plan, count: int) -> list[list[Cohort]]:
    """Cohorts that settle in each quarter. Half of the regions have one partner, the others up to three."""
    partners = {of: int(random.integers(1, 4)) if random.random() < 0.5 else 1 for of in range(plan.regions)}
    shift, made = random.normal(3, 1), []
    for quarter in range(count):
        regions = random.integers(0, plan.regions, plan.cohorts).tolist()
        if quarter == 0 and plan.small is not None:
            regions.append(0)
        new = [
            _cohort(random, of, of * 10 + int(random.integers(partners[of])), shift, plan.withdrawals) for of in regions
        ]
        if plan.small is not None:
            new = [_with_boys(one, plan.small if quarter == 0 and one is new[-1] else 0) for one in new]
        if quarter == 0 and plan.region is not None:
            new.append(_of_size(_cohort(random, plan.regions, plan.regions * 10, shift, 0), plan.region))
        made.append(new)
    return made


def _cohort(random: np.random.Generator, region: int, partner: int, shift: float, withdrawals: float) -> Cohort:
    enrolled = int(random.integers(8, 26))
    size = int((random.random(enrolled) > 0.1 + withdrawals).sum()) or 1
    sex = random.choice(3, size, p=(0.54, 0.43, 0.03))
    pre = random.binomial(K, 0.45, size)
    post = np.clip(pre + np.rint(random.normal(shift + random.normal(0, 0.8), 2.5, size)).astype(int), 0, K)
    return Cohort(region, partner, enrolled, sex, pre, post)


def _with_boys(one: Cohort, boys: int) -> Cohort:
    """So many, where it is of the first region."""
    sex = np.where(np.arange(one.sex.size) < boys, 1, 0)
    return one if one.region else Cohort(one.region, one.partner, one.enrolled, sex, one.pre, one.post)


def _of_size(one: Cohort, size: int) -> Cohort:
    size = min(size, one.sex.size)
    return Cohort(one.region, one.partner, size + 2, one.sex[:size], one.pre[:size], one.post[:size])


def entered(settled: Sequence[Sequence[Cohort]], at_once: int | None = None) -> list[Programme]:
    """By quarter: new cohorts of a region enter when together they bring LEAST learners, and wait otherwise.

    at_once: a region that enters whatever its size, so that the gate has to suppress it.
    """
    inside: list[Cohort] = []
    waiting: list[Cohort] = []
    found = []
    for new in settled:
        waiting += new
        sizes: Mapping[int, int] = {
            of: sum(one.sex.size for one in waiting if one.region == of) for of in {one.region for one in waiting}
        }
        enough = {of for of, size in sizes.items() if size >= LEAST or of == at_once}
        inside = [*inside, *(one for one in waiting if one.region in enough)]
        waiting = [one for one in waiting if one.region not in enough]
        found.append(Programme(inside))
    return found
