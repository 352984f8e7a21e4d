"""What a mutant is: one small breakage of the code, and the tests that must notice it."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Source(StrEnum):
    """A Source says where the idea of a mutant came from."""

    CODE = "code"
    """chosen with the code and its tests at hand"""
    BLIND = "blind"
    """chosen from the code alone, before a look at its tests"""
    HOUSE = "house"
    """a review of the code planted it and all tests stayed green"""
    TRUST = "trust"
    """a review of safety planted it and all tests of behaviour stayed green"""


class DoesNotApply(ValueError):
    """Raised where the code is no longer what the mutant was written for."""


@dataclass(frozen=True)
class Mutant:
    """A Mutant is one small breakage of the code.

    `before` stands exactly once in `file`; `after` in its place breaks something that a user would feel.

    tests: paths or node ids from the root of the project, of which one must fail.
    survives: why no test can notice it; empty where one must.
    """

    name: str
    file: str
    before: str
    after: str
    tests: tuple[str, ...]
    source: Source = Source.CODE
    survives: str = ""

    def applied_to(self, root: Path) -> str:
        """Returns the file's text with the breakage in it.

        Raises DoesNotApply that says what to mend.
        """
        path = root / self.file
        if not path.is_file():
            raise DoesNotApply(f"{self.name}: there is no {self.file} any more; name the file that took its place")
        text = path.read_text(encoding="utf-8")
        count = text.count(self.before)
        if count != 1:
            raise DoesNotApply(f"{self.name}: its text stands {count} times in {self.file}, not once; quote it anew")
        return text.replace(self.before, self.after)
