"""What a cohort learned: its gain, what most still get wrong, where to talk about it, and who is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from analytics.items.mastery import Mastery
from app.charts import before_after, headline_scale
from app.services.cohorts import today_of
from app.services.facilitator import board as boards
from app.services.facilitator import learned as counted
from app.services.facilitator.gain import gain_of
from app.services.facilitator.reaching import reach_of
from app.services.figures import reporting
from app.services.figures.parts import called
from app.services.releases import release_of
from app.services.waves import Wave, schedule_of
from app.store.programmes import cohorts as rows
from app.store.programmes.cohorts import Cohort
from app.store.steps import REVEAL
from app.web.access import audience
from app.web.clock import now
from app.web.language import language
from app.web.lead.led import seen, step_shown
from app.web.transaction import reading
from app.wording import Called, Words, what_would_make_it_false

WIDE, NARROW = 440, 328


@dataclass(frozen=True)
class ItemShown:
    """An ItemShown is a question with how many learners with both tests had it right before and after.

    before, after: counts as the page's language writes them. picture: SVG. lesson: number (from 1) and title of the
    lesson that teaches the item; None if no lesson does.
    """

    words: str
    before: str
    after: str
    picture: Markup
    lesson: tuple[int, str] | None


@dataclass(frozen=True)
class MasteryShown:
    """A MasteryShown is a question of a cohort with fewer than LEAST pairs: how well it was mastered, without numbers.

    mastery: None if too few answered. lesson: number (from 1) and title; None if no lesson teaches the item.
    """

    words: str
    mastery: Mastery | None
    lesson: tuple[int, str] | None


@audience("facilitator", "me_officer", "partner_lead")
def learned(ref: str) -> ResponseReturnValue:
    """Shows what a cohort learned, and which handles still owe the second test, to be read or printed.

    Answers 404 for a cohort that the reader may not see.
    """
    cohort, may_change = seen(ref)
    session = reading()
    lists = reach_of(session, cohort)
    done = {seat.handle: seat.done_count for seat in boards.lessons(session, cohort).seats}
    post_test = schedule_of(session, cohort)[Wave.POST]
    return render_template(
        "lead/learned.html",
        **what_was_learned(cohort),
        cohort=cohort,
        region=rows.region_of(session, cohort),
        made_on=today_of(cohort, now()),
        may_change=may_change,
        piece_count=len(release_of(session, cohort.course_release_id).course.piece_ids),
        owing=[(handle, done.get(handle, 0)) for handle in lists.owing],
        without_first=lists.without_first,
        is_open=post_test.is_open(now()),
        has_opened=post_test.has_opened(now()),
        dangers=what_would_make_it_false(Words(language())),
    )


def what_was_learned(cohort: Cohort) -> dict[str, Any]:
    """Returns the gain and the items, as variables of the templates that show them.

    The figures are those of `step_shown`. items: the hardest after the lessons first; empty for fewer than LEAST pairs
    and while learners do not see the right answers. mastery: for the facilitator of such a small cohort alone.
    """
    session, words, step = reading(), Words(language()), step_shown(cohort)
    whole = reporting.of_cohort(session, cohort, step)
    learned = counted.items_learned(session, cohort, step, now())
    mastery = counted.items_mastery(session, cohort, now()) if step == REVEAL else ()
    return {
        "gain": gain_of(session, cohort, step),
        "is_own": step == REVEAL,
        "scale_wide": Markup(headline_scale(whole, words, width=WIDE) if whole else ""),  # noqa: S704
        "scale_narrow": Markup(headline_scale(whole, words, width=NARROW) if whole else ""),  # noqa: S704
        "means": (whole.gain.pre_mean, whole.gain.post_mean) if whole and whole.gain else None,
        "n": learned.n if learned else 0,
        "items": _shown(cohort, learned, words) if learned else [],
        "mastery": _mastery(cohort, mastery, words),
    }


def _shown(cohort: Cohort, learned: counted.ItemsLearned, words: Words) -> list[ItemShown]:
    stems = _stems(cohort, words)
    shown = []
    for item in learned.items:
        picture = before_after(item.before, item.after, learned.n, words)
        shown.append(
            ItemShown(
                stems.item(item.item_id),
                words.number(item.before),
                words.number(item.after),
                Markup(picture),  # noqa: S704
                _lesson(cohort, item.lesson),
            )
        )
    return shown


def _mastery(cohort: Cohort, items: Sequence[counted.ItemMastery], words: Words) -> list[MasteryShown]:
    stems = _stems(cohort, words)
    return [MasteryShown(stems.item(item.item_id), item.mastery, _lesson(cohort, item.lesson)) for item in items]


def _stems(cohort: Cohort, words: Words) -> Called:
    release = release_of(reading(), cohort.course_release_id)
    return called(release.instrument, release.instrument_words, words)


def _lesson(cohort: Cohort, number: int | None) -> tuple[int, str] | None:
    """Its number and title."""
    if number is None:
        return None
    release = release_of(reading(), cohort.course_release_id)
    lesson = release.course.lessons[number - 1]
    return number, release.words_for(lesson.id, language(), cohort.language)[0].title
