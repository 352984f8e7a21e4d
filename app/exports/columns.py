"""The report as a rectangle: a row per group and one for all, a column per figure of the register.

Every file of figures (spreadsheet, SPSS, Stata, Parquet) has these rows, so that no two of them can differ.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from analytics import FIGURES, GainReport, GroupReport, Key, Unit, Value, values, values_of
from app.exports.cover import Cover, Made
from app.wording import Words, dimension_name, figure_label, note_sentence

STATEMENTS, COURSE, TAUGHT = QUESTIONS = ("statements.", "reactions.", "taught.")
"""What paths of figures begin with that are not there unless somebody was asked."""
RETEST = "method.retest"
LONGEST_ID = 18
"""Characters of a statement's or a question's id in a column's name; longer ones are cut and numbered."""


@dataclass(frozen=True)
class Column:
    """Holds one column of the rectangle of figures.

    name: a letter, then letters, digits or underscores, at most 32. label: its meaning in the reader's words. unit: of
    the figure; None for text. figure: its path in the register; "" if it is none. cells: one for each group, then one
    for all; a missing value is None and never 0.
    """

    name: str
    label: str
    unit: Unit | None
    figure: str = ""
    cells: tuple[Any, ...] = ()


def all_values(report: GainReport, cover: Cover) -> Iterator[Value]:
    """Yields the figures of a report, then those of reactions and of peers taught."""
    return chain(
        values(report),
        values_of(cover.reception.reactions, "reactions"),
        values_of(cover.reception.taught, "taught"),
    )


def beside_chance(report: GainReport, group: GroupReport) -> Iterator[Value]:
    """Yields the retest's figures under a group's key; nothing for a group without the share by chance alone."""
    if group.noise_floor is not None:
        for value in values_of(report.method.retest, RETEST):
            yield replace(value, key=group.key)


def columns_of(made: Made, words: Words) -> tuple[Column, ...]:
    """Lists the columns of all instruments; for each instrument there is a row for each group and then one for all.

    A disaggregate or figure that a report does not have is empty in its rows.
    """
    disaggregates = list(dict.fromkeys(name for _, cover in made for name in cover.disaggregates))
    figures = _figures(made, words)
    rows = [
        _of_group(group, cover, disaggregates, words) | cells.get(group.key, {})
        for report, cover in made
        for cells in (_cells(report, cover, figures),)
        for group in (*report.groups, report.total)
    ]
    columns = (
        *_keys(disaggregates, words),
        *figures.values(),
        Column("notes", words.gettext("Notes on the figures"), None),
    )
    return tuple(replace(column, cells=tuple(row.get(column.name) for row in rows)) for column in columns)


Place = tuple[str, tuple[str, ...]]
"""(path, what it is about)"""
Cells = dict[Key | None, dict[str, Any]]
"""By group and the name of the column."""


def _figures(made: Made, words: Words) -> Mapping[Place, Column]:
    """All of the scores; then of what was said, question by question, as far as it was asked."""
    columns: dict[Place, Column] = {
        (one.path, ()): Column(one.name, figure_label(words, one), one.unit, one.path)
        for one in FIGURES.values()
        if one.in_table and not one.path.startswith(QUESTIONS)
    }
    for place, ((kind, about), called) in enumerate(_questions(made).items(), start=1):
        for one in FIGURES.values():
            if one.in_table and one.path.startswith(kind):
                label = ": ".join((figure_label(words, one), *filter(None, [called])))
                name = one.name.format(*(_short(text, place) for text in about))
                columns[one.path, about] = Column(name, label, one.unit, one.path)
    return columns


def _questions(made: Made) -> Mapping[Place, str]:
    """Statements, questions on the course, and what was passed on: by kind and id, with the words."""
    questions: dict[Place, str] = {}
    for report, cover in made:
        questions |= {
            (STATEMENTS, (one.statement,)): cover.called.statement(one.statement) for one in report.statements or ()
        }
        reception = cover.reception
        questions |= {(COURSE, (one.reaction,)): reception.question(one.reaction) for one in reception.reactions}
        if reception.taught:
            questions[TAUGHT, ()] = ""
    return questions


def _cells(report: GainReport, cover: Cover, figures: Mapping[Place, Column]) -> Cells:
    cells: Cells = {}
    for value in _by_group(report, cover):
        column = figures.get((value.figure.path, value.about))
        if column is not None:
            cells.setdefault(value.key, {})[column.name] = value.value
    return cells


def _by_group(report: GainReport, cover: Cover) -> Iterator[Value]:
    """The retest not once, but in the row of each group."""
    yield from (value for value in all_values(report, cover) if not value.figure.path.startswith(RETEST))
    for group in (*report.groups, report.total):
        yield from beside_chance(report, group)


def _keys(disaggregates: Sequence[str], words: Words) -> list[Column]:
    _ = words.gettext
    return [
        Column("source", _("What the figures are of"), None),
        Column("name", _("Subgroup"), None),
        *(Column(_split(name), dimension_name(words, name), None) for name in disaggregates),
        Column("suppressed", _("1: hidden, too few learners; its figures are missing"), Unit.COUNT),
        Column("rounded", _("1: counts are rounded to 5, and shares are of such counts"), Unit.COUNT),
    ]


def _of_group(group: GroupReport, cover: Cover, disaggregates: Sequence[str], words: Words) -> dict[str, Any]:
    parts = () if group.key is None else zip(cover.disaggregates, cover.parts(group.key), strict=True)
    return {
        "source": cover.source,
        "name": words.gettext("All") if group.key is None else cover.names[group.key],
        **{_split(name): "" for name in disaggregates},
        **{_split(name): part for name, part in parts},
        "suppressed": int(group.suppressed),
        "rounded": int(cover.has_rounded_groups and group.key is not None),
        "notes": " ".join(note_sentence(words, note) for note in group.notes),
    }


def _split(name: str) -> str:
    """A name that SPSS and Stata take: "by_" before what is also the name of a figure."""
    text = re.sub(r"[^A-Za-z0-9_]+", "_", name).strip("_")[:28] or "split"
    return f"by_{text}"


def _short(text: str, place: int) -> str:
    """No two the same: what is too long is cut and numbered."""
    plain = re.sub(r"[^A-Za-z0-9]+", "_", text)
    return plain if len(plain) <= LONGEST_ID else f"{plain[: LONGEST_ID - 3]}_{place}"
