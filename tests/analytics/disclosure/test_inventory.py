"""The attacker knows every table and every figure of a publication, or the inventory says why one tells nothing."""

from dataclasses import fields, replace
from typing import Any

import pytest

from analytics.disclosure import Disclosed
from analytics.report.entry import Disclosure
from analytics.report.register import FIGURES
from app.publishing.content import Content, Part, Table
from app.publishing.tables import SPLITS
from tests.analytics.disclosure.attacker import Attacker, Tables
from tests.analytics.disclosure.inventory import EXACT_ALONE, FIELDS, OF_THE_WHOLE, TELLS_NOTHING, USED
from tests.analytics.disclosure.programme import TABLES, Programme
from tests.analytics.disclosure.published import not_rounded
from tests.analytics.disclosure.studies import study

PLACES = {"missing.enrolled": "flow.enrolled", "pass.pre": "pass_.pre", "pass.post": "pass_.post"}
"""In a report, where it is another place than in the register."""
READ = sorted(path for path in USED if not path.endswith(".n") and not path.startswith("statements"))


def test_the_attacker_reads_every_table_that_a_publication_has() -> None:
    assert set(TABLES) == set(SPLITS)


@pytest.mark.parametrize("part", [Content, Part, Table, Disclosed])
def test_each_part_of_a_publication_is_used_or_has_a_reason_why_it_tells_nothing(part: Any) -> None:
    assert {field.name for field in fields(part)} == {*FIELDS[part.__name__]}


def test_each_figure_of_a_group_is_used_or_has_a_reason_why_it_tells_nothing() -> None:
    words = {path: path.partition(".")[0] for path in FIGURES}
    of_groups = {path for path, word in words.items() if word not in OF_THE_WHOLE}
    rounded = {path for path in of_groups if FIGURES[path].disclosure is not Disclosure.NEVER}

    assert rounded == USED | {*TELLS_NOTHING}
    assert {words[path] for path in of_groups - rounded} == {*EXACT_ALONE}
    assert {*words.values()} - {words[path] for path in of_groups} == {*OF_THE_WHOLE}


@pytest.fixture(scope="module")
def attacked() -> tuple[list[Tables], list[Programme]]:
    programmes = study(3)[-2:]
    return not_rounded(programmes), programmes


@pytest.mark.parametrize("path", READ)
def test_the_attacker_notices_a_wrong_figure_of_a_group(
    path: str, attacked: tuple[list[Tables], list[Programme]]
) -> None:
    tables, programmes = attacked
    table = tables[1]["way",]
    first, *others = table.report.groups
    part, name = PLACES.get(path, path).split(".")
    wrong = replace(first, **{part: replace(getattr(first, part), **{name: 1 + getattr(getattr(first, part), name)})})
    tables = [tables[0], {**tables[1], ("way",): replace(table, report=replace(table.report, groups=(wrong, *others)))}]

    Attacker(attacked[0], programmes, (1, 2), (0, 1), 0.05)
    with pytest.raises(AssertionError, match="what is told is not true"):
        Attacker(tables, programmes, (1, 2), (0, 1), 0.05)
