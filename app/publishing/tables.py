"""The fixed tables of a publication: what the ledgers of its cohorts add up to, as exact reports.

Nothing of this is told before the gate (`analytics.publication`) has passed it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from analytics import (
    GainReport,
    GroupCounts,
    Key,
    Options,
    ReactionReport,
    ScaleCounts,
    gain_report,
    reaction_report,
)
from analytics.counts.learners import HIGHEST, LOWEST
from analytics.counts.ledger import IN_FIGURES, TOTAL, WAITING, Ledger, Place
from analytics.counts.tally import COHORTS, PRE_POST, PRE_POST_OF_THREE, Tally
from analytics.counts.tally_readings import comparison_counts, late_counts
from analytics.disclosure import LEAST, paired
from analytics.disclosure_known import REGION, UNSAID, nests
from analytics.disclosure_late import LateCohort, may_be_told, without_late
from analytics.disclosure_worlds import Name, Sum
from app.services.figures.parts import beside_of, items_of
from app.services.figures.tallies import COHORTS_ONE_BY_ONE, as_key
from app.store.answers import columns
from app.store.figures.publications import Settled
from app.store.steps import COURSE
from assessments import Instrument

SPLITS = (
    ("region",),
    ("sex",),
    ("age_band",),
    ("language",),
    ("partner",),
    ("way",),
    ("channel",),
    ("region", "sex"),
)
"""The variables of each table. Each has the total too."""
TOGETHER = 100
"""Tallies that are kept apart before they are added up."""


class Sums:
    """Adds up tallies by key, one after the other, without holding many at once."""

    def __init__(self) -> None:
        self._parts: dict[Key, list[Tally]] = defaultdict(list)

    def add(self, key: Key, tally: Tally) -> None:
        self._parts[key].append(tally)
        if len(self._parts[key]) > TOGETHER:
            self._parts[key] = [Tally.together(self._parts[key])]

    def by_key(self) -> dict[Key, Tally]:
        return {key: Tally.together(self._parts[key]) for key in sorted(self._parts)}


@dataclass(frozen=True)
class Tables:
    """Holds all fixed tables of one instrument, exact, before the gate.

    reports: by variables. reactions: of the whole; peers: (learners who reported, peers taught) of the whole. nests:
    groups that consist of the same cohorts as groups of another table. alone: groups, other than regions, that are one
    uneven cohort and nobody else. months: of settling, first and last, yyyy-mm. regions: codes; partners: public ids;
    both sorted.
    """

    reports: Mapping[tuple[str, ...], GainReport]
    reactions: tuple[ReactionReport, ...]
    peers: tuple[int, int]
    nests: tuple[Sum, ...]
    alone: frozenset[Name]
    months: tuple[str, str]
    regions: tuple[str, ...]
    partners: tuple[str, ...]


def fixed_tables(
    settled: Iterable[Settled],
    instrument: Instrument,
    *,
    entered: Collection[tuple[int, str]] = (),
    is_anew: bool = False,
) -> Tables | None:
    """Computes the fixed tables of one instrument; returns None if `settled` is empty.

    settled: steps of cohorts with this instrument; they are read once, so they may be a stream. entered: (cohort id,
    step) of what was in a publication before. is_anew: as in `publication`; late learners are then not told by region,
    since nobody counted how many of them changed.
    """
    sums = {by: Sums() for by in SPLITS}
    standings, places, months = Sums(), set[Place](), set[str]()
    cohorts = set[tuple[tuple[str, frozenset[str]], ...]]()
    is_alone: dict[Name, bool] = {}
    late: dict[str, list[LateCohort]] = defaultdict(list)
    for one in settled:
        ledger, place = one.ledger, Place(one.region, one.partner, one.way)
        places.add(place)
        months.add(one.month)
        if ledger.total.table(PRE_POST):
            cohorts.add(tuple(_values(ledger, place._asdict())))
            is_new = (one.cohort_id, one.step) not in entered
            pairs = int(ledger.total.table(PRE_POST))
            late[one.region].append(LateCohort(pairs, late_counts(ledger.total).n, is_new))
        for part, tally in ledger.parts.items():
            if part.standing in IN_FIGURES and part.split == TOTAL:
                standings.add(part.standing, tally)
        uneven = count_pairs(one) if is_uneven(one) else None
        for by, table in sums.items():
            for key, tally in _of_split(ledger, place._asdict(), by):
                table.add(key, tally)
                if pairs := int(tally.table(PRE_POST)):
                    name = by, (key,) if isinstance(key, str) else key
                    is_alone[name] = name not in is_alone and pairs == uneven
    if not places:
        return None
    tables = _Reports(
        instrument, {by: of.by_key() for by, of in sums.items()}, standings.by_key(), late, is_anew=is_anew
    )
    reporters, peers = tables.whole.table("peers", 2).tolist()
    return Tables(
        reports={by: tables.report(by) for by in SPLITS},
        reactions=tuple(tables.reactions()),
        peers=(reporters, peers),
        nests=tuple(nests(map(dict, cohorts))),
        alone=frozenset(
            name for name, is_so in is_alone.items() if is_so and name[0] != REGION and UNSAID not in name[1]
        ),
        months=(min(months), max(months)),
        regions=tuple(sorted({place.region for place in places})),
        partners=tuple(sorted({place.partner for place in places})),
    )


def count_pairs(settled: Settled) -> int:
    """Counts the learners of a settled step who have both tests; for a follow-up, those who have all three."""
    total = settled.ledger.total
    return int(total.table(PRE_POST if settled.step == COURSE else PRE_POST_OF_THREE))


def is_uneven(settled: Settled) -> bool:
    """Returns whether a cohort's result changed since the reveal by so few learners that a comparison tells of them.

    A few came, went or were corrected since the reveal showed the facilitator a result of LEAST pairs or more: who
    knows it has their scores by subtraction from figures of this cohort alone. LEAST and more who came, and nobody
    else, are a group of whom figures may be shown. False for a follow-up.
    """
    if settled.step != COURSE:
        return False
    then = settled.reveal.total
    if then.table(PRE_POST) < LEAST:
        return False
    before = then.parts[PRE_POST]
    more = settled.ledger.total.table(PRE_POST, *before.shape) - before
    return bool(more.any()) and not (more.min() >= 0 and more.sum() >= LEAST)


def _of_split(ledger: Ledger, place: Mapping[str, str], by: Sequence[str]) -> Iterator[tuple[Key, Tally]]:
    """What it adds to each group of a table: at most one of the variables lies within a cohort."""
    within = next((name for name in by if name not in place), TOTAL)
    for part, tally in ledger.parts.items():
        if part.standing in IN_FIGURES and part.split == within:
            yield as_key(tuple(place.get(name, part.value) for name in by)), tally


def _values(ledger: Ledger, place: Mapping[str, str]) -> Iterator[tuple[str, frozenset[str]]]:
    """By variable, of learners with both tests."""
    met: dict[str, set[str]] = {name: {value} for name, value in place.items()}
    for part, tally in ledger.parts.items():
        if part.standing in IN_FIGURES and part.split != TOTAL and tally.table(PRE_POST):
            met.setdefault(part.split, set()).add(part.value)
    return ((name, frozenset(of)) for name, of in met.items())


class _Reports:
    """tallies: by variables and key. standings: of those who waited for their course, and of the others. late: of each
    cohort, by region.

    All groups of a publication borrow from all its cohorts, in every table the same.
    """

    def __init__(
        self,
        instrument: Instrument,
        tallies: Mapping[tuple[str, ...], Mapping[Key, Tally]],
        standings: Mapping[Key, Tally],
        late: Mapping[str, Sequence[LateCohort]],
        *,
        is_anew: bool,
    ) -> None:
        self.instrument, self.tallies = instrument, tallies
        self.k, self.sheet = len(instrument.items), columns.sheet_of(instrument)
        self.whole = whole = Tally.together(standings.values())
        self.options = Options(pass_mark=instrument.pass_mark, compare_from=LEAST)
        self.everyone = whole.counts(PRE_POST, self.k).cohorts_by_stratum
        waited = standings.get(WAITING, Tally())
        others = Tally.together(of for standing, of in standings.items() if standing != WAITING)
        self.beside = replace(
            beside_of(whole, self.k),
            items=items_of(whole, self.sheet),
            comparison=comparison_counts(others, waited, self.k),
        )
        # Of one cohort's late learners its facilitator knows all: few others would be told by subtraction.
        of_each = [one.late for cohorts in late.values() for one in cohorts]
        self.is_late_shown = not any(0 < sum(of_each) - of < LEAST for of in of_each)
        self.is_late_by_region = not is_anew and may_be_told(late.values(), LEAST)

    def report(self, by: tuple[str, ...]) -> GainReport:
        """Returns the report of one table, with only the groups in which somebody has both tests.

        The flow of the total counts all others too.
        """
        groups = self._counts(PRE_POST, self.k, by)
        statements = {one.id: self._statement(one.id, by) for one in self.instrument.statements}
        more = replace(self.beside, statements={name: of for name, of in statements.items() if of.groups})
        if by == REGION and self.is_late_by_region:
            more = replace(more, late_groups={key: late_counts(tally) for key, tally in self.tallies[by].items()})
        report = gain_report(groups, options=self.options, everyone=self.everyone, more=more)
        report = replace(report, groups=tuple(group for group in report.groups if paired(group)))
        return report if report.late is None or self.is_late_shown else without_late(report, LEAST)

    def reactions(self) -> Iterator[ReactionReport]:
        for one in self.instrument.reactions:
            counts = self.whole.counts(f"found:{one.id}", HIGHEST)
            if counts.joint.n:
                whole = reaction_report(one.id, ScaleCounts({"": counts}), options=self.options)
                yield ReactionReport(one.id, whole.total)

    def _counts(self, name: str, highest: int, by: tuple[str, ...]) -> dict[Key, GroupCounts]:
        """Cohorts one by one as long as they are few enough to be told apart; then by size, where they lie in one
        group each."""
        rows = self.whole.parts.get(PRE_POST + COHORTS)
        is_folded = rows is not None and len(rows) > COHORTS_ONE_BY_ONE and {*by} <= {*Place._fields}
        return {
            key: (tally.fold() if is_folded else tally).counts(name, highest) for key, tally in self.tallies[by].items()
        }

    def _statement(self, name: str, by: tuple[str, ...]) -> ScaleCounts:
        part, highest = f"said:{name}", HIGHEST - LOWEST
        groups = {key: of for key, of in self._counts(part, highest, by).items() if of.joint.n}
        return ScaleCounts(groups, everyone=self.whole.counts(part, highest).cohorts_by_stratum)
