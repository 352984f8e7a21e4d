"""The result of a group as its page and its file show it: one set of values, so that both say the same."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from analytics import LEAST, GroupReport, ShareEstimate
from analytics.items.mastery import Mastery
from app.charts import before_after, headline_scale, mean_scores
from app.exports import publication_name
from app.publishing.regions import OfRegion, last_of_region
from app.services.facilitator import learned as counted
from app.services.facilitator.gain import Gain, gain_of
from app.services.facilitator.instead import Chosen
from app.services.facilitator.lessons_before import count_noted_since, lessons_before
from app.services.facilitator.objectives import Standing
from app.services.figures import reporting
from app.services.figures.parts import called
from app.services.releases import release_of
from app.store.figures import settlements
from app.store.programmes import cohorts as rows
from app.store.programmes.cohorts import Cohort
from app.store.steps import REVEAL
from app.web.clock import now
from app.web.language import language
from app.web.lead.led import step_shown
from app.web.regional import day_of
from app.web.transaction import reading
from app.wording import Called, Words, figure_text, interval_text, share_text
from app.wording.called import WITHIN
from assessments import FORMS

WIDE, NARROW = 440, 328


@dataclass(frozen=True)
class LessonShown:
    """A LessonShown is the piece in which an item is taught. number: of its lesson, from 1. title: lesson and piece.

    language: of the title. first: the piece's first screen within the lesson, from 1.
    """

    number: int
    title: str
    language: str
    first: int


@dataclass(frozen=True)
class ItemShown:
    """An ItemShown is a question with how many learners with both tests had it right before and after.

    before, after: counts as the page's language writes them. picture: SVG. instead: sentences on what was chosen in the
    place of the right answer. lesson: where the item is taught; None if no lesson does. is_known: all had it right.
    """

    words: str
    before: str
    after: str
    picture: Markup
    instead: tuple[str, ...]
    lesson: LessonShown | None
    is_known: bool


@dataclass(frozen=True)
class MasteryShown:
    """A MasteryShown is a question of a cohort with fewer than LEAST pairs: how well it was mastered, without numbers.

    mastery: None if too few answered. lesson: where it is taught; None if no lesson does.
    """

    words: str
    mastery: Mastery | None
    lesson: LessonShown | None


@dataclass(frozen=True)
class ObjectiveShown:
    words: str
    standing: Standing
    item_count: int


def what_was_learned(cohort: Cohort) -> dict[str, Any]:
    """Returns the gain and the items, as variables of the templates that show them.

    The figures are those of `step_shown`. items: the hardest after the lessons first; empty for fewer than LEAST pairs
    and while learners do not see the right answers. mastery: for the facilitator of such a small cohort alone. counted:
    the day on which the result was made, in the cohort's time zone; None before that.
    """
    session, words, step = reading(), Words(language()), step_shown(cohort)
    whole = reporting.of_cohort(session, cohort, step)
    gain = gain_of(session, cohort, step)
    made = settlements.current(session, cohort.cohort_id, step)
    learned = counted.items_learned(session, cohort, step, now())
    mastery = counted.items_mastery(session, cohort, now()) if step == REVEAL else ()
    return {
        "gain": gain,
        "is_own": step == REVEAL,
        "lessons_done": _lessons_done(cohort, step) if made and (step == REVEAL or not gain.lacking) else "",
        "noted_since": _noted_since(cohort) if step == REVEAL else "",
        "counted": day_of(made.settled_at, cohort.time_zone) if made else None,
        "scale_wide": Markup(headline_scale(whole, words, width=WIDE) if whole else ""),  # noqa: S704
        "scale_narrow": Markup(headline_scale(whole, words, width=NARROW) if whole else ""),  # noqa: S704
        "means": _mean_texts(whole, words),
        "mean_picture": Markup(_means(whole, gain, words)),  # noqa: S704
        "n": learned.n if learned else 0,
        "items": _shown(cohort, learned, words) if learned else [],
        "has_answers": bool(learned and learned.has_answers),
        "tells_wordings": bool(learned and learned.tells_wordings),
        "mastery": _mastery(cohort, mastery, words),
        "objectives": _objectives(cohort, learned, mastery),
    }


def _lessons_done(cohort: Cohort, step: str) -> str:
    """How many of those with both tests had the lessons: without them nothing after the lessons is measured."""
    had = lessons_before(reading(), cohort, step)
    if had is None:
        return ""
    if had.unnoted == had.count:
        return _(
            "Before this result was made nobody noted who of these %(count)d learners came to lessons.", count=had.count
        )
    counts = {"count": had.count, "all": had.every, "some": had.some, "none": had.none}
    if had.unnoted:
        return _(
            "Lessons of these %(count)d learners before the second test: all lessons %(all)d, some %(some)d, none "
            "%(none)d, not noted %(unnoted)d.",
            unnoted=had.unnoted,
            **counts,
        )
    return _(
        "Lessons of these %(count)d learners before the second test: all lessons %(all)d, some %(some)d, none "
        "%(none)d.",
        **counts,
    )


def _noted_since(cohort: Cohort) -> str:
    """That attendance was noted anew since: else this result and what has settled would contradict each other."""
    count = count_noted_since(reading(), cohort)
    if not count:
        return ""
    return ngettext(
        "Who came to lessons was noted anew %(num)d time since. This result does not move; what settles counts what is "
        "noted by then.",
        "Who came to lessons was noted anew %(num)d times since. This result does not move; what settles counts what "
        "is noted by then.",
        count,
    )


def what_can_be_said(gain: Gain, objectives: Sequence[ObjectiveShown]) -> tuple[list[str], list[str]]:
    """Returns the sentences that a group's result supports, and those on what it cannot say."""
    supported = []
    if gain.by_chance is not None and not gain.lacking:
        chance, figures = round(gain.by_chance), {"improved": gain.improved, "count": gain.paired}
        if gain.improved > chance:
            supported.append(
                _(
                    "%(improved)d of %(count)d scored higher on the second test than on the first. By chance alone it "
                    "would be about %(chance)d.",
                    chance=chance,
                    **figures,
                )
            )
        else:
            supported.append(
                _(
                    "%(improved)d of %(count)d scored higher on the second test than on the first. That is no more "
                    "than by chance alone, which is about %(chance)d.",
                    chance=chance,
                    **figures,
                )
            )
    tested = [one for one in objectives if one.standing not in (Standing.UNTESTED, Standing.ONE_ITEM)]
    if tested:
        met = sum(one.standing is Standing.MET for one in tested)
        supported.append(
            _(
                "Objectives that the group reached: %(met)d of %(count)d. Those with one question only are left out.",
                met=met,
                count=len(tested),
            )
        )
    return supported, [
        _("That the lessons did it: beside this result stands no group without lessons."),
        _("How good the course is: one group is too little for that."),
        _("What one learner knows: these are figures of the group."),
        _("What they will do on the road: a test asks what somebody knows."),
    ]


def rule_of_objectives() -> str:
    """Returns the sentence that says when an objective is met."""
    return _(
        "An objective is met where two thirds or more had each question about it right on the second test. "
        "The number of questions stands beside it. One question alone is too little: its own figures stand above."
    )


def standing_name(standing: Standing) -> str:
    """Returns the name of an objective's standing in the reader's language."""
    return {
        Standing.MET: _("met"),
        Standing.NOT_MET: _("not met"),
        Standing.ONE_ITEM: _("not judged: one question only"),
        Standing.UNKNOWN: _("too few answered"),
        Standing.UNTESTED: _("no question is about it"),
    }[standing]


def beside_the_region(cohort: Cohort) -> list[str]:
    """Returns sentences on what the programme's last publication tells of the cohort's region."""
    release = release_of(reading(), cohort.course_release_id)
    published = last_of_region(reading(), cohort, release.structure_digest)
    if published is None:
        return [_("There is no publication of this programme to compare with.")]
    named = {
        "region": rows.region_of(reading(), cohort).name_in(language()),
        "name": publication_name(published.made.number, published.made.edition),
        "day": day_of(published.made.made_at, cohort.time_zone),
    }
    if published.tells_others:
        return [
            _(
                "Publication %(name)s of %(day)s is not compared here: besides this group, its figure of %(region)s "
                "holds at most two groups, or fewer than %(least)d learners. The comparison would tell their results.",
                least=LEAST,
                **named,
            )
        ]
    if published.figures is None or published.figures.improved is None or published.figures.improved.share is None:
        return [_("Publication %(name)s of %(day)s says nothing about %(region)s with this test.", **named)]
    return [*_of_region(published, published.figures.improved, named), _no_ranking()]


def _no_ranking() -> str:
    return _("Compare with care: groups differ by chance too, so this is no ranking.")


def _of_region(published: OfRegion, improved: ShareEstimate, named: dict[str, str]) -> Iterator[str]:
    words = Words(language())
    yield _(
        "%(region)s, publication %(name)s of %(day)s: of %(n)s learners with both tests %(share)s scored higher.",
        n=words.number(improved.n),
        share=share_text(words, "improved", improved),
        **named,
    )
    if improved.low is not None and improved.high is not None:
        span = interval_text(words, "improved.low", improved.low, improved.high)
        yield _(
            "The confidence interval is %(span)s: it allows for the chance by which groups differ. It is of the "
            "region: one group alone may well lie outside.",
            span=span,
        )
    floor = published.figures.noise_floor if published.figures else None
    if floor is not None:
        yield _("By chance alone: %(share)s.", share=figure_text(words, "noise_floor.share", floor.share))
    if published.is_rounded:
        yield _("Counts are to the nearest 5.")
    if published.as_of is not None:
        yield _("The figures are those of publication %(number)d.", number=published.as_of)


def _mean_texts(whole: GroupReport | None, words: Words) -> tuple[str, str] | None:
    """Before and after, rounded as in every file."""
    if whole is None or whole.gain is None:
        return None
    gain = whole.gain
    return figure_text(words, "gain.pre_mean", gain.pre_mean), figure_text(words, "gain.post_mean", gain.post_mean)


def _means(whole: GroupReport | None, gain: Gain, words: Words) -> str:
    return mean_scores(whole.gain, gain.out_of, words) if whole and whole.gain and gain.out_of else ""


def _shown(cohort: Cohort, learned: counted.ItemsLearned, words: Words) -> list[ItemShown]:
    stems = _stems(cohort, words)
    return [
        ItemShown(
            stems.item(item.item_id),
            words.number(item.before),
            words.number(item.after),
            Markup(before_after(item.before, item.after, learned.n, words)),  # noqa: S704
            tuple(_instead(item.item_id, item.instead, stems)),
            _lesson(cohort, item.lesson),
            is_known=item.after == learned.n,
        )
        for item in learned.items
    ]


def _instead(item_id: str, chosen: Chosen, stems: Called) -> Iterator[str]:
    """A sentence for each form; the words of the one that stands above are not repeated."""
    if chosen.of_both is not None and chosen.of_both.other + chosen.of_both.unsure:
        yield _(
            "Another answer: %(other)d. Not sure, or left open: %(unsure)d.",
            other=chosen.of_both.other,
            unsure=chosen.of_both.unsure,
        )
    for form in FORMS:
        name, of_form = f"{item_id}/{form}", [it for it in chosen.options if it.form == form]
        if not of_form:
            continue
        options = ", ".join(_("“%(item)s”", item=stems.option(name, it.option)) for it in of_form)
        if form == FORMS[0]:
            yield _("Chosen instead, %(count)d each: %(options)s.", count=of_form[0].count, options=options)
        else:
            yield _(
                "In the other wording (“%(stem)s”) chosen instead, %(count)d each: %(options)s.",
                stem=stems.item(name).translate(WITHIN),
                count=of_form[0].count,
                options=options,
            )


def _mastery(cohort: Cohort, items: Sequence[counted.ItemMastery], words: Words) -> list[MasteryShown]:
    stems = _stems(cohort, words)
    return [MasteryShown(stems.item(item.item_id), item.mastery, _lesson(cohort, item.lesson)) for item in items]


def _objectives(
    cohort: Cohort, learned: counted.ItemsLearned | None, mastery: Sequence[counted.ItemMastery]
) -> list[ObjectiveShown]:
    """By the figures of the questions, or where these are too few by their words."""
    course = release_of(reading(), cohort.course_release_id).course
    texts = {it.id: it.text.get(language()) or it.text[course.languages[0]] for it in course.objectives}
    of_items = learned.objectives if learned else counted.objectives_mastered(reading(), cohort, mastery)
    return [ObjectiveShown(texts[it.objective_id], it.standing, it.item_count) for it in of_items]


def _stems(cohort: Cohort, words: Words) -> Called:
    release = release_of(reading(), cohort.course_release_id)
    return called(release.instrument, release.instrument_words, words)


def _lesson(cohort: Cohort, place: counted.Lesson | None) -> LessonShown | None:
    if place is None:
        return None
    release = release_of(reading(), cohort.course_release_id)
    lesson = release.course.lessons[place.number - 1]
    words, shown = release.words_for(lesson.id, language(), cohort.language)
    title = f"{words.title}: {words.pieces[place.piece].title}" if words.pieces else words.title
    return LessonShown(place.number, title, shown, words.first_of(place.piece) if words.pieces else 1)
