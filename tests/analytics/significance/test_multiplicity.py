"""What is no p is refused in words: one NaN made every p of Benjamini and Hochberg NaN, and -0.1 became -0.2."""

from collections.abc import Callable, Sequence

import pytest

from analytics.significance.multiplicity import benjamini_hochberg, holm


@pytest.mark.parametrize("corrected", [holm, benjamini_hochberg])
@pytest.mark.parametrize("wrong", [float("nan"), -0.1, 1.2])
def test_what_is_no_p_is_refused(corrected: Callable[[Sequence[float]], list[float]], wrong: float) -> None:
    with pytest.raises(ValueError, match=f"0 to 1, not {wrong}"):
        corrected([0.01, wrong, 0.2])


@pytest.mark.parametrize("corrected", [holm, benjamini_hochberg])
def test_ends_are_p_and_nothing_is_nothing(corrected: Callable[[Sequence[float]], list[float]]) -> None:
    assert corrected([0.0, 1.0]) == [0.0, 1.0]
    assert corrected([]) == []
