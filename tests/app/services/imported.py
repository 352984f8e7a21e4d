"""A table of two hundred groups as an administrator's office writes it, and thirty slips in it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from app.files.tables import read_here
from app.services.administrator.imports import groups
from app.services.administrator.imports.lines import Sheet, sheet_of
from tests.app.conftest import School

HEADS = (
    *("Название группы", "Партнёр", "Регион", "Курс", "Язык", "Как вы встречаетесь"),
    *("Первый день", "Последний день", "Ведущий", "Сколько участников ожидается"),
)
COURSE = "smart-navigator"
GOOD = ("Bilim", "Алматы", "", "русский", "Room", "02.03.2026", "2026-05-30", "Aigul", "20")

SLIPS: Mapping[int, tuple[str, str, str]] = {
    2: ("label", "", "empty"),
    5: ("label", "x" * 81, "too_long"),
    9: ("label", "Group 7", "twice"),
    12: ("partner", "Bilm", "unknown"),
    13: ("partner", "Nobody at all", "unknown"),
    20: ("partner", "Gone", "archived"),
    25: ("region", "", "empty"),
    30: ("region", "Алмата", "unknown"),
    31: ("region", "Atlantis", "unknown"),
    40: ("course", "Astronomy", "unknown"),
    44: ("language", "Klingon", "unknown"),
    50: ("way", "", "empty"),
    51: ("way", "by pigeon", "unknown"),
    60: ("starts_on", "", "empty"),
    61: ("starts_on", "soon", "no_day"),
    62: ("starts_on", "31.02.2026", "no_day"),
    63: ("starts_on", "3/2/2026", "which_day"),
    64: ("starts_on", "02.03.2206", "far"),
    70: ("ends_on", "", "empty"),
    71: ("ends_on", "never", "no_day"),
    72: ("ends_on", "01.03.2026", "before_first"),
    73: ("ends_on", "2026-13-01", "no_day"),
    80: ("facilitator", "", "empty"),
    81: ("facilitator", "Aigull", "nobody"),
    82: ("facilitator", "left", "disabled"),
    83: ("facilitator", "officer", "not_theirs"),
    100: ("expected_count", "many", "no_number"),
    101: ("expected_count", "0", "no_number"),
    150: ("expected_count", "1001", "no_number"),
    201: ("expected_count", "2.5", "no_number"),
}
"""By row: the column, what stands in it, and how the fault is called."""


def rows_of(count: int = 200, *, slips: bool = False) -> list[list[str]]:
    """Head and rows; row 2 is the first group."""
    rows = [["Group " + str(number), *GOOD] for number in range(2, count + 2)]
    for row, (column, text, _) in SLIPS.items() if slips else ():
        rows[row - 2][groups.COLUMNS.index(column)] = text
    return [list(HEADS), *rows]


def written(rows: Sequence[Sequence[str]], path: Path, *, encoding: str = "utf-8", separator: str = ";") -> Path:
    path.write_bytes("\r\n".join(separator.join(row) for row in rows).encode(encoding))
    return path


def sheet(rows: Sequence[Sequence[str]], path: Path, columns: Sequence[str] = groups.COLUMNS) -> Sheet:
    return sheet_of(read_here(written(rows, path), path.name), columns)


def count_groups(school: School) -> int:
    from app.store.programmes.cohorts import Scope, count

    return count(school.session, Scope(everywhere=True), is_archived=False)
