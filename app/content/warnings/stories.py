"""Choices of a story that push one another out of sight."""

from collections.abc import Iterator

from app.content.html_text import html_text
from app.content.release import Release
from courses import Story

MOST_CHOICES = 3
MOST_SIGNS = 32
"""of a choice: what one line of a phone of 360 px holds"""


def crowded_choices(release: Release) -> Iterator[str]:
    """Yields nodes with more choices than three of one line, which a small phone shows below the newest words."""
    for language in release.course.languages:
        read = [words[language] for words in release.lessons.values() if language in words]
        stories = [screen.block for words in read for screen in words.screens if isinstance(screen.block, Story)]
        for where, node in ((f"story {story.id}, node {node.id}", node) for story in stories for node in story.nodes):
            if len(node.choices) > MOST_CHOICES:
                yield f"{language}: {where}: more than {MOST_CHOICES} choices: take one out"
            signs = {choice.id: len(html_text(choice.html)) for choice in node.choices}
            long = [f"{choice_id} ({n})" for choice_id, n in signs.items() if n > MOST_SIGNS]
            if long:
                mend = "a small phone shows them in two lines: shorten them"
                yield f"{language}: {where}: more than {MOST_SIGNS} signs in {', '.join(long)}: {mend}"
