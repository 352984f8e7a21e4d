"""What a learner does within a lesson, without its words: ids, their order, what is right and what leads to what."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Literal, Self

from annotated_types import Ge, Gt, MaxLen, MinLen
from pydantic import AfterValidator, Field, Strict, WithJsonSchema, model_validator

from courses.values import Fault, Id, Ordered, Value, an_id, refused

MOST_CHECKS = 5
"""Of a story: more do not stand in one row on a phone."""


def a_place(text: str) -> str:
    """Returns the text if it names a place of a story, a node or a choice as 'node:choice', else raises ValueError."""
    parts = text.split(":")
    if len(parts) > 2:
        raise ValueError(f"'{text}' names no place of a story: write a node, or 'node:choice'")
    for part in parts:
        an_id(part)
    return text


StoryPlace = Annotated[str, AfterValidator(a_place), WithJsonSchema({"type": "string"})]


class CheckStructure(Value):
    """Describes a question within a lesson that shows its answer at once.

    The key must be one of the options, else it raises ValidationError.
    """

    kind: Literal["check"]
    id: Id
    options: Annotated[tuple[Id, ...], MinLen(2)]
    key: Id

    @model_validator(mode="after")
    def _key_is_an_option(self) -> Self:
        if self.key not in self.options:
            what = f"the key '{self.key}' is not an option: name one of {', '.join(self.options)}"
            raise refused("check", [(("key",), what)])
        return self


class StoryStructure(Value):
    """Describes a story of nodes, in which the learner's choices lead from node to node.

    The first node is the beginning; a node without choices is an ending. It raises ValidationError unless every node
    can be reached and leads to an ending, every place that ticks a check or costs something exists, and where anything
    costs something each ending says what it costs.
    """

    kind: Literal["story"]
    id: Id
    nodes: Annotated[Ordered[Id, Ordered[Id, Id]], MinLen(2)]
    """node id -> choice id -> the id of the node that it leads to"""
    # Left out of the JSON where there are none, so that releases of before keep their digest.
    checks: Annotated[
        Ordered[Id, Annotated[tuple[StoryPlace, ...], MinLen(1), Strict(False)]],  # within pairs JSON has a list
        MaxLen(MOST_CHECKS),
        Field(exclude_if=lambda checks: not checks),
    ] = Field(default_factory=dict)
    """check id -> what ticks it on the way: a node that is reached, or a choice that is taken, as 'node:choice'"""
    costs: Annotated[
        Ordered[StoryPlace, Ordered[Id, Annotated[int, Ge(0)]]], Field(exclude_if=lambda costs: not costs)
    ] = Field(default_factory=dict)
    """place -> cost id -> how much it adds on a way through it; an ending that costs nothing has {}"""

    @property
    def beginning(self) -> str:
        return next(iter(self.nodes))

    @property
    def endings(self) -> tuple[str, ...]:
        return tuple(node for node, choices in self.nodes.items() if not choices)

    @property
    def cost_ids(self) -> tuple[str, ...]:
        """What is told at every ending, in the order in which it is first named."""
        return tuple(dict.fromkeys(cost for costs in self.costs.values() for cost in costs))

    def ticked(self, path: Sequence[tuple[str, str]], node: str) -> tuple[str, ...]:
        """Returns the checks that were made by whoever took these choices, as (node, choice), and stands at `node`."""
        places = set(_places(path, node))
        return tuple(check for check, ticks in self.checks.items() if places.intersection(ticks))

    def spent(self, path: Sequence[tuple[str, str]], ending: str) -> dict[str, int]:
        """Returns cost id -> how much the way of these choices, as (node, choice), has cost at its ending; a place that
        was passed twice costs twice."""
        spent = dict.fromkeys(self.cost_ids, 0)
        for place in _places(path, ending):
            for cost, amount in self.costs.get(place, {}).items():
                spent[cost] += amount
        return spent

    def heaviest_way(self, weights: Mapping[str, int]) -> int:
        """Returns the most that node id -> weight adds up to on one way from the beginning to an ending; of a ring,
        in which one can go round, each node once."""
        ways = {node: set(choices.values()) for node, choices in self.nodes.items()}
        reach = {node: _reached({node}, ways) for node in self.nodes}
        heaviest: dict[str, int] = {}
        for node in sorted(reach, key=lambda node: len(reach[node])):  # what comes later on a way has less before it
            ring = {other for other in reach[node] if node in reach[other]}
            rest = (heaviest[other] for other in reach[node] - ring)
            heaviest[node] = sum(weights[other] for other in ring) + max(rest, default=0)
        return heaviest[self.beginning]

    def amounts(self, cost: str) -> dict[str, int]:
        """Returns place -> how much it adds to this cost; places that add nothing are left out."""
        return {place: costs[cost] for place, costs in self.costs.items() if costs.get(cost)}

    @model_validator(mode="after")
    def _every_way_ends(self) -> Self:
        faults = list(self._dead_ends()) or list(self._lost_nodes()) or [*self._unknown_places(), *self._uneven_costs()]
        if faults:
            raise refused("story", faults)
        return self

    def _dead_ends(self) -> Iterator[Fault]:
        for node, choices in self.nodes.items():
            for choice, target in choices.items():
                if target not in self.nodes:
                    what = f"leads to '{target}', which is no node: name one of {', '.join(self.nodes)}"
                    yield ("nodes", node, choice), what

    def _lost_nodes(self) -> Iterator[Fault]:
        if not self.endings:
            yield ("nodes",), "the story never ends: write one node without choices, as in 'home: {}'"
            return
        ways = {node: set(choices.values()) for node, choices in self.nodes.items()}
        back = {node: {source for source, targets in ways.items() if node in targets} for node in self.nodes}
        reached = _reached({self.beginning}, ways)
        ending = _reached(set(self.endings), back)
        for node in self.nodes:
            if node not in reached:
                yield ("nodes", node), "no choice leads here from the beginning: lead one here, or take the node out"
            elif node not in ending:
                yield ("nodes", node), "no ending can be reached from here: add a choice that leads on to one"

    def _unknown_places(self) -> Iterator[Fault]:
        ticks = (
            (("checks", check, position), place)
            for check, places in self.checks.items()
            for position, place in enumerate(places)
        )
        for path, place in (*ticks, *((("costs", place), place) for place in self.costs)):
            node, colon, choice = place.partition(":")
            if node not in self.nodes:
                yield path, f"'{node}' is no node: name one of {', '.join(self.nodes)}"
            elif colon and choice not in self.nodes[node]:
                mend = f"name one of {', '.join(self.nodes[node])}" if self.nodes[node] else "it is an ending"
                yield path, f"'{choice}' is no choice of '{node}': {mend}"

    def _uneven_costs(self) -> Iterator[Fault]:
        missing = [ending for ending in self.endings if self.costs and ending not in self.costs]
        if missing:
            what = f"lack the ending {', '.join(missing)}: write what it costs, or {{}} where it costs nothing"
            yield ("costs",), what


class FlagsStructure(Value):
    """Describes an advert or a chat whose warning signs are to be found; its other parts are honest.

    It raises ValidationError if a flag is no part, or every part is a flag.
    """

    kind: Literal["flags"]
    id: Id
    shown_as: Literal["advert", "chat"]
    parts: Annotated[tuple[Id, ...], MinLen(3)]
    flags: Annotated[tuple[Id, ...], MinLen(1)]

    @model_validator(mode="after")
    def _some_parts_are_flags(self) -> Self:
        faults: list[Fault] = [
            (("flags", position), f"'{flag}' is not a part: name one of {', '.join(self.parts)}")
            for position, flag in enumerate(self.flags)
            if flag not in self.parts
        ]
        if not faults and len(self.flags) == len(self.parts):
            faults.append((("flags",), "every part is a flag, so there is nothing to find: leave an honest part"))
        if faults:
            raise refused("flags", faults)
        return self


class SortStructure(Value):
    """Describes cards, in the order in which they are shown, that are to be put into piles.

    It raises ValidationError if a card's pile is unknown or a pile stays empty.
    """

    kind: Literal["sort"]
    id: Id
    piles: Annotated[tuple[Id, ...], MinLen(2)]
    cards: Annotated[Ordered[Id, Id], MinLen(3)]
    """card id -> the id of its pile"""

    @model_validator(mode="after")
    def _every_pile_gets_a_card(self) -> Self:
        faults: list[Fault] = [
            (("cards", card), f"goes to '{pile}', which is no pile: name one of {', '.join(self.piles)}")
            for card, pile in self.cards.items()
            if pile not in self.piles
        ]
        faults += [
            (("piles", position), f"'{pile}' stays empty: give it a card, or take it out")
            for position, pile in enumerate(self.piles)
            if pile not in self.cards.values()
        ]
        if faults:
            raise refused("sort", faults)
        return self


class OrderStructure(Value):
    """Describes steps, in their right order, that the learner sees mixed and puts in order."""

    kind: Literal["order"]
    id: Id
    steps: Annotated[tuple[Id, ...], MinLen(3)]

    @property
    def shown(self) -> tuple[str, ...]:
        """The steps in the order in which every learner first sees them, which is never the right one."""
        mixed = tuple(sorted(self.steps, key=lambda step: hashlib.sha256(f"{self.id} {step}".encode()).digest()))
        return mixed if mixed != self.steps else (*mixed[1:], mixed[0])


class ChecklistStructure(Value):
    """Describes things that a learner means to do before leaving; the ticks stay on the phone.

    None of them is right or wrong. It raises ValidationError if a secret entry is no entry.
    """

    kind: Literal["checklist"]
    id: Id
    entries: Annotated[tuple[Id, ...], MinLen(2)]
    secret: Annotated[tuple[Id, ...], Field(exclude_if=lambda ids: not ids)] = ()
    """entries whose answer nobody else may read, such as a code word: on paper they have no line to write on"""

    @model_validator(mode="after")
    def _secrets_are_entries(self) -> Self:
        faults: list[Fault] = [
            (("secret", position), f"'{entry}' is not an entry: name one of {', '.join(self.entries)}")
            for position, entry in enumerate(self.secret)
            if entry not in self.entries
        ]
        if faults:
            raise refused("checklist", faults)
        return self


Outcome = Literal["grows", "shrinks", "paid"]


class CountStructure(Value):
    """Describes the debt calculator, with the sums that it begins with.

    debt: at first. Each month `pay` is taken off it, and `growth` and `costs` are added.
    """

    kind: Literal["count"]
    id: Id
    debt: Annotated[int, Ge(0)]
    pay: Annotated[int, Ge(0)]
    growth: Annotated[int, Ge(0)]
    """what the lender adds each month"""
    costs: Annotated[int, Ge(0)]
    """what is taken from the pay each month, for food and a bed"""
    months: Annotated[int, Gt(0)]

    @property
    def owed(self) -> int:
        """The debt that is left after `months`, with the sums that the author has set."""
        return owed(debt=self.debt, pay=self.pay, growth=self.growth, costs=self.costs, months=self.months)


class ReflectionStructure(Value):
    """Describes a question that a learner asks themselves; their answer stays on the phone."""

    kind: Literal["reflection"]
    id: Id


class RehearseStructure(Value):
    """Describes something that a learner says aloud, and then compares with one or two good ways of saying it."""

    kind: Literal["rehearse"]
    id: Id
    ways: Annotated[tuple[Id, ...], MinLen(1), MaxLen(2)]


class OwnAdvertStructure(Value):
    """Describes questions that a learner puts to an advert that they have met; the advert and the ticks go nowhere."""

    kind: Literal["own"]
    id: Id
    checks: Annotated[tuple[Id, ...], MinLen(2), MaxLen(7)]


class TalkStructure(Value):
    """Describes a talk in the room, which is only in the facilitator's plan."""

    kind: Literal["talk"]
    id: Id
    minutes: Annotated[int, Ge(1)]


ActivityStructure = Annotated[
    CheckStructure
    | StoryStructure
    | FlagsStructure
    | SortStructure
    | OrderStructure
    | ChecklistStructure
    | CountStructure
    | ReflectionStructure
    | RehearseStructure
    | OwnAdvertStructure
    | TalkStructure,
    Field(discriminator="kind"),
]


def owed(*, debt: int, pay: int, growth: int, costs: int, months: int) -> int:
    """Returns what is owed after so many months of paying the debt off; 0 once it is paid.

    >>> owed(debt=600, pay=250, growth=150, costs=120, months=3)
    660
    """
    return max(0, debt + months * (growth + costs - pay))


def outcome(*, debt: int, left: int) -> Outcome:
    """Returns how a debt went: "paid" if nothing is left, "shrinks" if it became smaller, else "grows".

    debt: at first. left: at the end.
    """
    if left == 0:
        return "paid"
    return "shrinks" if left < debt else "grows"


def _places(path: Sequence[tuple[str, str]], node: str) -> list[str]:
    """The places that whoever took these choices and stands at `node` has passed, each as often as it was passed."""
    return [node, *(each for each, _ in path), *(f"{each}:{choice}" for each, choice in path)]


def _reached(start: set[str], ways: Mapping[str, set[str]]) -> set[str]:
    """The nodes that can be reached from these, and these themselves."""
    reached: set[str] = set()
    open_nodes = set(start)
    while open_nodes:
        reached |= open_nodes
        open_nodes = {target for node in open_nodes for target in ways[node]} - reached
    return reached
