"""A ledger against tallies of the same learners, and what comes back of its bytes."""

import numpy as np
import pytest

from analytics.counts.learners import Learners, tally_of
from analytics.counts.ledger import TYPED_LATE, Ledger, Part, Place
from analytics.counts.tally import Tally
from tests.analytics.counts.test_tally import some_people

SPLITS = ("sex", "language")
PLACE = Place("KZ-61", "partner-1", "room")


def _cohort(seed: int) -> tuple[Learners, dict[str, np.ndarray]]:
    """One cohort of 20, and what its learners are split by."""
    learners = some_people(seed, n=20, cohorts=1)
    random = np.random.default_rng(seed)
    learners = learners.take(learners.stratum == learners.stratum[0])
    n = len(learners.pre)
    return learners, {"sex": random.choice(["female", "male", "unsaid"], n), "language": np.full(n, "ru")}


def _ledger(seed: int = 1) -> Ledger:
    learners, splits = _cohort(seed)
    standings = np.where(np.arange(len(learners.pre)) < 3, TYPED_LATE, "counted")
    return Ledger.of(learners, standings, splits)


@pytest.mark.parametrize("seed", range(5))
def test_what_was_packed_comes_back_with_the_split_that_was_left_out_and_the_rows_of_the_cohort(seed: int) -> None:
    ledger = _ledger(seed)

    assert Ledger.unpacked(ledger.packed(), "KZ-61", 0) == ledger


def test_every_split_adds_up_to_the_total_of_its_standing() -> None:
    ledger = _ledger()

    for standing in ("counted", TYPED_LATE):
        total = ledger.parts[Part(standing, "total")]
        for split in SPLITS:
            of_split = [tally for part, tally in ledger.parts.items() if part[:2] == (standing, split)]
            assert Tally.together(of_split) == total
    assert ledger.total == ledger.parts[Part("counted", "total")]


def test_the_cells_hold_the_cohort_by_place_and_by_what_lies_within_it() -> None:
    learners, _ = _cohort(1)
    cells = dict(_ledger().cells(PLACE))

    counted = {part[1:] for part in cells if part.standing == "counted"}
    assert {("region", "KZ-61"), ("partner", "partner-1"), ("way", "room"), ("language", "ru")} < counted
    assert {("total", ""), ("sex", "female"), ("region_sex", "KZ-61 female")} < counted
    whole = tally_of(learners.take(np.arange(len(learners.pre)) >= 3))
    assert cells[Part("counted", "region", "KZ-61")] == cells[Part("counted", "total")] == whole.fold()


def test_the_cohorts_of_girls_and_boys_do_not_add() -> None:
    cells = dict(_ledger().cells(PLACE))

    with pytest.raises(ValueError, match="may lie in several"):
        cells[Part("counted", "region_sex", "KZ-61 female")] + cells[Part("counted", "region_sex", "KZ-61 male")]
