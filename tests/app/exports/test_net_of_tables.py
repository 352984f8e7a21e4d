"""Page, terminal and PDF, read back: every cell of every table is the figure of the JSON that its heading names."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pytest

from analytics import FIGURES, Unit
from app.exports import FORMATS, Destination, gain_html, gain_text
from app.wording import figure_text
from app.wording.figure_text import ends_text
from tests.app.exports.cases import WORDS, Case
from tests.app.exports.columns import (
    COMPARED,
    DIFFERENCES,
    DOSE,
    GROUPS,
    ITEMS,
    OTHER_UNITS,
    REACTED,
    STATEMENTS,
    TAUGHT,
    WITH_AND_WITHOUT,
    Column,
)
from tests.app.exports.figures import at, is_shown_as, numbers
from tests.app.exports.read_back import Table, rows_of_text, run_together, tables_of_page, text_of_pdf

OF_ALL = ": of all together only"
HIDDEN, NOT_GIVEN = "hidden", "—"
Rows = Mapping[str, Mapping[str, Any] | None]


def page(case: Case) -> list[Table]:
    report, cover = case.made[0]
    return tables_of_page(gain_html(report, cover, WORDS))


PLACES = {
    "Subgroups compared": "between.",
    "Items": "items.",
    "Gain by lessons": "dose.steps.",
    "Peers taught": "taught.",
    "What they say of themselves": "statements.",
    "Reactions": "reactions.",
}
COMPARISON = {
    "With the course": "comparison.course.",
    "Comparison group": "comparison.waiting.",
    "Gain": "comparison.gain.",
    "Before": "comparison.before.",
    "After, adjusted": "comparison.adjusted.",
}


def place_of(case: Case, title: str, row: str) -> str:
    """What the paths of the figures in this row begin with in the register."""
    called, reception = case.made[0][1].called, case.made[0][1].reception
    if title.startswith("With the course"):
        return COMPARISON.get(row, "comparison.")
    if title in [called.statement(one["statement"]) for one in case.json["statements"] or ()]:
        return "statements."
    if title in [reception.question(one["reaction"]) for one in case.json["reactions"]]:
        return "reactions."
    return next((place for begin, place in PLACES.items() if title.startswith(begin)), "")


def columns_and_rows(case: Case, table: Table) -> tuple[Mapping[str, Column], Rows]:
    """What its headings mean, and what each of its rows is of."""
    title = table.title.removesuffix(OF_ALL)
    for begin, columns in GROUPS.items():
        if title.startswith(begin):
            return {**columns, **(OTHER_UNITS if begin == "How much they gained" else {})}, case.named()
    called, reception = case.made[0][1].called, case.made[0][1].reception
    statements = {called.statement(one["statement"]): one for one in case.json["statements"] or ()}
    reactions = {reception.question(one["reaction"]): one for one in case.json["reactions"]}
    if title.startswith("The gain in other units"):
        return OTHER_UNITS, case.named()
    if title.startswith("What they say of themselves"):
        return STATEMENTS, {name: of(case, one["total"], None) for name, one in statements.items()}
    if title.startswith("Reactions"):
        return REACTED, {name: of(case, one["total"], None) for name, one in reactions.items()}
    if title in statements or title in reactions:
        return (STATEMENTS if title in statements else REACTED), by_group(case, {**statements, **reactions}[title])
    if title.startswith("Peers taught"):
        return TAUGHT, {
            name: of(case, next((it for it in case.json["taught"] if it["key"] == group["key"]), None), group["key"])
            for name, group in case.named().items()
        }
    if title.startswith("Subgroups compared"):
        return COMPARED, compared(case)
    if title.startswith("Items"):
        return ITEMS, {called.item(one["item"]): one for one in case.json["items"]}
    if title.startswith("Gain by lessons"):
        return DOSE, {str(one["lessons"]): one for one in case.json["dose"]["steps"]}
    if title.startswith("With the course"):
        return contrasted(case, title)
    raise AssertionError(f"the net does not know the table '{table.title}'")


def contrasted(case: Case, title: str) -> tuple[Mapping[str, Column], Rows]:
    """Of the comparison group; what is of shares stands in per cent."""
    result = case.json["comparison"]
    if title == "With the course and without it":
        arms = {
            "With the course": "course",
            "Comparison group": "waiting",
            "Comparison group, afterwards": "afterwards",
        }
        return WITH_AND_WITHOUT, {name: result[arm] for name, arm in arms.items() if result[arm] is not None}
    shares = {name: 100 * result["improved"][name] for name in ("value", "low", "high")}
    improved = {**shares, "t": None, "df": None, "p": None}
    named = {"After, adjusted": result["adjusted"]}
    for name, means in (("Gain", ("gain", "value")), ("Before", ("before",))):
        course, waiting = (at(result[arm], ".".join(means)) for arm in ("course", "waiting"))
        difference = result[means[0]]
        is_plain = difference["value"] is None or abs(difference["value"] - (course - waiting)) < 1e-9
        named[name if is_plain else f"{name}, within regions"] = difference
    return DIFFERENCES, {**named, "Improved, %": improved}


def of(case: Case, values: Mapping[str, Any] | None, key: Any) -> Mapping[str, Any] | None:
    """With what its n is of: learners with both tests, of the taught all who enrolled."""
    group = next(group for group in case.groups if group["key"] == key)
    place = "missing.enrolled" if values and "learners" in values else "flow.paired"
    return values and {**values, "of": at(group, place) if group["flow"] else None}


def by_group(case: Case, question: Mapping[str, Any]) -> Rows:
    figures = {tuple(one["key"].values()): one for one in question["groups"]}
    return {
        name: of(
            case, question["total"] if group["key"] is None else figures.get(tuple(group["key"].values())), group["key"]
        )
        for name, group in case.named().items()
    }


def compared(case: Case) -> Rows:
    between = case.json["between"]
    results: dict[str, Mapping[str, Any]] = {}
    for name, group in case.named().items():
        mine = [
            next((one for one in several if one["key"] == group["key"]), None)
            for several in ((between["shrunken"] or {"groups": ()})["groups"], between["adjusted"], between["ranks"])
        ]
        results[name] = dict(zip(("shrunken", "adjusted", "ranks"), mine, strict=True))
    return results


def compare(cell: str, column: Column, values: Mapping[str, Any] | None, where: str, of_place: str) -> None:
    """A cell with the figures of its column, written as everywhere."""
    places = [place for one in column.places for place in shown_places(one, values)]
    wanted = [at(values, place) for place in places]
    shown = numbers(cell)
    if wanted[0] is None:
        assert not shown, f"{where}: '{cell}' where there is no figure"
        return
    ends = wanted[len(wanted) - column.ends :] if column.ends else []
    if len(ends) == 2 and ends[0] == ends[1]:
        wanted = wanted[: -1 if column.ends == len(wanted) else -2]
    known = [(place, value) for place, value in zip(places, wanted, strict=False) if value is not None]
    assert len(shown) == len(known), f"{where}: '{cell}' is not {known}"
    for text, (place, value) in zip(shown, known, strict=True):
        times = 1 if place.endswith((".count", "cohorts")) else column.times
        is_end = place.endswith(("low", "high", "improved_at_least", "improved_at_most", "least", "most"))
        assert is_shown_as(times * value, text, is_end=is_end), f"{where}: '{cell}' is not {place} {times * value}"
    is_rounded = any(known_at(values, f"{of}.least") is not None for of in ("improved", "up"))  # its shares are ranges
    elsewhere = [figure_of_register(f"{of_place}{place}", value, is_rounded=is_rounded) for place, value in known]
    if column.ends == 2 and len(known) == len(places) and elsewhere[-1] is not None:
        (low_place, low), (_high_place, high) = known[-2:]
        if FIGURES[f"{of_place}{low_place}"].unit is not Unit.POINTS or not is_rounded:
            elsewhere[-2:] = ends_text(WORDS, f"{of_place}{low_place}", low, high)
    for text, other in zip(shown, elsewhere, strict=True):
        assert other is None or numbers(other) == [text], f"{where}: '{cell}' is {other} elsewhere"


def shown_places(place: str, values: Mapping[str, Any] | None) -> list[str]:
    """Of a share of rounded counts its two ends."""
    whole = place.removesuffix(".share")
    ends = [f"{whole}{'_' if whole == place else '.'}{end}" for end in ("least", "most")]
    return ends if known_at(values, ends[0]) is not None else [place]


def known_at(values: Mapping[str, Any] | None, place: str) -> Any:
    """None, too, where there is no such place."""
    try:
        return at(values, place)
    except (KeyError, TypeError):
        return None


def figure_of_register(path: str, value: float, *, is_rounded: bool) -> str | None:
    """None of what it does not know, and of a p, which has a rule of its own."""
    figure = FIGURES.get(path)
    return None if figure is None or figure.unit is Unit.P else figure_text(WORDS, path, value, is_rounded=is_rounded)


def cells(case: Case, tables: Iterable[Table]) -> Iterator[tuple[str, str, Column, Mapping[str, Any] | None, str]]:
    """(where, cell, column, what it is of, its place in the register) of every cell that is not hidden."""
    for table in tables:
        columns, rows = columns_and_rows(case, table)
        is_of_all = table.title.endswith(OF_ALL)
        for name, row in table.rows:
            if row[0] == HIDDEN:
                assert not any(cell.strip(NOT_GIVEN) for cell in row[1:]), f"{table.title}, {name}: nothing beside"
                continue
            place = place_of(case, table.title, name)
            for heading, cell in zip(table.head, row, strict=True):
                if is_of_all:
                    yield f"{table.title}, {name}", cell, columns[name], rows["All"], place
                else:
                    yield f"{table.title}, {name}, {heading}", cell, columns[heading], rows[name], place


def test_every_cell_of_the_page_is_the_figure_that_its_heading_names(of: Case) -> None:
    figures = 0
    for where, cell, column, values, place in cells(of, page(of)):
        compare(cell, column, values, where, place)
        figures += len(numbers(cell))

    assert figures > {"odd": 80, "publication": 300}.get(of.name, 400)


def test_what_the_json_tells_of_a_group_stands_in_its_row(of: Case) -> None:
    """No row and no figure of the great tables is left out."""
    tables = page(of)
    for begin, columns in GROUPS.items():
        mine = [table for table in tables if table.title.startswith(begin)]
        in_tables = {heading for table in mine for heading in (*table.head, *(name for name, _ in table.rows))}
        for name, group in of.named().items():
            if group["suppressed"]:
                continue
            headings = {heading for heading, column in columns.items() if at(group, column.places[0]) is not None}
            assert headings <= in_tables, f"{begin}, {name}"
    rows = {name for table in tables for name, _row in table.rows}
    assert of.named().keys() <= rows


def test_a_hidden_group_is_hidden_in_every_table(of: Case) -> None:
    hidden = {name for name, group in of.named().items() if group["suppressed"]}
    for table in page(of):
        for name, row in table.rows:
            if name in hidden:
                assert not [cell for cell in row if numbers(cell)], f"{table.title}: {name}"


def test_the_terminal_shows_every_table_of_the_page(of: Case) -> None:
    report, cover = of.made[0]
    text = gain_text(report, cover, WORDS)

    assert [table.title for table in page(of) if not rows_of_text(text, table)] == []


def test_the_pdf_shows_every_row_of_the_page(of: Case) -> None:
    text = text_of_pdf(FORMATS["pdf"].write(of.made, WORDS, Destination("")))
    tables = page(of)

    missing = [(table.title, name) for table in tables for name, row in table.rows if run_together(row) not in text]
    assert missing == []
    rows = sum(len(table.rows) for table in tables)
    assert rows > {"odd": 20, "inside": 60, "publication": 60}.get(of.name, 80)


@pytest.mark.parametrize(
    ("value", "shown", "is_right"),
    [
        (0.91907, "0.92", True),
        (0.91907, "0.91", False),
        (91.907, "91.9", True),
        (1577, "1,577", True),
        (-0.25, "−0.25", True),
        (0.25, "−0.25", False),
        (4.34e-41, "4.3×10⁻⁴¹", True),
        (4.36e-41, "4.3×10⁻⁴¹", False),
        (4.3e-40, "4.3×10⁻⁴¹", False),
    ],
)
def test_the_net_itself_tells_a_figure_from_its_neighbour(value: float, shown: str, is_right: bool) -> None:
    assert is_shown_as(value, shown) is is_right
    assert numbers(f"{shown}\u00a0%") == [shown]
