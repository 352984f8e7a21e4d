"""How the tests of a group came in, as counts."""

from collections import Counter
from collections.abc import Iterable

from analytics.counts.supplements import CameCounts
from analytics.report.came import CameReport, came_report
from app.services.releases import release_of
from app.services.waves import Wave, schedule_of
from app.store import Session
from app.store.answers import numbers, roster
from app.store.answers.roster import Sitting
from app.store.figures import members
from app.store.programmes import cohorts


def came_of(session: Session, cohort: cohorts.Cohort) -> CameReport:
    """Returns how the tests of the learners of a cohort came in, of those whose first and second test count."""
    counted = {(it.learner_id, it.wave): it for it in roster.list_sittings(session, cohort.cohort_id) if it.counts}
    pairs = [
        (first, second)
        for (learner_id, wave), first in counted.items()
        if wave == Wave.PRE and (second := counted.get((learner_id, Wave.POST)))
    ]
    return came_report(
        CameCounts(
            len(pairs),
            _ways(first for first, _second in pairs),
            _ways(second for _first, second in pairs),
            corrected=sum(first.is_corrected or second.is_corrected for first, second in pairs),
            confirmed=sum(first.is_confirmed or second.is_confirmed for first, second in pairs),
        )
    )


def extended_of(session: Session, cohort: cohorts.Cohort) -> int:
    """Returns how many learners of a cohort with both tests sat one of them in extra time."""
    release = release_of(session, cohort.course_release_id)
    instrument_id = numbers.instrument(session, release.structure_digest).instrument_id
    return members.count_extended(session, cohort, instrument_id, schedule_of(session, cohort))


def _ways(sittings: Iterable[Sitting]) -> Counter[str]:
    return Counter(it.way for it in sittings)
