"""People without phones: added many at once, or by the sheet of somebody who holds a printed card."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.services.admission import GroupFull, places_of
from app.services.cohorts import note, today_of
from app.services.facilitator import paper
from app.services.facilitator.cards import MadeBefore
from app.services.facilitator.paper import Paper
from app.services.intake import ACCEPTED, Code
from app.services.learner.joining import ASSENT_VERSION, words_of
from app.services.people import AGE_BANDS, SEXES, Card
from app.services.releases import release_of
from app.services.submission import Source
from app.services.waves import Wave, waves_of
from app.store import Session
from app.store.people import enrolment, learners, prepared
from app.store.people.prepared import PreparedCard
from app.store.programmes import cohorts
from assessments import UNSURE, Answer, other_form


class NoConsent(ValueError):
    """Raised if somebody would be added before the consent is in place, or to an archived group."""


@dataclass(frozen=True)
class Person:
    """A Person is what is known of somebody who agreed on paper. Raises ValueError for an unknown sex or age band."""

    sex: str = "unsaid"
    age_band: str = "unsaid"

    def __post_init__(self) -> None:
        if self.sex not in SEXES or self.age_band not in AGE_BANDS:
            raise ValueError(f"nobody can be added as {self.sex}, {self.age_band}")


def add_several(
    session: Session,
    cohort: cohorts.Cohort,
    people: Sequence[Person],
    fresh: Sequence[tuple[Card, str]],
    *,
    batch: str,
    languages: tuple[str, ...],
    language: str,
    by: int,
    now: datetime,
) -> list[tuple[int, Card]]:
    """Adds people who agreed on paper, with an audit entry each; returns (handle, card) for each, in order.

    fresh: a card and `hash_secret` of its PIN for each; only hashes are stored. batch: names this form, which adds its
    people once. Raises MadeBefore if it did, GroupFull if there are fewer places than people, NoConsent, and ValueError
    for a language that the programme does not have.
    """
    if learners.by_join_key(session, _key(batch, 0)) is not None:
        raise MadeBefore
    if places_of(session, cohort).room < len(people):
        raise GroupFull
    made = []
    for number, (person, (card, pin_hash)) in enumerate(zip(people, fresh, strict=True)):
        joined = paper.add_by_hand(
            session,
            cohort,
            languages=languages,
            join_key=_key(batch, number),
            language=language,
            sex=person.sex,
            age_band=person.age_band,
            card=card,
            pin_hash=pin_hash,
            by=by,
            now=now,
        )
        if joined is None:
            raise NoConsent
        made.append((joined.handle, card))
    return made


def _key(batch: str, number: int) -> str:
    return f"{batch}-{number}"


def paper_of_card(session: Session, cohort: cohorts.Cohort, card: PreparedCard, wave: Wave) -> Paper:
    """Returns the sheet of whoever holds this printed card, of which nothing has been typed in."""
    instrument = release_of(session, cohort.course_release_id).instrument
    is_first_form = waves_of(cohort).index(wave) % 2 == 0
    form = card.first_form if is_first_form else other_form(card.first_form)
    return Paper(
        form=form,
        items={item.id: (*item.form(form).options, UNSURE) for item in instrument.items},
        lines=frozenset(item.id for item in instrument.items if item.has_lines),
        statements=instrument.beside(with_reactions=wave is Wave.POST),
        answers={},
        points={},
        is_typed=False,
        is_waiting=False,
        languages=(cohort.language,),
    )


def seat(
    session: Session, cohort: cohorts.Cohort, card: PreparedCard, person: Person, *, by: int, now: datetime
) -> int | None:
    """Makes whoever holds a printed card a learner who agreed on paper; returns the learner's id.

    They keep the card with its handle, code and PIN. Writes an audit entry. Returns None if the card was used
    meanwhile. Raises NoConsent.
    """
    if cohort.archived_at is not None or cohort.consent_on is None or cohort.consent_on > today_of(cohort, now):
        raise NoConsent
    used = prepared.use(session, card.prepared_card_id, cohort.cohort_id)
    if used is None:
        return None
    learner = learners.keep_first(
        session,
        cohort_id=cohort.cohort_id,
        join_key=secrets.token_urlsafe(24),
        code_hash=used.code_hash,
        pin_hash=used.pin_hash,
        sex=person.sex,
        age_band=person.age_band,
        language=cohort.language,
        now=now,
        place=enrolment.Place(used.handle, used.first_form),
    )
    if learner is None:
        raise RuntimeError("a key that was just drawn is taken")
    version = words_of(f"paper {ASSENT_VERSION}", is_waiting=cohort.is_waiting)
    learners.add_consent(session, learner.learner_id, version=version, language=cohort.language, now=now)
    note(session, "learner.add_by_hand", cohort, by=by, now=now, subject=f"learner {learner.handle}")
    return learner.learner_id


def type_in(
    session: Session,
    cohort: cohorts.Cohort,
    card: PreparedCard,
    person: Person,
    wave: Wave,
    *,
    answers: Mapping[str, Answer | None],
    points: Mapping[str, int | None],
    sat_on: date,
    source: Source,
    now: datetime,
) -> Code:
    """Stores a sheet under a printed card, whose holder thereby joins as a learner who agreed on paper.

    Nobody joins by a sheet that is refused. Returns Code.WAVE_TAKEN if the card was used meanwhile. Raises NoConsent,
    and ValueError as `paper.type_in` does.
    """
    if source.by is None:
        raise ValueError("somebody types a sheet in")
    with session.begin_nested() as savepoint:
        learner_id = seat(session, cohort, card, person, by=source.by, now=now)
        if learner_id is None:
            return Code.WAVE_TAKEN
        code = paper.type_in(
            session,
            cohort,
            learner_id,
            wave,
            answers=answers,
            points=points,
            sat_on=sat_on,
            source=source,
            now=now,
        )
        if code not in ACCEPTED:
            savepoint.rollback()
    return code
