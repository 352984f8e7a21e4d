"""A course that is not whole: some languages are still being written."""

from app.content import Release


def lacking(release: Release, *, lessons: str, test: str) -> Release:
    """This release without its lessons in one language and its test in one, maybe another."""
    left = {
        lesson_id: {language: words for language, words in by_language.items() if language != lessons}
        for lesson_id, by_language in release.lessons.items()
    }
    tests = {language: words for language, words in release.instrument_words.items() if language != test}
    return release.model_copy(update={"lessons": left, "instrument_words": tests})
