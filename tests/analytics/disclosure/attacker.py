"""The standing attacker: what two publications and one own group leave open about each suppressed group.

Every table of both publications is a system of whole-number constraints over cells, region by sex and, where a region
has several partners, region by partner: improved, same, worse, sums of scores before and after, passed before and
after, gained beyond measurement error. What they leave of a group is found by whole-number linear programming, so that
nothing that they tell together is missed. Known besides: how many enrolled in each cohort; that the
second publication holds the first whole; which groups grew by 1 to 10 and which by none or more; one facilitator's own
group, exact. Not used: p and intervals of means, which rest on spreads between cohorts that are not published.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import Any

import numpy as np

from analytics import GroupReport
from analytics.disclosure import LEAST, Disclosed
from analytics.disclosure_check import FEW, MANY, TOLD_TO
from analytics.disclosure_rounding import SLACK
from tests.analytics.disclosure.programme import MARK, SEXES, UNSAID, K, Programme
from tests.analytics.disclosure.worlds import Columns, Row, System, World, minus, value

UP, SAME, DOWN, PRE, POST, PASSED_PRE, PASSED_POST, BEYOND = range(8)
VARIABLES = 8
N = (UP, SAME, DOWN)
DIGITS = 0.05
"""Half a unit of the last place of means that the gate tells."""
Tables = Mapping[tuple[str, ...], Disclosed]
Name = tuple[tuple[str, ...], Any]


@dataclass(frozen=True)
class Left:
    """What is left possible of one suppressed group: values of its size and of its count of improved; and how far apart
    its lowest and highest mean gain are, points. by_enrolment: sizes that the enrolments alone leave."""

    name: Name
    number: int
    n: int
    by_enrolment: int
    size: frozenset[int]
    improved: frozenset[int]
    gain: float

    @property
    def exposed(self) -> set[str]:
        """Figures of which fewer values are left than the bar asks, or sizes than the enrolments leave; a told mean."""
        needed = MANY if self.n >= MANY else FEW
        is_exposed = {
            "size": len(self.size) < min(needed, self.by_enrolment),
            "improved": len(self.improved) < needed,
            "gain": self.gain <= 2 * TOLD_TO,
        }
        return {figure for figure, is_so in is_exposed.items() if is_so}


@dataclass(frozen=True)
class _Group:
    """sums: of size, improved and gain. own: variables of its regions; those of other regions matter by their sums."""

    name: Name
    when: int
    sums: Mapping[str, Row]
    own: Columns


class Attacker:
    """All that is known of two publications, of these numbers. The true programmes are used for what is known besides.

    own: cohort of the first programme whose facilitator this is. digits: half a unit of the last place of means in
    rounded tables, where it is a gate that does not hold, and that marks no groups; None: the gate of the product.
    """

    def __init__(
        self,
        tables: Sequence[Tables],
        programmes: Sequence[Programme],
        numbers: Sequence[int],
        own: int,
        digits: float | None,
    ) -> None:
        self.programmes, self.numbers, self.tables, self.digits = (
            programmes,
            numbers,
            tables,
            DIGITS if digits is None else digits,
        )
        self.has_marks = digits is None
        self.regions = sorted({region for region, _ in programmes[-1].places})
        self.partners = {
            of: [partner for region, partner in programmes[-1].places if region == of] for of in self.regions
        }
        cells = [(of, f"{sex}") for of in self.regions for sex in SEXES]
        cells += [(of, f"P{by}") for of in self.regions if len(self.partners[of]) > 1 for by in self.partners[of]]
        self.cells = {cell: place for place, cell in enumerate(cells)}
        self.each = len(cells) * VARIABLES
        self.system = System(self.each * 2)
        self.growth: list[Row] = []
        for when in range(2):
            self._of_cells(when)
            self._of_enrolments(when)
            self._of_publication(when)
            self._of_own(when, own)
        for at in range(self.each):
            if at % VARIABLES != BEYOND:  # measurement error is reckoned anew
                self.system.add({self.each + at: 1, at: -1}, 0)
        self.system.keep(self._truth())

    def left(self, name: Name, when: int, *, is_all: bool = False) -> Left:
        """Worlds enough for the bars, first with other regions as they are, then of all; is_all: all that there are."""
        group = self._group(name, when)
        for free in (group.own, np.ones(self.system.size, dtype=bool)):
            for figure, aim, at in self._questions(group):
                if is_all or figure in self._left(group).exposed:
                    self.system.solve(aim, group.own, free, *at)
        return self._left(group)

    def _questions(self, group: _Group) -> Iterator[tuple[str, Row, list[tuple[Row, float]]]]:
        """Worlds to look for: the figure that they tell of, a sum to make least, and sums that have a value."""
        size, gain = group.sums["size"], group.sums["gain"]
        ends = cycle((gain, minus(gain)))
        for figure in ("size", "improved"):
            row = group.sums[figure]
            yield figure, row, []
            yield figure, minus(row), []
            values = self._values(group)[figure]
            between = np.arange(values.min() + 1, values.max())
            for count in between[np.argsort(abs(between - values[0]))]:  # near the truth, and likely to be possible
                if count not in self._values(group)[figure]:
                    yield figure, next(ends), [(row, count)]
        for count in range(1, LEAST):
            yield "gain", gain, [(size, count)]
            yield "gain", minus(gain), [(size, count)]

    def _left(self, group: _Group) -> Left:
        values = self._values(group)
        size, improved = (frozenset(values[figure].tolist()) for figure in ("size", "improved"))
        n, by_enrolment = self._true_n(group.name, group.when), self._by_enrolment(group.name, group.when)
        gain = float(np.ptp(values["gain"] / values["size"]))
        return Left(group.name, self.numbers[group.when], n, by_enrolment, size, improved, gain)

    def _values(self, group: _Group) -> Mapping[str, World]:
        """In each world in which the learners of its regions are whole."""
        worlds = np.array(self.system.worlds)
        worlds = worlds[(worlds[:, group.own] % 1 == 0).all(axis=1)]
        return {figure: worlds[:, [*row]] @ [*row.values()] for figure, row in group.sums.items()}

    def suppressed(self, when: int) -> list[Name]:
        return [(of, key) for of, table in self.tables[when].items() for key in table.suppressed]

    def _group(self, name: Name, when: int) -> _Group:
        cells = self._cells_of(name)
        gain = self._sum(when, cells, (POST,)) | minus(self._sum(when, cells, (PRE,)))
        sums = {"size": self._sum(when, cells, N), "improved": self._sum(when, cells, (UP,)), "gain": gain}
        return _Group(name, when, sums, self._variables({of for of, _ in cells}))

    def _variables(self, regions: Container[int]) -> Columns:
        """Of these regions, and those that say which groups have grown."""
        cells = np.repeat([of in regions for of, _ in self.cells], VARIABLES)
        return np.concatenate([cells, cells, np.ones(self.system.size - 2 * self.each, dtype=bool)])

    def _truth(self) -> World:
        """What is known has to be true of it, and every other world is another possibility."""
        world = []
        for programme in self.programmes:
            change = programme.tables()["region",].total.reliable_change
            for of, by in self.cells:
                sex, partner = (SEXES.index(by), None) if by in SEXES else (None, int(by[1:]))
                pre, post = programme.rows(of, partner, sex)
                gain = post - pre
                world += [
                    (gain > 0).sum(), (gain == 0).sum(), (gain < 0).sum(), pre.sum(), post.sum(),
                    (pre >= MARK).sum(), (post >= MARK).sum(), 0 if change is None else (gain > change.threshold).sum(),
                ]  # fmt: skip
        cells = np.array(world, dtype=float)
        return np.append(cells, [value(row, cells) > 0 for row in self.growth])

    def _true_n(self, name: Name, when: int) -> int:
        return int(self.programmes[when].rows(**_where(name))[0].size)

    def _by_enrolment(self, name: Name, when: int) -> int:
        """The total, and each exact region, less those who enrolled elsewhere, is the least that a group can be."""
        programme, where = self.programmes[when], _where(name)
        most = LEAST - 1
        if "sex" in where:
            return most
        wholes: list[dict[str, int]] = [{}]
        if "partner" in where and self._is_exact(when):
            wholes += [{"region": of} for of in self.regions if where["partner"] in self.partners[of]]
        own = programme.enrolled(**where)
        least = max(programme.rows(**of)[0].size - (programme.enrolled(**of) - own) for of in wholes)
        return max(0, min(most, own) - max(1, least) + 1)

    def _is_exact(self, when: int) -> bool:
        regions = self.tables[when]["region",]
        return not (regions.is_rounded or regions.is_split_dropped)

    def _cells_of(self, name: Name) -> list[tuple[int, str]]:
        where = _where(name)
        if "partner" in where:
            places = [(of, where["partner"]) for of in self.regions if where["partner"] in self.partners[of]]
            return [
                cell
                for of, by in places
                for cell in ([(of, f"P{by}")] if len(self.partners[of]) > 1 else [(of, sex) for sex in SEXES])
            ]
        regions = [where["region"]] if "region" in where else self.regions
        sexes = [SEXES[where["sex"]]] if "sex" in where else SEXES
        return [(of, sex) for of in regions for sex in sexes]

    def _sum(self, when: int, cells: Iterable[tuple[int, str]], variables: Sequence[int]) -> dict[int, float]:
        return {when * self.each + self.cells[cell] * VARIABLES + at: 1.0 for cell in cells for at in variables}

    def _of_cells(self, when: int) -> None:
        """What holds of any group of learners, and so of each cell."""
        for cell in self.cells:
            at = list(self._sum(when, [cell], range(VARIABLES)))
            n = {at[each]: 1.0 for each in N}
            for score, passed in ((PRE, PASSED_PRE), (POST, PASSED_POST)):
                self.system.add({**{k: K * w for k, w in n.items()}, at[score]: -1}, 0)
                self.system.add({**n, at[passed]: -1}, 0)
                self.system.add({at[score]: 1, at[passed]: -MARK}, 0)
                most = {k: (MARK - 1) * w for k, w in n.items()}
                self.system.add({**most, at[passed]: K - MARK + 1, at[score]: -1}, 0)
            self.system.add({at[POST]: 1, at[PRE]: -1, at[UP]: -1, at[DOWN]: K}, 0)
            self.system.add({at[UP]: K, at[DOWN]: -1, at[POST]: -1, at[PRE]: 1}, 0)
            self.system.add({at[UP]: 1, at[BEYOND]: -1}, 0)
        for of in self.regions:
            if len(self.partners[of]) > 1:
                for variable in range(VARIABLES):
                    by_partner = self._sum(when, [(of, f"P{by}") for by in self.partners[of]], (variable,))
                    self.system.add(
                        by_partner | minus(self._sum(when, self._cells_of((("region",), f"R{of}")), (variable,))), 0, 0
                    )

    def _of_enrolments(self, when: int) -> None:
        for of in self.regions:
            cells = self._cells_of((("region",), f"R{of}"))
            self.system.add(self._sum(when, cells, N), high=self.programmes[when].enrolled(of))
            for by in self.partners[of] if len(self.partners[of]) > 1 else []:
                self.system.add(self._sum(when, [(of, f"P{by}")], N), high=self.programmes[when].enrolled(of, by))

    def _of_publication(self, when: int) -> None:
        total = self._cells_of(((), ()))
        self._shown(when, total, self.tables[when]["region",].report.total, is_rounded=False)
        for variables, table in self.tables[when].items():
            has_unsaid = any(UNSAID in str(one.key) for one in table.report.groups)  # of a gate that leaves them
            if "sex" in variables and not table.is_split_dropped and not has_unsaid:
                low, high = (0, 0) if table.unsaid is None else (table.unsaid - 2, table.unsaid + 2)
                low, high = (1, 2) if table.unsaid == 0 else (low, high)
                self.system.add(self._sum(when, self._cells_of((("sex",), UNSAID)), N), low, high)
            for group in table.report.groups:
                self._of_group(when, (variables, group.key), group, table)

    def _of_group(self, when: int, name: Name, group: GroupReport, table: Disclosed) -> None:
        cells, number = self._cells_of(name), table.as_of.get(name[1], self.numbers[when])
        if group.suppressed:
            self.system.add(self._sum(when, cells, N), 1, LEAST - 1)
            return
        self.system.add(self._sum(when, cells, N), LEAST)
        if number == self.numbers[when]:
            self._shown(when, cells, group, is_rounded=table.is_rounded)
        elif number == self.numbers[0]:
            self._shown(0, cells, group, is_rounded=table.is_rounded)
        else:  # older: it has grown by at most LEAST - 1 since
            self._shown(when, cells, group, is_rounded=table.is_rounded, growth=LEAST - 1)
        if when and self.has_marks and name in self._told(0):
            self._of_growth(cells, is_marked=number == self.numbers[0])

    def _told(self, when: int) -> set[Name]:
        return {
            (of, one.key)
            for of, table in self.tables[when].items()
            for one in table.report.groups
            if not one.suppressed and one.key not in table.as_of
        }

    def _of_growth(self, cells: list[tuple[int, str]], *, is_marked: bool) -> None:
        """A group that is marked grew by 1 to LEAST - 1, any other by none or by LEAST or more."""
        growth = self._sum(1, cells, N) | minus(self._sum(0, cells, N))
        if is_marked:
            self.system.add(growth, 1, LEAST - 1)
        else:
            self.growth.append(growth)
            has_grown = self.system.variable()
            self.system.add({has_grown: 1.0}, 0, 1)
            self.system.add(growth | {has_grown: -float(LEAST)}, 0)
            self.system.add(growth | {has_grown: -float(self.programmes[1].enrolled())}, high=0)

    def _shown(
        self, when: int, cells: list[tuple[int, str]], group: GroupReport, *, is_rounded: bool, growth: int = 0
    ) -> None:
        slack = SLACK * is_rounded
        for share, variable in (
            (group.improved, UP),
            (group.same, SAME),
            (group.worse, DOWN),
            (group.reliable_change, BEYOND),
        ):
            if share is not None and share.count is not None and not (growth and variable == BEYOND):
                # of those beyond error, a count that is over the published n is told as n
                most = np.inf if slack and variable == BEYOND and share.count == share.n else share.count + slack
                self.system.add(self._sum(when, cells, (variable,)), share.count - slack, most + growth)
        if group.pass_ is not None:
            for passed, variable in ((group.pass_.pre, PASSED_PRE), (group.pass_.post, PASSED_POST)):
                count = round((passed or 0) * group.pass_.n)
                most = np.inf if slack and count == group.pass_.n else count + slack
                self.system.add(self._sum(when, cells, (variable,)), count - slack, most + growth)
        if group.gain is not None and not growth:
            n, pre, post = (self._sum(when, cells, of) for of in (N, (PRE,), (POST,)))
            gain = post | minus(pre)
            of = group.gain
            for sums, mean in ((pre, of.pre_mean), (post, of.post_mean), (gain, of.mean)):
                if slack:
                    self._mean(sums, n, mean, self.digits + 1e-6)
                else:
                    self.system.add(sums, round(mean * of.n), round(mean * of.n))

    def _mean(self, sums: Row, n: Row, mean: float, error: float) -> None:
        self.system.add(sums | dict.fromkeys(n, -(mean - error)), 0)
        self.system.add(sums | dict.fromkeys(n, -(mean + error)), high=0)

    def _of_own(self, when: int, own: int) -> None:
        """Inside, a facilitator reads the own group exactly, if it has LEAST learners: its region holds at least it."""
        one = self.programmes[0].cohorts[own]
        if one.pre.size < LEAST:
            return
        counts = {
            UP: (one.post > one.pre).sum(), SAME: (one.post == one.pre).sum(), DOWN: (one.post < one.pre).sum(),
            PRE: one.pre.sum(), POST: one.post.sum(),
            PASSED_PRE: (one.pre >= MARK).sum(), PASSED_POST: (one.post >= MARK).sum(),
        }  # fmt: skip
        for name in ((("region",), f"R{one.region}"), (("partner",), f"P{one.partner}")):
            for variable, count in counts.items():
                self.system.add(self._sum(when, self._cells_of(name), (variable,)), int(count))


def _where(name: Name) -> dict[str, int]:
    """Numbers of region, partner and sex."""
    variables, key = name
    values = (key,) if isinstance(key, str) else key
    return {
        variable: SEXES.index(value) if variable == "sex" else int(value[1:])
        for variable, value in zip(variables, values, strict=True)
    }
