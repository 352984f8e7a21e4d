"""Counting a cohort as a ledger, and checking that what was counted once still agrees with what is stored."""

from collections.abc import Iterator

import numpy as np

from analytics.counts.learners import Column, tally_of
from analytics.counts.ledger import COUNTED, PILOT, TOTAL, TYPED_LATE, WAITING, Ledger, Part
from analytics.counts.tally import (
    CAME_BESIDE,
    COHORTS,
    LEFT,
    LESSONS,
    POST_FOLLOW_UP,
    PRE_FOLLOW_UP,
    PRE_POST,
    PRE_POST_OF_THREE,
    Tally,
)
from app.services.releases import release_of_structure
from app.services.waves import Wave, schedule_of
from app.store import Session
from app.store.answers import dose, numbers
from app.store.figures import additions, members, settlements
from app.store.figures.settlements import SealedSettlement, Settlement
from app.store.programmes import cohorts
from app.store.steps import FOLLOW_UP, REVEAL

RESTORE = "restore a backup"
RESTORE_ROWS = "`navigator rebuild` where a score alone was edited, else restore a backup"
REBUILD = "`navigator rebuild`, unless a test or a settled group is named too"
OF_FOLLOW_UP = (PRE_FOLLOW_UP, POST_FOLLOW_UP, PRE_POST_OF_THREE, LEFT)
"""Tables of a tally that the follow-up adds; the course adds all others."""


class Edited(ValueError):
    """Raised if settlements or course releases were edited by hand, so that nothing may be computed from them."""

    def __init__(self, names: list[str]) -> None:
        super().__init__("; ".join(names))


def standing_of(cohort: cohorts.Cohort) -> str:
    """Returns the standing of a cohort's learners: COUNTED, WAITING for a comparison group, or PILOT."""
    if cohort.is_pilot:
        return PILOT
    return WAITING if cohort.is_waiting else COUNTED


def ledger_of(
    session: Session, cohort: cohorts.Cohort, step: str, *, instrument_id: int, region: str
) -> tuple[Ledger, int]:
    """Counts a cohort on this step; returns its ledger and the number of learners in it. Stores nothing.

    step: REVEAL, COURSE or FOLLOW_UP. The number is, in this order: of those with both tests, the second in time; of
    all, with tests or without; of those with both. region: code under which its learners are counted.
    """
    instrument = release_of_structure(session, numbers.structure_of(session, instrument_id)).instrument
    those = members.list_members(
        session,
        cohort,
        instrument_id,
        instrument,
        region=region,
        post_test=schedule_of(session, cohort)[Wave.POST],
    )
    learners = those.learners
    if step == REVEAL:
        is_in = those.is_in_time & (learners.pre >= 0)
        counted = _without_scores(tally_of(learners.take(is_in)))
        had = _had(session, cohort, those)[is_in & (learners.post >= 0)]
        whole = Ledger({Part(standing_of(cohort), TOTAL): Tally({**counted.parts, LESSONS: np.bincount(had)})})
        # The options, too: what was chosen in the place of the right answer, and of few how many answered at all.
        names = (PRE_POST, LESSONS, *(f"twice:{item.id}" for item in instrument.items), "options")
        return whole.only(*names), int(is_in.sum())
    standings = np.where(those.is_typed_late, TYPED_LATE, standing_of(cohort))
    ledger = Ledger.of(learners, standings, those.splits)
    if step == FOLLOW_UP:
        return ledger.only(*OF_FOLLOW_UP), int(np.sum((learners.pre >= 0) & (learners.post >= 0)))
    return ledger.without(*OF_FOLLOW_UP), len(learners.pre)


def _had(session: Session, cohort: cohorts.Cohort, those: members.Members) -> Column:
    """Of each learner the place in the table of lessons: 0 if nobody noted who came, else 1 + lessons done."""
    unnoted = dose.list_unnoted(session, cohort.cohort_id)
    is_unnoted = np.isin(those.learner_ids, [*unnoted])
    lessons = np.zeros_like(those.learner_ids) if those.learners.lessons is None else those.learners.lessons
    return np.where(is_unnoted, 0, lessons + 1)


def _without_scores(tally: Tally) -> Tally:
    """What was chosen, whatever the score: all of it stands at 0, which tells less and takes less room."""
    if "options" not in tally.parts:
        return tally
    options = np.zeros_like(tally.parts["options"])
    options[..., 0] = tally.parts["options"].sum(axis=-1)
    return Tally({**tally.parts, "options": options}, tally.within)


def tally_at(session: Session, cohort_id: int, step: str) -> Tally | None:
    """Returns what the cohort counted on this step; None if the step was not counted yet.

    At the reveal these are the learners who took both tests by then, for the cohort's own facilitator. Everybody else
    who may see the cohort sees the course, once it has settled.
    """
    made = settlements.current(session, cohort_id, step)
    return settlements.ledger_of(made).total if made else None


def count_in(ledger: Ledger, table: str, *, is_in_time: bool) -> int:
    """Returns the number of learners in a table of a ledger.

    is_in_time: without those whose sheets were typed late.
    """
    of_all = ((part, tally) for part, tally in ledger.parts.items() if part.split == TOTAL)
    return sum(int(tally.table(table)) for part, tally in of_all if not (is_in_time and part.standing == TYPED_LATE))


def count_confirmed(ledger: Ledger) -> int:
    """Returns the number of learners in a ledger to one of whose sheets of both tests a second person said yes."""
    return sum(int(tally.table(CAME_BESIDE, 3)[1]) for part, tally in ledger.parts.items() if part.split == TOTAL)


def faults(session: Session) -> Iterator[tuple[str, str, str]]:
    """Yields (row, what is wrong, how to mend it) for settlements, sums and cells that do not fit the stored answers.

    Cells are compared only if all settlements are sound. Memory does not grow with the number of learners.
    """
    misplaced, are_sound = {*settlements.list_misplaced(session)}, True
    for settlement, cohort in settlements.list_all(session):
        where = name_of(settlement, cohort)
        for name in settlements.edited(settlement):
            yield where, f"{name} is not what it was when it settled", RESTORE
        if settlement.settlement_id in misplaced:
            yield where, "is_current: of those of one step the last holds, and no other", RESTORE
        if not settlement.is_current:
            continue
        if settlements.edited(settlement):
            are_sound = False
        elif settlement.step != REVEAL:
            yield from ((where, *both) for both in _faults_of(session, settlement, cohort))
        elif min(settlement.erased_count, settlement.merged_count) < 0:
            yield where, "erased_count and merged_count of a reveal are 0 or more", RESTORE
    if are_sound:
        for month in additions.months(session):
            for key, stored, counted in additions.differences(session, month):
                where = f"cell {' '.join(map(str, vars(key).values()))}"
                yield where, f"kept {'no tally' if stored is None else stored}, counted {counted} learners", REBUILD


def name_of(settlement: Settlement, cohort: cohorts.Cohort) -> str:
    """Returns the name of a settlement for the report of a check: public id of the cohort, step and number."""
    return f"settlement of cohort {cohort.ref}, {settlement.step}, number {settlement.number}"


def _faults_of(session: Session, settlement: SealedSettlement, cohort: cohorts.Cohort) -> Iterator[tuple[str, str]]:
    stored = settlements.ledger_of(settlement)
    counted, learners = ledger_of(
        session, cohort, settlement.step, instrument_id=settlement.instrument_id, region=settlement.region_code
    )
    gone = settlement.erased_count + settlement.merged_count
    if learners + gone != settlement.learner_count:
        what = (
            f"learner_count is {settlement.learner_count}, and {learners} rows of score_pair are left, "
            f"erased_count {settlement.erased_count}, merged_count {settlement.merged_count}"
        )
        yield what, RESTORE
    if not _is_rest(stored, counted, has_gone=gone > 0):
        yield "rows of score_pair or attempt are not what they were when it settled", RESTORE_ROWS
    if additions.list_sums(session, settlement) != additions.sums_of(settlement, stored):
        yield "rows of cohort_sum are not the sums of its ledger", REBUILD


def _is_rest(stored: Ledger, counted: Ledger, *, has_gone: bool) -> bool:
    """Whether the two agree; where people are gone, whether what is missing could be people."""
    if not has_gone:
        return stored == counted
    if not stored.parts.keys() >= counted.parts.keys():
        return False
    rests = ((stored.parts[part] - tally).parts for part, tally in counted.parts.items())
    return all(table.min() >= 0 for rest in rests for name, table in rest.items() if not name.endswith(COHORTS))


def check(session: Session) -> None:
    """Raises Edited, with their names, if any settlement was edited by hand; else does nothing."""
    misplaced = {*settlements.list_misplaced(session)}
    edited = [
        name_of(*both)
        for both in settlements.list_all(session)
        if both[0].settlement_id in misplaced or (both[0].is_current and settlements.edited(both[0]))
    ]
    if edited:
        raise Edited(edited)
