"""What a learner may see of their own tests, and the way out for good."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.services.learner import joining, lessons
from app.services.learner.lessons import Road
from app.services.learner.outcome import Outcome, outcome_of
from app.web.access import LEARNER, audience, erased, forget, learner
from app.web.clock import now
from app.web.learn.awaited import next_look, promise
from app.web.learn.past_deeds import deeds_of, due
from app.web.learn.plan import plan_address
from app.web.transaction import db
from assessments import Reason
from courses import open_lessons

LEFT, RIGHT = 22.0, 306.0
"""The two ends of the scale in the figure, in its own units."""
APART = 56.0
"""Two labels nearer than this would touch: then they stand left and right of the middle."""


@dataclass(frozen=True)
class Figure:
    """A Figure is the geometry of the picture of both scores: where points and labels are, in the picture's units.

    before, after: right answers, of `out_of`. before_class, after_class: where a label is anchored: "s" at its start,
    "c" in the middle, "e" at its end.
    """

    before: int
    after: int
    out_of: int
    x_before: float
    x_after: float
    x_label_before: float
    x_label_after: float
    before_class: str
    after_class: str

    @property
    def sentence(self) -> str:
        """What the picture shows, in words."""
        return _(
            "Right answers: before %(before)s, after %(after)s of %(of)s",
            before=self.before,
            after=self.after,
            of=self.out_of,
        )


@dataclass(frozen=True)
class Sorted:
    """A Sorted groups the items of a learner's last test by what happened since the first one.

    learned: right now, and not before. again: wrong now. known: right both times.
    """

    learned: tuple[Reason, ...]
    again: tuple[Reason, ...]
    known: tuple[Reason, ...]


@dataclass(frozen=True)
class WayBack:
    """A WayBack leads from a question to the piece of a lesson in which what it asks is taught."""

    title: str
    language: str | None
    """of the title, if it is not the page's"""
    href: str
    """of the piece's first screen alone, for a phone without JavaScript"""
    whole: str
    """of that screen on the lesson's one page, which a phone keeps"""


@audience("learner")
def result() -> ResponseReturnValue:
    """Shows a learner which of their tests arrived and, once that may be seen, what changed, item by item with reasons.

    It may be seen from ten minutes after the second test of the cohort has closed. The score of an earlier test is
    shown beside that of the second one alone. Until then the page looks again by itself, and says when the result is
    ready without showing it: nobody may be in front of the phone.
    """
    me = learner()
    outcome = outcome_of(db(), me.learner_id, now())
    is_shut = "locked" in session  # it waits, and nobody may be in front of it
    if outcome.is_revealed and "since" in request.args:
        return render_template("learn/ready.html", is_shut=is_shut)
    way = lessons.road(db(), me.learner_id, now())
    items = _sorted(outcome)
    gain = outcome.gain
    figure = None
    if outcome.pre and outcome.post and gain is not None and outcome.post.score is not None:
        figure = _figure(outcome.post.score - gain, outcome.post.score, outcome.post.out_of)
    course = way.release.course
    return render_template(
        "learn/result.html",
        outcome=outcome,
        gain=gain,
        headline=_headline(outcome, gain),
        figure=figure,
        items=items,
        ways=_ways_back(way, me.language, items.again) if items else {},
        plan=plan_address(way, me.language) if not is_shut else None,
        past=due(deeds_of(way.release, course.lessons[-1].id, me.language, way.second_language), way.pieces)
        if not is_shut
        else None,
        is_shut=is_shut,
        address=url_for("learn.step", number=len(course.lessons), n=1, result=""),
        key=secrets.token_hex(8),
        look=next_look(outcome),
        promise=promise(outcome),
    )


def _ways_back(way: Road, language: str, missed: Iterable[Reason]) -> Mapping[str, WayBack]:
    """By objective, where it is taught; what no lesson trains, or one that is not open, has no way."""
    course = way.release.course
    readable = open_lessons(course, way.progress)
    ways = {}
    for objective in dict.fromkeys(reason.objective for reason in missed):
        lesson, place = course.taught_in(objective) or (None, 0)
        if lesson is None or lesson.id not in readable:
            continue
        words, shown = way.release.words_for(lesson.id, language, way.second_language)
        number, first = course.lessons.index(lesson) + 1, words.first_of(place)
        ways[objective] = WayBack(
            title=words.pieces[place].title if words.pieces else words.title,
            language=shown if shown != language else None,
            href=url_for("learn.step", number=number, n=first),
            whole=f"{url_for('learn.lesson', number=number)}#{first}",
        )
    return ways


def _headline(outcome: Outcome, gain: int | None) -> str:
    if gain is None:
        return _("What we know so far") if not outcome.is_revealed else _("Your answers")
    if gain > 0:
        return ngettext("%(num)s more right answer", "%(num)s more right answers", gain)
    if gain < 0:
        return ngettext("This time %(num)s fewer", "This time %(num)s fewer", -gain)
    return _("As many as before")


def _figure(before: int, after: int, out_of: int) -> Figure:
    def place(score: int) -> float:
        return round(LEFT + (RIGHT - LEFT) * score / out_of, 1)

    x_before, x_after = place(before), place(after)
    if abs(x_after - x_before) >= APART:
        return Figure(before, after, out_of, x_before, x_after, x_before, x_after, "c", "c")
    middle = min(max((x_before + x_after) / 2, LEFT + 40), RIGHT - 40)
    near, far = round(middle - 6, 1), round(middle + 6, 1)
    if before <= after:
        return Figure(before, after, out_of, x_before, x_after, near, far, "e", "s")
    return Figure(before, after, out_of, x_before, x_after, far, near, "s", "e")


def _sorted(outcome: Outcome) -> Sorted | None:
    """None until it may be seen."""
    last = outcome.follow_up or outcome.post or outcome.pre
    if not outcome.is_revealed or last is None or not last.reasons:
        return None
    was_right = {reason.item_id for reason in outcome.pre.reasons if reason.is_right} if outcome.pre else set()
    right = [reason for reason in last.reasons if reason.is_right]
    return Sorted(
        learned=tuple(reason for reason in right if reason.item_id not in was_right),
        again=tuple(reason for reason in last.reasons if not reason.is_right),
        known=tuple(reason for reason in right if reason.item_id in was_right),
    )


@audience("learner")
def stop() -> ResponseReturnValue:
    """Asks, then erases a learner with all their answers and signs them out everywhere; it cannot be undone.

    Redirects to `stopped`. The audit notes the act without saying who it was.
    """
    if request.method != "POST":
        return render_template("learn/stop.html")
    me = learner()
    joining.withdraw(db(), me.learner_id, now())
    forget()
    session[LEARNER] = me.learner_id  # for the next page, on which the phone forgets
    return redirect(url_for("learn.stopped"), 303)


@audience("anyone")
def stopped() -> ResponseReturnValue:
    """Shows the page after a learner has erased everything; the phone then deletes what it holds of them."""
    gone = erased()
    session.pop(LEARNER, None)
    return render_template("learn/stopped.html", gone=gone)
