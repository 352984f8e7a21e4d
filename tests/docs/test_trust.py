"""docs/trust.md has every goal and every finding once, and names what is there."""

import re

from tests.docs.evidence import ROOT, evidence, missing, rows

PAGE = (ROOT / "docs/trust.md").read_text(encoding="utf-8")
ROWS = {cells[0]: cells[1:] for cells in rows(PAGE)}
GOALS = [f"G-{number}" for number in range(1, 31)]
FINDINGS = [*(f"A{number}" for number in range(1, 8)), *(f"B{number}" for number in range(1, 18))]
REACHED = ("reached", "partly: ", "not reached: ", "not measured")
STATES = ("mended", "partly: ", "open: ")
COMMAND = re.compile(r"`(?:make|navigator|python -m) (\S+)")


def test_every_goal_and_every_finding_stands_once_in_its_order() -> None:
    assert [cells[0] for cells in rows(PAGE)] == [*GOALS, *FINDINGS]


def test_every_goal_says_how_far_it_was_reached_and_every_finding_how_it_stands() -> None:
    assert [goal for goal in GOALS if not ROWS[goal][1].startswith(REACHED)] == []
    assert [finding for finding in FINDINGS if not ROWS[finding][1].startswith(STATES)] == []


def test_what_is_reached_or_mended_names_what_holds_it() -> None:
    promised = [name for name, (_, state, _) in ROWS.items() if state.startswith(("reached", "partly", "mended"))]

    assert len(promised) > 40
    assert [name for name in promised if not _holds(ROWS[name][2])] == []


def _holds(text: str) -> bool:
    return bool(evidence(text) or COMMAND.search(text) or "](" in text)


def test_a_figure_stands_only_beside_a_test_or_a_command_that_gives_it() -> None:
    figures = [goal for goal in GOALS if re.search(r"\d", ROWS[goal][1])]

    assert [goal for goal in figures if not _holds(ROWS[goal][2])] == []


def test_every_test_and_benchmark_that_is_named_is_there() -> None:
    benchmarks = re.findall(r"python -m benchmarks\.(\w+)", PAGE)

    assert missing(PAGE) == []
    assert len(benchmarks) > 5
    assert [name for name in benchmarks if not list(ROOT.glob(f"benchmarks/{name}*"))] == []


def test_every_file_that_holds_what_is_decided_is_there() -> None:
    page = (ROOT / "docs/security.md").read_text(encoding="utf-8")

    assert len(evidence(page)) > 20
    assert missing(page) == []
