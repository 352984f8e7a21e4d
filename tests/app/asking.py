"""The course that ships, with statements and a reaction of the tests' own beside its items."""

from app.content import Release
from assessments import Reaction, Statement

STATEMENTS = (
    Statement(id="say-no", kind="confidence"),
    Statement(id="blame", kind="attitude", reversed=True),
)
REACTIONS = (Reaction(id="useful"),)


def with_statements(release: Release) -> Release:
    """Words are the same in every language: these tests are about what becomes of the answers."""
    words = {
        "statements": {"say-no": "I can say no to a friend about a job", "blame": "Who was tricked is to blame"},
        "reactions": {"useful": "The lessons were useful"},
    }
    questions = {"statements": STATEMENTS, "reactions": REACTIONS}
    return release.model_copy(
        update={
            "instrument": release.instrument.model_copy(update=questions),
            "instrument_words": {
                language: texts.model_copy(update=words) for language, texts in release.instrument_words.items()
            },
        }
    )
