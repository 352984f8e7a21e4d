"""What learners with both tests add up to, by any filter and split; each is read once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from analytics.counts.learners import tally_of
from analytics.counts.tally import Tally
from app.store import Session, figures, pairs
from app.store.columns import sheet_of
from app.store.figures import Filters, Key
from assessments import Instrument


class Tallies:
    """Of one instrument. A row a cohort, so that tallies add whatever they are split by."""

    def __init__(self, session: Session, instrument: Instrument) -> None:
        self.session, self.instrument = session, instrument
        self.sheet = sheet_of(instrument)
        self._known: dict[tuple[Filters, tuple[str, ...], bool], dict[Key, Tally]] = {}

    def by(self, filters: Filters, by: Sequence[str], *, with_answers: bool = False) -> dict[Key, Tally]:
        """By the values of `by`, rising. with_answers: of the items too, which takes longest; so read them first by all
        that they are split by, and what is asked later is added up from that."""
        for (those, split, has_answers), known in self._known.items():
            if those == filters and set(by) <= set(split) and has_answers >= with_answers:
                return _added_up(known, [split.index(name) for name in by])
        tallies = self._known[filters, tuple(by), with_answers] = self._read(filters, by, with_answers)
        return tallies

    def of(self, filters: Filters, *, with_answers: bool = False) -> Tally:
        """All together."""
        return Tally.together(self.by(filters, (), with_answers=with_answers).values())

    def everyone(self, filters: Filters, *, with_answers: bool = False) -> Tally:
        """All in the instance, whatever the filters and the reader's scope."""
        return self.of(figures.unfiltered(filters), with_answers=with_answers)

    def count(self, part: str, filters: Filters, by: Sequence[str]) -> dict[Key, int]:
        """Learners in a table of the tally by the values of `by`, where there are any."""
        return {key: n for key, tally in self.by(filters, by).items() if (n := int(tally.table(part)))}

    def _read(self, filters: Filters, by: Sequence[str], with_answers: bool) -> dict[Key, Tally]:
        pieces: dict[Key, list[Tally]] = defaultdict(list)
        stream = pairs.stream(self.session, filters, self.instrument, by, with_answers=with_answers)
        for keys, learners in stream:
            places: dict[Key, list[int]] = defaultdict(list)
            for place, key in enumerate(keys):
                places[key].append(place)
            for key, those in places.items():
                pieces[key].append(tally_of(learners.take(np.array(those))))
        return _together(pieces)


def _added_up(known: dict[Key, Tally], places: list[int]) -> dict[Key, Tally]:
    """By these of the values alone."""
    pieces: dict[Key, list[Tally]] = defaultdict(list)
    for key, tally in known.items():
        pieces[tuple(key[place] for place in places)].append(tally)
    return _together(pieces)


def _together(pieces: Mapping[Key, Sequence[Tally]]) -> dict[Key, Tally]:
    return {key: Tally.together(pieces[key]) for key in sorted(pieces)}
