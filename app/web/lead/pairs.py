"""How many of a cohort have both tests, said before it is too late: fewer than 11 have no result of their own."""

from typing import Any

from analytics import LEAST
from app.services.facilitator.gain import gain_of
from app.services.waves import Wave, schedule_of
from app.store.programmes.cohorts import Cohort
from app.store.steps import REVEAL
from app.web.clock import now
from app.web.transaction import reading


def pairs_so_far(cohort: Cohort, wave: Wave) -> dict[str, Any]:
    """Returns how many have taken both tests, for a page on the second test before its result is made.

    `lacking_pairs` is how many more the group needs for a result of its own; 0 where that is no question.
    """
    if wave is not Wave.POST or not schedule_of(reading(), cohort)[wave].is_open(now()):
        return {"paired": 0, "lacking_pairs": 0}
    gain = gain_of(reading(), cohort, REVEAL)
    return {"paired": gain.paired, "lacking_pairs": 0 if gain.is_made else max(0, LEAST - gain.paired)}
