"""Everything that a phone takes along for days without a connection."""

from app.services.learner import lessons, phones, testing
from app.services.learner.lessons import Road
from app.services.people import SignedInLearner
from app.services.waves import Wave, desk_of
from app.web.clock import now
from app.web.learn.sitting import open_form
from app.web.phone import models as wire
from app.web.phone.road import is_near
from app.web.transaction import db
from courses import Check, CheckStructure, Close, LessonStructure, Prose, Reflection, Shown


def bundle_for(me: SignedInLearner) -> wire.Bundle:
    """Returns all that this learner's phone needs for the whole course without a connection.

    These are all lessons, in the learner's language if they have it, and each test with its questions and ticket,
    without its right answers. The follow-up is left out until it opens soon.
    """
    way = lessons.road(db(), me.learner_id, now())
    course = way.release.course
    return wire.Bundle(
        handle=me.handle,
        language=me.language,
        course=course.slug,
        course_version=course.version,
        release=way.release.digest,
        lessons=tuple(_lesson(way, me.language, number, each) for number, each in enumerate(course.lessons, start=1)),
        tests=_tests(me, way),
    )


def _tests(me: SignedInLearner, way: Road) -> tuple[wire.BundleTest, ...]:
    tickets = phones.tickets(db(), me.learner_id)
    schedule = desk_of(db(), me.learner_id).schedule
    return tuple(
        wire.BundleTest(
            wave=wave.value,
            standing=sitting.standing.value,
            opened_at=schedule[wave].opened_at,
            closed_at=schedule[wave].closed_at,
            form=open_form(way.release, sitting),
            ticket=tickets[wave],
        )
        for wave, sitting in testing.sittings(db(), me.learner_id, now()).items()
        if wave is not Wave.FOLLOW_UP or is_near(sitting)  # months away: no phone carries it that long
    )


def _lesson(way: Road, language: str, number: int, lesson: LessonStructure) -> wire.BundleLesson:
    words, shown = way.release.words_for(lesson.id, language, way.second_language)
    return wire.BundleLesson(
        id=lesson.id,
        number=number,
        minutes=way.release.paces[lesson.id][shown][0].minutes,
        language=shown,
        title=words.title,
        summary=words.summary,
        note=words.note,
        steps=tuple(
            wire.BundleStep(heading=screen.heading, blocks=(_block(lesson, screen.block),)) for screen in words.screens
        ),
    )


def _block(lesson: LessonStructure, block: Shown) -> wire.BundleProse | wire.BundleCheck:
    """A lesson's own check answers on the phone at once; it repeats no item of the instrument."""
    if isinstance(block, Prose | Reflection):
        return wire.BundleProse(html=block.html)
    if isinstance(block, Close):
        return wire.BundleProse(html=f"<p>{block.can_html}</p><p>{block.deed_html}</p>")
    structure = lesson.activity(block.id)
    if not isinstance(block, Check) or not isinstance(structure, CheckStructure):
        return wire.BundleProse(html="" if isinstance(block, Check) else block.introduction_html)
    right = structure.key
    return wire.BundleCheck(
        id=block.id,
        case_html=block.case_html,
        question_html=block.question_html,
        options=tuple(
            wire.BundleOption(
                id=option.id,
                html=option.html,
                reason_html=option.reason_html,
                state="right" if option.id == right else "wrong",
            )
            for option in block.options
        ),
    )
