"""An instrument's words in one language, all of them plain text."""

import hashlib
import json
from collections.abc import Mapping

from pydantic import Field

from assessments.values import FormName, Id, Text, Value


class ItemWords(Value):
    """Holds the words of one item in one form; options and reasons by option id."""

    stem: Text
    options: Mapping[Id, Text]
    reasons: Mapping[Id, Text]
    """why an option is or is not right: shown only after the cohort's post-test has closed"""


class InstrumentWords(Value):
    """Holds the words of both forms in one language; within a form by item id."""

    title: Text
    forms: Mapping[FormName, Mapping[Id, ItemWords]]
    statements: Mapping[Id, Text] = Field(default_factory=dict)
    reactions: Mapping[Id, Text] = Field(default_factory=dict)

    @property
    def beside(self) -> Mapping[str, str]:
        """The words of statements and reactions, by id."""
        return {**self.statements, **self.reactions}

    def form(self, form: str) -> Mapping[str, ItemWords]:
        """Returns the words of form A or B by item id; raises ValueError for another form."""
        for name, words in self.forms.items():
            if name == form:
                return words
        raise ValueError(f"there is no form '{form}': a form is A or B")


def wording_digest(words: Mapping[str, ItemWords]) -> str:
    """Returns a digest of the stems and options that a learner sees in one form in one language.

    SHA-256, 64 hex digits. Their order and the reasons do not change it.
    """
    seen = {item_id: [item.stem, dict(item.options)] for item_id, item in words.items()}
    return hashlib.sha256(json.dumps(seen, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
