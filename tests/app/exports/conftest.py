"""What the net is cast over, made once."""

from pathlib import Path

import pytest

from tests.app.exports.cases import Case, case, disclosed, odd
from tests.app.exports.instance import reports, reports_of_table

SAMPLE = Path(__file__).parents[3] / "docs" / "sample.csv"


@pytest.fixture(scope="session")
def cases(demonstration: Path) -> dict[str, Case]:
    """The demonstration, the same by two variables, a table of somebody else by two variables, an odd one, and what the
    gate leaves of one."""
    table = reports_of_table(str(SAMPLE), "--by", "region", "--by", "sex", "--cluster", "cohort", "--pass-mark", "10")
    return {
        "demonstration": case("demonstration", reports(demonstration, ("region",))),
        "two variables": case("two variables", reports(demonstration, ("region", "sex"))),
        "table": case("table", table),
        "odd": odd(),
        "inside": disclosed("inside"),
        "publication": disclosed("publication"),
    }


@pytest.fixture(params=["demonstration", "two variables", "table", "odd", "inside", "publication"])
def of(request: pytest.FixtureRequest, cases: dict[str, Case]) -> Case:
    """Each of them in turn."""
    return cases[request.param]


@pytest.fixture(params=["demonstration", "two variables", "odd", "inside", "publication"])
def of_instance(request: pytest.FixtureRequest, cases: dict[str, Case]) -> Case:
    """Each that can be sent to other systems, which want to know months and regions."""
    return cases[request.param]
