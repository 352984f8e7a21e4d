"""The class sheet to print: numbers, an empty line for each name, and boxes to tick. The names stay on paper."""

from dataclasses import dataclass

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from app.services.facilitator.class_list import list_lines
from app.services.releases import release_of
from app.services.waves import waves_of
from app.store.programmes.cohorts import Cohort
from app.web.access import audience
from app.web.language import language
from app.web.lead.led import led_to_read
from app.web.transaction import reading


@dataclass(frozen=True)
class Column:
    """A Column is one lesson on the sheet: whoever holds it in several meetings has room for a tick for each."""

    number: int
    title: str
    language: str
    """of the title"""


@audience("facilitator")
def class_sheet(ref: str) -> ResponseReturnValue:
    """Shows the class sheet of a cohort, to print on A4 across, in the language of whoever prints it."""
    cohort = led_to_read(ref)
    return render_template(
        "lead/class_sheet.html",
        cohort=cohort,
        lines=list_lines(reading(), cohort),
        waves=waves_of(cohort),
        columns=_columns(cohort),
        paper_language=language(),
        back_url=url_for("lead.cohort", ref=ref),
    )


def _columns(cohort: Cohort) -> list[Column]:
    release = release_of(reading(), cohort.course_release_id)
    columns = []
    for number, lesson in enumerate(release.course.lessons, start=1):
        words, shown = release.words_for(lesson.id, language(), cohort.language)
        columns.append(Column(number, words.title, shown))
    return columns
