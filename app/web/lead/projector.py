"""Pictures of a lesson for the projector: one fills the screen, and the next is one tap away."""

import html
import re
from dataclasses import dataclass

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue

from app.content import Release
from app.services.releases import release_of
from app.store.programmes.cohorts import Cohort
from app.web.access import audience
from app.web.language import language
from app.web.lead.led import seen
from app.web.transaction import reading
from courses import SessionPlan

PICTURE = re.compile(r'<img src=\\?"/p/([0-9a-f]{16})\.svg\\?" alt=\\?"(.*?)\\?"')
"""As our own reader of lessons writes it, within JSON."""


@dataclass(frozen=True)
class PictureShown:
    digest: str
    words: str
    """what is seen on it"""


def pictures_of(release: Release, cohort: Cohort, number: int) -> list[PictureShown]:
    """Returns the pictures of a lesson and of its plan, each once, in their order, in the reader's language."""
    lesson = release.course.lessons[number - 1]
    words, spoken = release.words_for(lesson.id, language(), cohort.language)
    plan: SessionPlan | None = release.plans.get(lesson.id, {}).get(spoken)
    text = words.model_dump_json() + (plan.model_dump_json() if plan else "")
    by_digest = dict(PICTURE.findall(text))
    return [PictureShown(digest, html.unescape(alternative)) for digest, alternative in by_digest.items()]


@audience("facilitator", "me_officer", "partner_lead")
def picture_shown(ref: str, number: int, n: int) -> ResponseReturnValue:
    """Shows picture n of a lesson, from 1, as large as the screen. Answers 404 for one that it does not have."""
    cohort, _may_change = seen(ref)
    release = release_of(reading(), cohort.course_release_id)
    if not 1 <= number <= len(release.course.lessons):
        abort(404)
    pictures = pictures_of(release, cohort, number)
    if not 1 <= n <= len(pictures):
        abort(404)

    def address(place: int) -> str:
        is_there = 1 <= place <= len(pictures)
        return url_for("lead.picture_shown", ref=ref, number=number, n=place) if is_there else ""

    return render_template(
        "lead/picture.html",
        cohort=cohort,
        paper_language=language(),
        picture=pictures[n - 1],
        before=address(n - 1),
        after=address(n + 1),
        back_url=url_for("lead.plan", ref=ref, number=number),
    )
