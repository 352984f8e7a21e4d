"""An activity as it stands in a lesson file, ready to be compared with course.yaml."""

from dataclasses import dataclass

from courses import Activity


@dataclass(frozen=True)
class Group:
    """A Group is a list of ids that must be course.yaml's, in its order: options of a check, choices of a node."""

    name: str
    line: int
    ids: tuple[str, ...]


@dataclass(frozen=True)
class Content:
    """A Content is what a block holds: its words (None where they have a fault), and its ids as far as known."""

    words: Activity | None
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True)
class ReadActivity:
    """A ReadActivity is one activity as it was read from a lesson's file."""

    kind: str
    id: str
    line: int
    content: Content

    @property
    def where(self) -> str:
        return f"{self.kind} {self.id}"
