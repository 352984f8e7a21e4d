"""What an administrator reads of a table of groups, partners or staff: each row as it was understood, each fault."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.services.administrator.imports.days import day_in
from app.services.administrator.imports.groups import Group
from app.services.administrator.imports.kinds import Kind
from app.services.administrator.imports.lines import Draft, Fault, Sheet
from app.web.language import language
from app.web.regional import day
from app.wording import Words
from app.wording.imports import column_name, fault_sentence, placed_sentence

TITLES = {
    "groups": _l("Groups from a table"),
    "partners": _l("Partners from a table"),
    "staff": _l("Staff from a table"),
}
SHEETS = {"groups": _l("Groups"), "partners": _l("Partners"), "staff": _l("Staff")}
"""Name of the template's sheet."""
DAYS = ("starts_on", "ends_on")
LISTS = {
    "groups": ("setup.groups", _l("Groups and who leads them")),
    "partners": ("setup.partners", _l("Partners")),
    "staff": ("setup.everybody", _l("Staff")),
}
"""The list that a table adds to: its page and name."""


@dataclass(frozen=True)
class ShownRow:
    """A ShownRow is one row of the preview. cells: in the order of the columns. is_known: it is there already."""

    row: int
    cells: tuple[str, ...]
    is_known: bool
    faults: tuple[str, ...]
    note: str = ""


def make_button(kind: str, count: int) -> str:
    """Returns the words of the button that makes so many."""
    if kind == "groups":
        return ngettext("Make %(num)d group", "Make %(num)d groups", count)
    if kind == "partners":
        return ngettext("Add %(num)d partner", "Add %(num)d partners", count)
    return ngettext("Add %(num)d person", "Add %(num)d people", count)


def made_sentence(kind: str, count: int) -> str:
    """Returns what is said when so many were made."""
    if kind == "groups":
        return ngettext(
            "%(num)d group is made. Nobody can join yet.", "%(num)d groups are made. Nobody can join yet.", count
        )
    return ngettext("%(num)d partner is added.", "%(num)d partners are added.", count)


def heads_of(kind: Kind) -> list[str]:
    """Lists the names of the columns in the reader's language."""
    words = Words(language())
    return [column_name(words, column) for column in kind.columns]


def sentences(sheet: Sheet, faults: Sequence[Fault]) -> list[str]:
    """Lists a sentence for each fault, with its row and column as the table names it."""
    words = Words(language())
    return [
        placed_sentence(words, it.row, sheet.heads.get(it.column) or column_name(words, it.column), _what(words, it))
        for it in faults
    ]


def shown_rows(kind: Kind, sheet: Sheet, draft: Draft[Any]) -> list[ShownRow]:
    """Lists every row of a table, with what is wrong in it."""
    words = Words(language())
    by_row = {it.row: it for it in draft.rows}
    faults: dict[int, list[str]] = {}
    for fault in draft.faults:
        what = f"{column_name(words, fault.column)}: {_what(words, fault)}"
        faults.setdefault(fault.row, []).append(what)
    return [
        ShownRow(
            row=line.row,
            cells=tuple(
                _understood(by_row.get(line.row)).get(column, _day_or_text(column, line[column]))
                for column in kind.columns
            ),
            is_known=line.row in by_row and by_row[line.row].is_known,
            faults=tuple(faults.get(line.row, ())),
            note=_note(by_row.get(line.row)),
        )
        for line in sheet.lines
    ]


def _what(words: Words, fault: Fault) -> str:
    return fault_sentence(words, fault.code, fault.value, fault.near)


def _understood(row: object) -> Mapping[str, str]:
    """Cells that are shown as they were understood: days in words, so that a slip is seen, and what was left empty."""
    if not isinstance(row, Group):
        return {}
    outline = row.outline
    return {
        "starts_on": day(outline.starts_on),
        "ends_on": day(outline.ends_on),
        "expected_count": str(outline.expected_count),
    }


def _day_or_text(column: str, text: str) -> str:
    """A cell of a row that has a fault, elsewhere or in it: a day that can be read stands in words there, too."""
    if column not in DAYS or not text:
        return text
    try:
        return day(day_in(text))
    except ValueError:
        return text


def _note(row: object) -> str:
    if isinstance(row, Group) and row.has_unused_link:
        return _("the facilitator has not used the one-time link yet")
    return ""
