"""The course as a facilitator sees it before a learner does: its lessons and both forms of the test."""

from dataclasses import dataclass

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from app.content import Release
from app.services.learner.testing import Sitting, Standing
from app.services.releases import release_of
from app.services.scopes import scope_to_lead
from app.services.waves import Wave, schedule_of
from app.store.programmes import cohorts
from app.store.programmes.cohorts import Cohort
from app.web.access import audience, staff
from app.web.clock import now
from app.web.language import NAMES, language
from app.web.lead.led import seen
from app.web.learn.sitting import open_form
from app.web.transaction import reading
from assessments import FORMS, Reason

WAVE_OF_FORM = {"A": Wave.PRE, "B": Wave.POST}
"""In a trial the first test has form A and the second B, as for half of a group."""
SEED = "trial"
"""By it the options stand in one of the orders that learners see."""


@dataclass(frozen=True)
class PieceShown:
    title: str
    first: int
    """its first screen within the lesson, from 1"""


@dataclass(frozen=True)
class LessonShown:
    """A LessonShown is a lesson in the list, in a language of the course."""

    number: int
    title: str
    language: str
    """of the titles"""
    pieces: tuple[PieceShown, ...]


@audience("facilitator", "me_officer", "partner_lead")
def course(ref: str) -> ResponseReturnValue:
    """Lists lessons with their pieces, and both tests, to look at as a learner does, in a language of the course.

    `in` in the address: the code of the language; otherwise the reader's, else the cohort's.
    """
    cohort, may_change = seen(ref)
    release = release_of(reading(), cohort.course_release_id)
    wanted = (request.args.get("in", ""), language(), cohort.language, *release.course.languages)
    spoken = next(code for code in wanted if code in release.course.languages)
    return render_template(
        "trial/course.html",
        cohort=cohort,
        may_change=may_change,
        spoken=spoken,
        languages=release.course.languages,
        lessons=[_lesson(release, cohort, number, spoken) for number in range(1, len(release.course.lessons) + 1)],
        forms=FORMS,
        has_key=may_see_key(cohort),
    )


def _lesson(release: Release, cohort: Cohort, number: int, spoken: str) -> LessonShown:
    words, shown = release.words_for(release.course.lessons[number - 1].id, spoken, cohort.language)
    pieces = tuple(PieceShown(piece.title, words.first_of(place)) for place, piece in enumerate(words.pieces))
    return LessonShown(number, words.title, shown, pieces)


@audience("facilitator", "me_officer", "partner_lead")
def form(ref: str, name: str, language: str) -> ResponseReturnValue:
    """Shows every question of a form of the test at once, in a language of the course.

    The right answers stand beside them for the cohort's own facilitator, as long as its learners see them, and for
    nobody else. Answers 404 for another form or language.
    """
    cohort, _may_change = seen(ref)
    release = release_of(reading(), cohort.course_release_id)
    if name not in FORMS or language not in release.instrument_words:
        abort(404)
    sitting = trial_sitting(release, WAVE_OF_FORM[name], language)
    reasons: dict[str, Reason] = {}
    if may_see_key(cohort):
        reasons = {it.item_id: it for it in release.reasons(name, language=language, responses={})}
    return render_template(
        "trial/form.html", cohort=cohort, form=open_form(release, sitting), spoken=language, reasons=reasons
    )


def may_see_key(cohort: Cohort) -> bool:
    """Returns whether this reader leads the cohort and its learners see the right answers now."""
    is_own = cohorts.get(reading(), cohort.ref, scope_to_lead(staff())) is not None
    return is_own and schedule_of(reading(), cohort).is_revealed(now())


def trial_sitting(release: Release, wave: Wave, language: str) -> Sitting:
    """Returns a test as somebody has it who has just begun, and who is no learner: of a trial nothing is stored."""
    return Sitting(
        wave=wave,
        standing=Standing.OPEN,
        form=next(form for form, each in WAVE_OF_FORM.items() if each is wave),
        seed=SEED,
        instrument=SEED,
        language=language if language in release.instrument_words else next(iter(release.instrument_words)),
        key=None,
        answers={},
        statements={},
        out_of=len(release.instrument.items),
        beside=len(release.instrument.beside(with_reactions=wave is Wave.POST)),
        had_incomplete=False,
        is_after_reveal=False,
        may_reopen=False,
        opens_at=None,
        time_zone="UTC",
    )


def locale_of(spoken: str) -> str:
    """Returns the language of the buttons around a course's words: the same, if the pages speak it."""
    return spoken if spoken in NAMES else language()
