"""What the net is cast over, made once."""

from pathlib import Path

import pytest

from tests.app.exports.cases import Case, case, odd
from tests.app.exports.instance import reports


@pytest.fixture(scope="session")
def cases(demonstration: Path) -> dict[str, Case]:
    """The demonstration, the same by two variables, and an odd one."""
    return {
        "demonstration": case("demonstration", reports(demonstration, ("region",))),
        "two variables": case("two variables", reports(demonstration, ("region", "sex"))),
        "odd": odd(),
    }


@pytest.fixture(params=["demonstration", "two variables", "odd"])
def of(request: pytest.FixtureRequest, cases: dict[str, Case]) -> Case:
    """Each of them in turn."""
    return cases[request.param]
