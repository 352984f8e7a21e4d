"""What is published of the sample and of the demonstration, attacked with all that it says."""

import json
from pathlib import Path
from typing import Any

import pytest

from analytics import together
from app.cli import main
from app.files import find_layout, group_counts, read_table, study
from app.services.group_counts import group_counts as counts_of_instance
from app.store import Database, figures
from app.store.figures import Filters, Scope
from tests.analytics.attack import OUTCOMES, exposed

SAMPLE = Path(__file__).parents[3] / "docs" / "sample.csv"


def told(capsys: pytest.CaptureFixture[str], *words: Any) -> dict[str, Any]:
    assert main(["gains", "--json", *map(str, words)]) == 0
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    return report


def shown(report: dict[str, Any]) -> list[tuple[str, ...]]:
    return [tuple(group["key"].values()) for group in report["groups"] if group["flow"]]


@pytest.mark.parametrize("by", [("region",), ("sex",), ("region", "sex")])
def test_of_no_group_of_the_sample_can_it_be_worked_out_that_nobody_or_everybody_did(
    by: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    splits = [word for name in by for word in ("--by", name)]
    report = told(capsys, SAMPLE, *splits, "--cluster", "cohort", "--suppress", 11, "--pass-mark", 10)
    table = read_table(SAMPLE)
    layout = find_layout(table, scores=None, items=None, max_score=None)
    counts = group_counts(study([(table, layout)], by=by, cluster="cohort", learner=None))
    by_key = {(key,) if isinstance(key, str) else key: group.joint.counts for key, group in counts.items()}

    assert exposed(report, [by_key[key] for key in shown(report)]) == []


@pytest.mark.parametrize("by", ["region", "partner", "sex", "age_band", "language", "way"])
def test_of_no_group_of_the_demonstration_can_it_be_worked_out_that_nobody_or_everybody_did(
    by: str, demonstration: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = told(capsys, "--by", by, "--data", demonstration)
    database = Database(f"sqlite:///{demonstration / 'navigator.db'}")
    with database.reading() as session:
        filters = Filters(Scope(is_whole=True))
        (structure,) = figures.list_structures(session, filters)
        counts = counts_of_instance(
            session, figures.of_structure(filters, structure), (by,), max_score=report["method"]["max_score"]
        )
    database.dispose()

    tables = [together([counts[value] for value in key.split("+")]).joint.counts for (key,) in shown(report)]
    assert exposed(report, tables) == []


@pytest.mark.parametrize("by", ["month", "way", "region"])
def test_a_group_is_told_no_more_by_itself_than_among_others(
    by: str, demonstration: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Else all less those of two months are those of the third, of whom all improved."""
    among = told(capsys, "--by", by, "--data", demonstration)["groups"]

    compared = 0
    for group in among:
        (value,) = group["key"].values()
        alone = told(capsys, "--where", f"{by}={value}", "--data", demonstration)["total"]
        if not (group["improved"] and alone["improved"]):
            continue
        for outcome in OUTCOMES:
            one, other = group[outcome], alone[outcome]
            assert one["count"] == other["count"]
            if one["interval"] == "bound":
                assert (one["low"], one["high"]) == (other["low"], other["high"])
        compared += 1
    assert compared > 1


def test_each_of_six_regions_of_some_thirty_learners_shows_its_share_improved_with_an_interval(
    demonstration: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    groups = told(capsys, "--by", "region", "--data", demonstration)["groups"]

    assert len(groups) == 6
    assert all(group["improved"]["interval"] == "korn_graubard" for group in groups)
