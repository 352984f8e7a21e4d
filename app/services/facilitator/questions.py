"""The questions of the test for the room, when the right answers are shown: what the group chose, never who."""

from dataclasses import dataclass
from datetime import datetime

from analytics import LEAST
from analytics.counts.learners import Sheet
from analytics.counts.tally import PRE_POST, Tally
from analytics.counts.tally_readings import WAVES, item_choices, option_counts
from app.content import Release
from app.services.facilitator.instead import tells_wordings
from app.services.figures import ledgers
from app.services.releases import release_of
from app.services.waves import schedule_of
from app.store import Session
from app.store.answers.columns import sheet_of
from app.store.programmes.cohorts import Cohort
from assessments import FORMS, UNSURE

RIGHT, OTHER = "right", "other"
BLANK = "blank"


@dataclass(frozen=True)
class Bar:
    """A Bar is how many chose one thing on the first and on the second test, of those with both.

    choice: RIGHT, OTHER or UNSURE, where both wordings are taken together; else the id of an option.
    """

    choice: str
    before: int
    after: int
    is_right: bool


@dataclass(frozen=True)
class Question:
    """A Question is one item as the room talks about it.

    bars: empty where fewer than LEAST have taken both tests. of_before, of_after: how many answered it on each test in
    what the bars count. has_options: the bars are of the options of one wording, which enough have met each time.
    """

    item_id: str
    bars: tuple[Bar, ...] = ()
    of_before: int = 0
    of_after: int = 0
    has_options: bool = False


def question_of(session: Session, cohort: Cohort, step: str, number: int, now: datetime) -> Question:
    """Returns a question of the test, by its number from 1, with what was chosen.

    step: whose counts are taken. Half of a group met each item in the one wording and half in the other. A bar stands
    on eleven people at least: so the options of a wording are told only where eleven met it each time, and else how
    many chose the right answer, another or "not sure", of both wordings together.
    """
    release = release_of(session, cohort.course_release_id)
    item = release.instrument.items[number - 1]
    tally = ledgers.tally_at(session, cohort.cohort_id, step)
    if tally is None or not schedule_of(session, cohort).is_revealed(now) or pairs_of(tally, release) < LEAST:
        return Question(item.id)
    if "options" not in tally.parts:  # counted before a reveal told what was chosen
        return _right_or_not(tally, item.id)
    return _by_option(tally, release, number - 1) or _together(tally, release, number - 1)


def order_of(session: Session, cohort: Cohort, step: str) -> tuple[int, ...]:
    """Returns the numbers of the questions, the one fewest had right on the second test first.

    In the order of the test where fewer than LEAST have taken both tests.
    """
    release = release_of(session, cohort.course_release_id)
    numbers = tuple(range(1, len(release.instrument.items) + 1))
    tally = ledgers.tally_at(session, cohort.cohort_id, step)
    if tally is None or pairs_of(tally, release) < LEAST:
        return numbers
    after = [int(tally.table(f"twice:{item.id}", 2, 2)[:, 1].sum()) for item in release.instrument.items]
    return tuple(sorted(numbers, key=lambda number: after[number - 1]))


def pairs_of(tally: Tally, release: Release) -> int:
    """Returns how many learners with both tests a tally counts."""
    return tally.counts(PRE_POST, len(release.instrument.items)).joint.n


def _right_or_not(tally: Tally, item_id: str) -> Question:
    twice = tally.table(f"twice:{item_id}", 2, 2)
    n, before, after = int(twice.sum()), int(twice[1].sum()), int(twice[:, 1].sum())
    bars = (Bar(RIGHT, before, after, is_right=True), Bar(OTHER, n - before, n - after, is_right=False))
    return Question(item_id, bars, n, n)


def _together(tally: Tally, release: Release, place: int) -> Question:
    before, after = item_choices(tally, sheet_of(release.instrument), place)
    bars = (
        Bar(RIGHT, before.right, after.right, is_right=True),
        Bar(OTHER, before.other, after.other, is_right=False),
        Bar(UNSURE, before.unsure, after.unsure, is_right=False),
    )
    return Question(release.instrument.items[place].id, bars, before.n, after.n)


def _by_option(tally: Tally, release: Release, place: int) -> Question | None:
    """Of the first wording; None where too few met one of the two."""
    if not tells_wordings(tally, release):
        return None
    size = len(release.instrument.items) + 1
    by_forms = tally.table(PRE_POST, 2, 2, size, size).sum(axis=(2, 3))
    sheet, form, item = sheet_of(release.instrument), FORMS[0], release.instrument.items[place]
    before, after = (_chosen(tally, sheet, wave, form, place) for wave in WAVES)
    bars = tuple(
        Bar(option, before[option], after[option], is_right=option in item.form(form).keys)
        for option in (*item.form(form).options, UNSURE)
    )
    return Question(item.id, bars, int(by_forms[0].sum()), int(by_forms[:, 0].sum()), has_options=True)


def _chosen(tally: Tally, sheet: Sheet, wave: str, form: str, place: int) -> dict[str, int]:
    """How many chose each option of an item on this form; UNSURE with those who left it open."""
    counts = option_counts(tally, sheet, wave, form, FORMS, (UNSURE, BLANK))[place]
    chosen: dict[str, int] = dict(zip(counts.options, counts.chosen.sum(axis=1).tolist(), strict=True))
    return chosen | {UNSURE: chosen[UNSURE] + chosen[BLANK]}
