"""An attacker who works out of everything that a report shows which outcomes of its groups are left possible.

What is shown of a group is a whole-number equation over its joint table: its size, the sums behind means, spreads,
slope and correlation, counts at the ends of the scale, at the pass mark and beyond measurement error. Whether a table
with such outcomes exists is found by whole-number linear programming (HiGHS, by scipy), so that nothing which
these equations tell is missed; which outcomes of all groups add up to the total is counted out. What is no such
equation (Hodges-Lehmann, tests between groups) is left out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import optimize, sparse

Figures = Mapping[str, Any]
"""a group, or the total, by the names of the JSON contract"""
JointCounts = npt.NDArray[np.int64]
Weights = npt.NDArray[np.float64]
Equation = tuple[Weights, float, float]
"""weights of the cells of the joint table, and from where to where their sum lies"""
Triple = tuple[int, int, int]
OUTCOMES = ("improved", "same", "worse")


def exposed(report: Figures, tables: Sequence[JointCounts]) -> list[tuple[Any, str]]:
    """Keys and outcomes of the shown groups of which a count of none or of all can be worked out.

    report: {"method", "total", "groups"} of the JSON contract. tables: the true joint tables of the shown groups.
    """
    shown = [group for group in report["groups"] if group["flow"] and group["flow"]["paired"]]
    cells, total = _Cells(report["method"]["max_score"]), report["total"]
    sizes = [group["flow"]["paired"] for group in shown]
    alone = [_possible(cells, group, table) for group, table in zip(shown, tables, strict=True)]
    hidden = set(_triples(None, total["flow"]["paired"] - sum(sizes)))
    whole = set(_triples(total, total["flow"]["paired"]))
    found = []
    for place, (group, n) in enumerate(zip(shown, sizes, strict=True)):
        others = _sums([hidden, *alone[:place], *alone[place + 1 :]])
        left = {one for one in alone[place] if whole & _sums([{one}, others])}
        assert left, "the truth is always possible"
        for outcome, name in enumerate(OUTCOMES):
            if {triple[outcome] for triple in left} in ({0}, {n}):
                found.append((group["key"], name))
    return found


def _sums(parts: Sequence[set[Triple]]) -> set[Triple]:
    return reduce(lambda one, other: {(a + x, b + y, c + z) for a, b, c in one for x, y, z in other}, parts)


def _triples(group: Figures | None, n: int) -> Iterator[Triple]:
    """All that the shares alone leave; None: a group that is not shown."""
    ends = [(0, n) if group is None else _ends(group[name], n) for name in OUTCOMES]
    for improved in range(ends[0][0], ends[0][1] + 1):
        for same in range(ends[1][0], min(ends[1][1], n - improved) + 1):
            if ends[2][0] <= n - improved - same <= ends[2][1]:
                yield improved, same, n - improved - same


def _ends(share: Figures, n: int) -> tuple[int, int]:
    if share["count"] is not None:
        return share["count"], share["count"]
    return (round(share["low"] * n), round(share["high"] * n)) if share["interval"] == "bound" else (0, n)


def _possible(cells: "_Cells", group: Figures, table: JointCounts) -> set[Triple]:
    """Those of which a table with the group's own figures exists. First sought among the tables that have the same
    scores before and the same mean after for each of these: found there at once, where there is one."""
    triples = set(_triples(group, group["flow"]["paired"]))
    if len(triples) == 1:
        return triples
    equations, besides = list(_equations(cells, group)), list(_rows(cells, table))
    found = set()
    for triple in triples:
        outcomes = [(cells.outcome(name), n, n) for name, n in zip(OUTCOMES, triple, strict=True)]
        if _exists([*equations, *outcomes, *besides]) or _exists([*equations, *outcomes]):
            found.add(triple)
    return found


def _exists(equations: Sequence[Equation]) -> bool:
    """Whether a joint table of whole numbers meets them all."""
    weights, low, high = (np.array(each) for each in zip(*equations, strict=True))
    size = weights.shape[1]
    solved = optimize.milp(
        np.zeros(size),
        constraints=optimize.LinearConstraint(sparse.csr_array(weights), low, high),
        integrality=np.ones(size),
        bounds=optimize.Bounds(0, np.inf),
    )
    return bool(solved.success)


@dataclass(frozen=True)
class _Cells:
    """The cells of a joint table up to score k, by score before and after, one after the other."""

    k: int

    @property
    def pre(self) -> Weights:
        return np.repeat(np.arange(self.k + 1.0), self.k + 1)

    @property
    def post(self) -> Weights:
        return np.tile(np.arange(self.k + 1.0), self.k + 1)

    def outcome(self, name: str) -> Weights:
        return {"improved": self.post > self.pre, "same": self.post == self.pre, "worse": self.post < self.pre}[
            name
        ] * 1.0


def _equations(cells: _Cells, group: Figures) -> Iterator[Equation]:
    """All that a group's own figures say."""
    n, k, pre, post = group["flow"]["paired"], cells.k, cells.pre, cells.post
    gain, line, ends = group["gain"], group["regression"]["line"], group["ceiling"]
    x, y = round(gain["pre_mean"] * n), round(gain["post_mean"] * n)
    yield _is(np.ones_like(pre), n)
    yield _is(pre, x)
    yield _is(post, y)
    if gain["sd"] is not None:
        spread = gain["sd"] ** 2 * (n - 1)
        yield _is((post - pre) ** 2, spread + (y - x) ** 2 / n)
        if line["r_squared"]:
            xx = spread / (1 + line["slope"] ** 2 / line["r_squared"] - 2 * line["slope"])
            yield _is(pre**2, xx + x * x / n)
            yield _is(pre * post, line["slope"] * xx + x * y / n)
    for at, count in ((pre == k, "pre"), (post == k, "post"), (pre == 0, "floor_pre"), (post == 0, "floor_post")):
        yield _is(at, ends[count])
    change = group["reliable_change"]
    if change is not None:
        yield ((post - pre > change["threshold"]) * 1.0, *_ends(change, n))
    yield from _passed(cells, group["pass"], n)
    low = group["regression"]["low"]
    if low is not None and low["gain"] is not None:
        yield _is(pre <= low["cut"], low["n"])
        yield _is((pre <= low["cut"]) * (post - pre), low["gain"] * low["n"])


def _passed(cells: _Cells, rate: Figures | None, n: int) -> Iterator[Equation]:
    if rate is None:
        return
    before, after = cells.pre >= rate["mark"], cells.post >= rate["mark"]
    for passed, share, bounds in (
        (before, rate["pre"], rate["pre_bounds"]),
        (after, rate["post"], rate["post_bounds"]),
    ):
        low, high = (share, share) if bounds is None else bounds
        yield passed * 1.0, round(low * n), round(high * n)
    if rate["lost"] is not None:
        yield _is(before & ~after, rate["lost"])


def _rows(cells: _Cells, table: JointCounts) -> Iterator[Equation]:
    """Of each score before how many had it, and the sum of their scores after."""
    for score, learners in enumerate(table):
        yield _is(cells.pre == score, learners.sum())
        yield _is((cells.pre == score) * cells.post, learners @ np.arange(cells.k + 1))


def _is(weights: npt.NDArray[Any], value: float) -> Equation:
    whole = round(value)
    assert abs(value - whole) < 1e-3, value
    return weights * 1.0, whole, whole
