"""The fixed tables of a publication: what the ledgers of its cohorts add up to, as reports that tell everything.

Nothing of this is told before the gate (`analytics.publication`) has passed it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from analytics import (
    DifCounts,
    GainReport,
    GroupCounts,
    Key,
    MoreCounts,
    Options,
    ReactionReport,
    StatementCounts,
    gain_report,
    reaction_report,
)
from analytics.counts.learners import HIGHEST, LOWEST
from analytics.counts.ledger import TOTAL, TYPED_LATE, Ledger
from analytics.counts.tally import Tally
from analytics.counts.tally_readings import (
    comparison_counts,
    dose_counts,
    follow_up_counts,
    form_counts,
    item_counts,
    item_scores,
    same_items,
)
from analytics.disclosure import LEAST, paired
from analytics.disclosure_worlds import Name, Sum
from analytics.items.dif import FEWEST_LEARNERS
from app.services.beside import BLANK, COMPARED
from app.services.group_counts import COHORTS_ONE_BY_ONE, as_key
from app.store import columns
from app.store.publications import Settled
from assessments import FORMS, UNSURE, Instrument

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
WAITING = "waiting"
"""The standing of cohorts that waited for their course."""
TOGETHER = 100
"""Tallies that are kept apart before they are added up."""


class Sums:
    """Tallies by key, added up as they come."""

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
    """Of one instrument, exact. reports: by variables. reactions, peers (learners who reported, peers taught): of the
    whole. nests: groups of cohorts that are the same cohorts as groups of another table. months: of settling, first and
    last, yyyy-mm. regions, partners: by code and public id."""

    reports: Mapping[tuple[str, ...], GainReport]
    reactions: tuple[ReactionReport, ...]
    peers: tuple[int, int]
    nests: tuple[Sum, ...]
    months: tuple[str, str]
    regions: tuple[str, ...]
    partners: tuple[str, ...]


def fixed_tables(settled: Iterable[Settled], instrument: Instrument) -> Tables | None:
    """settled: steps of cohorts of this instrument, which are read once, so they may be a stream; None for none."""
    sums = {by: Sums() for by in SPLITS}
    whole, standings, places, months = Sums(), Sums(), set[tuple[str, str, str]](), set[str]()
    for one in settled:
        ledger, place = one.ledger, {"region": one.region, "partner": one.partner, "way": one.way}
        places.add((one.region, one.partner, one.way))
        months.add(one.month)
        for part, tally in ledger.parts.items():
            if part.standing != TYPED_LATE and part.split == TOTAL:
                whole.add("", tally)
                standings.add(part.standing, tally)
        for by, table in sums.items():
            for key, tally in _of_split(ledger, place, by):
                table.add(key, tally)
    if not places:
        return None
    made = _Reports(instrument, {by: of.by_key() for by, of in sums.items()}, whole.by_key()[""], standings.by_key())
    reporters, peers = made.whole.table("peers", 2).tolist()
    return Tables(
        reports={by: made.report(by) for by in SPLITS},
        reactions=tuple(made.reactions()),
        peers=(reporters, peers),
        nests=tuple(_nests(places)),
        months=(min(months), max(months)),
        regions=tuple(sorted({region for region, *_ in places})),
        partners=tuple(sorted({partner for _, partner, _ in places})),
    )


def count_pairs(settled: Settled) -> int:
    """Learners with both tests whom it counts; of a follow-up, those who took it too."""
    total = settled.ledger.total
    return int(total.table("pre_post" if settled.step == "course" else "pre_post_of_three"))


def _of_split(ledger: Ledger, place: Mapping[str, str], by: Sequence[str]) -> Iterator[tuple[Key, Tally]]:
    """What it adds to each group of a table: at most one of the variables lies within a cohort."""
    within = next((name for name in by if name not in place), TOTAL)
    for part, tally in ledger.parts.items():
        if part.standing != TYPED_LATE and part.split == within:
            yield as_key(tuple(place.get(name, part.value) for name in by)), tally


def _nests(places: Iterable[tuple[str, ...]]) -> Iterator[Sum]:
    """Regions and partners, or either and ways, that are made of the same cohorts, both ways: connected components."""
    names = ("region", "partner", "way")
    for one, other in ((0, 1), (0, 2), (1, 2)):
        found: list[tuple[set[str], set[str]]] = []
        for place in sorted(places):
            touching = [of for of in found if place[one] in of[0] or place[other] in of[1]]
            found = [of for of in found if of not in touching]
            both = {place[one]}.union(*(of[0] for of in touching)), {place[other]}.union(*(of[1] for of in touching))
            found.append(both)
        for first, second in found:
            parts = _named(names[one], first), _named(names[other], second)
            yield Sum(*parts)
            yield Sum(*parts[::-1])


def _named(variable: str, values: Iterable[str]) -> tuple[Name, ...]:
    return tuple(((variable,), (value,)) for value in sorted(values))


class _Reports:
    """tallies: by variables and key. whole: of all. standings: of those who waited for their course, and of the others.

    All groups of a publication borrow from all its cohorts, in every table the same.
    """

    def __init__(
        self,
        instrument: Instrument,
        tallies: Mapping[tuple[str, ...], Mapping[Key, Tally]],
        whole: Tally,
        standings: Mapping[Key, Tally],
    ) -> None:
        self.instrument, self.tallies, self.whole = instrument, tallies, whole
        self.k, self.sheet = len(instrument.items), columns.sheet_of(instrument)
        self.options = Options(pass_mark=instrument.pass_mark, compare_from=LEAST)
        self.everyone = whole.counts("pre_post", self.k).cohorts_by_stratum
        waited = standings.get(WAITING, Tally())
        others = Tally.together(of for standing, of in standings.items() if standing != WAITING)
        self.beside = MoreCounts(
            items=item_counts(whole, self.sheet, FORMS, (UNSURE, BLANK)),
            dif=tuple(self._dif()),
            forms=form_counts(whole, self.k, FORMS),
            follow_up=follow_up_counts(whole, self.k),
            dose=dose_counts(whole, self.k),
            comparison=comparison_counts(others, waited, self.k),
            same_items=same_items(whole, self.k),
        )

    def report(self, by: tuple[str, ...]) -> GainReport:
        """Of groups in which somebody has both tests; the flow of the total has the others too."""
        groups = self._counts("pre_post", self.k, by)
        statements = {one.id: self._statement(one.id, by) for one in self.instrument.statements}
        more = replace(self.beside, statements={name: of for name, of in statements.items() if of.groups})
        report = gain_report(groups, options=self.options, everyone=self.everyone, more=more)
        return replace(report, groups=tuple(group for group in report.groups if paired(group)))

    def reactions(self) -> Iterator[ReactionReport]:
        for one in self.instrument.reactions:
            counts = self.whole.counts(f"found:{one.id}", HIGHEST)
            if counts.joint.n:
                whole = reaction_report(one.id, {"": counts}, options=self.options)
                yield ReactionReport(one.id, whole.total)

    def _counts(self, name: str, highest: int, by: tuple[str, ...]) -> dict[Key, GroupCounts]:
        """Cohorts one by one as long as they are few enough to be told apart; then by size, where they lie in one
        group each."""
        rows = self.whole.parts.get("pre_post/cohorts")
        is_folded = rows is not None and len(rows) > COHORTS_ONE_BY_ONE and {*by} <= {"region", "partner", "way"}
        return {
            key: (tally.fold() if is_folded else tally).counts(name, highest) for key, tally in self.tallies[by].items()
        }

    def _statement(self, name: str, by: tuple[str, ...]) -> StatementCounts:
        part, highest = f"said:{name}", HIGHEST - LOWEST
        groups = {key: of for key, of in self._counts(part, highest, by).items() if of.joint.n}
        return StatementCounts(groups, everyone=self.whole.counts(part, highest).cohorts_by_stratum)

    def _dif(self) -> Iterator[DifCounts]:
        for variable in COMPARED:
            for place, form in enumerate(FORMS):
                groups = {
                    str(value): item_scores(tally, self.sheet, "before", place)
                    for value, tally in self.tallies[(variable,)].items()
                }
                large = {value: of for value, of in groups.items() if of.n >= FEWEST_LEARNERS}
                if len(large) > 1:
                    yield DifCounts(variable, large, form)
