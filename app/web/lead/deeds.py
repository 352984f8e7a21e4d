"""How the small things to do at the ends of pieces worked out, for a cohort's page."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.services.facilitator.deeds import SHOWN_FROM, worked_out
from app.services.releases import release_of
from app.store.programmes.cohorts import Cohort
from app.web.language import language
from app.web.transaction import reading


@dataclass(frozen=True)
class Tally:
    """A Tally is how often each answer was given about the deed of one piece."""

    title: str
    """of the piece"""
    language: str
    """of the title, as a code"""
    counts: Mapping[str, int]
    """by answer: yes, not_yet, not_for_me; 0 where nobody gave it"""
    least: int = SHOWN_FROM
    """answers from which on there is a tally"""


def tallies_of(cohort: Cohort) -> list[Tally]:
    """Lists the tallies of a cohort's pieces in their order; those with too few answers are left out.

    A title is in the reader's language if the lesson has it, else in the cohort's, else in any.
    """
    release = release_of(reading(), cohort.course_release_id)
    counts = worked_out(reading(), cohort)
    tallies = []
    for lesson in release.course.lessons:
        words, shown = release.words_for(lesson.id, language(), cohort.language)
        for piece in words.pieces:
            if piece.id in counts:
                none = dict.fromkeys(("yes", "not_yet", "not_for_me"), 0)
                tallies.append(Tally(piece.title, shown, none | dict(counts[piece.id])))
    return tallies
