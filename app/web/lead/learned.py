"""What a cohort learned: its gain, what most still get wrong, where to talk about it, and who is missing."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.services.cohorts import today_of
from app.services.facilitator import lesson_board
from app.services.facilitator.gain import lost_of
from app.services.facilitator.reaching import reach_of
from app.services.releases import release_of
from app.services.waves import Wave, schedule_of
from app.store.programmes import cohorts as rows
from app.web.access import audience
from app.web.clock import now
from app.web.language import language
from app.web.lead.led import seen, step_shown
from app.web.lead.moved_dates import how_dates_moved
from app.web.lead.result import (
    beside_the_region,
    rule_of_objectives,
    standing_name,
    what_can_be_said,
    what_was_learned,
)
from app.web.lead.whole_group import how_tests_came, whole_group
from app.web.transaction import reading
from app.wording import Words, what_would_make_it_false


@audience("facilitator", "me_officer", "partner_lead")
def learned(ref: str) -> ResponseReturnValue:
    """Shows what a cohort learned, and which handles still owe the second test, to be read or printed.

    Answers 404 for a cohort that the reader may not see.
    """
    cohort, may_change = seen(ref)
    session = reading()
    lists = reach_of(session, cohort)
    done = {seat.handle: seat.done_count for seat in lesson_board.lessons(session, cohort).seats}
    schedule = schedule_of(session, cohort)
    post_test = schedule[Wave.POST]
    result = what_was_learned(cohort)
    supported, unsupported = what_can_be_said(result["gain"], result["objectives"])
    return render_template(
        "lead/learned.html",
        **result,
        supported=supported,
        unsupported=unsupported,
        beside=beside_the_region(cohort),
        rule=rule_of_objectives(),
        standing_name=standing_name,
        cohort=cohort,
        region=rows.region_of(session, cohort),
        made_on=today_of(cohort, now()),
        lost=lost_of(session, cohort, step_shown(cohort)),
        may_change=may_change,
        piece_count=len(release_of(session, cohort.course_release_id).course.piece_ids),
        owing=[(handle, done.get(handle, 0)) for handle in lists.owing],
        has_left=bool(lists.left),
        is_open=post_test.is_open(now()),
        has_ended=schedule.has_ended(now()),
        has_opened=post_test.has_opened(now()),
        group=whole_group(lists, says_why=result["is_own"] or not result["gain"].lacking),
        came=how_tests_came(cohort) if result["gain"].is_made and not result["gain"].lacking else [],
        moved=how_dates_moved(cohort),
        dangers=what_would_make_it_false(Words(language())),
    )
