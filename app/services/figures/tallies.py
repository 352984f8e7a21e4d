"""Adds settled learners up, by any filter and split: out of cells where a table is stored, else one by one."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from analytics import GroupCounts, Key, ScaleCounts, sums_by_stratum
from analytics.counts.learners import tally_of
from analytics.counts.ledger import SEX, TOTAL
from analytics.counts.tally import PRE_POST, Tally
from app.store import Session
from app.store.answers.columns import sheet_of
from app.store.figures import cells, choices, pairs, selection
from app.store.figures.cells import Cells
from app.store.figures.selection import Filters, Scope
from assessments import Instrument, structure_digest

ONE_BY_ONE = 100_000
"""Up to so many learners a split that no cell knows is counted from their rows."""
COHORTS_ONE_BY_ONE = 5_000
"""Up to so many cohorts each has its own sums, which the comparison of groups by CR2 needs. Beyond, they come in
classes of one size, and a report costs the same for half a million of them."""
WITH_ANSWERS = (TOTAL, SEX, "language")
"""Splits that every report reads with the answers: the whole is told of the first, items are compared by the others."""

Parts = Mapping[selection.Key, Mapping[str, Tally]]
"""By the values of a split, and by standing."""


class NotKept(ValueError):
    """Raised if no stored cells hold this split or filter, and there are too many learners to count one by one."""


class Tallies:
    """Adds up the counts of settled learners of one instrument by any filter and split; keeps what it has read."""

    def __init__(self, session: Session, instrument: Instrument) -> None:
        self.session, self.instrument, self.structure = session, instrument, structure_digest(instrument)
        self.sheet = sheet_of(instrument)
        self._cells: dict[tuple[Filters, str, bool], list[Cells]] = {}
        self._parts: dict[tuple[Filters, tuple[str, ...], bool], Parts] = {}
        self._partners: dict[Scope, tuple[str, ...]] = {}

    def by(self, filters: Filters, by: Sequence[str], *, with_answers: bool = False) -> dict[selection.Key, Tally]:
        """Returns the tallies of the learners whom the filters choose, by the values of `by`, sorted by key.

        with_answers: counts of items and lessons too, which is slower. Raises NotKept if no stored cells answer this
        and too many learners would be counted one by one.
        """
        parts = self.parts(filters, by, with_answers=with_answers)
        return {key: Tally.together(parts[key].values()) for key in sorted(parts)}

    def of(self, filters: Filters, *, with_answers: bool = False) -> Tally:
        """Returns one tally of all learners whom the filters choose.

        Raises NotKept if no stored cells answer this and too many learners would be counted one by one.
        """
        return Tally.together(self.by(filters, (), with_answers=with_answers).values())

    def answers_by(self, filters: Filters, by: tuple[str, ...]) -> dict[selection.Key, Tally]:
        """Returns the counts of items and lessons by the values of `by`, sorted by key; scores may be missing.

        Raises NotKept if no stored cells answer this and too many learners would be counted one by one.
        """
        if self.split_of(filters, by) is None:
            return self.by(filters, by, with_answers=True)
        parts = self._from_cells(filters, by, with_answers=True, has_scores=False)
        return {key: Tally.together(parts[key].values()) for key in sorted(parts)}

    def everyone(self, filters: Filters, *, with_answers: bool = False) -> Tally:
        """Returns one tally of all settled learners of the instance, whatever the filters and the reader's scope."""
        return self.of(selection.unfiltered(filters), with_answers=with_answers)

    def parts(self, filters: Filters, by: Sequence[str], *, with_answers: bool = False) -> Parts:
        """Returns tallies by the values of `by` and, within each, by standing: counted cohorts apart from waiting ones.

        with_answers: counts of items and lessons too, which is slower. Raises NotKept if no stored cells answer this
        and too many learners would be counted one by one.
        """
        for (those, split, has_answers), known in self._parts.items():
            if (those, split) == (filters, tuple(by)) and has_answers >= with_answers:
                return known
        count = self._from_pairs if self.split_of(filters, by) is None else self._from_cells
        self._parts[filters, tuple(by), with_answers] = parts = count(filters, tuple(by), with_answers=with_answers)
        return parts

    def split_of(self, filters: Filters, by: Collection[str]) -> str | None:
        """Returns the name of the stored split whose cells answer this question.

        None if there is none, so that learners are counted one by one.
        """
        variables = {*by, *filters.chosen}
        if is_of_partners(filters.scope):
            if filters.scope.programme_ids:
                return None
            variables.add("partner")
        return cells.split_of(variables)

    def group_counts(self, filters: Filters, by: Sequence[str]) -> dict[Key, GroupCounts]:
        """Returns the counts of scores before and after by group, sorted by key; one group if `by` is empty.

        Raises NotKept if no stored cells answer this and too many learners would be counted one by one.
        """
        k = len(self.instrument.items)
        counts_of = {as_key(key): tally.counts(PRE_POST, k) for key, tally in self.by(filters, by).items()}
        if self.split_of(filters, by) is None or self._count_cohorts(filters) > COHORTS_ONE_BY_ONE:
            return counts_of
        rows: dict[Key, dict[int, tuple[str, selection.CohortRow]]] = defaultdict(dict)
        for key, region, row in selection.list_cohort_sums(
            self.session, selection.of_structure(filters, self.structure), by
        ):
            rows[as_key(key)][row[0]] = region, row
        return {
            key: GroupCounts.stratified(
                counts.joint,
                counts.flow,
                sums_by_stratum(
                    (row for _, row in rows[key].values()),
                    {cohort: region for cohort, (region, _) in rows[key].items()},
                ),
                counts.leavers,
            )
            for key, counts in counts_of.items()
        }

    def whole(self, filters: Filters, by: Sequence[str]) -> GroupCounts | None:
        """Returns the counts of scores before and after of all groups together, if one cohort can be in several groups.

        None if not: the whole is then the sum of the groups. Raises NotKept if no stored cells answer this and too many
        learners would be counted one by one.
        """
        if not set(by) & set(selection.WITHIN):
            return None
        (counts,) = self.group_counts(filters, ()).values()
        return counts

    def scale(self, filters: Filters, by: Sequence[str], part: str, highest: int) -> ScaleCounts | None:
        """Returns the counts of the answers to one question by group; None if nobody has answered it.

        part: name of the question in a tally. highest: the highest position, counted from 0. Raises NotKept if no
        stored cells answer this and too many learners would be counted one by one.
        """
        split = {as_key(key): tally.counts(part, highest) for key, tally in self.by(filters, by).items()}
        groups = {key: counts for key, counts in split.items() if counts.joint.n}
        if not groups:
            return None
        whole = self.of(filters).counts(part, highest) if set(by) & set(selection.WITHIN) else None
        everyone = self.everyone(filters).counts(part, highest).cohorts_by_stratum
        return ScaleCounts(groups, everyone=everyone, whole=whole)

    def _count_cohorts(self, filters: Filters) -> int:
        """Those with anybody in them who took both tests."""
        return sum(sums.cohorts for sums in self.of(filters).strata(PRE_POST).values())

    def _partners_of(self, scope: Scope) -> tuple[str, ...]:
        """Public ids of the partners in it, read once."""
        if scope not in self._partners:
            self._partners[scope] = choices.refs_of_scope(self.session, scope)[1]
        return self._partners[scope]

    def _from_cells(
        self, filters: Filters, by: tuple[str, ...], *, with_answers: bool, has_scores: bool = True
    ) -> Parts:
        split = self.split_of(filters, by) or ""
        pieces: dict[selection.Key, dict[str, list[Tally]]] = defaultdict(lambda: defaultdict(list))
        partners = self._partners_of(filters.scope) if is_of_partners(filters.scope) else None
        for cell in self._list_cells(filters, split, with_answers=with_answers):
            is_in_scope = partners is None or cell.values["partner"] in partners
            if is_in_scope and all(cell.values[name] == value for name, value in filters.chosen.items()):
                pieces[tuple(cell.values[name] for name in by)][cell.standing].append(
                    cell.tally if has_scores else cell.answers
                )
        return _together(pieces)

    def _list_cells(self, filters: Filters, split: str, *, with_answers: bool) -> list[Cells]:
        wide = Filters(
            Scope(is_whole=True) if is_of_partners(filters.scope) else filters.scope,
            filters.from_month,
            filters.to_month,
            filters.programme,
            structure=self.structure,
        )
        for (known, of, has_answers), rows in self._cells.items():
            if (known, of) == (wide, split) and has_answers >= with_answers:
                return rows
        with_answers = with_answers or split in WITH_ANSWERS
        rows = cells.list_cells(self.session, wide, split, with_answers=with_answers)
        self._cells[wide, split, with_answers] = rows
        return rows

    def _from_pairs(self, filters: Filters, by: tuple[str, ...], *, with_answers: bool) -> Parts:
        for (those, split, has_answers), known in self._parts.items():
            is_read_so = those == filters and self.split_of(filters, split) is None
            if is_read_so and set(by) <= set(split) and has_answers >= with_answers:
                return _added_up(known, [split.index(name) for name in by])
        if selection.count_learners(self.session, filters) > ONE_BY_ONE:
            raise NotKept(f"more than {ONE_BY_ONE} learners: {', '.join(by)} and these filters are not kept at once")
        pieces: dict[selection.Key, dict[str, list[Tally]]] = defaultdict(lambda: defaultdict(list))
        stream = pairs.stream(self.session, filters, self.instrument, by, with_answers=with_answers)
        for keys, standings, learners in stream:
            places: dict[tuple[selection.Key, str], list[int]] = defaultdict(list)
            for place, of in enumerate(zip(keys, standings, strict=True)):
                places[of].append(place)
            for (key, standing), those_places in places.items():
                pieces[key][standing].append(tally_of(learners.take(np.array(those_places))))
        return _together(pieces)


def is_of_partners(scope: Scope) -> bool:
    """Returns whether a scope is of single partners, so that figures need cells split by partner."""
    return bool(scope.partner_ids) and not scope.is_whole


def as_key(values: Sequence[str]) -> Key:
    """Returns the key of a group in a report: the value itself if there is one, else the values as a tuple."""
    return values[0] if len(values) == 1 else tuple(values)


def _added_up(known: Parts, places: list[int]) -> Parts:
    """By these of the values alone."""
    pieces: dict[selection.Key, dict[str, list[Tally]]] = defaultdict(lambda: defaultdict(list))
    for key, standings in known.items():
        for standing, tally in standings.items():
            pieces[tuple(key[place] for place in places)][standing].append(tally)
    return _together(pieces)


def _together(pieces: Mapping[selection.Key, Mapping[str, list[Tally]]]) -> Parts:
    return {
        key: {standing: Tally.together(tallies) for standing, tallies in standings.items()}
        for key, standings in pieces.items()
    }
