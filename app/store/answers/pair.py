"""A row of scores as a value: what of one learner counts on one instrument."""

from typing import NamedTuple

from app.store.tables import ScorePair


class Pair(NamedTuple):
    """A Pair is a row of score_pair, with its columns' names: what counts of one learner on one instrument."""

    learner_id: int
    instrument_id: int
    cohort_id: int
    form_order: str
    sex: str
    age_band: str
    language: str
    channel: str
    lessons: int
    early: int | None
    pre: int | None
    post: int | None
    follow_up: int | None
    peers: int | None = None
    is_late: bool = False
    came: int = 0
    is_extended: bool = False
    reason: str | None = None

    def with_circumstances_of(self, other: "Pair") -> "Pair":
        """Returns the row with what another one holds from the day when the cohort settled, which no answer tells."""
        return self._replace(
            peers=other.peers,
            is_late=other.is_late,
            came=other.came,
            is_extended=other.is_extended,
            reason=other.reason,
        )


COLUMNS = tuple(getattr(ScorePair, name) for name in Pair._fields)
