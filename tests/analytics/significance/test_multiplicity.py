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


def test_holm_never_makes_a_larger_p_smaller_than_one_before_it() -> None:
    """By hand from Holm 1979: .01 · 3, .03 · 2, .04 · 1; the last is raised to the one before it."""
    assert holm([0.04, 0.01, 0.03]) == pytest.approx([0.06, 0.03, 0.06])


def test_benjamini_and_hochberg_never_make_a_smaller_p_larger_than_one_after_it() -> None:
    """By hand from Benjamini & Hochberg 1995: .01 · 3, .039 · 3/2, .04 · 3/3; the middle is lowered to the last."""
    assert benjamini_hochberg([0.04, 0.01, 0.039]) == pytest.approx([0.04, 0.03, 0.04])
