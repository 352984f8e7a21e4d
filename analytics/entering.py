"""Which new groups of a region may enter a publication beside one another, so that no few of them are told."""

from collections.abc import Collection, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

from analytics.disclosure import LEAST

Id = TypeVar("Id", bound=Hashable)


@dataclass(frozen=True)
class New(Generic[Id]):
    """A New is a group that no publication had. pairs: learners with both tests. partner: whose group it is."""

    id: Id
    partner: Hashable
    pairs: int


def entering(groups: Collection[New[Id]]) -> set[Id]:
    """Returns the ids of the groups that may enter: those of LEAST and more, and the smaller ones if they are not few.

    groups: all new ones of one region. A region is told exactly, and the result of a group of LEAST and more may leave
    the house with its facilitator: to whoever has all these results the smaller groups are what is left, and to a
    partner's lead, who reads the sum of the partner's own, those of other partners. Source: arithmetic.
    """
    small = [one for one in groups if one.pairs < LEAST]
    leads = {one.partner for one in small}
    rests = [sum(one.pairs for one in small), *(sum(it.pairs for it in small if it.partner != of) for of in leads)]
    has_few = any(0 < rest < LEAST for rest in rests)
    entered = {one.id for one in groups if not (has_few and one in small)}
    return entered if any(one.pairs for one in groups if one.id in entered) else set()
