"""What a course lacks in its languages: a review, words, plans."""

from collections.abc import Iterable, Iterator

from app.content.release import Release
from app.sentences import N_, Remark

DRAFT = N_("draft, to be read by a native speaker")
"""What the platform's own course says of a review that is due; a note that an author words otherwise stays as it is."""


def within(language: str, what: Remark) -> Remark:
    """Returns what there is to say of a course's words in one language, behind that language."""
    return Remark(N_("%(language)s: %(what)s"), language=language, what=what)


def due_reviews(release: Release) -> Iterator[Remark]:
    """Yields what the course and its test say of a language's words, for instance that they are a draft."""
    for review in (release.course.review, release.instrument.review):
        for language, note in review.items():
            yield within(language, Remark(DRAFT) if note == DRAFT else Remark("%(note)s", note=note))


def missing_words(release: Release) -> Iterator[Remark]:
    """Yields the languages in which lessons, plans or the page on disclosures are not written yet."""
    for language in release.course.languages:
        unwritten = [lesson_id for lesson_id, words in release.lessons.items() if language not in words]
        if unwritten:
            titles = _titles(release, unwritten)
            what = N_("no words yet in %(titles)s: learners get another language, and are told so")
            yield within(language, Remark(what, titles=titles))
        without_plan = [lesson_id for lesson_id, plans in release.plans.items() if language not in plans]
        if without_plan:
            titles = _titles(release, without_plan)
            yield within(language, Remark(N_("no facilitator's plan yet for %(titles)s"), titles=titles))
        if language not in release.disclosure:
            what = N_("no page yet on what to do when a learner tells something (%(file)s)")
            yield within(language, Remark(what, file=f"disclosure.{language}.md"))


def lesson_title(release: Release, lesson_id: str) -> str:
    """Returns a lesson's title as its author knows it: in the course's first language, or in any that has words."""
    first = release.course.languages[0]
    words, _ = release.words_for(lesson_id, first, first)
    return f"“{words.title}”"


def _titles(release: Release, lesson_ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(lesson_title(release, lesson_id) for lesson_id in lesson_ids)
