"""Studies that each have a suppressed group, and which of their groups an attacker works out."""

from collections.abc import Sequence

import numpy as np

from analytics.disclosure import LEAST
from tests.analytics.disclosure.attacker import Attacker, Left, Tables
from tests.analytics.disclosure.programme import Plan, Programme, entered, quarters

OWN = 0
"""The cohort whose facilitator attacks."""


def study(seed: int) -> list[Programme]:
    """Four quarters of a programme of 6 to 20 regions and 1 to 10 cohorts a quarter.

    Boys of the first region are few, 1 to 3 in every second study and else 4 to 10. In half of the studies a region is
    as small as a whole, so that the table of regions is a rounded one.
    """
    random = np.random.default_rng(seed)
    few = int(random.integers(1, 4)) if seed % 2 else int(random.integers(4, LEAST))
    plan = Plan(int(random.integers(6, 21)), int(random.integers(1, 11)), small=few, region=_region(random, seed))
    programmes = entered(quarters(random, plan, 4), plan.regions)
    return [one for one in programmes if one.cohorts and one.rows()[0].size >= LEAST]


def programme(seed: int, count: int) -> list[Programme]:
    """Quarters of a programme as it comes, with 1 % who withdraw; those in which nothing enters have no publication."""
    random = np.random.default_rng(seed)
    plan = Plan(int(random.integers(6, 21)), int(random.integers(1, 11)), withdrawals=0.01)
    found = [one for one in entered(quarters(random, plan, count)) if one.cohorts]
    return [one for place, one in enumerate(found) if not place or len(one.cohorts) > len(found[place - 1].cohorts)]


def _region(random: np.random.Generator, seed: int) -> int | None:
    return {1: int(random.integers(1, 4)), 2: int(random.integers(4, 9))}.get(seed % 4)


def left(
    tables: Sequence[Tables], programmes: Sequence[Programme], digits: float | None = None, *, is_all: bool = False
) -> list[Left]:
    """Of each suppressed group of the last two publications: enough for the bars, or all that is possible."""
    last = len(programmes)
    attacker = Attacker(tables[-2:], programmes[-2:], (last - 1, last), OWN, digits)
    return [attacker.left(name, when, is_all=is_all) for when in range(2) for name in attacker.suppressed(when)]


def exposed(groups: Sequence[Left]) -> list[Left]:
    return [one for one in groups if one.exposed]
