"""Many tests at once: p values corrected for how many there are."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt


def holm(p_values: Sequence[float]) -> list[float]:
    """Corrects p values for how many there are, so that even one false claim among all is as rare as promised (Holm).

    In the order passed in; each is at most 1. The i-th smallest of m is multiplied by m - i + 1, then raised to those
    before it. Raises ValueError for a number outside 0..1. Holm 1979, Scand J Stat 6:65.
    """
    p, m = _checked(p_values), len(p_values)
    order = np.argsort(p, kind="stable")
    raised = np.maximum.accumulate(p[order] * (m - np.arange(m)))
    return _back_in_order(np.minimum(raised, 1.0), order)


def benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """Corrects p values for how many there are, so that the expected part of false claims is as small as promised.

    In the order passed in; each is at most 1. The i-th smallest of m is multiplied by m / i, then lowered to those
    after it. Raises ValueError for a number outside 0..1. Benjamini & Hochberg 1995, JRSS B 57:289.
    """
    p, m = _checked(p_values), len(p_values)
    order = np.argsort(p, kind="stable")
    lowered = np.minimum.accumulate((p[order] * m / (np.arange(m) + 1))[::-1])[::-1]
    return _back_in_order(np.minimum(lowered, 1.0), order)


def _checked(p_values: Sequence[float]) -> npt.NDArray[np.float64]:
    for p in p_values:
        if not 0 <= p <= 1:
            raise ValueError(f"a p is from 0 to 1, not {p}")
    return np.asarray(p_values, dtype=np.float64)


def _back_in_order(corrected: npt.NDArray[np.float64], order: npt.NDArray[np.intp]) -> list[float]:
    restored = np.empty_like(corrected)
    restored[order] = corrected
    return [float(p) for p in restored]
