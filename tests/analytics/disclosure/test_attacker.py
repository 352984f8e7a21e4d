"""Whoever knows two publications whole, the enrolments and one own group cannot work out a suppressed group."""

import os
from collections.abc import Callable, Sequence

import pytest

from tests.analytics.disclosure.attacker import Tables
from tests.analytics.disclosure.programme import Programme
from tests.analytics.disclosure.published import full_digits, not_checked, not_rounded, successive
from tests.analytics.disclosure.studies import exposed, left, study

STUDIES = int(os.environ.get("DISCLOSURE_STUDIES", "0"))
"""300 in a soak: DISCLOSURE_STUDIES=300."""
SEEDS = (3, 7, 8, 11, 12, 16, 19, 20, 23, 24, 27, 28, 29, 32, 36)
"""Of the studies whose attack takes least time."""
ATTACKED = 5
"""Suppressed groups that a study must tell on average: studies of nothing prove nothing."""


@pytest.fixture(scope="module")
def told() -> list[int]:
    """How many suppressed groups were told and attacked, by study."""
    return []


@pytest.mark.parametrize("seed", range(1000, 1000 + STUDIES) if STUDIES else SEEDS)
def test_no_suppressed_group_can_be_worked_out_of_two_publications(seed: int, told: list[int]) -> None:
    programmes = study(seed)
    groups = left([one.tables for one in successive(programmes)], programmes)

    told.append(len(groups))
    assert exposed(groups) == []


def test_the_studies_have_suppressed_groups_to_attack_and_splits_to_read(told: list[int]) -> None:
    if len(told) < len(SEEDS):
        pytest.skip("runs after all studies, where one process has them all")
    assert sum(told) >= ATTACKED * len(told)
    assert sum(map(bool, told)) > 0.8 * len(told)


@pytest.mark.parametrize(("gate", "digits"), [(not_rounded, 0.05), (full_digits, 1e-9)])
def test_the_attacker_works_out_every_group_of_a_gate_without_rounding_or_with_full_digits(
    gate: Callable[[Sequence[Programme]], list[Tables]], digits: float
) -> None:
    programmes = study(3)
    groups = left(gate(programmes), programmes, digits)

    assert groups
    assert exposed(groups) == groups
    assert {one.sizes for one in groups} <= {1, 2}


def test_rounding_without_the_check_at_making_does_not_hold() -> None:
    programmes = study(3)
    assert exposed(left(not_checked(programmes), programmes, 0.05))
