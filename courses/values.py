"""What every value of a course is made of: strict, frozen, and nothing that it does not know."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints


class Value(BaseModel):
    """Made once, never changed; a wrong type or an unknown name is refused, not bent."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


# 32 signs is what a row keeps of an id.
Id = Annotated[str, StringConstraints(pattern=r"^[a-zA-Z0-9]+(-[a-zA-Z0-9]+)*$", max_length=32)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
Text = Annotated[str, StringConstraints(min_length=1)]
ByLanguage = Mapping[Language, Text]
