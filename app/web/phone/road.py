"""What a phone takes along between two connections: the way, the tests, and the list of pages to keep."""

import hashlib
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.services.learner import lessons, phones
from app.services.learner.lessons import Road
from app.services.learner.testing import Sitting, Standing
from app.services.people import SignedInLearner
from app.services.waves import Wave, desk_of
from app.store.people import enrolment
from app.store.programmes import helplines
from app.web.clock import now
from app.web.help import organisation_of
from app.web.helpline_words import digest_of
from app.web.learn.plan import plan_address, plan_place
from app.web.learn.road import WAVE_OF, Stop, stops_of
from app.web.learn.sitting import length_of, number_of, open_form
from app.web.phone import models as wire
from app.web.regional import HOME, ROADS
from app.web.transaction import db
from courses import GRACE, Step

SHELLS = ("road", "test", "cut")


def road_for(me: SignedInLearner) -> wire.Road:
    """Returns what a phone shows between two connections: the learner's way, the tests, and which pages to keep."""
    way = lessons.road(db(), me.learner_id, now())
    return wire.Road(
        mark=phones.mark_of(db(), me.learner_id),
        language=me.language,
        pages=_pages(me, way),
        keep=_keep(me, way),
        plan=plan_address(way, me.language, is_ahead=True) or "",
        told_at=now(),
        forms=forms_for(me, way).digest,
        stops=tuple(
            _stop(way, step, stop, me.language) for step, stop in zip(way.steps, stops_of(me, way), strict=True)
        ),
        tests=_tests(me, way),
    )


def forms_for(me: SignedInLearner, way: Road | None = None) -> wire.Forms:
    """Returns the questions of the tests that the phone takes along, with a digest that changes when they do.

    The follow-up is among them once it has opened or opens soon. way: of this learner; looked up if None.
    """
    way = way or lessons.road(db(), me.learner_id, now())
    forms = {sitting.wave.value: open_form(way.release, sitting) for sitting in _sittings(way)}
    digest = _digest(*(f"{wave} {form.model_dump_json()}" for wave, form in forms.items()))
    return wire.Forms(digest=digest, forms=forms)


def _tests(me: SignedInLearner, way: Road) -> tuple[wire.RoadTest, ...]:
    tickets = phones.tickets(db(), me.learner_id)
    schedule = desk_of(db(), me.learner_id).schedule
    return tuple(
        wire.RoadTest(
            wave=sitting.wave.value,
            number=number_of(sitting.wave),
            standing=sitting.standing.value,
            length=f"{length_of(sitting)}.",
            opened_at=schedule[sitting.wave].opened_at,
            closed_at=schedule[sitting.wave].closed_at,
            ticket=tickets[sitting.wave],
            key=sitting.key,
            answers=dict(sitting.answers),
            statements=dict(sitting.statements),
        )
        for sitting in _sittings(way)
    )


def _sittings(way: Road) -> list[Sitting]:
    """Of the tests to take along: the one that comes months later, when it is open or opens soon."""
    return [it for it in way.sittings.values() if it.wave is not Wave.FOLLOW_UP or is_near(it)]


def is_near(sitting: Sitting) -> bool:
    """Returns whether a test has opened, or opens by itself in two weeks: so long a phone may be offline."""
    if sitting.standing is not Standing.WAITING:
        return True
    return sitting.opens_at is not None and sitting.opens_at - GRACE <= now()


def _stop(way: Road, step: Step, stop: Stop, language: str) -> wire.RoadStop:
    number, where = None, ""
    if step.lesson_id is not None:
        number = [lesson.id for lesson in way.release.course.lessons].index(step.lesson_id) + 1
        words = way.release.words_for(step.lesson_id, language, way.second_language)[0]
        where = "" if words.pieces else _("Step %(n)s of %(of)s", n="{n}", of=len(words.screens))
    elif step.kind in WAVE_OF:
        number = number_of(WAVE_OF[step.kind])
    return wire.RoadStop(
        kind=step.kind.value,
        lesson=step.lesson_id,
        number=number,
        title=stop.title,
        language=stop.language,
        look=stop.look,
        note=stop.note,
        deed=stop.deed,
        pieces=tuple(
            wire.RoadPiece(id=piece.piece_id, title=piece.title, look=piece.look, first=piece.first)
            for piece in stop.pieces
        ),
        where=where,
    )


def _pages(me: SignedInLearner, way: Road) -> str:
    """The same for every learner who reads the same pages."""
    organisation = organisation_of("", now().date())
    of = organisation.ref if organisation else ""
    return _digest(way.release.digest, me.language, way.second_language, _country(me), of)


def _keep(me: SignedInLearner, way: Road) -> dict[str, str]:
    """By the address of a page that names nobody, where to fetch it from."""
    language = me.language
    sources = {
        url_for("offline.shell", name=name): url_for("offline.shell", name=name, lang=language) for name in SHELLS
    }
    today, own = now().date(), _country(me)
    organisation = organisation_of("", today)
    of: dict[str, Any] = {"of": organisation.ref} if organisation else {}
    with_lines = helplines.count_by_country(db(), today)
    for country in sorted({own, *HOME, *ROADS[:2]} & {own, *with_lines}):
        lines = helplines.list_shown(db(), country, today)
        version = digest_of(lines, organisation)
        source = url_for("help.help", lang=language, country=country, v=version, **of)
        sources[url_for("help.help", country=country)] = source
        if country == own:
            sources[url_for("help.help")] = source
    place = plan_place(way, language)
    if place is not None:
        number, n = place
        sources[url_for("learn.paper", number=number, n=n)] = url_for("offline.paper", number=number, n=n)
    for number in range(1, len(way.release.course.lessons) + 1):
        sources[url_for("learn.lesson", number=number)] = url_for("offline.lesson", number=number)
    return sources


def _digest(*texts: str) -> str:
    return hashlib.sha256(" ".join(texts).encode()).hexdigest()[:12]


def _country(me: SignedInLearner) -> str:
    home = enrolment.home_of(db(), me.learner_id)
    return home.cohort.region_code[:2] if home else ""
