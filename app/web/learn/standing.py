"""How a test stands: what it is before it begins, where it stopped, and what comes once it has arrived."""

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.services.learner import lessons, testing
from app.services.learner.lessons import Road
from app.services.learner.outcome import outcome_of
from app.services.learner.testing import Sitting, Standing
from app.services.waves import Wave
from app.web.access import audience, learner
from app.web.clock import now
from app.web.learn.awaited import next_look
from app.web.learn.road import current_of, stops_of
from app.web.learn.sitting import (
    closes_at,
    later,
    length_of,
    opens_at,
    page_of,
    sitting_of,
    title_of,
    wave_of,
    where_it_stopped,
)
from app.web.transaction import db


@audience("learner")
def test(number: int) -> ResponseReturnValue:
    """Shows what a test is and its state; a POST begins it or leads to the first screen without an answer.

    number: 0 early, 1 first, 2 second, 3 follow-up; 404 for others, and for 0 in a cohort without it. If the test is
    not open, a POST leads back to this page.
    """
    if request.method == "POST":
        sitting = testing.begin(db(), learner().learner_id, wave_of(number), now())
        return redirect(where_it_stopped(number, sitting) if sitting.is_open else page_of(number), 303)
    sitting = sitting_of(number)
    outcome = outcome_of(db(), learner().learner_id, now())
    way = lessons.road(db(), learner().learner_id, now())
    return render_template(
        "learn/test.html",
        title=title_of(number),
        sitting=sitting,
        length=length_of(sitting),
        opens_at=opens_at(sitting),
        closes_at=closes_at(sitting),
        is_early=sitting.wave is Wave.EARLY,
        later=later(way) if sitting.wave in (Wave.EARLY, Wave.PRE) else "",
        is_follow_up=sitting.wave is Wave.FOLLOW_UP,
        is_too_late=sitting.wave in (Wave.EARLY, Wave.PRE) and way.progress.has_learned,
        lessons_left=_lessons_left(way, sitting),
        is_revealed=outcome.is_revealed,
        look=next_look(outcome) if sitting.wave is Wave.POST and sitting.standing is Standing.SENT else None,
        following=current_of(stops_of(learner(), way))
        if sitting.standing in (Standing.SENT, Standing.CLOSED)
        else None,
    )


def _lessons_left(way: Road, sitting: Sitting) -> int:
    """Before the second test: what would be skipped."""
    if sitting.wave is not Wave.POST or not sitting.is_open:
        return 0
    return sum(not way.progress.has_done(lesson) for lesson in way.release.course.lessons)
