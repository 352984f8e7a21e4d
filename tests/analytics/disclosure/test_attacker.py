"""Whoever knows two publications whole, the enrolments and one own group cannot work out a suppressed group."""

import os
import sys
from collections.abc import Callable, Sequence

import pytest

from tests.analytics.disclosure.attacker import Tables
from tests.analytics.disclosure.programme import Programme
from tests.analytics.disclosure.published import full_digits, gated, not_checked, not_rounded
from tests.analytics.disclosure.studies import exposed, left, line, study

pytestmark = pytest.mark.many

STUDIES = int(os.environ.get("DISCLOSURE_STUDIES", "10"))
"""300 in a soak: DISCLOSURE_STUDIES=300."""
ENROLLED = 1067
"""Two partners of an exact region, of whose 18 enrolled learners 16 took both tests: each has 7 to 9 for that alone."""
PARTNERS = 1209
"""Rounded partners told a facilitator how many improved in a suppressed region: they are left out beside one."""
SMALL = 1011
"""Of few groups, since all that is possible of each is a lot."""
Gate = Callable[[Sequence[Programme]], list[Tables]]
ATTACKED = 4
"""Suppressed groups that a study must tell on average: studies of nothing prove nothing."""


@pytest.fixture(scope="module")
def tally() -> list[int]:
    """How many suppressed groups were told and attacked, by study."""
    return []


@pytest.mark.parametrize("seed", [*range(1000, 1000 + STUDIES), ENROLLED, PARTNERS])
def test_no_suppressed_group_can_be_worked_out_of_two_publications(seed: int, tally: list[int]) -> None:
    programmes = study(seed)
    groups = left(gated(programmes), programmes)

    tally.append(len(groups))
    sys.stderr.write(line("study", seed, groups))
    assert exposed(groups) == []


def test_the_studies_have_suppressed_groups_to_attack_and_splits_to_read(tally: list[int]) -> None:
    if len(tally) < STUDIES + 2:
        pytest.skip("runs after all studies, where one process has them all")
    assert sum(tally) >= ATTACKED * len(tally)
    assert sum(map(bool, tally)) > 0.8 * len(tally)


@pytest.mark.parametrize(("gate", "digits"), [(not_rounded, 0.05), (full_digits, 1e-9)])
def test_the_attacker_works_out_every_group_of_a_gate_without_rounding_or_with_full_digits(
    gate: Gate, digits: float
) -> None:
    """Age bands aside, where those who did not say are few as well, and hide the few."""
    programmes = study(3)
    groups = [one for one in left(gate(programmes), programmes, digits) if one.name[0] != ("age_band",)]

    assert len({one.name[0] for one in groups}) > 2
    assert exposed(groups) == groups
    assert {len(one.size) for one in groups} <= {1, 2}


@pytest.mark.parametrize(("gate", "digits"), [(gated, None), (not_rounded, 0.05), (full_digits, 1e-9)])
def test_stopping_at_enough_values_has_the_verdicts_of_finding_all(gate: Gate, digits: float | None) -> None:
    programmes = study(SMALL)[-2:]
    tables = gate(programmes)
    enough, every = (left(tables, programmes, digits, is_all=is_all) for is_all in (False, True))

    assert [one.exposed for one in enough] == [one.exposed for one in every]
    assert all(one.size <= whole.size for one, whole in zip(enough, every, strict=True))


def test_rounding_without_the_check_at_making_does_not_hold() -> None:
    programmes = study(3)
    assert exposed(left(not_checked(programmes), programmes, 0.05))
