"""Groups that are months stand in order of time, whatever a table calls them."""

from pathlib import Path

import pytest

from app.files import find_layout, group_counts, read_table, study


def groups_of(path: Path, months: list[str]) -> list[str]:
    rows = [f"{month},{place % 4},{place % 5}" for place, month in enumerate(months * 5)]
    path.write_text("\n".join(["month,pre,post", *rows]))
    table = read_table(path)
    return [str(key) for key in group_counts(study([(table, find_layout(table))], by=["month"]))]


@pytest.mark.parametrize(
    "in_time",
    [
        ["November 2025", "January 2026", "February 2026", "April 2026"],
        ["April", "August", "December"],
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"],
        ["Dec-2025", "Jan-2026", "Apr-2026"],
        ["2025 December", "2026 January"],
        ["12.2025", "1.2026", "2.2026", "10.2026"],
        ["12/2025", "01/2026"],
        ["31.12.2025", "05.01.2026", "04.02.2026"],
        ["2025-12-31", "2026-1-5", "2026-02-04"],
        ["ноябрь 2025 г.", "январь 2026 г.", "февраль 2026 г.", "апрель 2026 г."],
        ["янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"],
        ["января", "февраля", "марта", "мая"],
        ["қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым", "қыркүйек", "қазан", "қараша", "желтоқсан"],
        ["қаң", "ақп", "нау", "сәу", "мам", "мау", "шіл", "там", "қыр", "қаз", "қар", "жел"],
        ["Jan 2026", "фев 2026", "March 2026"],
        ["January 2026", "February 2026", ""],
    ],
)
def test_months_stand_in_order_of_time(tmp_path: Path, in_time: list[str]) -> None:
    assert groups_of(tmp_path / "t.csv", [*in_time[1::2], *in_time[::2]]) == in_time


@pytest.mark.parametrize(
    "words",
    [
        ["April", "Beta", "January"],
        ["April 2026", "August", "January 2026"],
        ["13.2026", "2.2026"],
        ["1", "2", "10"],
        ["Ja", "Ma"],
    ],
)
def test_where_one_word_is_no_month_they_stand_as_words_do(tmp_path: Path, words: list[str]) -> None:
    assert groups_of(tmp_path / "t.csv", words[::-1]) == words
