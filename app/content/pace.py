"""How long a piece of a lesson takes: words and taps on the main way through it, and minutes for a slow reader."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import ceil
from typing import TypeVar, assert_never

from app.content.html_text import html_text
from courses import (
    Check,
    Checklist,
    CheckStructure,
    Close,
    Count,
    CountStructure,
    Flags,
    FlagsStructure,
    LessonStructure,
    LessonWords,
    Order,
    OrderStructure,
    OwnAdvert,
    Prose,
    Reflection,
    Rehearse,
    Screen,
    Shown,
    Sort,
    SortStructure,
    Story,
    StoryNode,
    StoryStructure,
    outcome,
)

WORDS_A_MINUTE = 100
"""of somebody who reads slowly, for whom courses are made; most grown-ups read more than twice as many"""
SECONDS_A_TAP = 3
"""to find the place and hit it"""
FEWEST_MINUTES, MOST_MINUTES = 3, 5
"""of a piece"""

Kind = TypeVar("Kind")
_MORE = re.compile(r"<details.*?</details>", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d+")


@dataclass(frozen=True)
class Pace:
    """Holds how much is read and tapped on the main way through a piece, without mistakes, and how long it takes."""

    piece_id: str
    words: int
    taps: int

    @property
    def minutes(self) -> int:
        """Minutes of a slow reader, rounded up; at least 1."""
        return max(1, ceil(self.words / WORDS_A_MINUTE + self.taps * SECONDS_A_TAP / 60))


def paces(structure: LessonStructure, words: LessonWords) -> tuple[Pace, ...]:
    """Returns the pace of each piece of a lesson, in their order; of a lesson without pieces, one."""
    return tuple(
        Pace(piece_id, sum(words_on(structure, screen) for screen in screens), _taps(structure, screens))
        for piece_id, screens in zip(structure.piece_ids, words.by_piece, strict=True)
    )


def words_on(structure: LessonStructure, screen: Screen) -> int:
    """Counts what is read of a screen on the main way: without mistakes, and without what is closed."""
    return _counted(screen.heading, *_read(structure, screen.block))


def most_words_on(structure: LessonStructure, screen: Screen) -> int:
    """Counts the same where the longest way through a story is taken, not the shortest."""
    if not isinstance(screen.block, Story):
        return words_on(structure, screen)
    weights = {node.id: _counted(*_scene(node)) for node in screen.block.nodes}
    way = _of(structure, screen.block.id, StoryStructure).heaviest_way(weights)
    return _counted(screen.heading, screen.block.introduction_html) + way


def _counted(*texts: str) -> int:
    return sum(len(_WORD.findall(html_text(_MORE.sub("", text)))) for text in texts)


def _taps(structure: LessonStructure, screens: Iterable[Screen]) -> int:
    """One leads on from each screen."""
    return sum(1 + _deeds(structure, screen.block) for screen in screens)


def _read(structure: LessonStructure, block: Shown) -> Iterator[str]:
    """What is read of a screen by somebody who answers right at once."""
    match block:
        case Prose() | Reflection():
            yield block.html
        case Close():
            yield from (block.can_html, block.deed_html)
        case Check():
            yield from (block.case_html, block.question_html, *(option.html for option in block.options))
            key = _of(structure, block.id, CheckStructure).key
            yield from (option.reason_html for option in block.options if option.id == key)
        case Flags():
            flags = _of(structure, block.id, FlagsStructure).flags
            yield from (block.introduction_html, *(part.html for part in block.parts))
            yield from (part.reason_html for part in block.parts if part.id in flags)
        case Sort():
            yield from (block.introduction_html, *(pile.heading for pile in block.piles))
            yield from (f"{card.html} {card.reason_html}" for pile in block.piles for card in pile.cards)
        case Order():
            yield from (block.introduction_html, *(f"{step.html} {step.reason_html}" for step in block.steps))
        case Checklist():
            yield from (block.introduction_html, *(f"{entry.html} {entry.hint_html}" for entry in block.entries))
        case Rehearse():
            yield from (block.introduction_html, *(f"{way.html} {way.reason_html}" for way in block.ways))
        case OwnAdvert():
            yield from (block.introduction_html, *(f"{check.html} {check.hint_html}" for check in block.checks))
        case Count():
            sums = _of(structure, block.id, CountStructure)
            went = outcome(debt=sums.debt, left=sums.owed)
            yield from (block.introduction_html, *(label.html for label in block.labels))
            yield from (f"{end.heading} {end.html}" for end in block.outcomes if end.id == went)
        case Story():
            nodes = [block.node(node) for node in _shortest_way(_of(structure, block.id, StoryStructure))]
            yield block.introduction_html
            yield from (text for node in nodes for text in _scene(node))
        case _:
            assert_never(block)


def _scene(node: StoryNode) -> Iterator[str]:
    yield from (node.heading, *_happens(node), *(choice.html for choice in node.choices))


def _happens(node: StoryNode) -> Iterator[str]:
    for part in node.runs:
        if isinstance(part, Prose):
            yield part.html
        else:
            yield from (f"{message.picture} {message.html}" for message in part.messages)


def _deeds(structure: LessonStructure, block: Shown) -> int:
    """Taps within an activity, without one that is wrong."""
    match block:
        case Flags():
            return len(_of(structure, block.id, FlagsStructure).flags)
        case Sort():
            return 2 * len(_of(structure, block.id, SortStructure).cards)
        case Order():
            order = _of(structure, block.id, OrderStructure)
            places = [order.steps.index(step) for step in order.shown]
            return 1 + sum(later < place for at, place in enumerate(places) for later in places[at:])
        case Checklist():
            return len(block.entries)
        case OwnAdvert():
            return 1 + len(block.checks)
        case Story():
            return len(_shortest_way(_of(structure, block.id, StoryStructure))) - 1
        case Check():
            return 2
        case Reflection() | Rehearse():
            return 1
        case Prose() | Count() | Close():
            return 0
        case _:
            assert_never(block)


def _of(structure: LessonStructure, activity_id: str, kind: type[Kind]) -> Kind:
    activity = structure.activity(activity_id)
    assert isinstance(activity, kind)  # the check has compared words and structure
    return activity


def _shortest_way(story: StoryStructure) -> list[str]:
    """The nodes from the beginning to the nearest ending."""
    ways, seen = [[story.beginning]], {story.beginning}
    for way in ways:  # it grows: nearer nodes come before those that are farther away
        choices = story.nodes[way[-1]]
        if not choices:
            return way
        further = [node for node in dict.fromkeys(choices.values()) if node not in seen]
        seen.update(further)
        ways += [[*way, node] for node in further]
    raise AssertionError("every story ends")
