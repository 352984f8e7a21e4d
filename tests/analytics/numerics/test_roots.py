"""Roots beside scipy's, and what importing the engine costs."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize

from analytics.numerics.roots import root


@given(st.floats(-3, 3), st.floats(0.1, 5), st.integers(0, 3))
def test_a_root_is_that_of_brents_method(place: float, bend: float, power: int) -> None:
    def function(x: float) -> float:
        return float((x - place) ** (2 * power + 1) + bend * (x - place))

    assert root(function, -4.0, 4.0) == pytest.approx(optimize.brentq(function, -4.0, 4.0, xtol=1e-14), abs=1e-13)


def test_a_root_at_an_end_or_next_to_nothing_is_found() -> None:
    assert root(lambda x: x, 0.0, 1.0) == 0
    assert root(lambda x: x - 1, 0.0, 1.0) == 1
    assert root(lambda x: x - 1e-200, -1.0, 1.0) == pytest.approx(1e-200, rel=1e-12)


def test_without_a_change_of_sign_there_is_nothing_to_find() -> None:
    with pytest.raises(ValueError, match="no change of sign"):
        root(lambda x: x * x + 1, -1.0, 1.0)


@pytest.mark.many
def test_the_engine_loads_nothing_of_scipy_but_its_special_functions() -> None:
    """scipy.stats and scipy.optimize would double the time that the command line takes to start."""
    code = "import analytics, sys; print([name for name in ('scipy.stats', 'scipy.optimize') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
