"""A ledger: what a cohort adds to every table when it settles, kept so that exactly this can be taken out again."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Self

import numpy as np

from analytics.counts.learners import Column, Learners, tally_of, with_cohort
from analytics.counts.packing import SMALLEST, pack, unpack
from analytics.counts.tally import COHORTS, Tally, stratum_code

TOTAL, SEX, REGION_SEX = "total", "sex", "region_sex"
COUNTED, WAITING = IN_FIGURES = "counted", "waiting"
"""Standings in every figure: of cohorts that had the course at once, and of those that waited for it."""
TYPED_LATE, PILOT = "typed_late", "pilot"
"""Standings in no figure: sheets typed in from paper after the right answers could be seen, and cohorts by which a
course was tried out. They are never added to others."""


class Part(NamedTuple):
    """A Part names some learners of a cohort: their standing, and the split and value that they share.

    standing: COUNTED, WAITING, PILOT or TYPED_LATE. split: TOTAL, or a variable that differs within a cohort (sex,
    age_band, language, channel). value: of the split; "" for TOTAL.
    """

    standing: str
    split: str
    value: str = ""


class Place(NamedTuple):
    """A Place names the region, the partner and the way of teaching under which a whole cohort is counted."""

    region: str
    partner: str
    way: str


@dataclass(frozen=True)
class Ledger:
    """A Ledger holds what one cohort adds to every table when it settles, as one tally per part of the cohort.

    The tallies of the values of a split add up to the total of the same standing.
    """

    parts: Mapping[Part, Tally] = field(default_factory=dict)

    @classmethod
    def of(cls, learners: Learners, standings: Column, splits: Mapping[str, Column]) -> Self:
        """Builds the ledger of a cohort from its learners.

        standings: of each learner. splits: by variable, the value of each learner.
        """
        parts = {}
        for standing in np.unique(standings).tolist():
            is_so = standings == standing
            parts[Part(standing, TOTAL)] = tally_of(learners.take(is_so))
            for split, values in splits.items():
                for value in np.unique(values[is_so]).tolist():
                    parts[Part(standing, split, value)] = tally_of(learners.take(is_so & (values == value)))
        return cls(parts)

    def only(self, *names: str) -> Self:
        """Returns the ledger with only the tables of these names and those beside them, such as name/flow."""
        return self._chosen(lambda name: name.partition("/")[0] in names)

    def without(self, *names: str) -> Self:
        """Returns the ledger without the tables of these names and those beside them, such as name/flow."""
        return self._chosen(lambda name: name.partition("/")[0] not in names)

    def _chosen(self, is_kept: Callable[[str], bool]) -> Self:
        parts = {}
        for part, tally in self.parts.items():
            tables = {name: table for name, table in tally.parts.items() if is_kept(name)}
            if tables:
                parts[part] = Tally(tables, tally.within)
        return type(self)(parts)

    @property
    def total(self) -> Tally:
        """The tally of everybody in the cohort, without sheets typed in late (TYPED_LATE)."""
        return Tally.together(
            of for part, of in self.parts.items() if part.split == TOTAL and part.standing != TYPED_LATE
        )

    def cells(self, place: Place) -> Iterator[tuple[Part, Tally]]:
        """Yields what the cohort adds to each cell, by the part that the cell is of, folded by size of cohort.

        Besides its own parts these are the totals by region, partner and way, and sex within the region. Tallies are
        folded under the part's value, so that those of girls and boys, who may share a cohort, cannot be added.
        """
        for (standing, split, value), tally in self.parts.items():
            folded = tally.fold(f"{standing} {value}".strip() if standing == TYPED_LATE else value)
            yield Part(standing, split, value), folded
            if split == TOTAL:
                for name, label in place._asdict().items():
                    yield Part(standing, name, label), folded
            elif split == SEX:
                yield Part(standing, REGION_SEX, f"{place.region} {value}"), folded

    def packed(self) -> bytes:
        """Writes the ledger as bytes, which `unpacked` reads.

        The largest part of each split and the rows of the cohort are left out, since they can be worked out from the
        rest.
        """
        left_out = {max(those, key=lambda part: self.parts[part].enrolled) for those in self._splits().values()}
        parts = [part for part in self.parts if part not in left_out]
        shapes = {name: of.shape for part in parts for name, of in self.parts[part].parts.items()}
        tables = {
            name: np.stack([self.parts[part].table(name, *shape) for part in parts])
            for name, shape in shapes.items()
            if not name.endswith(COHORTS)
        }
        return pack([parts, sorted(left_out)], {}, tables, SMALLEST)

    @classmethod
    def unpacked(cls, packed: bytes, stratum: str, cohort: int) -> Self:
        """Reads the bytes that `packed` wrote; no bytes give an empty ledger.

        stratum: the name of the cohort's, such as its region. cohort: its number. Raises ValueError or zlib.error for
        other bytes.
        """
        if not packed:
            return cls()
        (packed_parts, left_out), tables = unpack(packed)
        code = stratum_code(stratum)
        parts = {}
        for place, part in enumerate(packed_parts):
            some = Tally({name: of[place] for name, of in tables.items()}).parts
            parts[Part(*part)] = Tally(with_cohort(some, code, cohort))
        for part in (Part(*part) for part in left_out):
            others = [tally for of, tally in parts.items() if of[:2] == part[:2]]
            parts[part] = parts[Part(part.standing, TOTAL)] - Tally.together(others)
        return cls(parts)

    def _splits(self) -> dict[tuple[str, str], list[Part]]:
        splits: dict[tuple[str, str], list[Part]] = defaultdict(list)
        for part in self.parts:
            if part.split != TOTAL:
                splits[part.standing, part.split].append(part)
        return splits
