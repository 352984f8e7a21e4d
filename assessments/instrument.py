"""An instrument's structure: items in two parallel forms with their keys, the same in every language."""

import hashlib
import json
from collections.abc import Mapping
from typing import Annotated, Literal, Self, get_args

from annotated_types import Ge, MinLen
from pydantic import Discriminator, Field, Tag, field_validator, model_validator

from assessments.marked_lines import MOST_LINES, Answer, marks
from assessments.statements import Reaction, Statement
from assessments.values import ByLanguage, FormName, Id, Language, Slug, Value

FORMS: tuple[FormName, ...] = get_args(FormName)
UNSURE = "unsure"
"""The option "I am not sure" of every item: an answer, never right, and not a blank."""


def _kind_of_key(key: object) -> str:
    """By this pydantic refuses a key as what it was meant to be, and not once as each of the two."""
    return "lines" if isinstance(key, (tuple, list)) else "option"


class ItemForm(Value):
    """Holds the ids of an item's options in one form, and the right one.

    If the key is a list, the options are lines of a text in their order, and the learner marks all that are in the key
    and no other. Raises ValidationError if the key is not among the options, or "unsure" is; of lines also if there are
    more than seven, or the key has all of them.
    """

    options: Annotated[tuple[Id, ...], MinLen(2)]
    key: Annotated[
        Annotated[Id, Tag("option")] | Annotated[tuple[Id, ...], MinLen(1), Tag("lines")], Discriminator(_kind_of_key)
    ]
    """lines in the order of `marks`"""

    @field_validator("key")
    @classmethod
    def _marks_have_one_order(cls, key: Answer) -> Answer:
        return key if isinstance(key, str) else marks(key)

    @model_validator(mode="after")
    def _key_is_an_option(self) -> Self:
        if UNSURE in self.options:
            raise ValueError(f"'{UNSURE}' stands under every item by itself: take it out of the options")
        for key in self.keys:
            if key not in self.options:
                raise ValueError(f"the key '{key}' is not an option: name one of {', '.join(self.options)}")
        if self.has_lines and len(self.options) > MOST_LINES:
            raise ValueError(f"has {len(self.options)} lines, and at most {MOST_LINES} are marked: leave some out")
        if self.has_lines and len(self.keys) == len(set(self.options)):
            raise ValueError("every line is in the key, so there is nothing to find: leave a line that is not")
        return self

    @property
    def has_lines(self) -> bool:
        """Whether the options are lines, any number of which may be marked."""
        return not isinstance(self.key, str)

    @property
    def keys(self) -> tuple[str, ...]:
        """The key as a set: the right option alone, or all lines to be marked."""
        return (self.key,) if isinstance(self.key, str) else self.key

    def has(self, answer: Answer | None) -> bool:
        """Returns whether this can be its answer; "unsure" and None, a blank, always can."""
        if answer is None or answer == UNSURE:
            return True
        if isinstance(answer, str):
            return not self.has_lines and answer in self.options
        return self.has_lines and answer == marks(answer) and set(answer) <= set(self.options)


class Item(Value):
    """Pairs two parallel questions, in form A and form B, with the same objective and level.

    Raises ValidationError if a form is missing, the forms have different numbers of options, or one alone has lines.
    """

    id: Id
    objective: Id
    level: Literal["remember", "understand", "apply", "analyse"]
    forms: Mapping[FormName, ItemForm]

    @field_validator("forms")
    @classmethod
    def _forms_are_parallel(cls, forms: Mapping[FormName, ItemForm]) -> Mapping[FormName, ItemForm]:
        missing = [form for form in FORMS if form not in forms]
        if missing:
            raise ValueError(f"form {' and '.join(missing)} is missing: an item stands in both forms")
        counts = [len(forms[form].options) for form in FORMS]
        if len(set(counts)) > 1:
            raise ValueError(f"form A has {counts[0]} options and form B {counts[1]}: give both as many")
        if len({forms[form].has_lines for form in FORMS}) > 1:
            raise ValueError("one form has lines to mark and the other has not: put both keys in brackets, or neither")
        return forms

    @property
    def has_lines(self) -> bool:
        """Whether its options are lines, any number of which may be marked."""
        return self.forms["A"].has_lines

    def form(self, form: str) -> ItemForm:
        """Returns the item in form A or form B; raises ValueError for any other form."""
        for name in FORMS:
            if name == form:
                return self.forms[name]
        raise ValueError(f"there is no form '{form}': a form is A or B")


class Instrument(Value):
    """Holds the structure of a knowledge test, without its words, for the course of the same slug.

    Raises ValidationError if two statements or reactions share an id.
    """

    slug: Slug
    version: Annotated[int, Ge(1)]
    languages: Annotated[tuple[Language, ...], MinLen(1)]
    review: ByLanguage = Field(default_factory=dict)
    """what a reader must know of a language's words, for instance that they are a draft"""
    pass_mark: Annotated[int, Ge(1)]
    """the least number of right items that passes the test"""
    minutes: Annotated[int, Ge(1)]
    items: Annotated[tuple[Item, ...], MinLen(1)]
    statements: tuple[Statement, ...] = ()
    reactions: tuple[Reaction, ...] = ()

    @model_validator(mode="after")
    def _beside_the_items_each_id_is_its_own(self) -> Self:
        ids = self.beside(with_reactions=True)
        twice = next((each for each in ids if ids.count(each) > 1), None)
        if twice is not None:
            raise ValueError(f"'{twice}' names two statements or reactions: give each its own id")
        return self

    @property
    def choices(self) -> tuple[Item, ...]:
        """The items of which one option is chosen: all but those whose lines are marked."""
        return tuple(item for item in self.items if not item.has_lines)

    def beside(self, *, with_reactions: bool) -> tuple[str, ...]:
        """Lists the ids of the questions that follow the items: the statements and, if wanted, the reactions."""
        statements = tuple(statement.id for statement in self.statements)
        return (*statements, *(reaction.id for reaction in self.reactions)) if with_reactions else statements


def other_form(form: str) -> FormName:
    """Returns B for A and A for B; raises ValueError for anything else."""
    if form not in FORMS:
        raise ValueError(f"there is no form '{form}': a form is A or B")
    return "B" if form == "A" else "A"


def structure_digest(instrument: Instrument) -> str:
    """Returns a digest of ids, order and keys of the items; two scores pair only if it is the same for both.

    SHA-256, 64 hex digits. Words, statements and reactions do not change it.
    """
    structure = [
        instrument.slug,
        [
            [item.id, [[form, item.forms[form].options, item.forms[form].key] for form in FORMS]]
            for item in instrument.items
        ],
    ]
    return hashlib.sha256(json.dumps(structure, separators=(",", ":")).encode()).hexdigest()
