"""Invented learners straight in the derived tables, for tests of reports that need hundreds of them."""

import random
from collections import Counter
from dataclasses import dataclass, field

from app.store import Session
from app.store.tables import CohortSum, FlowCell, GainCell

USUAL = {
    "wave_pair": "pre-post",
    "region_code": "KZ-61",
    "form_order": "AB",
    "sex": "female",
    "age_band": "15-17",
    "language": "ru",
    "way": "room",
    "month": "2026-03",
}


@dataclass
class Ledger:
    """What learners add up to; `write` puts it into the tables."""

    structure: str
    programme_id: int
    partner_id: int
    out_of: int = 14
    flows: Counter[tuple[tuple[str, object], ...]] = field(default_factory=Counter)
    gains: Counter[tuple[tuple[str, object], ...]] = field(default_factory=Counter)
    cohorts: dict[tuple[tuple[str, object], ...], list[tuple[int, int]]] = field(default_factory=dict)

    def pair(self, pre: int, post: int, *, cohort_id: int, **dimensions: object) -> None:
        key = self._key(dimensions)
        self.flows[(*key, ("state", "paired"))] += 1
        self.gains[(*key, ("pre", pre), ("post", post))] += 1
        self.cohorts.setdefault((*key, ("cohort_id", cohort_id)), []).append((pre, post))

    def unpaired(self, state: str, count: int = 1, **dimensions: object) -> None:
        """pre_only, post_only or neither."""
        self.flows[(*self._key(dimensions), ("state", state))] += count

    def write(self, session: Session) -> None:
        session.add_all(FlowCell(**dict(key), learner_count=count) for key, count in self.flows.items())
        session.add_all(
            GainCell(**dict(key), out_of=self.out_of, learner_count=count) for key, count in self.gains.items()
        )
        for key, pairs in self.cohorts.items():
            gains = [post - pre for pre, post in pairs]
            session.add(
                CohortSum(
                    **dict(key),
                    out_of=self.out_of,
                    learner_count=len(pairs),
                    d=sum(gains),
                    dd=sum(d * d for d in gains),
                    improved=sum(d > 0 for d in gains),
                    worse=sum(d < 0 for d in gains),
                    pre=sum(pre for pre, _ in pairs),
                    pre_pre=sum(pre * pre for pre, _ in pairs),
                    pre_post=sum(pre * post for pre, post in pairs),
                )
            )
        session.flush()

    def _key(self, dimensions: dict[str, object]) -> tuple[tuple[str, object], ...]:
        home = {"structure_digest": self.structure, "programme_id": self.programme_id, "partner_id": self.partner_id}
        return tuple({**home, **USUAL, **dimensions}.items())


def six_regions(ledger: Ledger) -> None:
    """173 pairs of six regions in eighteen cohorts, 159 of them improved; 24 took the first test only, 3 the second."""
    draw = random.Random(7)
    sizes = {
        "KZ-61": (32, 31),
        "KZ-35": (28, 27),
        "KZ-75": (34, 32),
        "KZ-79": (30, 28),
        "KZ-15": (22, 20),
        "KZ-63": (27, 21),
    }
    for region, (paired, improved) in sizes.items():
        for place in range(paired):
            pre = draw.choice([5, 6, 6, 7, 7, 8, 8, 9, 10])
            gain = draw.choice([2, 3, 4, 4, 5, 6]) if place < improved else draw.choice([0, 0, -1])
            ledger.pair(
                pre,
                min(14, pre + gain),
                cohort_id=3 * list(sizes).index(region) + place % 3 + 1,
                region_code=region,
                sex="unsaid" if place % 16 == 15 else draw.choice(["female", "female", "male"]),
                month=draw.choice(["2026-02", "2026-03"]),
                way=draw.choice(["room", "room", "remote"]),
            )
        ledger.unpaired("pre_only", 4, region_code=region)
    ledger.unpaired("post_only", 3, region_code="KZ-61")
    ledger.unpaired("neither", 5, region_code="KZ-35")
