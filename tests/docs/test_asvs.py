"""docs/asvs.md has every item of the standard once, says how it stands, and names what is there."""

from collections import Counter
from math import floor

import pytest

from tests.docs.evidence import ROOT, evidence, missing, rows

PAGE = (ROOT / "docs/asvs.md").read_text(encoding="utf-8")
ITEMS = [cells for cells in rows(PAGE) if len(cells) == 4]
HEAD = {cells[0]: cells[1:] for cells in rows(PAGE) if len(cells) == 6}

VERSION_5_0_0 = """
1: 22 1111122223 112222222223 222 123
2: 122 112 12223 23
3: 3 113 12223 11222233 11122333 3 22333
4: 12233 23333 22 1222
5: 2 112333 113 222
6: 122 111111112222 11223333 112233 22222333 2223 33 2222
7: 222 1111 22 11222 223 22
8: 1233 1123 133 23
9: 111 1222
10: 22 223 22223 1111122222233333 22222 22 222
11: 2233 22233 11233 1222 23 23 33
12: 12233 11 22223
13: 2333 222223 2233 1222233
14: 22 12223333 122
15: 12233 12233 1222222 3333
16: 2 22222 2222 222 2223
17: 23 22223333 22
"""
"""A chapter a line: the levels of its items in their order, a group of figures a section."""
CHOSEN = {
    *("1.2.10", "2.4.2", "3.4.8", "5.2.4", "5.2.5", "5.2.6", "5.3.3", "6.3.5", "6.3.8", "8.3.2"),
    *("14.2.5", "14.2.6", "14.2.7", "14.2.8"),
}
"""Of level 3, by our own goals."""
MET, APART, OPEN = "met by ", "does not apply: ", "not met: "
LEVELS_OF = {"1": {1}, "2": {2}, "1 and 2": {1, 2}, "3, chosen": {3}}


def standard() -> dict[str, int]:
    """Level by number."""
    levels: dict[str, int] = {}
    for line in VERSION_5_0_0.strip().splitlines():
        chapter, _, sections = line.partition(": ")
        for section, figures in enumerate(sections.split(), start=1):
            levels |= {f"{chapter}.{section}.{item}": int(level) for item, level in enumerate(figures, start=1)}
    return levels


def test_the_list_is_that_of_version_5_0_0() -> None:
    assert Counter(standard().values()) == {1: 70, 2: 183, 3: 92}


def test_every_item_of_levels_1_and_2_stands_once_with_its_level() -> None:
    wanted = {number: level for number, level in standard().items() if level < 3 or number in CHOSEN}

    assert Counter(number for number, *_ in ITEMS) == Counter(wanted.keys())
    assert {number: int(level) for number, level, *_ in ITEMS} == wanted


def test_every_item_says_how_it_stands() -> None:
    assert [number for number, _, asks, state in ITEMS if not asks or not state.startswith((MET, APART, OPEN))] == []


def test_what_is_met_says_by_what_and_what_is_not_says_why() -> None:
    met = [(number, state) for number, *_, state in ITEMS if state.startswith(MET)]

    assert [number for number, state in met if not evidence(state)] == []
    assert [number for number, *_, state in ITEMS if len(state) < len(OPEN) + 3] == []


def test_every_test_and_file_that_is_named_is_there() -> None:
    assert missing(PAGE) == []


def test_what_is_not_there_is_seen() -> None:
    assert missing("`docs/asvs.md`, `docs/none.md`, `tests/docs/test_asvs.py::test_that_nobody_wrote`") == [
        "docs/none.md::",
        "tests/docs/test_asvs.py::test_that_nobody_wrote",
    ]


@pytest.mark.parametrize("name", LEVELS_OF)
def test_the_figures_at_the_head_are_those_of_the_table(name: str) -> None:
    states = [state for _, level, _, state in ITEMS if int(level) in LEVELS_OF[name]]
    apart, met = (sum(state.startswith(kind) for state in states) for kind in (APART, MET))
    apply = len(states) - apart

    assert HEAD[name] == [
        *(str(count) for count in (len(states), apply, met, apply - met)),
        f"{floor(1000 * met / apply) / 10} %",
    ]
