"""The names of things in the reader's language: groups, items, their options, statements."""

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
    """Holds the names of groups, items, options and statements for one reader.

    groups: by key. items: by id, or by "item/form" if the forms' words differ. options: by (item, option). statements:
    by id. A thing without a name is called by its key or id.
    """

    groups: Mapping[Key, str] = field(default_factory=dict)
    items: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[tuple[str, str], str] = field(default_factory=dict)
    statements: Mapping[str, str] = field(default_factory=dict)

    def group(self, key: Key) -> str:
        return self.groups.get(key) or (key if isinstance(key, str) else " / ".join(key))

    def item(self, item: str) -> str:
        return self.items.get(item, item)

    def of_form(self, item: str, form: str) -> str:
        """Returns the key of an item's words in this form: "item/form", or the item's id if the forms share them."""
        name = f"{item}/{form}"
        return name if name in self.items else item

    def form_of(self, item: str) -> str:
        """Returns the form whose words an item has under "item/form"; "" if both forms share them."""
        named = f"{item}/"
        return next((name[len(named) :] for name in self.items if name.startswith(named)), "")

    def item_in_a_sentence(self, words: Words, item: str) -> str:
        """Returns an item's words in quotation marks, cut after 70 characters; the id of an item without words."""
        stem = self.items.get(item)
        if stem is None:
            return apart(words, item)
        return words.gettext("“%(item)s”") % {
            "item": shorten(stem.translate(WITHIN), LONGEST, placeholder="…").rstrip(".: ")
        }

    def option(self, item: str, option: str) -> str:
        """Returns an option's words to set within quotation marks; quotation marks in them become inner ones.

        Returns the option's id if it has no words.
        """
        return self.options.get((item, option), option).translate(WITHIN)

    def statement(self, statement: str) -> str:
        return self.statements.get(statement, statement)


def apart(words: Words, name: str) -> str:
    """Returns a name as it is written in a list: in quotation marks if it contains a comma."""
    return words.gettext("“%(item)s”") % {"item": name.translate(WITHIN)} if "," in name else name
