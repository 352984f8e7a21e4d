"""Finds where a function of one number is 0; scipy's own would load half a second's worth of unneeded code."""

from collections.abc import Callable

RELATIVE = 2.0**-52
ABSOLUTE = 1e-300
MOST_STEPS = 2_000
"""A thousand halvings go from 1 to the smallest double."""


def root(function: Callable[[float], float], low: float, high: float) -> float:
    """Returns a root of the function between low and high, to the last digit.

    Raises ValueError if the function has the same sign at low and high. Chandrupatla 1997, Adv Eng Software 28:145.
    """
    a, b = high, low
    at_a, at_b = function(a), function(b)
    if at_a == 0 or at_b == 0:
        return float(a if at_a == 0 else b)
    if (at_a > 0) == (at_b > 0):
        raise ValueError(f"no change of sign between {low} and {high}")
    c, at_c, part = a, at_a, 0.5
    for _ in range(MOST_STEPS):
        x = a + part * (b - a)
        at_x = function(x)
        # The root stays between a and b: the new point takes the place of the one on its own side.
        if (at_x > 0) == (at_a > 0):
            c, at_c = a, at_a
        else:
            b, c, at_b, at_c = a, b, at_a, at_b
        a, at_a = x, at_x
        best, at_best = (a, at_a) if abs(at_a) < abs(at_b) else (b, at_b)
        least = (2 * RELATIVE * abs(best) + ABSOLUTE) / abs(b - c) if b != c else 1.0
        if at_best == 0 or least > 0.5:
            return float(best)
        place, share = (a - b) / (c - b), (at_a - at_b) / (at_c - at_b)
        # Halving is always safe; the parabola through a, b and c is quicker where it rises from b to c (Chandrupatla).
        part = 0.5
        if share**2 < place and (1 - share) ** 2 < 1 - place:
            part = at_a / (at_b - at_a) * at_c / (at_b - at_c)
            part += (c - a) / (b - a) * at_a / (at_c - at_a) * at_b / (at_c - at_b)
        part = min(1 - least, max(least, part))
    return float(best)


def fieller(
    first: tuple[float, float], second: tuple[float, float], covariance: float, t: float
) -> tuple[float, float] | None:
    """Returns the bounds of the ratio of two means, first / second (Fieller).

    first, second: (mean, variance of the mean). t: the quantile, in standard errors. The bounds enclose the ratios r at
    which first - r·second is within t errors of 0. None if second is itself within t errors of 0. Fieller 1954, JRSS B
    16:175.
    """
    (a, var_a), (b, var_b) = first, second
    left = b * b - t * t * var_b
    if left <= 0:
        return None
    middle = a * b - t * t * covariance
    half = max(0.0, middle * middle - left * (a * a - t * t * var_a)) ** 0.5
    return (middle - half) / left, (middle + half) / left
