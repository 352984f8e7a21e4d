"""An instrument as rows of a spreadsheet: a row per option, and columns of words for each language."""

from collections.abc import Mapping, Sequence

from assessments.formats.drafts import DraftItem, DraftOption, FormatFault, FormatFaults, drafts_of
from assessments.instrument import FORMS, Instrument
from assessments.words import InstrumentWords

STRUCTURE = ("item", "form", "objective", "level", "option", "right")
KIND, LINES = "kind", "lines"
"""A column that stands only where an item has lines, of which all right ones are marked; and what it says of it."""
WORDS = ("question", "answer", "reason")
YES, NO = "x", ""

Row = tuple[str, ...]


def sheet_rows(instrument: Instrument, words: Mapping[str, InstrumentWords]) -> tuple[Row, ...]:
    """Returns an instrument as rows of a sheet: the head, then a row per option, each with the question of its item.

    Items of form A come before those of form B; words have a column for each language.
    """
    languages = tuple(words)
    kind = (KIND,) if any(item.has_lines for item in instrument.items) else ()
    head = (*STRUCTURE, *kind, *(f"{name} {language}" for language in languages for name in WORDS))
    by_language = {language: drafts_of(instrument, words[language]) for language in languages}
    rows: list[Row] = [head]
    for place, draft in enumerate(by_language[languages[0]]):
        for number, option in enumerate(draft.options):
            structure = (draft.item, draft.form, draft.objective, draft.level, option.id, YES if option.is_key else NO)
            cells: list[str] = [LINES if draft.has_lines else ""] if kind else []
            for language in languages:
                same = by_language[language][place]
                cells += [same.stem, same.options[number].words, same.options[number].reason]
            rows.append((*structure, *cells))
    return tuple(rows)


def read_sheet(rows: Sequence[Sequence[str]]) -> Mapping[str, tuple[DraftItem, ...]]:
    """Reads the items of a sheet, in the form of `sheet_rows`, by language.

    Raises FormatFaults, whose lines are rows of the sheet, the head being 1.
    """
    if not rows:
        raise FormatFaults([FormatFault(1, "the sheet is empty: take the template that `course export sheet` writes")])
    head = [str(name).strip() for name in rows[0]]
    lacking = [name for name in STRUCTURE if name not in head]
    languages = tuple(dict.fromkeys(name.partition(" ")[2] for name in head if name.partition(" ")[0] in WORDS))
    lacking += [f"{name} {code}" for code in languages for name in WORDS if f"{name} {code}" not in head]
    if lacking or not languages:
        names = ", ".join(lacking) or "question en"
        what = f"lacks the column {names}: take the template that `course export sheet` writes"
        raise FormatFaults([FormatFault(1, what)])
    place = {name: head.index(name) for name in head}
    faults: list[FormatFault] = []
    grouped: dict[tuple[str, str], list[tuple[int, Sequence[str]]]] = {}
    for line, row in enumerate(rows[1:], start=2):
        cells = [str(cell).strip() for cell in row]
        if not any(cells):
            continue
        for name in head:
            if name not in ("right", KIND) and name and not cells[place[name]]:
                faults.append(FormatFault(line, f"the cell under '{name}' is empty"))
        grouped.setdefault((cells[place["form"]], cells[place["item"]]), []).append((line, cells))
    by_language: dict[str, list[DraftItem]] = {language: [] for language in languages}
    for (form, item), lines in grouped.items():
        faults += _faults(item, form, lines, place, languages)
        for language in languages:
            by_language[language].append(_draft(item, form, lines, place, language))
    if faults:
        raise FormatFaults(faults)
    return {language: tuple(drafts) for language, drafts in by_language.items()}


def _faults(
    item: str,
    form: str,
    lines: Sequence[tuple[int, Sequence[str]]],
    place: Mapping[str, int],
    languages: Sequence[str],
) -> list[FormatFault]:
    first = lines[0][0]
    faults = []
    if form not in FORMS:
        faults.append(FormatFault(first, f"the form is '{form}': write A or B"))
    right = sum(bool(cells[place["right"]]) for _, cells in lines)
    kind = _kind(lines[0][1], place)
    if kind not in ("", LINES):
        faults.append(FormatFault(first, f"the kind is '{kind}': write {LINES}, or nothing"))
    if right != 1 and not (kind == LINES and right):
        faults.append(
            FormatFault(first, f"the item '{item}' in form {form} has {right} right answers: mark one with x")
        )
    for name in (
        "objective",
        "level",
        *((KIND,) if KIND in place else ()),
        *(f"question {language}" for language in languages),
    ):
        for line, cells in lines[1:]:
            if cells[place[name]] != lines[0][1][place[name]]:
                faults.append(FormatFault(line, f"'{name}' differs from the first row of the item '{item}'"))
    return faults


def _draft(
    item: str, form: str, lines: Sequence[tuple[int, Sequence[str]]], place: Mapping[str, int], language: str
) -> DraftItem:
    first, cells = lines[0]
    return DraftItem(
        line=first,
        item=item,
        form=form,
        objective=cells[place["objective"]],
        level=cells[place["level"]],
        stem=cells[place[f"question {language}"]],
        options=tuple(
            DraftOption(
                id=row[place["option"]],
                words=row[place[f"answer {language}"]],
                reason=row[place[f"reason {language}"]],
                is_key=bool(row[place["right"]]),
            )
            for _, row in lines
        ),
        has_lines=_kind(cells, place) == LINES,
    )


def _kind(cells: Sequence[str], place: Mapping[str, int]) -> str:
    return cells[place[KIND]] if KIND in place else ""
