"""A made-up programme by quarters: regions, partners, ways, cohorts that settle whole, and learners with two tests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

from analytics import Flow, GainReport, GroupCounts, JointTable, Key, MoreCounts, Options, ScaleCounts, gain_report
from analytics.disclosure_known import nests
from analytics.disclosure_worlds import Sum
from analytics.publication import New, entering

K, MARK = 14, 10
GIRL, BOY, UNSAID = SEXES = ("girl", "boy", "unsaid")
WITHIN: Mapping[str, tuple[str, ...]] = {
    "sex": SEXES,
    "age_band": ("12-14", "15-17", "18+", UNSAID),
    "language": ("kk", "ru", "uz"),
    "channel": ("phone", "page", "paper"),
}
"""Values of variables by which learners of a cohort differ."""
PLACE = ("region", "partner", "way")
NEVER = 10**6
"""Learners from which groups are compared: tests between groups are no part of this."""
TABLES = (
    *(("region",), ("sex",), ("age_band",), ("language",), ("partner",), ("way",), ("channel",)),
    ("region", "sex"),
)
STATEMENTS, AGREED = 3, 4
"""Everybody answers each of so many statements, on a scale from 0 to AGREED."""


@dataclass(frozen=True)
class Cohort:
    """enrolled learners of one region, partner and way. missing: with the first test only, the second only, neither. Of
    those with both tests places of their values in WITHIN, scores before and after, 0..K, what they agreed with, and
    their numbers in the cohort."""

    region: int
    partner: int
    way: int
    missing: tuple[int, int, int]
    within: Mapping[str, npt.NDArray[Any]]
    pre: npt.NDArray[Any]
    post: npt.NDArray[Any]
    points: npt.NDArray[Any]
    numbers: npt.NDArray[Any]

    @property
    def enrolled(self) -> int:
        return self.pre.size + sum(self.missing)

    def only(self, rows: npt.NDArray[Any]) -> "Cohort":
        """With some of those who took both tests."""
        within = {name: values[rows] for name, values in self.within.items()}
        of = {name: getattr(self, name)[rows] for name in ("pre", "post", "points", "numbers")}
        return replace(self, within=within, **of)


@dataclass(frozen=True)
class Programme:
    """Cohorts that have entered."""

    cohorts: Sequence[Cohort]

    @cached_property
    def places(self) -> list[tuple[int, int, int]]:
        """(region, partner, way), each once."""
        return sorted({(one.region, one.partner, one.way) for one in self.cohorts})

    @cached_property
    def learners(self) -> Mapping[str, npt.NDArray[Any]]:
        """Columns: values, scores before and after, statements before and after."""
        sizes = [one.pre.size for one in self.cohorts]
        columns = {name: np.repeat([getattr(one, name) for one in self.cohorts], sizes) for name in PLACE}
        columns |= {name: np.concatenate([one.within[name] for one in self.cohorts]) for name in WITHIN}
        return columns | {
            name: np.concatenate([getattr(one, name) for one in self.cohorts]) for name in ("pre", "post", "points")
        }

    def rows(self, **where: int) -> tuple[Any, Any]:
        """Scores before and after of these."""
        rows = self._chosen(where)
        return self.learners["pre"][rows], self.learners["post"][rows]

    def _chosen(self, where: Mapping[str, int]) -> npt.NDArray[Any]:
        rows = np.ones(self.learners["pre"].size, dtype=bool)
        for name, value in where.items():
            rows &= self.learners[name] == value
        return rows

    def enrolled(self, **where: int) -> int:
        """Of cohorts."""
        return int(self.rows(**where)[0].size) + sum(self.missing(**where))

    def missing(self, **where: int) -> tuple[int, int, int]:
        """Of cohorts."""
        chosen = [one for one in self.cohorts if all(getattr(one, name) == value for name, value in where.items())]
        first, second, neither = np.sum([(0, 0, 0), *(one.missing for one in chosen)], axis=0).tolist()
        return first, second, neither

    def values(self, variable: str) -> dict[str, int]:
        """Of a variable, as tables call them."""
        if variable in WITHIN:
            return {name: at for at, name in enumerate(WITHIN[variable])}
        return {f"{variable[0].upper()}{of}": of for of in sorted({getattr(one, variable) for one in self.cohorts})}

    @cached_property
    def tables(self) -> Mapping[tuple[str, ...], GainReport]:
        return {variables: self._table(variables) for variables in TABLES}

    def _table(self, variables: tuple[str, ...]) -> GainReport:
        groups: dict[Key, Mapping[str, int]] = {}
        for of in product(*(self.values(name).items() for name in variables)):
            where = {name: value for name, (_, value) in zip(variables, of, strict=True)}
            if self._chosen(where).any():
                names = tuple(name for name, _ in of)
                groups[names if len(names) > 1 else names[0]] = where
        statements = {
            f"S{at}": ScaleCounts({key: self._agreement(where, at) for key, where in groups.items()})
            for at in range(STATEMENTS)
        }
        options = Options(pass_mark=MARK, compare_from=NEVER)
        counts = {key: self._counts(where) for key, where in groups.items()}
        return gain_report(counts, options=options, more=MoreCounts(statements=statements))

    def _counts(self, where: Mapping[str, int]) -> GroupCounts:
        """Nobody knows how many are enrolled of a value within cohorts, so that who is missing may be anybody."""
        pre, post = self.rows(**where)
        first, second, neither = (pre.size // 8, 0, pre.size // 9) if {*where} & {*WITHIN} else self.missing(**where)
        return GroupCounts(
            JointTable.from_pairs(pre, post, K), Flow(first, second, pre.size, pre.size + first + second + neither)
        )

    def _agreement(self, where: Mapping[str, int], at: int) -> GroupCounts:
        before, after = self.learners["points"][self._chosen(where), at].T
        return GroupCounts(JointTable.from_pairs(before, after, AGREED), Flow(0, 0, before.size))

    def nests(self) -> list[Sum]:
        """What the gate is given."""
        met = (
            {name: [f"{name[0].upper()}{getattr(one, name)}"] for name in PLACE}
            | {name: [WITHIN[name][at] for at in np.unique(values)] for name, values in one.within.items()}
            for one in self.cohorts
            if one.pre.size
        )
        return [*nests(met)]


@dataclass(frozen=True)
class Plan:
    """Regions, cohorts a quarter, share of learners who withdraw. small: boys of the first region, suppressed in all
    quarters; None: as it comes. region: learners of one region that never grows, under LEAST; None: no such region.
    alone: variables of which one region has a value of its own, and no other: the small one, or the second.
    old: learners of the oldest age band; None: as it comes."""

    regions: int
    cohorts: int
    withdrawals: float = 0.01
    small: int | None = None
    region: int | None = None
    alone: tuple[str, ...] = ()
    old: int | None = None

    @property
    def alone_in(self) -> int:
        return 1 if self.region is None else self.regions


def quarters(random: np.random.Generator, plan: Plan, count: int) -> list[list[Cohort]]:
    """Cohorts that settle in each quarter. Half of the regions have one partner, the others up to three."""
    partners = {of: int(random.integers(1, 4)) if random.random() < 0.5 else 1 for of in range(plan.regions)}
    shift, made = random.normal(3, 1), []
    (more,) = random.spawn(1)  # so that what was made before there were these values stays as it was
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
        new = [_with_values(more, one, plan) for one in new]
        if plan.old is not None:
            new = [_with_old(one, plan.old if quarter == 0 and one is new[0] else 0) for one in new]
        made.append(new)
    return made


def _cohort(random: np.random.Generator, region: int, partner: int, shift: float, withdrawals: float) -> Cohort:
    enrolled = int(random.integers(8, 26))
    size = int((random.random(enrolled) > 0.1 + withdrawals).sum()) or 1
    sex = random.choice(3, size, p=(0.54, 0.43, 0.03))
    pre = random.binomial(K, 0.45, size)
    post = np.clip(pre + np.rint(random.normal(shift + random.normal(0, 0.8), 2.5, size)).astype(int), 0, K)
    left = enrolled - size
    return Cohort(
        region,
        partner,
        0,
        (left // 2, 0, left - left // 2),
        {"sex": sex},
        pre,
        post,
        np.empty((size, 0)),
        np.arange(size),
    )


def _with_boys(one: Cohort, boys: int) -> Cohort:
    """So many, where it is of the first region."""
    return one if one.region else replace(one, within={"sex": np.where(np.arange(one.pre.size) < boys, 1, 0)})


def _of_size(one: Cohort, size: int) -> Cohort:
    return replace(one.only(np.arange(one.pre.size) < size), missing=(1, 0, 1))


def _with_values(random: np.random.Generator, one: Cohort, plan: Plan) -> Cohort:
    """Ways, ages, languages, channels and statements. The last way, language and channel are those of the region that
    has its own."""
    size, is_alone = one.pre.size, one.region == plan.alone_in
    within: dict[str, Any] = {**one.within, "age_band": random.choice(4, size, p=(0.5, 0.42, 0.05, 0.03))}
    for name, share in (("language", 0.3), ("channel", 0.2)):
        common, rare = random.choice(2, size, p=(1 - share, share)), random.random(size) < 0.03
        within[name] = np.where(is_alone if name in plan.alone else rare, 2, common)
    way = 2 if is_alone and "way" in plan.alone else int(random.random() < 0.25)
    points = random.integers(0, AGREED + 1, (size, STATEMENTS, 1))
    after = np.clip(points + random.integers(-1, 3, points.shape), 0, AGREED)
    return replace(one, way=way, within=within, points=np.concatenate([points, after], axis=2))


def _with_old(one: Cohort, old: int) -> Cohort:
    ages = one.within["age_band"]
    rest = np.where(ages == 2, 1, ages)
    return replace(one, within={**one.within, "age_band": np.where(np.arange(ages.size) < old, 2, rest)})


def settled_anew(random: np.random.Generator, cohorts: Sequence[Cohort], share: float = 0.01) -> list[Cohort]:
    """Without those who withdrew since: so many of all, and most of one cohort."""
    one = int(random.integers(len(cohorts)))
    shares = [0.7 if at == one else share for at in range(len(cohorts))]
    return [of.only(random.random(of.pre.size) >= left) for of, left in zip(cohorts, shares, strict=True)]


def entered(settled: Sequence[Sequence[Cohort]], at_once: int | None = None) -> list[Programme]:
    """By quarter: new cohorts enter as those of the product do.

    at_once: a region that enters whatever its size, so that the gate has to suppress it.
    """
    inside: list[Cohort] = []
    waiting: list[Cohort] = []
    programmes = []
    for new in settled:
        waiting, ready = [*waiting, *new], set[int]()
        for region in {one.region for one in waiting}:
            groups = [New(at, of.partner, of.pre.size) for at, of in enumerate(waiting) if of.region == region]
            ready |= {of.id for of in groups} if region == at_once else entering(groups)
        inside = [*inside, *(waiting[at] for at in sorted(ready))]
        waiting = [one for at, one in enumerate(waiting) if at not in ready]
        programmes.append(Programme(inside))
    return programmes


def gone(before: Programme, now: Programme) -> list[Cohort]:
    """Learners who are not in the second any more."""
    programmes = []
    for old, new in zip(before.cohorts, now.cohorts, strict=False):
        if old.pre.size > new.pre.size:
            programmes.append(old.only(~np.isin(old.numbers, new.numbers)))
    return programmes
