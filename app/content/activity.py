"""An activity as it stands in a lesson file, ready to be held against course.yaml."""

from dataclasses import dataclass

from courses import Activity


@dataclass(frozen=True)
class Group:
    """Ids that must be course.yaml's, in its order: the options of a check, the choices of a node."""

    name: str
    line: int
    ids: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """What a block holds: its words, None where they have a fault, and its ids as far as they can be told."""

    words: Activity | None
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True)
class ReadActivity:
    kind: str
    id: str
    line: int
    found: Found

    @property
    def where(self) -> str:
        return f"{self.kind} {self.id}"
