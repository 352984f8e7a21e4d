"""The standing attacker: what two publications and two groups' results leave open about each suppressed group.

Every table of both publications is a system of whole-number constraints over cells: region by sex; places, which are
regions by partner and way, where a region has several; age bands, languages and channels, of which a reader knows no
more than that they add up. Of each cell improved, same, worse, sums of scores before and after, passed before and
after, gained beyond measurement error; of each place also who is missing. What they leave of a group is found by
whole-number linear programming, so that nothing that they tell together is missed. Known besides: how many enrolled in
each cohort, and who of them withdrew later by place; that the second publication holds the first but for these; which
groups changed by 1 to 10 and which by none or more; that a region has a language or channel of its own; one
facilitator's own group and another's PDF, both exact. `inventory` has each figure of a
publication: how it is used, or why it tells nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, product
from typing import Any

import numpy as np

from analytics import GroupReport
from analytics.disclosure import LEAST, Disclosed
from analytics.disclosure_check import FEW, MANY, TOLD_TO
from analytics.disclosure_rounding import SLACK
from analytics.report.statements import StatementFigures
from tests.analytics.disclosure.programme import MARK, PLACE, SEXES, UNSAID, WITHIN, Cohort, K, Programme, gone
from tests.analytics.disclosure.worlds import Columns, Row, System, World, minus, value

UP, SAME, DOWN, PRE, POST, PASSED_PRE, PASSED_POST, BEYOND = range(8)
VARIABLES = 8
N = (UP, SAME, DOWN)
DIGITS = 0.05
"""Half a unit of the last place of means that the gate tells."""
Tables = Mapping[tuple[str, ...], Disclosed]
Name = tuple[tuple[str, ...], Any]
Cell = tuple[Any, ...]
"""("sex", region, sex), ("place", region, partner, way), or a variable of WITHIN and its value."""
WHOLE: Name = ((), ())
OTHERS = [name for name in WITHIN if name != "sex"]
"""Variables that no table crosses with another."""


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

    results: cohorts of the first programme whose exact results are known. digits: half a unit of the last place of
    means in rounded tables, where it is a gate that does not hold, and that marks no groups; None: the gate of the
    product. has_shrunk: it has ever been settled anew.
    """

    def __init__(
        self,
        tables: Sequence[Tables],
        programmes: Sequence[Programme],
        numbers: Sequence[int],
        results: Sequence[int],
        digits: float | None,
        *,
        has_shrunk: bool = False,
    ) -> None:
        self.programmes, self.numbers, self.tables = programmes, numbers, tables
        self.digits = DIGITS if digits is None else digits
        self.has_marks, self.has_shrunk = digits is None, has_shrunk
        self.places = {of: [place for place in programmes[-1].places if place[0] == of] for of in self._regions()}
        cells: list[Cell] = [("sex", of, sex) for of in self.places for sex in range(len(SEXES))]
        cells += [("place", *place) for of in self.places.values() if len(of) > 1 for place in of]
        cells += [(name, at) for name, values in WITHIN.items() if name != "sex" for at in range(len(values))]
        self.cells = {cell: place for place, cell in enumerate(cells)}
        self.each = len(cells) * VARIABLES
        left = gone(*programmes)
        self.blocks = [*programmes, *([Programme(left)] if left else [])]
        self.system = System(self.each * len(self.blocks))
        self.truth = [of for block in range(len(self.blocks)) for of in self._truth(block)]
        for block in range(len(self.blocks)):
            self._of_cells(block)
        for when in range(2):
            missing = self._of_enrolments(when)
            self._of_publication(when, missing)
            self._of_results(when, [programmes[when].cohorts[at] for at in results])
            self._of_mirrors(when)
        self._of_change()
        assert self.system.keep(np.array(self.truth, dtype=float)), "what is told is not true"

    def _regions(self) -> list[int]:
        return sorted({region for region, _, _ in self.programmes[-1].places})

    def left(self, name: Name, when: int, *, is_all: bool = False) -> Left:
        """Worlds enough for the bars, first with other regions as they are, then of all, and where these are not enough
        once more without presolving; is_all: all that there are."""
        group = self._group(name, when)
        for presolve, free in product(
            (True, False) if self.has_marks else (True,), (group.own, np.ones(self.system.size, dtype=bool))
        ):
            for figure, aim, at in self._questions(group):
                if (is_all and presolve) or figure in self._left(group).exposed:
                    self.system.solve(aim, group.own, free, *at, presolve=presolve)
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
        return _Group(name, when, sums, self._columns(cells))

    def _columns(self, cells: Sequence[Cell]) -> Columns:
        """Of their regions or their variable, and those that are of no cell."""
        alike = {self._kin(cell) for cell in cells}
        own = np.repeat([self._kin(cell) in alike for cell in self.cells], VARIABLES)
        return np.append(np.tile(own, len(self.blocks)), np.ones(self.system.size - self.each * len(self.blocks), bool))

    def _kin(self, cell: Cell) -> Any:
        return cell[1] if cell[0] in ("sex", "place") else cell[0]

    def _variable(self, truth: float) -> int:
        """One more, that is of no cell."""
        self.truth.append(truth)
        return self.system.variable()

    def _truth(self, block: int) -> Iterator[float]:
        """What is known has to be true of it, and every other world is another possibility."""
        change = self.tables[block]["region",].report.total.reliable_change if block < 2 else None
        for cell in self.cells:
            pre, post = self.blocks[block].rows(**_where_of(cell))
            yield from _counts(pre, post)
            yield 0 if change is None else (post - pre > change.threshold).sum()

    def _true_n(self, name: Name, when: int) -> int:
        return int(self.programmes[when].rows(**_where(name))[0].size)

    def _by_enrolment(self, name: Name, when: int) -> int:
        """What is exact, of the total or of its regions, less those who enrolled elsewhere, is the least that a group
        can be."""
        programme, where = self.programmes[when], _where(name)
        most = LEAST - 1
        if {*where} & {*WITHIN}:
            return most
        own = programme.enrolled(**where)
        least = self._over(when, where)
        if self._is_exact(when) and "region" not in where:
            least = max(least, sum(max(0, self._over(when, where, region=of)) for of in self.places))
        return max(0, min(most, own) - max(1, least) + 1)

    def _over(self, when: int, where: Mapping[str, int], **whole: int) -> int:
        of = self.programmes[when]
        return int(of.rows(**whole)[0].size) - (of.enrolled(**whole) - of.enrolled(**where, **whole))

    def _is_exact(self, when: int) -> bool:
        regions = self.tables[when]["region",]
        return not (regions.is_rounded or regions.is_split_dropped)

    def _cells_of(self, name: Name) -> list[Cell]:
        return self._cells_in(_where(name))

    def _cells_in(self, where: Mapping[str, int]) -> list[Cell]:
        for other in {*where} & {*OTHERS}:
            return [(other, where[other])]
        cells: list[Cell] = []
        for of, places in self.places.items():
            inside = [place for place in places if _is_in(place, where)]
            if "sex" in where or len(inside) == len(places):
                sexes = [where["sex"]] if "sex" in where else range(len(SEXES))
                cells += [("sex", of, sex) for sex in sexes if inside]
            else:
                cells += [("place", *place) for place in inside]
        return cells

    def _sum(self, block: int, cells: Iterable[Cell], variables: Sequence[int]) -> dict[int, float]:
        return {block * self.each + self.cells[cell] * VARIABLES + at: 1.0 for cell in cells for at in variables}

    def _of_cells(self, block: int) -> None:
        """What holds of any learners, and so of each cell; and which cells are the same learners."""
        for cell in self.cells:
            at = list(self._sum(block, [cell], range(VARIABLES)))
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
        for of, places in self.places.items():
            if len(places) > 1:
                parts: list[Cell] = [("place", *place) for place in places]
                self._alike(block, self._cells_of((("region",), f"R{of}")), parts)
        for name in OTHERS:
            self._alike(block, self._cells_of(WHOLE), [(name, at) for at in range(len(WITHIN[name]))])

    def _alike(self, block: int, wholes: Sequence[Cell], parts: Sequence[Cell]) -> None:
        for variable in range(VARIABLES):
            difference = self._sum(block, parts, (variable,)) | minus(self._sum(block, wholes, (variable,)))
            self.system.add(difference, 0, 0)

    def _of_enrolments(self, when: int) -> dict[tuple[int, int, int], list[int]]:
        """Who enrolled took both tests or is missing: variables of each place, with the first only, the second only,
        neither."""
        result, programme = {}, self.programmes[when]
        for place in (place for places in self.places.values() for place in places):
            where = dict(zip(PLACE, place, strict=True))
            result[place] = [self._variable(n) for n in programme.missing(**where)]
            everybody = self._sum(when, self._cells_in(where), N) | dict.fromkeys(result[place], 1.0)
            self.system.add(everybody, programme.enrolled(**where), programme.enrolled(**where))
        return result

    def _of_mirrors(self, when: int) -> None:
        """A region whose learners are those of a value that is met nowhere else."""
        learners = self.programmes[when].learners
        for name in OTHERS:
            for at in range(len(WITHIN[name])):
                regions = np.unique(learners["region"][learners[name] == at])
                if regions.size == 1 and (learners[name][learners["region"] == regions[0]] == at).all():
                    self._alike(when, self._cells_of((("region",), f"R{regions[0]}")), [(name, at)])

    def _of_change(self) -> None:
        """Nobody leaves but those who are known to have withdrawn, of whom it is known where."""
        for at in range(self.each):
            if at % VARIABLES != BEYOND:  # measurement error is reckoned anew
                left = {2 * self.each + at: 1.0} if len(self.blocks) > 2 else {}
                self.system.add({self.each + at: 1, at: -1} | left, 0)
        for place in (place for places in self.places.values() for place in places) if len(self.blocks) > 2 else ():
            n = self._sum(2, self._cells_in(dict(zip(PLACE, place, strict=True))), N)
            known = value(n, np.array(self.truth, dtype=float))
            self.system.add(n, known, known)

    def _of_publication(self, when: int, missing: Mapping[tuple[int, int, int], Sequence[int]]) -> None:
        regions = self.tables[when]["region",]
        self._shown(when, self._cells_of(WHOLE), regions.report.total, is_rounded=False)
        self._of_missing(missing.values(), regions.report.total, is_rounded=False)
        for variables, table in self.tables[when].items():
            self._of_unsaid(when, variables, table)
            for group in table.report.groups:
                name = (variables, group.key)
                self._of_group(when, name, group, table)
                if not group.suppressed and group.key not in table.as_of and not {*variables} & {*WITHIN}:
                    of = [those for place, those in missing.items() if _is_in(place, _where(name))]
                    self._of_missing(of, group, is_rounded=table.is_rounded)
            for statement in table.report.statements or ():
                is_all = statement.total.n == regions.report.total.gain.n
                for one in statement.groups:
                    if one.n is not None and not table.as_of:
                        self._of_statement(self._sum(when, self._cells_of((variables, one.key)), N), one, is_all=is_all)

    def _of_unsaid(self, when: int, variables: tuple[str, ...], table: Disclosed) -> None:
        has_unsaid = any(UNSAID in str(one.key) for one in table.report.groups)  # of a gate that leaves them
        for name in {*variables} & {*WITHIN}:
            if UNSAID in WITHIN[name] and not table.is_split_dropped and not has_unsaid:
                low, high = (0, 0) if table.unsaid is None else (table.unsaid - SLACK, table.unsaid + SLACK)
                low, high = (1, SLACK) if table.unsaid == 0 else (low, high)
                self.system.add(self._sum(when, self._cells_of(((name,), UNSAID)), N), low, high)

    def _of_missing(self, missing: Iterable[Sequence[int]], group: GroupReport, *, is_rounded: bool) -> None:
        flow = group.flow
        if flow is None or flow.enrolled is None:
            return
        neither = flow.enrolled - flow.paired - flow.pre_only - flow.post_only
        for those, count in zip(zip(*missing, strict=True), (flow.pre_only, flow.post_only, neither), strict=True):
            self.system.add(dict.fromkeys(those, 1.0), count - SLACK * is_rounded, count + SLACK * is_rounded)

    def _of_statement(self, n: Row, one: StatementFigures, *, is_all: bool) -> None:
        """Of those who answered it on both waves; is_all: everybody did."""
        counts = [share.count or 0 for share in (one.up, one.same, one.down) if share is not None]
        most = sum(count + SLACK for count in counts) if is_all else np.inf
        self.system.add(n, sum(max(0, count - SLACK) for count in counts), most)

    def _of_group(self, when: int, name: Name, group: GroupReport, table: Disclosed) -> None:
        cells, number = self._cells_of(name), table.as_of.get(name[1], self.numbers[when])
        if group.suppressed:
            self.system.add(self._sum(when, cells, N), 1, LEAST - 1)
            return
        if number == self.numbers[when]:
            self.system.add(self._sum(when, cells, N), LEAST)
            self._shown(when, cells, group, is_rounded=table.is_rounded)
        elif number == self.numbers[0]:
            self.system.add(self._sum(0, cells, N), LEAST)
            self._shown(0, cells, group, is_rounded=table.is_rounded)
        elif not self.has_shrunk:  # older: it has grown by at most LEAST - 1 since
            self.system.add(self._sum(when, cells, N), LEAST)
            self._shown(when, cells, group, is_rounded=table.is_rounded, growth=LEAST - 1)
        if when and self.has_marks and name in self._shown_now(0):
            self._of_growth(cells, is_marked=number == self.numbers[0])

    def _shown_now(self, when: int) -> set[Name]:
        return {
            (of, one.key)
            for of, table in self.tables[when].items()
            for one in table.report.groups
            if not one.suppressed and one.key not in table.as_of
        }

    def _of_growth(self, cells: Sequence[Cell], *, is_marked: bool) -> None:
        """A group that is marked changed by 1 to LEAST - 1, any other by none or by LEAST or more."""
        growth = self._sum(1, cells, N) | minus(self._sum(0, cells, N))
        true, left = value(growth, np.array(self.truth, dtype=float)), sum(of.rows()[0].size for of in self.blocks[2:])
        come = self._true_n(WHOLE, 1) - self._true_n(WHOLE, 0) + left
        few, most = (1, (LEAST - 1, LEAST - 1)) if is_marked else (LEAST, (come, left))
        grown, shrunk = self._variable(float(true > 0)), self._variable(float(true < 0))
        self.system.add({grown: 1.0, shrunk: 1.0}, is_marked, 1)
        self.system.add({shrunk: 1.0}, high=left > 0)
        self.system.add(growth | {grown: -float(few), shrunk: float(most[1])}, 0)
        self.system.add(growth | {grown: -float(most[0]), shrunk: float(few)}, high=0)

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

    def _of_results(self, when: int, results: Sequence[Cohort]) -> None:
        """Of LEAST learners and more a facilitator reads the own group exactly, and may pass its PDF on: each region,
        partner and way holds at least those of its groups that are known so."""
        known = [one for one in results if one.pre.size >= LEAST]
        for variable in PLACE:
            for of in {getattr(one, variable) for one in known}:
                inside = [_counts(one.pre, one.post) for one in known if getattr(one, variable) == of]
                cells = self._cells_of(((variable,), f"{variable[0].upper()}{of}"))
                for at, counts in enumerate(zip(*inside, strict=True)):
                    self.system.add(self._sum(when, cells, (at,)), sum(counts))


def _counts(pre: World, post: World) -> list[int]:
    """Of these learners, in the order of variables."""
    up, same, down = (post > pre).sum(), (post == pre).sum(), (post < pre).sum()
    return [int(of) for of in (up, same, down, pre.sum(), post.sum(), (pre >= MARK).sum(), (post >= MARK).sum())]


def _is_in(place: tuple[int, int, int], where: Mapping[str, int]) -> bool:
    return all(where.get(name, of) == of for name, of in zip(PLACE, place, strict=True))


def _where_of(cell: Cell) -> dict[str, int]:
    if cell[0] == "place":
        return dict(zip(PLACE, cell[1:], strict=True))
    return {"region": cell[1], "sex": cell[2]} if cell[0] == "sex" else {cell[0]: cell[1]}


def _where(name: Name) -> dict[str, int]:
    """Numbers of its values."""
    variables, key = name
    values = (key,) if isinstance(key, str) else key
    return {
        variable: WITHIN[variable].index(value) if variable in WITHIN else int(value[1:])
        for variable, value in zip(variables, values, strict=True)
    }
