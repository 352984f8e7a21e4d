"""People who do not exist: what they would answer, for demonstrations and tests. The same seed, the same people."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from app.content import Release
from app.services.waves import Wave
from assessments import POINTS, UNSURE, Answer, Statement, marks, score
from courses import PAIR

SEXES = {"female": 54, "male": 43, "unsaid": 3}
AGE_BANDS = {"10-14": 6, "15-17": 58, "18-19": 24, "20-24": 10, "unsaid": 2}

_DIFFICULTY = {"remember": -0.7, "understand": -0.2, "apply": 0.3, "analyse": 0.9}
"""In logits, by an item's level."""


@dataclass(frozen=True)
class Mind:
    """A Mind is what an invented person knows at first and how much they learn, both in logits.

    memory: the share of what they learn that lasts for months, 0 to 1.
    """

    ability: float
    learning: float
    memory: float

    @classmethod
    def drawn(cls, random: Random, *, group: float = 0.0) -> "Mind":
        """Draws a mind at random.

        group: what the cohort has in common, in logits, which shifts knowledge and learning.
        """
        ability = random.gauss(-0.9 + group, 1.3)
        learning = max(random.gauss(2.1 + group, 0.8), -0.6)
        return cls(ability, learning, min(max(random.gauss(0.8, 0.2), 0.2), 1.0))

    def on(self, wave: Wave) -> float:
        """Returns what the person knows, in logits, when they sit this test."""
        part = {Wave.EARLY: 0.0, Wave.PRE: 0.0, Wave.POST: 1.0, Wave.FOLLOW_UP: self.memory}[wave]
        return self.ability + part * self.learning


def chosen(random: Random, shares: Mapping[str, int]) -> str:
    return random.choices(list(shares), weights=list(shares.values()))[0]


def answers(random: Random, release: Release, form: str, ability: float) -> dict[str, Answer | None]:
    """Draws answers to all items of a form: option id by item id; None for an item left blank, which is rare.

    ability: in logits; the higher, the likelier is the right option.
    """
    chosen: dict[str, Answer | None] = {}
    for item in release.instrument.items:
        question = item.form(form)
        knows = 1 / (1 + math.exp(_DIFFICULTY[item.level] - ability))
        if random.random() < knows:
            chosen[item.id] = question.key
        elif random.random() < 0.03:
            chosen[item.id] = None
        elif random.random() < 0.3:
            chosen[item.id] = UNSURE
        elif question.has_lines:
            chosen[item.id] = marks(random.sample(question.options, random.randint(1, len(question.options))))
        else:
            chosen[item.id] = random.choice(question.options)
    return chosen


def pair_of_answers(
    seed: str, release: Release, forms: Mapping[Wave, str], *, group: float, change: int
) -> dict[Wave, dict[str, Answer | None]]:
    """Draws the answers, by test, of somebody who improved (`change` 1), stayed the same (0) or fell back (-1).

    People are drawn until one changes so; no answer is altered. Raises RuntimeError after 10,000 people.
    """
    for draw in range(10_000):
        random = Random(f"{seed}/{draw}")  # noqa: S311 - these people are invented
        mind = Mind.drawn(random, group=group)
        by_wave = {wave: answers(random, release, forms[wave], mind.on(wave)) for wave in forms}
        pre, post = (score(release.instrument, forms[wave], by_wave[wave]) for wave in PAIR)
        gain = post.right - pre.right
        if pre.is_complete and post.is_complete and (gain > 0) - (gain < 0) == change:
            return by_wave
    raise RuntimeError(f"nobody of {seed} changes by {change}: the instrument does not allow it")


def complete_answers(
    seed: str, release: Release, form: str, *, group: float, is_taught: bool
) -> dict[str, Answer | None]:
    """Draws the answers to the only test of a person: option id by item id, with enough answers to be complete.

    is_taught: they have had the lessons. Raises RuntimeError after 10,000 people who leave too many items blank.
    """
    for draw in range(10_000):
        random = Random(f"{seed}/{draw}")  # noqa: S311 - these people are invented
        mind = Mind.drawn(random, group=group)
        chosen = answers(random, release, form, mind.on(Wave.POST if is_taught else Wave.PRE))
        if score(release.instrument, form, chosen).is_complete:
            return chosen
    raise RuntimeError(f"nobody of {seed} answers enough items")


def points(random: Random, release: Release, wave: Wave, leaning: float) -> dict[str, int | None]:
    """Draws answers to the statements and, on the second test, to the questions on how the course was: 1 to 5 by id.

    About one in 25 is None, no answer. leaning: of this person, in points. The course moves people by less than a
    point.
    """
    instrument = release.instrument
    moved = {Wave.EARLY: 0.0, Wave.PRE: 0.0, Wave.POST: 0.8, Wave.FOLLOW_UP: 0.6}[wave]
    drawn = {
        statement.id: _turned(statement, _point(random, 3.0 + leaning + moved)) for statement in instrument.statements
    }
    if wave is Wave.POST:
        drawn |= {reaction.id: _point(random, 4.2 + leaning / 2) for reaction in instrument.reactions}
    return {name: None if random.random() < 0.04 else point for name, point in drawn.items()}


def _point(random: Random, middle: float) -> int:
    return min(max(round(random.gauss(middle, 0.8)), POINTS[0]), POINTS[-1])


def _turned(statement: Statement, point: int) -> int:
    return POINTS[0] + POINTS[-1] - point if statement.reversed else point


def sheet(
    random: Random,
    instrument: str,
    wave: Wave,
    form: str,
    chosen: Mapping[str, Answer | None],
    finished_at: datetime,
    statements: Mapping[str, int | None],
) -> dict[str, Any]:
    """Returns the body of the request in which a phone would send these answers, as `phones.put_attempt` takes it.

    random: for the seconds that each item took. instrument: its name for phones. chosen: option id by item id.
    statements: point by id.
    """
    seconds = {item_id: random.randint(8, 45) for item_id in chosen}
    return {
        "wave": wave.value,
        "form": form,
        "instrument": instrument,
        "answers": dict(chosen),
        "seconds": seconds,
        "statements": dict(statements),
        "started_at": (finished_at - timedelta(seconds=sum(seconds.values()))).isoformat(),
        "finished_at": finished_at.isoformat(),
        "sent_at": finished_at.isoformat(),
    }
