"""What a group's result owes to dates that changed: closings that were put off, and a second test that opened again."""

from flask_babel import gettext as _
from flask_babel import ngettext

from app.services.facilitator.board import Void, board
from app.services.waves import Wave, schedule_of
from app.store.programmes.cohorts import Cohort
from app.web.clock import now
from app.web.regional import moment
from app.web.transaction import reading
from courses import PAIR


def how_dates_moved(cohort: Cohort) -> list[str]:
    """Returns a sentence for each thing that a reader of the group's result has to know of when its tests were open.

    None before the second test has opened, and of a group on paper only.
    """
    schedule = schedule_of(reading(), cohort)
    if cohort.is_on_paper or not schedule[Wave.POST].has_opened(now()):
        return []
    sentences = []
    for wave in PAIR:
        window = schedule[wave].before_reopening() if wave is Wave.POST else schedule[wave]
        announced, closed_at = window.put_off_from, window.closed_at
        if announced is not None and closed_at is not None and announced < closed_at <= now():
            closed, due = (moment(at, cohort.time_zone) for at in (closed_at, announced))
            sentences.append(_longer(wave, closed, due))
    post_test = schedule[Wave.POST]
    if post_test.first_closed_at is not None and post_test.first_closed_at != post_test.closed_at:
        first = moment(post_test.first_closed_at, cohort.time_zone)
        sentences.append(_("The second test first closed %(at)s and was opened again after that.", at=first))
    after = sum(seat.void is Void.REVEAL for seat in board(reading(), cohort, Wave.POST).arrived)
    if after:
        sentences.append(
            ngettext(
                "%(num)d sat it when the right answers could be seen: kept, and not in the result.",
                "%(num)d sat it when the right answers could be seen: kept, and not in the result.",
                after,
            )
        )
    return sentences


def _longer(wave: Wave, closed: str, due: str) -> str:
    if wave is Wave.PRE:
        return _("The first test was open longer than announced: until %(at)s, not until %(due)s.", at=closed, due=due)
    return _("The second test was open longer than announced: until %(at)s, not until %(due)s.", at=closed, due=due)
