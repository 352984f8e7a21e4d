"""What some learners add up to, and the keys that it is added up by: the derived tables before they are written."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


class Dimensions(NamedTuple):
    """The key that all summaries share; the names are the columns'."""

    structure_digest: str
    wave_pair: str
    programme_id: int
    region_code: str
    partner_id: int
    form_order: str
    sex: str
    age_band: str
    language: str
    way: str
    month: str


class GainKey(NamedTuple):
    of: Dimensions
    out_of: int
    pre: int
    post: int


class FlowKey(NamedTuple):
    of: Dimensions
    state: str


class CohortKey(NamedTuple):
    of: Dimensions
    cohort_id: int
    out_of: int


class Sums(NamedTuple):
    """Over the pairs of one cohort; d is post minus pre."""

    learner_count: int = 0
    d: int = 0
    dd: int = 0
    improved: int = 0
    worse: int = 0
    pre: int = 0
    pre_pre: int = 0
    pre_post: int = 0

    def plus(self, other: "Sums", sign: int = 1) -> "Sums":
        return Sums(*(mine + sign * theirs for mine, theirs in zip(self, other, strict=True)))


class Pair(NamedTuple):
    """A row of score_pair; the names are the columns'."""

    learner_id: int
    instrument_id: int
    cohort_id: int
    form_order: str
    sex: str
    age_band: str
    language: str
    channel: str
    month: str
    lessons: int
    early: int | None
    pre: int | None
    post: int | None
    follow_up: int | None


class CohortCounts(NamedTuple):
    """Learners of a cohort who are in it, and who have sat each test; the names are the columns' of cohort_tally."""

    enrolled: int = 0
    early: int = 0
    pre: int = 0
    post: int = 0
    paired: int = 0
    follow_up: int = 0

    @classmethod
    def of(cls, pair: Pair) -> "CohortCounts":
        early, pre, post, third = (score is not None for score in (pair.early, pair.pre, pair.post, pair.follow_up))
        return cls(1, early, pre, post, pre and post, third)

    def plus(self, other: "CohortCounts", sign: int = 1) -> "CohortCounts":
        return CohortCounts(*(mine + sign * theirs for mine, theirs in zip(self, other, strict=True)))


@dataclass
class Totals:
    """What some learners add up to."""

    gains: Counter[GainKey] = field(default_factory=Counter)
    flows: Counter[FlowKey] = field(default_factory=Counter)
    sums: dict[CohortKey, Sums] = field(default_factory=lambda: defaultdict(Sums))
    pairs: set[Pair] = field(default_factory=set)
    tallies: dict[int, CohortCounts] = field(default_factory=lambda: defaultdict(CohortCounts))
    """by cohort"""

    def add_learner(self, cohort_id: int, pairs: Sequence[Pair]) -> None:
        """Counted where their scores are; where they are enrolled (cohort_id) as long as they have none."""
        self.pairs.update(pairs)
        for pair in pairs:
            self.tallies[pair.cohort_id] = self.tallies[pair.cohort_id].plus(CohortCounts.of(pair))
        if not pairs:
            self.tallies[cohort_id] = self.tallies[cohort_id].plus(CohortCounts(1))

    def take_in(self, other: "Totals") -> None:
        """All but the pairs."""
        self.gains.update(other.gains)
        self.flows.update(other.flows)
        for key, sums in other.sums.items():
            self.sums[key] = self.sums[key].plus(sums)
        for cohort_id, counts in other.tallies.items():
            self.tallies[cohort_id] = self.tallies[cohort_id].plus(counts)

    def add(self, dimensions: Dimensions, state: str) -> None:
        self.flows[FlowKey(dimensions, state)] += 1

    def add_scores(self, of: Dimensions, cohort_id: int, out_of: int, pre: int, post: int) -> None:
        d = post - pre
        self.gains[GainKey(of, out_of, pre, post)] += 1
        key = CohortKey(of, cohort_id, out_of)
        self.sums[key] = self.sums[key].plus(Sums(1, d, d * d, d > 0, d < 0, pre, pre * pre, pre * post))
