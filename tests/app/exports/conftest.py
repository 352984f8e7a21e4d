"""What the net is cast over, made once."""

from pathlib import Path

import pytest

from tests.app.exports.cases import Case, case, disclosed, odd
from tests.app.exports.instance import published, reports, reports_of_table

SAMPLE = Path(__file__).parents[3] / "docs" / "sample.csv"


@pytest.fixture(scope="session")
def cases(demonstration: Path) -> dict[str, Case]:
    """The demonstration, the same by two variables, a table of somebody else by two variables, an odd one, and what the
    gate leaves of one; then the last publication of the demonstration, by one variable and by two."""
    table = reports_of_table(str(SAMPLE), "--by", "region", "--by", "sex", "--cluster", "cohort", "--pass-mark", "10")
    return {
        "demonstration": case("demonstration", reports(demonstration, ("region",))),
        "two variables": case("two variables", reports(demonstration, ("region", "sex"))),
        "table": case("table", table),
        "odd": odd(),
        "inside": disclosed("inside"),
        "publication": disclosed("publication"),
        "published": case("published", published(demonstration, "region")),
        "published by two": case("published by two", published(demonstration, "region", "sex")),
    }


@pytest.fixture(
    params=["demonstration", "two variables", "table", "odd", "inside", "publication", "published", "published by two"]
)
def of(request: pytest.FixtureRequest, cases: dict[str, Case]) -> Case:
    """Each of them in turn."""
    return cases[request.param]


@pytest.fixture(
    params=["demonstration", "two variables", "odd", "inside", "publication", "published", "published by two"]
)
def of_instance(request: pytest.FixtureRequest, cases: dict[str, Case]) -> Case:
    """Each that can be sent to other systems, which want to know months and regions."""
    return cases[request.param]
