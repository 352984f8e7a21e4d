"""How an activity stands on the page. Without JavaScript the form brings it back whole, and nothing of it is kept."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from werkzeug.datastructures import MultiDict

from courses import (
    ActivityStructure,
    CheckStructure,
    CountStructure,
    FlagsStructure,
    OrderStructure,
    RehearseStructure,
    SortStructure,
    StoryStructure,
    outcome,
    owed,
)

Sent = MultiDict[str, str]
TRIES = 2
"""Wrong options of a check until the right one is shown; lesson_tap.js has the same."""


@dataclass(frozen=True)
class Left:
    """A Left is the state of an activity that has nothing to answer: it counts as done."""

    is_done: bool = True


@dataclass(frozen=True)
class Checked:
    """A Checked is the state of a check: the options chosen so far, in order."""

    ids: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    """options that show their reasons; the right one among them as soon as it is done"""
    last: str | None = None
    """the one that was chosen just now"""
    is_done: bool = False
    """the right one was chosen, or as many wrong ones as there are tries"""


@dataclass(frozen=True)
class Tapped:
    """A Tapped is the state of an advert: the lines tapped so far, which show their reasons."""

    ids: tuple[str, ...] = ()
    last: str | None = None
    """the one that was tapped just now"""
    found_count: int = 0
    """signs among them"""
    is_done: bool = False


@dataclass(frozen=True)
class Walked:
    """A Walked is the state of a story: the choices so far, and the node to which they lead."""

    path: tuple[tuple[str, str], ...]
    """(node, choice) in order"""
    node: str
    seen: tuple[str, ...] = ()
    """endings that were reached"""
    is_moved: bool = False

    @property
    def is_done(self) -> bool:
        """Whether an ending of the story was reached."""
        return bool(self.seen)


@dataclass(frozen=True)
class Sorted:
    """A Sorted is the state of a sort.

    placed: the pile by card, for every card that has one. shown: the card just put, else the next one; None at the end.
    """

    placed: Mapping[str, str]
    shown: str | None
    first_go: int = 0
    """cards that went to their own pile at once"""
    is_moved: bool = False

    @property
    def is_put(self) -> bool:
        """Whether the card that is shown has its pile."""
        return self.shown in self.placed

    @property
    def is_done(self) -> bool:
        return self.shown is None


@dataclass(frozen=True)
class Ordered:
    """An Ordered is the state of steps to be put in order: their ids as the learner has put them so far."""

    ids: tuple[str, ...]
    in_place: int = 0
    """steps that are where they belong; 0 until compared"""
    is_done: bool = False
    """compared with the right order"""
    moved: tuple[str, str] | None = None
    """("up" or "down", step)"""


@dataclass(frozen=True)
class Counted:
    """A Counted is the state of the debt calculator.

    sums: the numbers in its fields, by name, "months" among them. rows: the debt after each month. outcome: how it
    went.
    """

    MOST: ClassVar[int] = 9_999_999
    """the largest sum: one that fits a phone's table"""
    MOST_MONTHS: ClassVar[int] = 24

    sums: Mapping[str, int]
    rows: tuple[int, ...]
    outcome: str
    is_done: bool = True


@dataclass(frozen=True)
class Rehearsed:
    """A Rehearsed is the state of something to be said aloud. is_done: said, so that the good ways are shown."""

    is_done: bool


State = Left | Rehearsed | Checked | Tapped | Walked | Sorted | Ordered | Counted


def state_of(activity: ActivityStructure | None, sent: Sent) -> State:
    """Returns the state of an activity after what its form sent; an empty form gives the beginning.

    Ids that the activity does not have are ignored. Returns a Left for None and for a kind without answers.
    """
    reader = READERS.get(activity.kind) if activity else None
    return reader(activity, sent) if reader else Left()


def _check(check: CheckStructure, sent: Sent) -> Checked:
    last = sent.get("answer", "")
    ids = _ids([*sent.getlist("answered"), last], check.options)[:TRIES]
    if check.key not in ids and len(ids) < TRIES:
        return Checked(ids, ids, last if last in ids else None)
    shown = check.options if last == "all" else _ids([*ids, check.key], check.options)
    return Checked(ids, shown, last if last in ids else None, is_done=True)


def _flags(flags: FlagsStructure, sent: Sent) -> Tapped:
    last = sent.get("tap", "")
    ids = _ids([*sent.getlist("tapped"), last], flags.parts)
    found_count = len([it for it in flags.flags if it in ids])
    if last == "all":
        return Tapped(flags.parts, None, found_count, is_done=True)
    return Tapped(ids, last if last in ids else None, found_count, is_done=found_count == len(flags.flags))


def _ids(sent: Sequence[str], own: Sequence[str]) -> tuple[str, ...]:
    """Those of an activity's own, each once."""
    return tuple(dict.fromkeys(it for it in sent if it in own))


def _story(story: StoryStructure, sent: Sent) -> Walked:
    path: list[tuple[str, str]] = []
    node = story.beginning
    for part in sent.getlist("path"):
        position, _, choice = part.partition(":")
        if position == node and choice in story.nodes[node]:
            path.append((node, choice))
            node = story.nodes[node][choice]
    way = sent.get("way", "")
    position, _, choice = way.partition(":")
    if way == "back" and path:
        node = path.pop()[0]
    elif way == "again":
        path, node = [], story.beginning
    elif position == node and choice in story.nodes[node]:
        path.append((node, choice))
        node = story.nodes[node][choice]
    seen = {it for it in sent.getlist("seen") if it in story.endings} | ({node} & set(story.endings))
    return Walked(tuple(path), node, tuple(it for it in story.endings if it in seen), is_moved=bool(way))


def _sort(sort: SortStructure, sent: Sent) -> Sorted:
    put = sent.get("put", "")
    placed: dict[str, str] = {}
    for part in [] if put == "again" else [*sent.getlist("placed"), put]:
        card, _, pile = part.partition(":")
        if card in sort.cards and pile in sort.piles and card not in placed:
            placed[card] = pile
    just_now = put.partition(":")[0]
    left = [card for card in sort.cards if card not in placed]
    shown = just_now if just_now in placed else left[0] if left else None
    return Sorted(placed, shown, sum(sort.cards[card] == pile for card, pile in placed.items()), is_moved=bool(put))


def _order(order: OrderStructure, sent: Sent) -> Ordered:
    ids = sent.getlist("order")
    if sorted(ids) != sorted(order.steps):
        ids = list(order.shown)
    way, _, step = sent.get("move", "").partition(":")
    if way == "compare":
        in_place = sum(placed == own for placed, own in zip(ids, order.steps, strict=True))
        return Ordered(tuple(ids), in_place, is_done=True)
    if step not in ids or way not in ("up", "down"):
        return Ordered(tuple(ids))
    place = ids.index(step)
    ids.insert(max(0, place + (-1 if way == "up" else 1)), ids.pop(place))
    return Ordered(tuple(ids), moved=(way, step))


def _rehearse(_: RehearseStructure, sent: Sent) -> Rehearsed:
    return Rehearsed(sent.get("aloud") == "yes")


def _count(count: CountStructure, sent: Sent) -> Counted:
    begins = {name: getattr(count, name) for name in ("debt", "pay", "growth", "costs")}
    sums = {name: _whole(sent.get(name), begin, Counted.MOST) for name, begin in begins.items()}
    months = max(1, _whole(sent.get("months"), count.months, Counted.MOST_MONTHS))
    rows = tuple(owed(**sums, months=month) for month in range(1, months + 1))
    went = outcome(debt=sums["debt"], left=rows[-1])
    return Counted({**sums, "months": months}, rows, went)


def _whole(written: str | None, begin: int, most: int) -> int:
    """A whole number within its limits; what cannot be read is what stood there at the beginning."""
    written = (written or "").strip()
    return min(int(written), most) if written.isdecimal() and len(written) < 10 else begin


READERS: Mapping[str, Callable[[Any, Sent], State]] = {
    "check": _check,
    "flags": _flags,
    "story": _story,
    "sort": _sort,
    "order": _order,
    "count": _count,
    "rehearse": _rehearse,
}
