"""What invented learners do, through the real doors: join, do lessons, sit tests, teach friends."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from app.services.demonstration import people
from app.services.demonstration.crowds import Person
from app.services.learner import joining, lessons, phones, reach
from app.services.people import new_card
from app.services.releases import name_for_phones, release_of
from app.services.waves import Wave
from app.store import Session
from app.store.programmes.cohorts import Cohort
from assessments import Answer

SEED = 20260201
"""The same seed, the same programme."""

WEEKS = 6
"""From pre-test to post-test."""

TAUGHT_FRIENDS = 0.4
"""Share of those who took the second test."""

Answers = dict[Wave, dict[str, Answer | None]]
"""Option id by item id, by test; None: left blank."""


def join(session: Session, random: Random, cohort: Cohort, now: datetime) -> int:
    """Adds an invented learner to a cohort, with a card that nobody holds; returns the learner id.

    Raises RuntimeError if joining is closed.
    """
    door = joining.open_door(session, cohort.join_code, now)
    language = random.choices((cohort.language, "kk", "ru", "en"), weights=(80, 9, 9, 2))[0]
    joined = door and joining.join(
        session,
        door=door,
        join_key=uuid.UUID(int=random.getrandbits(128), version=4).hex,
        language=language,
        sex=people.chosen(random, people.SEXES),
        age_band=people.chosen(random, people.AGE_BANDS),
        assent_version=joining.ASSENT_VERSION,
        card=new_card(),
        pin_hash="-",
        now=now,
    )
    if not joined:
        raise RuntimeError("the door of a demonstration's cohort is closed")
    return joined.learner_id


def answers_of(session: Session, cohort: Cohort, person: Person, learner_id: int, seed: str, group: float) -> Answers:
    """Returns what an invented learner will answer on each test that they take, drawn by `seed`; stores nothing.

    group: what the cohort has in common, in logits. Raises RuntimeError if no answers fit the person's change.
    """
    release = release_of(session, cohort.course_release_id)
    forms = phones.forms_of(session, learner_id)
    if len(person.waves) == 2:
        return people.pair_of_answers(seed, release, forms, group=group, change=person.change)
    return {
        wave: people.complete_answers(seed, release, forms[wave], group=group, is_taught=wave is Wave.POST)
        for wave in person.waves
    }


def sit(
    session: Session, random: Random, cohort: Cohort, wave: Wave, chosen: dict[int, Answers], opened_at: datetime
) -> None:
    """Sends the answers of all learners who take this test, each within an hour of its opening.

    chosen: answers by learner id. Raises RuntimeError if one is refused.
    """
    release = release_of(session, cohort.course_release_id)
    instrument = name_for_phones(session, release)
    for learner_id, answers in chosen.items():
        if wave not in answers:
            continue
        leaning = Random(f"{SEED}/leaning/{learner_id}").gauss(0.0, 0.7)  # noqa: S311 - these people are invented
        now = opened_at + timedelta(seconds=random.randint(600, 3600))
        form = phones.forms_of(session, learner_id)[wave]
        sheet = people.sheet(
            random, instrument, wave, form, answers[wave], now, people.points(random, release, wave, leaning)
        )
        key = str(uuid.UUID(int=random.getrandbits(128), version=4))
        result = phones.put_attempt(session, phones.tickets(session, learner_id)[wave], key, sheet, now)
        if result.code != "stored":
            raise RuntimeError(f"an invented test was not taken: {result.code} {result.field or ''}")


def learn(
    session: Session, random: Random, cohort: Cohort, person: Person, learner_id: int, opened_at: datetime
) -> None:
    """Stores lessons as done for an invented learner, spread over the weeks of the course.

    Each lesson is done by chance: 60 to 100 % of them by somebody who takes the second test, 35 % by anybody else.
    """
    release = release_of(session, cohort.course_release_id)
    diligence = random.choice((1.0, 1.0, 0.92, 0.8, 0.6)) if Wave.POST in person.waves else 0.35
    apart = timedelta(weeks=WEEKS) / (len(release.course.lessons) + 1)
    for place, lesson in enumerate(release.course.lessons, start=1):
        if random.random() < diligence:
            now = opened_at + place * apart + timedelta(minutes=random.randint(0, 50))
            words, _language = release.words_for(lesson.id, cohort.language, "ru")
            for piece_id, screens in zip(lesson.piece_ids, words.by_piece, strict=True):
                lessons.finish(session, learner_id, piece_id, of=len(screens), now=now)


def teach_friends(session: Session, random: Random, members: Sequence[tuple[Person, int]], closed_at: datetime) -> None:
    """Stores, for some who took the second test, how many peers they taught, 2 to 20 days after it closed."""
    for person, learner_id in members:
        if Wave.POST in person.waves and random.random() < TAUGHT_FRIENDS:
            peers = random.choices((0, 1, 2, 3, 4, 6), weights=(8, 20, 40, 18, 10, 4))[0]
            reach.report(session, learner_id, peers, closed_at + timedelta(days=random.randint(2, 20)))
