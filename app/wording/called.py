"""What things are called in the reader's language: groups, items, their options, statements."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from textwrap import shorten

from analytics import Key
from app.wording.words import Words

LONGEST = 70
"""Signs of an item's words in a sentence."""
WITHIN = str.maketrans("“”«»", "‘’„“")
"""Quotation marks that stand within others."""


@dataclass(frozen=True)
class Called:
    """groups: by key. items, statements: by id. options: by (item, option). What has no name here is called by id."""

    groups: Mapping[Key, str] = field(default_factory=dict)
    items: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[tuple[str, str], str] = field(default_factory=dict)
    statements: Mapping[str, str] = field(default_factory=dict)

    def group(self, key: Key) -> str:
        return self.groups.get(key) or (key if isinstance(key, str) else " / ".join(key))

    def item(self, item: str) -> str:
        return self.items.get(item, item)

    def of_form(self, item: str, form: str) -> str:
        """What an item is called in this form, where it is another question in each."""
        name = f"{item}/{form}"
        return name if name in self.items else item

    def form_of(self, item: str) -> str:
        """Whose form's words an item bears that is another question in each; "" where it is one."""
        named = f"{item}/"
        return next((name[len(named) :] for name in self.items if name.startswith(named)), "")

    def item_in_a_sentence(self, words: Words, item: str) -> str:
        """In the quotation marks of the language and not too long; an item without words by its id."""
        stem = self.items.get(item)
        if stem is None:
            return apart(words, item)
        return words.gettext("“%(item)s”") % {
            "item": shorten(stem.translate(WITHIN), LONGEST, placeholder="…").rstrip(".: ")
        }

    def option(self, item: str, option: str) -> str:
        """As it stands between quotation marks."""
        return self.options.get((item, option), option).translate(WITHIN)

    def statement(self, statement: str) -> str:
        return self.statements.get(statement, statement)


def apart(words: Words, name: str) -> str:
    """As it stands in a list: a name that has a comma itself in the quotation marks of the language."""
    return words.gettext("“%(item)s”") % {"item": name.translate(WITHIN)} if "," in name else name
