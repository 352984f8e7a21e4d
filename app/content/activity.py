"""An activity as it stands in a lesson file, ready to be compared with course.yaml."""

from dataclasses import dataclass

from courses import Activity


@dataclass(frozen=True)
class Group:
    """Holds the ids of one list in a lesson's file, which course.yaml must have in the same order.

    These are, for instance, the options of a check or the choices of a story's node.
    """

    name: str
    line: int
    ids: tuple[str, ...]


@dataclass(frozen=True)
class Content:
    """Holds what was read from a block: its words, None if they have a fault, and the groups of ids that are known."""

    words: Activity | None
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True)
class ReadActivity:
    """Represents one activity as it was read from a lesson's file."""

    kind: str
    id: str
    line: int
    content: Content
    piece: str = ""
    """the id of the piece that it stands in; "" in a lesson without pieces"""

    @property
    def where(self) -> str:
        return f"{self.kind} {self.id}"


@dataclass(frozen=True)
class ReadPiece:
    """Represents where a piece begins in a lesson's file."""

    id: str
    line: int
