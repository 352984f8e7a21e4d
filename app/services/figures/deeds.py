"""How the small things to do at the ends of pieces worked out, over the settled groups of a report."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from analytics import LEAST
from app.services.figures.reporting import Filters, Part
from app.services.releases import release_of_structure
from app.store import Session
from app.store.figures import deeds, selection
from app.wording import Words


@dataclass(frozen=True)
class DeedCounts:
    """A DeedCounts holds how often each answer was given on what one piece gives one to do.

    title: of lesson and piece. groups: how many groups the counts are of.
    """

    title: str
    groups: int
    yes: int
    not_yet: int
    not_for_me: int

    @property
    def n(self) -> int:
        return self.yes + self.not_yet + self.not_for_me


def deed_counts(session: Session, filters: Filters, part: Part, words: Words) -> tuple[DeedCounts, ...]:
    """Returns the answers of the groups of one part of a report, by piece in the order of the course.

    Counted are groups with at least eleven answers on the piece, each whole: so two reports differ by a whole group or
    by nothing. Empty if the filters choose learners within groups, for nobody knows who answered.
    """
    if any(name in selection.WITHIN for name in filters.chosen):
        return ()
    sums: dict[str, Counter[str]] = {}
    groups: Counter[str] = Counter()
    by_cohort = deeds.list_by_cohort(session, selection.of_structure(filters, part.structure))
    for (_cohort, piece_id), answers in by_cohort.items():
        if sum(answers.values()) >= LEAST:
            sums.setdefault(piece_id, Counter()).update(answers)
            groups[piece_id] += 1
    return tuple(
        DeedCounts(title, groups[piece_id], of["yes"], of["not_yet"], of["not_for_me"])
        for piece_id, title in _pieces(session, part, words)
        if (of := sums.get(piece_id))
    )


def _pieces(session: Session, part: Part, words: Words) -> Iterator[tuple[str, str]]:
    """Piece id and title, of a course with these questions."""
    release = release_of_structure(session, part.structure)
    for lesson in release.course.lessons:
        worded, _language = release.words_for(lesson.id, words.language, words.language)
        for piece in worded.pieces:
            yield piece.id, f"{worded.title}: {piece.title}"
