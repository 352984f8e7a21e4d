"""Everyone whom a cohort counts, as columns: what a settlement's ledger is made of."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, exists, false, func, insert, or_, select, update
from sqlalchemy.orm import Session, aliased

from analytics.counts.learners import ABSENT, LOST_CODE, Column, Learners, came_code
from app.store.answers.columns import flags, learners_of, whole
from app.store.answers.contributions import forms_due
from app.store.answers.taken_out import IS_MEMBER
from app.store.figures import pairs
from app.store.figures.selection import WITHIN
from app.store.programmes.cohort import Cohort
from app.store.tables import Attempt, Departure, Learner, PeerReach, ScorePair
from assessments import Instrument
from courses import PAIR, Schedule, Wave, Window

NO_CHANNEL = "none"
"""Of somebody who has sat nothing."""
_FIRST, _SECOND = aliased(Attempt), aliased(Attempt)
"""Tests of one row of scores. Made once: each would have all columns anew."""


def add_absent(session: Session, cohort: Cohort, instrument_id: int) -> None:
    """Adds a row without scores for each learner of the cohort who has no row of scores in any cohort.

    They sat nothing that counts.
    """
    scored = select(ScorePair.learner_id).where(ScorePair.learner_id == Learner.learner_id).exists()
    absent = session.scalars(select(Learner).where(Learner.cohort_id == cohort.cohort_id, IS_MEMBER, ~scored)).all()
    rows = [
        {
            "learner_id": learner.learner_id,
            "instrument_id": instrument_id,
            "cohort_id": cohort.cohort_id,
            "form_order": forms_due(learner.first_form, is_waiting=cohort.is_waiting),
            "sex": learner.sex,
            "age_band": learner.age_band,
            "language": learner.language,
            "channel": NO_CHANNEL,
            "lessons": 0,
        }
        for learner in absent
    ]
    if rows:
        session.connection().execute(insert(ScorePair), rows)


def freeze_peers(session: Session, cohort: Cohort, instrument_id: int) -> None:
    """Copies into the cohort's rows of scores how many peers each learner has reported; later reports do not count."""
    reported = select(PeerReach.peers).where(PeerReach.learner_id == ScorePair.learner_id).scalar_subquery()
    is_its = (ScorePair.cohort_id == cohort.cohort_id) & (ScorePair.instrument_id == instrument_id)
    session.execute(
        update(ScorePair).where(is_its).values(peers=reported), execution_options={"synchronize_session": False}
    )


def freeze_late(session: Session, cohort: Cohort, instrument_id: int, post_test: Window) -> None:
    """Marks the rows of scores of which a test came when the right answers could be seen, and counts all the same.

    It is a post-test from a phone, of which the phone alone says that it was finished before, or a sheet of paper to
    which a second person said yes. post_test: when the post-test was open. Sheets that one person alone typed in are
    not marked: for them see `pairs.is_typed_late`.
    """
    second, sheet = _SECOND, _FIRST
    has_come_late = second.typed_by.is_(None) & (second.received_at > post_test.reveals_at)
    is_of_pair = or_(*(pairs.is_sitting_of(sheet, ScorePair, wave) for wave in PAIR))
    is_late = or_(
        exists().where(pairs.is_sitting_of(second, ScorePair, Wave.POST), has_come_late),
        exists().where(is_of_pair, sheet.is_confirmed),
    )
    is_its = (ScorePair.cohort_id == cohort.cohort_id) & (ScorePair.instrument_id == instrument_id)
    session.execute(
        update(ScorePair).where(is_its).values(is_late=is_late), execution_options={"synchronize_session": False}
    )


def freeze_came(session: Session, cohort: Cohort, instrument_id: int, lost: Collection[int]) -> None:
    """Copies into the cohort's rows of scores how the tests of learners with both came in, and who has lost one.

    lost: ids of the latter, see `answers.lost_pairs`.
    """
    first, second = _FIRST, _SECOND
    ways = [(func.coalesce(of.source, of.channel), of.reason.is_not(None), of.is_confirmed) for of in (first, second)]
    query = (
        select(ScorePair.learner_id, *ways[0], *ways[1])
        .join(first, pairs.is_sitting_of(first, ScorePair, Wave.PRE))
        .join(second, pairs.is_sitting_of(second, ScorePair, Wave.POST))
        .where(ScorePair.cohort_id == cohort.cohort_id, ScorePair.instrument_id == instrument_id)
    )
    rows = []
    people: Any = session.execute(query).all()
    for learner_id, *of in people:
        (pre, *of_first), (post, *of_second) = of[:3], of[3:]
        is_corrected, is_confirmed = map(any, zip(of_first, of_second, strict=True))
        code = came_code(pre, post, is_corrected=is_corrected, is_confirmed=is_confirmed)
        rows.append({"learner_id": learner_id, "instrument_id": instrument_id, "came": code})
    of_instrument = {"instrument_id": instrument_id, "came": LOST_CODE}
    rows += [{"learner_id": it, **of_instrument} for it in lost]
    is_its = (ScorePair.cohort_id == cohort.cohort_id) & (ScorePair.instrument_id == instrument_id)
    session.execute(update(ScorePair).where(is_its).values(came=0), execution_options={"synchronize_session": False})
    if rows:
        session.execute(update(ScorePair), rows)


def freeze_circumstances(session: Session, cohort: Cohort, instrument_id: int, schedule: Schedule) -> None:
    """Copies into the cohort's rows of scores who sat a test in an extension, and why those without both tests left.

    What is noted later does not count. schedule: when the cohort's tests were open.
    """
    reason = select(Departure.reason).where(
        Departure.learner_id == ScorePair.learner_id, or_(ScorePair.pre.is_(None), ScorePair.post.is_(None))
    )
    is_its = (ScorePair.cohort_id == cohort.cohort_id) & (ScorePair.instrument_id == instrument_id)
    session.execute(
        update(ScorePair).where(is_its).values(is_extended=_is_extended(schedule), reason=reason.scalar_subquery()),
        execution_options={"synchronize_session": False},
    )


def count_extended(session: Session, cohort: Cohort, instrument_id: int, schedule: Schedule) -> int:
    """Counts the learners of a cohort with both tests who sat one of them in an extension, as of now.

    schedule: when the cohort's tests were open.
    """
    is_its = (ScorePair.cohort_id == cohort.cohort_id) & (ScorePair.instrument_id == instrument_id)
    has_both = ScorePair.pre.is_not(None) & ScorePair.post.is_not(None)
    query = select(func.count()).select_from(ScorePair).where(is_its, has_both, _is_extended(schedule))
    return session.scalar(query) or 0


def _is_extended(schedule: Schedule) -> ColumnElement[bool]:
    """Of a row of scores."""
    in_extension = []
    for wave in PAIR:
        window = schedule[wave].before_reopening() if wave is Wave.POST else schedule[wave]
        since = window.extension_from
        if since is not None:
            in_extension.append(
                exists().where(pairs.is_sitting_of(_FIRST, ScorePair, wave), _FIRST.finished_at > since)
            )
    return or_(false(), *in_extension)


@dataclass(frozen=True)
class Members:
    """A Members holds everyone whom a cohort counts, in columns of equal length.

    is_in_time: the post-test arrived before the answers could be seen. is_typed_late: one of the learner's sheets was
    typed in from paper after that, by one person alone. splits: a column for each name of WITHIN.
    """

    learner_ids: Column
    learners: Learners
    is_in_time: Column
    is_typed_late: Column
    splits: Mapping[str, Column]


def list_members(
    session: Session,
    cohort: Cohort,
    instrument_id: int,
    instrument: Instrument,
    *,
    region: str,
    post_test: Window,
) -> Members:
    """Returns everyone with a row of scores in the cohort on this instrument, in the order of learner ids.

    region: the code where the cohort counts, which is the stratum. post_test: when it was open, and so from when on the
    right answers could be seen.
    """
    first, second = _FIRST, _SECOND
    query = (
        select(ScorePair, first, second)
        .outerjoin(first, pairs.is_sitting_of(first, ScorePair, Wave.PRE))
        .outerjoin(second, pairs.is_sitting_of(second, ScorePair, Wave.POST))
        .where(ScorePair.cohort_id == cohort.cohort_id, ScorePair.instrument_id == instrument_id)
        .order_by(ScorePair.learner_id)
        .execution_options(populate_existing=True)
    )
    people = session.execute(query).all()
    rows, sittings = [row for row, *_ in people], [(pre, post) for _, pre, post in people]
    waves = list(zip(*sittings, strict=True)) or [(), ()]
    blank = bytes([ABSENT]) * len(instrument.items)
    learners = learners_of(
        session,
        instrument,
        cohorts=[cohort.cohort_id] * len(rows),
        regions=[region] * len(rows),
        orders=[row.form_order for row in rows],
        scores={wave: [getattr(row, wave) for row in rows] for wave in Wave},
        points=[[sitting.points if sitting else b"" for sitting in of] for of in waves],
        answers=[[sitting.answers if sitting else blank for sitting in of] for of in waves],
        lessons=whole(row.lessons for row in rows),
        peers=whole(-1 if row.peers is None else row.peers for row in rows),
        is_late=flags(row.is_late for row in rows),
        came=whole(row.came for row in rows),
        is_extended=flags(row.is_extended for row in rows),
        departure=whole(pairs.place_of(row.reason) for row in rows),
        waits=np.full(len(rows), cohort.is_waiting),
        is_drawn=np.full(len(rows), cohort.lottery_ref is not None),
        is_post_over=np.full(len(rows), fill_value=True),
        is_follow_up_over=np.full(len(rows), fill_value=True),
    )
    return Members(
        whole(row.learner_id for row in rows),
        learners,
        is_in_time=flags(post is not None and not post_test.is_after_reveal(post.received_at) for _, post in sittings),
        is_typed_late=flags(
            pairs.is_typed_late(
                ((it.typed_by is not None and not it.is_confirmed, it.received_at) for it in of if it), post_test
            )
            for of in sittings
        ),
        splits={split: np.array([getattr(row, split) for row in rows]) for split in WITHIN},
    )
