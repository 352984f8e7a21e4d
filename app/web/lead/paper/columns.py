"""The columns of a template: named as on the sheet, in any language of the pages, and read back from there."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from flask_babel import force_locale
from flask_babel import gettext as _

from app.content import Release
from app.files import Column, Table
from app.services.facilitator import paper_cells
from app.services.people import AGE_BANDS, SEXES
from app.services.waves import Wave
from app.web.forms import AGE_LABELS, labelled
from app.web.language import NAMES
from app.web.lead.forms import SEXES_READ_OUT


def heads() -> dict[str, str]:
    """Returns the heads of the columns beside the questions, in the reader's language, by the name in other files."""
    return {
        paper_cells.NUMBER: _("No."),
        paper_cells.FORM: _("Form"),
        paper_cells.SEX: _("Sex"),
        paper_cells.AGE: _("Age"),
        paper_cells.DAY: _("Day"),
    }


WORDS: Mapping[str, tuple[str, ...]] = {
    paper_cells.NUMBER: ("number", "no", "nr", "номер", "ном", "нөмір", "нөмірі", "n", "№"),
    paper_cells.CODE: ("code", "код", "коды"),
    paper_cells.FORM: ("form", "version", "variant", "вариант", "форма", "нұсқа", "нұсқасы"),
    paper_cells.SEX: ("sex", "gender", "пол", "жыныс", "жынысы"),
    paper_cells.AGE: ("age", "возраст", "жас", "жасы"),
    paper_cells.DAY: ("day", "date", "день", "дата", "күн", "күні"),
}
"""What else people call a column, beside its head in the template; a full stop or a colon behind it is passed over."""
QUESTION = ("", "q", "question", "в", "вопрос", "сұрақ", "№")
"""What may stand beside the number of a question in the head of its column."""


def who_labels() -> dict[str, str]:
    """Returns sex and age as a sheet words them in the reader's language, by code; "unsaid" stands for both."""
    choices = [*labelled(AGE_BANDS, AGE_LABELS), *labelled(SEXES, SEXES_READ_OUT)]
    return {choice.value: str(choice.label) for choice in choices}


def questions(release: Release, wave: Wave) -> list[str]:
    """Returns what each numbered column is called in other files, from 1 on: items, then statements."""
    instrument = release.instrument
    beside = instrument.beside(with_reactions=wave is Wave.POST)
    items = [f"{paper_cells.ITEM}{item.id}" for item in instrument.items]
    return [*items, *(f"{paper_cells.STATEMENT}{statement}" for statement in beside)]


def as_on_the_sheet(missing: Sequence[str], heads_sent: Iterable[str], release: Release, wave: Wave) -> list[str]:
    """Returns what columns that a table lacks are called: as in the template, in the reader's language.

    A table of another program, which has a column of an item, gets their names in such files. heads_sent: what the
    table's own columns are called.
    """
    if any(map(_is_an_item, heads_sent)):
        return list(missing)
    names = {name: str(n) for n, name in enumerate(questions(release, wave), start=1)} | heads()
    return [names[name] for name in missing if name in names]


def named_as_elsewhere(table: Table, release: Release, wave: Wave) -> tuple[Table, Mapping[str, str]]:
    """Returns the table with the names that other files have, and its own name for each column that was renamed."""
    named = _names_by_head(release, wave)
    own: dict[str, str] = {}
    columns = {}
    for head, column in table.columns.items():
        name = named(head)
        if name is None or name in table.columns or name in own:
            columns[head] = column
        else:
            own[name] = head
            columns[name] = _with_codes(column) if name in (paper_cells.SEX, paper_cells.AGE) else column
    labels = {name: table.labels[own.get(name, name)] for name in columns if own.get(name, name) in table.labels}
    return replace(table, columns=columns, labels=labels), own


def unread(table: Table, own: Mapping[str, str], release: Release, wave: Wave) -> list[str]:
    """Lists the columns of a table of one's own that are not read; of another program's table none, for it has many."""
    known = {*own, *questions(release, wave), *WORDS, paper_cells.WAVE}
    if any(_is_an_item(head) for head in {*table.columns} - {*own}):
        return []
    return [head for head in table.columns if head not in known and head.rpartition("/")[2].lower() not in known]


def expected(release: Release, wave: Wave) -> str:
    """Returns the heads of a template's columns, in the reader's language, the questions in short: № , 1 … 19."""
    named = heads()
    last = len(questions(release, wave))
    return ", ".join([named[paper_cells.NUMBER], f"1 … {last}", named[paper_cells.DAY], named[paper_cells.FORM]])


def _is_an_item(head: str) -> bool:
    return head.rpartition("/")[2].startswith(paper_cells.ITEM)


def _names_by_head(release: Release, wave: Wave) -> Callable[[str], str | None]:
    """What tells the name in other files by what a column is called here; None for a column that is not known."""
    numbered = dict(enumerate(questions(release, wave), start=1))
    names = {word: name for name, words in WORDS.items() for word in words}
    for language in NAMES:
        with force_locale(language):
            names.update({_plain(head): name for name, head in heads().items()})

    def named(head: str) -> str | None:
        number = _NUMBERED.fullmatch(_plain(head))
        if number is not None and {number["before"].strip(" .№-"), number["behind"].strip(" .-")} <= {*QUESTION}:
            return numbered.get(int(number["number"]))
        return names.get(_plain(head))

    return named


_NUMBERED = re.compile(r"(?P<before>\D*)(?P<number>\d{1,3})(?P<behind>\D*)", re.ASCII)


def _plain(head: str) -> str:
    return " ".join(head.lower().split()).rstrip(" .:")


def _with_codes(column: Column) -> Column:
    codes = _codes_by_word()
    return Column([codes.get(str(cell).strip().lower(), cell) for cell in column.values], column.places)


def _codes_by_word() -> dict[str, str]:
    """Returns the code of each sex and age by its words, in lower case and every language, and by itself."""
    words = {code: code for code in (*SEXES, *AGE_BANDS)}
    for language in NAMES:
        with force_locale(language):
            words.update({label.lower(): code for code, label in who_labels().items()})
    return words
