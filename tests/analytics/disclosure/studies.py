"""Studies that each have a suppressed group, and which of their groups an attacker works out."""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import numpy as np

from analytics.disclosure import LEAST
from analytics.disclosure_check import MANY
from tests.analytics.disclosure.attacker import Attacker, Left, Tables
from tests.analytics.disclosure.programme import Plan, Programme, entered, gone, quarters, settled_anew

ALONE = ((), ("way",), ("language", "channel"), ("way", "channel"), ("language",))
"""Variables of which one region has a value of its own, by study."""
RESULTS = 2
"""Cohorts whose results are known: that of the facilitator who attacks, and one of which there is a PDF."""


@cache
def study(seed: int) -> list[Programme]:
    """Four quarters of a programme of 6 to 20 regions and 1 to 10 cohorts a quarter.

    Boys of the first region are few, 1 to 3 in every second study and else 4 to 10. In half of the studies a region is
    as small as a whole, so that the table of regions is a rounded one. In most a region has a way, language or channel
    of its own, and the oldest are few.
    """
    random = np.random.default_rng(seed)
    few = int(random.integers(1, 4)) if seed % 2 else int(random.integers(4, LEAST))
    regions, cohorts = int(random.integers(6, 21)), int(random.integers(1, 11))
    old = None if seed % 3 == 0 else 1 + seed % (LEAST - 1)
    plan = Plan(regions, cohorts, small=few, region=_region(random, seed), alone=ALONE[seed // 4 % len(ALONE)], old=old)
    programmes = entered(quarters(random, plan, 4), plan.regions)
    return [one for one in programmes if one.cohorts and one.rows()[0].size >= LEAST]


def programme(seed: int, count: int) -> list[Programme]:
    """Quarters of a programme as it comes, with 1 % who withdraw; those in which nothing enters have no publication."""
    random = np.random.default_rng(seed)
    plan = Plan(
        int(random.integers(6, 21)), int(random.integers(1, 11)), withdrawals=0.01, alone=ALONE[seed % len(ALONE)]
    )
    programmes = [one for one in entered(quarters(random, plan, count)) if one.cohorts]
    return [
        one
        for place, one in enumerate(programmes)
        if not place or len(one.cohorts) > len(programmes[place - 1].cohorts)
    ]


def shrinking(seed: int, count: int) -> list[Programme]:
    """The same programme, in which all that had entered settled anew once, so that publications shrink: beside new
    cohorts, or in every second one as a new edition without any."""
    programmes = programme(seed, count)
    random = np.random.default_rng([seed, count])
    at = int(random.integers(1, len(programmes))) if len(programmes) > 1 else 0
    old = programmes[at - 1].cohorts if at else ()
    new = settled_anew(random, old) if old else []
    later = [Programme([*new, *one.cohorts[len(old) :]]) for one in programmes[at:]]
    return [*programmes[:at], *([Programme(new)] if seed % 2 and old else []), *later]


def _region(random: np.random.Generator, seed: int) -> int | None:
    return {1: int(random.integers(1, 4)), 2: int(random.integers(4, 9))}.get(seed % 4)


def left(
    tables: Sequence[Tables], programmes: Sequence[Programme], digits: float | None = None, *, is_all: bool = False
) -> list[Left]:
    """Of each suppressed group of the last two publications: enough for the bars, or all that is possible."""
    last = len(programmes)
    has_shrunk = any(gone(*pair) for pair in pairwise(programmes))
    results = range(min(RESULTS, len(programmes[-2].cohorts)))
    attacker = Attacker(tables[-2:], programmes[-2:], (last - 1, last), results, digits, has_shrunk=has_shrunk)
    return [attacker.left(name, when, is_all=is_all) for when in range(2) for name in attacker.suppressed(when)]


def exposed(groups: Sequence[Left]) -> list[Left]:
    return [one for one in groups if one.exposed]


def line(what: str, seed: int, groups: Sequence[Left]) -> str:
    """For a soak, one a study, to be summed: suppressed groups, those exposed, and the least values and width left of
    groups of 4 and more and of smaller ones (of size only where the enrolments leave enough)."""
    words = [f"{what} {seed} groups {len(groups)} exposed {len(exposed(groups))}"]
    for called, some in (
        ("many", [one for one in groups if one.n >= MANY]),
        ("few", [one for one in groups if one.n < MANY]),
    ):
        size = min((len(one.size) for one in some if one.by_enrolment >= MANY), default="-")
        improved = min((len(one.improved) for one in some), default="-")
        gain = min((round(one.gain, 2) for one in some), default="-")
        words.append(f"{called} {len(some)} size {size} improved {improved} gain {gain}")
    return " | ".join(words) + "\n"
