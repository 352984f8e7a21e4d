"""Who is in each cohort of the demonstration, and how they will change: counts that are fixed, the rest by chance."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from analytics import LEAST
from courses import PAIR, Wave

PLACES = (
    ("KZ-61", "Дом «Жас Түркістан» (вымышлено)"),
    ("KZ-79", "Школа Шымкента (вымышлено)"),
    ("KZ-31", "«Жол ашық», Жамбыл (вымышлено)"),
    ("KZ-47", "«Каспий», Мангистау (вымышлено)"),
    ("KZ-35", "«Следующий шаг», Караганда (вымышлено)"),
    ("KZ-75", "Круг Алматы (вымышлено)"),
)
COHORTS_OF_PLACE = 3

PAIRED, SAME, WORSE = 173, 8, 6
"""So 159 improved."""
PRE_ONLY, POST_ONLY, NEITHER = 22, 8, 6
"""Beside those of the group that has just begun."""


@dataclass(frozen=True)
class Person:
    """A Person is one invented learner, with the tests that they will take and the change in their score.

    waves: the tests they take. change: for takers of both tests 1 (improves), 0 (stays the same) or -1 (falls back).
    """

    waves: tuple[Wave, ...]
    change: int = 0


@dataclass(frozen=True)
class Crowd:
    """A Crowd holds the invented learners of one cohort, and how far they are alike.

    people: the learners. group: what its members have in common, in logits: it shifts what they know and what they
    learn.
    """

    people: list[Person]
    group: float


def crowds(random: Random) -> Iterator[Crowd]:
    """Yields the invented learners of each cohort of the demonstration, place by place; the largest cohort comes first.

    The totals over all cohorts are fixed (PAIRED, SAME, WORSE and so on), the rest is by chance. Everybody with both
    tests who does not improve is in the largest cohort of a place, where teaching went less well.
    """
    cohort_count = len(PLACES) * COHORTS_OF_PLACE
    sizes = [PAIRED // cohort_count] * cohort_count
    for extra in range(PAIRED % cohort_count):
        sizes[extra] += 1
    for _ in range(30):
        giver, taker = random.sample(range(cohort_count), 2)
        if sizes[giver] > 6:
            sizes[giver], sizes[taker] = sizes[giver] - 1, sizes[taker] + 1
    sizes.insert(0, sizes.pop(sizes.index(max(sizes))))
    places = [range(start, start + COHORTS_OF_PLACE) for start in range(0, cohort_count, COHORTS_OF_PLACE)]
    for place in places:
        _publish_all(sizes, place)
    weak = [max(place, key=sizes.__getitem__) for place in places]
    changes = random.sample([0] * SAME + [-1] * WORSE, SAME + WORSE)
    losers = weak * 2 + random.choices(weak, k=len(changes) - 2 * len(weak))
    others = [(place, Person(PAIR, change)) for place, change in zip(losers, changes, strict=True)]
    single = [Person((Wave.PRE,))] * PRE_ONLY + [Person((Wave.POST,))] * POST_ONLY + [Person(())] * NEITHER
    unpaired = [(random.randrange(cohort_count), person) for person in single]
    for cohort, size in enumerate(sizes):
        changed = [person for place, person in others if place == cohort]
        people = changed + [Person(PAIR, 1)] * (size - len(changed))
        people += [person for place, person in unpaired if place == cohort]
        random.shuffle(people)
        yield Crowd(people, random.gauss(-0.4 if cohort in weak else 0.2, 0.15))


def _publish_all(sizes: list[int], place: range) -> None:
    """Moves learners from the next larger cohort to the only small one of a place, which a publication would leave
    out, until two are small or none is."""
    while sum(sizes[cohort] < LEAST for cohort in place) == 1:
        taker = min(place, key=sizes.__getitem__)
        giver = min((cohort for cohort in place if sizes[cohort] >= LEAST), key=sizes.__getitem__)
        sizes[giver], sizes[taker] = sizes[giver] - 1, sizes[taker] + 1
