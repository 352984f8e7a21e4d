"""A tally: everything that is counted of some learners as one value, which adds, subtracts and packs into bytes.

It is what a cohort freezes when it settles, what a derived cell holds, and what a report is read from. Its parts are
named arrays of whole numbers, of no fixed list; what is not there is nought. `learners.tally_of` makes one of columns,
`tally_readings` reads items, forms and follow-up back; here are the arithmetic and the bytes.

**Asked twice.** One shape serves everything that the same learners answered twice; `counts(name, highest)` gives it
back as GroupCounts. Names: `pre_post` (by forms: shape (2, 2, k + 1, k + 1), form before and form after), `early_pre`
(of those who wait), `pre_follow_up`, `post_follow_up`, `dose:<lessons>` (pre x post), `said:<id>` (places 0 to 4),
`found:<id>` (a reaction, a gain from 0 to its point: who is satisfied improved), `twice:<item>` (0 wrong, 1 right).

    <name>           learners by score before and after, shape (..., highest + 1, highest + 1)
    <name>/cohorts   rows, of two keys and sums: see below
    <name>/flow      learners who took (neither, only the first, only the second, both)
    <name>/leavers   by score on the first test: those whose second is over and who did not come

Others: `pre_post_of_three` (joint table of those with a follow-up too), `left` (1: paired, whose follow-up is over and
who did not come), `drawn` (learners with two tests, of them in cohorts that lots were drawn about), `peers` (learners
who reported, peers taught), `late` (learners with both tests, one of which came when the right answers could be seen;
of them improved), `extended` (1: learners with both
tests who sat one when it had closed for others), `departures` (of learners without both tests: why they left, in the
order of REASONS), `came` (wave, and way in which a test came, of learners with both), `came_beside` (of these with a
correction, with a second person's yes, all), `lost` (1: learners without both tests, who had them until a second
person said yes to a sheet that does not count), `lessons` (of a result alone: learners with both tests of whom nobody
noted whether they came to lessons, then others by lessons done before the second test: 0, 1 and so on), `options`
(wave, form, item, place of the option then "not sure" then blank, score; where an item of the test has lines to be
marked, then also the right set and any other: its options count whoever marked them).

**Cohorts.** A tally as it is made has a row for each cohort: (stratum, cohort, n, Σd, Σd², improved, worse, Σpre,
Σpre², Σpre·post), which add over any learners, also over the girls and boys of a cohort. `fold(within)` makes of it a
row for each size: (stratum, size, cohorts, Σd², Σ of d, improved, worse, pre over cohorts, then of their products), as
CohortClasses has them. Those do not add where a cohort lies on both sides: so a folded tally bears the name of its part
of each cohort ("female"; "" where cohorts are whole), and only tallies of one name add. A ledger of a cohort stays as
it was made; cells are folded. Fold only when every learner of that part of each cohort is in.

    ledger = tally_of(learners); ledger.packed(); cell = Tally.unpacked(cell) + ledger.fold(); cell - old.fold()
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations_with_replacement

import numpy as np

from analytics.counts.classes import CohortClasses
from analytics.counts.cohorts import CohortSums
from analytics.counts.flow import Flow
from analytics.counts.groups import GroupCounts
from analytics.counts.joint import Counts, JointTable
from analytics.counts.packing import pack, unpack

PRE_POST, EARLY_PRE, PRE_FOLLOW_UP, POST_FOLLOW_UP = "pre_post", "early_pre", "pre_follow_up", "post_follow_up"
"""Names of tables: of the scores of two waves."""
PRE_POST_OF_THREE, LEFT, LATE, CAME, CAME_BESIDE = "pre_post_of_three", "left", "late", "came", "came_beside"
EXTENDED, DEPARTURES, LOST, LESSONS = "extended", "departures", "lost", "lessons"
REASONS = ("moved", "work", "unwilling", "unreachable", "unknown")
"""Why somebody left, as a facilitator may know it."""
COHORTS, FLOW, LEAVERS = "/cohorts", "/flow", "/leavers"
"""What stands beside a table, by the end of its name."""
KEYS = 2
"""The first columns of a row: stratum, and cohort or size."""
ANSWERS = ("options", "twice:", "dose:")
"""Parts that tell of the whole, not of each group of a split."""


@dataclass(frozen=True, eq=False)
class Tally:
    """A Tally holds all counts of some learners, as named tables of whole numbers that can be added.

    parts: int64 by name, see the module. within: None if there is one row per cohort; else rows are folded by size, and
    it names the part of each cohort that is counted. Tables and rows that are all 0 are left out, so that equal tallies
    have equal parts.
    """

    parts: Mapping[str, Counts] = field(default_factory=dict)
    within: str | None = None

    def __post_init__(self) -> None:
        parts = {}
        for name in sorted(self.parts):
            part = self.parts[name]
            if name.endswith(COHORTS):
                part = part[part[:, KEYS:].any(axis=1)]
            if np.count_nonzero(part):  # there are many parts, and it is four times as quick as any()
                parts[name] = part
        object.__setattr__(self, "parts", parts)
        if not parts:
            object.__setattr__(self, "within", None)

    @classmethod
    def together(cls, tallies: Iterable["Tally"]) -> "Tally":
        """Adds tallies up, in any order; no tallies make the tally of nobody.

        Raises ValueError for tallies folded under different names, since a cohort may be in both, and for tables of
        different shapes, which are not of one instrument.
        """
        some = [tally for tally in tallies if tally.parts]
        if len(some) == 1:
            return some[0]
        folds = {tally.within for tally in some}
        if len(folds) > 1:
            raise ValueError(f"a cohort may lie in several of {folds}: add the tallies before they are folded")
        parts: dict[str, list[Counts]] = defaultdict(list)
        for tally in some:
            for name, part in tally.parts.items():
                parts[name].append(part)
        return cls({name: of[0] if len(of) == 1 else _sum(name, of) for name, of in parts.items()}, *folds)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally.together((self, other))

    def __sub__(self, other: "Tally") -> "Tally":
        return self + -other

    def __neg__(self) -> "Tally":
        return Tally({name: _negative(name, part) for name, part in self.parts.items()}, self.within)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Tally)
            and (self.within, self.parts.keys()) == (other.within, other.parts.keys())
            and all(np.array_equal(part, other.parts[name]) for name, part in self.parts.items())
        )

    __hash__ = None  # type: ignore[assignment]

    def fold(self, within: str = "") -> "Tally":
        """Returns the tally with its cohorts summed up by size.

        within: the name of the part of each cohort that is counted; "" for whole cohorts. Raises ValueError if folded
        already.
        """
        if self.within is not None:
            raise ValueError("these cohorts are folded already")
        return Tally({name: _folded(name, part) for name, part in self.parts.items()}, within)

    @property
    def answers(self) -> "Tally":
        """The tables on items, options and lessons, which a cell keeps apart from `scores`."""
        return self._only(lambda name: name.startswith(ANSWERS))

    @property
    def scores(self) -> "Tally":
        """All tables other than those on items, options and lessons (`answers`)."""
        return self._only(lambda name: not name.startswith(ANSWERS))

    @property
    def enrolled(self) -> int:
        """The number of learners counted, with any test or none; 0 in a tally of the follow-up alone."""
        return int(self.table(PRE_POST + FLOW, 4).sum())

    def table(self, name: str, *shape: int) -> Counts:
        """Returns one table by name, or zeros of this shape if it is absent; axes before `shape` are added up.

        Raises ValueError if its last axes are of another shape.
        """
        part = self.parts.get(name, np.zeros(shape, dtype=np.int64))
        if part.shape[part.ndim - len(shape) :] != shape:
            raise ValueError(f"'{name}' has shape {part.shape}, not {shape}")
        return np.asarray(part.reshape(-1, *shape).sum(axis=0))

    def counts(self, name: str, highest: int) -> GroupCounts:
        """Returns the counts of a table by its name, as of one group measured twice on a scale of 0 to `highest`.

        Raises ValueError if the table is of another scale.
        """
        joint = JointTable(self.table(name, highest + 1, highest + 1))
        flow, leavers = Flow(pre_only=0, post_only=0, paired=joint.n), None
        if name + FLOW in self.parts:
            flow = self.flow(name)
            leavers = self.table(name + LEAVERS, highest + 1)
        return GroupCounts.stratified(joint, flow, self.strata(name), leavers)

    def flow(self, name: str) -> Flow:
        """Returns who took which of the two tests of a table; nobody if that was not counted."""
        neither, pre_only, post_only, paired = self.table(name + FLOW, 4).tolist()
        return Flow(pre_only, post_only, paired, enrolled=neither + pre_only + post_only + paired)

    def strata(self, name: str) -> dict[str, CohortSums | CohortClasses]:
        """Returns the cohorts of a table by the name of their stratum; {"": nobody} if it has none."""
        read = CohortSums.from_rows if self.within is None else CohortClasses.from_rows
        rows = self.parts.get(name + COHORTS)
        if rows is None:
            return {"": read([])}
        names = sorted((stratum_name(code), code) for code in set(rows[:, 0].tolist()))
        return {stratum: read(rows[rows[:, 0] == code, 1:].tolist()) for stratum, code in names}

    def suffixes(self, prefix: str) -> list[str]:
        """Lists in alphabetical order what follows a prefix such as "said:" in the names of the tables.

        Names with a "/", such as those of the cohorts of a table, are passed over.
        """
        return sorted(name.removeprefix(prefix) for name in self.parts if name.startswith(prefix) and "/" not in name)

    def packed(self) -> bytes:
        """Writes the tally as bytes, which `unpacked` reads; no bytes for nobody."""
        if not self.parts:
            return b""
        names = sorted(self.parts)
        rows = {name: self.parts[name] for name in names if name.endswith(COHORTS)}
        return pack(self.within, rows, {name: self.parts[name] for name in names if name not in rows})

    @classmethod
    def unpacked(cls, *packed: bytes, has_cohorts: bool = True) -> "Tally":
        """Reads the tally from what `packed` wrote, whole or in parts; no bytes give the tally of nobody.

        has_cohorts: False leaves out the rows of cohorts, often most of what there is to read. Raises ValueError or
        zlib.error for other bytes.
        """
        within, parts = None, dict[str, Counts]()
        for half in filter(None, packed):
            within, tables = unpack(half, has_rows=has_cohorts)
            parts |= tables
        tally = cls()  # what was packed has no noughts to be left out, and there are many to read
        object.__setattr__(tally, "parts", parts)
        object.__setattr__(tally, "within", within)
        return tally

    def _only(self, is_kept: Callable[[str], bool]) -> "Tally":
        return Tally({name: part for name, part in self.parts.items() if is_kept(name)}, self.within)


def stratum_code(name: str) -> int:
    """Returns a number for up to 7 characters of ASCII, such as a region's code (ISO 3166-2).

    Raises ValueError for more characters or others. `stratum_name` is the reverse.
    """
    if len(name) > 7 or not name.isascii():
        raise ValueError(f"a stratum is called by at most 7 characters of ASCII, not '{name}'")
    return int.from_bytes(name.encode(), "big")


def stratum_name(code: int) -> str:
    """Returns the name from which `stratum_code` made this number."""
    return int(code).to_bytes(7, "big").lstrip(b"\0").decode()


def _sum(name: str, parts: list[Counts]) -> Counts:
    if name.endswith(COHORTS):
        return _by_key(np.concatenate(parts))
    if len({part.shape for part in parts}) > 1:
        raise ValueError(f"'{name}' has different shapes: these are not of one instrument")
    return np.asarray(sum(parts[1:], parts[0]))


def _by_key(rows: Counts) -> Counts:
    rows = rows[np.lexsort((rows[:, 1], rows[:, 0]))]
    start = np.flatnonzero(np.append(True, (rows[1:, :KEYS] != rows[:-1, :KEYS]).any(axis=1))[: len(rows)])
    return np.hstack((rows[start, :KEYS], np.add.reduceat(rows[:, KEYS:], start, axis=0)))


def _negative(name: str, part: Counts) -> Counts:
    return np.hstack((part[:, :KEYS], -part[:, KEYS:])) if name.endswith(COHORTS) else -part


def _folded(name: str, part: Counts) -> Counts:
    """Of a row a cohort a row a size. The squares and products of scores are left out: the joint table has them."""
    if not name.endswith(COHORTS):
        return part
    stratum, _cohort, n, d, dd, improved, worse, pre, _pre_pre, _pre_post = part.T
    products = [one * other for one, other in combinations_with_replacement((d, improved, worse, pre), 2)]
    return _by_key(np.stack([stratum, n, np.ones_like(n), dd, d, improved, worse, pre, *products], axis=1))
