"""Pilots: what an author learns of each item from the groups that try a test out; they are in no figure.

It is read from the cells of settled pilot groups alone: a group enters whole and once, so that no two looks tell one
learner's answers. The second test of the settled groups alone has closed: others may still sit the same items, so the
keys told here are for administrators and M&E officers, and for nobody in a group.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from analytics.counts.flow import Flow
from analytics.counts.tally import PRE_POST, Tally
from analytics.counts.tally_readings import item_scores, option_counts
from analytics.items.review import FormReview, review
from app.services import releases
from app.services.figures.parts import BLANK
from app.store import Session
from app.store.answers.columns import sheet_of
from app.store.figures import pilots as rows
from app.store.figures.selection import Scope
from assessments import FORMS, UNSURE, Instrument, InstrumentWords

BEFORE = "before"


@dataclass(frozen=True)
class Pilot:
    """A Pilot is one test that is tried out, with the items of each form. Different tests are never added up.

    course: slug. title: of the course, by language. structure: digest of the instrument. released_at: when it was
    released last. settled, unsettled: numbers of pilot groups; only settled ones are counted. flow: who of those took
    which test; the forms are of those who took both. words: by language.
    """

    course: str
    title: Mapping[str, str]
    structure: str
    released_at: datetime
    settled: int
    unsettled: int
    flow: Flow
    forms: tuple[FormReview, ...]
    instrument: Instrument
    words: Mapping[str, InstrumentWords]


def pilots_of(session: Session, scope: Scope, course: str | None = None) -> tuple[Pilot, ...]:
    """Returns every test that is tried out in the scope's programmes, by course, the newest first.

    course: slug of one course alone.
    """
    trials = rows.list_trials(session, scope, course)
    tallies = rows.tallies_of(session, scope, [trial.structure for trial in trials]) if trials else {}
    return tuple(_pilot(session, trial, tallies.get(trial.structure, Tally())) for trial in trials)


def _pilot(session: Session, trial: rows.Trial, tally: Tally) -> Pilot:
    release = releases.release_of_structure(session, trial.structure)
    return Pilot(
        course=trial.slug,
        title=release.course.title,
        structure=trial.structure,
        released_at=trial.released_at,
        settled=trial.settled,
        unsettled=trial.unsettled,
        flow=tally.flow(PRE_POST),
        forms=_forms(release.instrument, tally),
        instrument=release.instrument,
        words=release.instrument_words,
    )


def _forms(instrument: Instrument, tally: Tally) -> tuple[FormReview, ...]:
    sheet, others = sheet_of(instrument), (UNSURE, BLANK)
    return tuple(
        review(
            form,
            item_scores(tally, sheet, BEFORE, place),
            option_counts(tally, sheet, BEFORE, form, FORMS, others),
            others=others,
        )
        for place, form in enumerate(FORMS)
    )
