"""What a course begins with, before anything is asked: an advert with one line that is a trick."""

from typing import Annotated, Self

from annotated_types import MaxLen, MinLen
from pydantic import model_validator

from courses.values import ByLanguage, Id, Value, refused


class TasterLine(Value):
    """Holds one line of the advert, by language."""

    id: Id
    text: ByLanguage


class Taster(Value):
    """Holds an advert of one screen, in which a learner taps the line that is the trick. It is counted nowhere.

    The trick must be one of the lines, else it raises ValidationError.
    """

    title: ByLanguage
    """what the advert promises in large letters; it cannot be tapped"""
    lines: Annotated[tuple[TasterLine, ...], MinLen(3), MaxLen(5)]
    trick: Id
    """the line that takes back what the title promises"""
    reason: ByLanguage
    """why it is the trick, shown after the tap whichever line that was"""

    @model_validator(mode="after")
    def _trick_is_a_line(self) -> Self:
        ids = [line.id for line in self.lines]
        if self.trick not in ids:
            what = f"the trick '{self.trick}' is not a line: name one of {', '.join(ids)}"
            raise refused("taster", [(("trick",), what)])
        return self

    def line(self, line_id: str) -> TasterLine | None:
        """Returns the line with this id; None if the advert has none."""
        return next((line for line in self.lines if line.id == line_id), None)
