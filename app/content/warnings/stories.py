"""Choices of a story that push one another out of sight."""

from collections.abc import Iterator

from app.content.html_text import html_text
from app.content.release import Release
from app.content.warnings.languages import within
from app.sentences import N_, Remark
from courses import Story

MOST_CHOICES = 3
MOST_SIGNS = 32
"""of a choice: what one line of a phone of 360 px holds"""


def crowded_choices(release: Release) -> Iterator[Remark]:
    """Yields nodes with more choices than three of one line, which a small phone shows below the newest words."""
    for language in release.course.languages:
        read = [words[language] for words in release.lessons.values() if language in words]
        stories = [screen.block for words in read for screen in words.screens if isinstance(screen.block, Story)]
        for where, node in (
            (Remark(N_("story %(story)s, node %(node)s"), story=story.id, node=node.id), node)
            for story in stories
            for node in story.nodes
        ):
            if len(node.choices) > MOST_CHOICES:
                what = Remark(N_("%(where)s: more than %(most)d choices: take one out"), where=where, most=MOST_CHOICES)
                yield within(language, what)
            signs = {choice.id: len(html_text(choice.html)) for choice in node.choices}
            long = tuple(f"{choice_id} ({n})" for choice_id, n in signs.items() if n > MOST_SIGNS)
            if long:
                marked = N_(
                    "%(where)s: more than %(most)d signs in %(choices)s: "
                    "a small phone shows them in two lines: shorten them"
                )
                yield within(language, Remark(marked, where=where, most=MOST_SIGNS, choices=long))
