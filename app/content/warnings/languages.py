"""What a course lacks in its languages: a review, words, plans."""

from collections.abc import Iterable, Iterator

from app.content.release import Release


def due_reviews(release: Release) -> Iterator[str]:
    """Yields what the course and its test say of a language's words, for instance that they are a draft."""
    for review in (release.course.review, release.instrument.review):
        for language, note in review.items():
            yield f"{language}: {note}"


def missing_words(release: Release) -> Iterator[str]:
    """Yields the languages in which lessons, plans or the page on disclosures are not written yet."""
    for language in release.course.languages:
        unwritten = [lesson_id for lesson_id, words in release.lessons.items() if language not in words]
        if unwritten:
            titles = _titles(release, unwritten)
            yield f"{language}: no words yet in {titles}: learners get another language, and are told so"
        without_plan = [lesson_id for lesson_id, plans in release.plans.items() if language not in plans]
        if without_plan:
            yield f"{language}: no facilitator's plan yet for {_titles(release, without_plan)}"
        if language not in release.disclosure:
            yield f"{language}: no page yet on what to do when a learner tells something (disclosure.{language}.md)"


def lesson_title(release: Release, lesson_id: str) -> str:
    """Returns a lesson's title as its author knows it: in the course's first language, or in any that has words."""
    first = release.course.languages[0]
    words, _ = release.words_for(lesson_id, first, first)
    return f"“{words.title}”"


def _titles(release: Release, lesson_ids: Iterable[str]) -> str:
    return ", ".join(lesson_title(release, lesson_id) for lesson_id in lesson_ids)
