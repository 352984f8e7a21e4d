"""How sure a ratio of two means is."""


def fieller(
    first: tuple[float, float], second: tuple[float, float], covariance: float, t: float
) -> tuple[float, float] | None:
    """Returns the bounds of the ratio of two means (Fieller): first / second, each (mean, variance of the mean).

    They are the ratios r at which first - r·second is within t errors of 0. None where second is itself within t errors
    of 0. Fieller 1954, JRSS B 16:175.
    """
    (a, var_a), (b, var_b) = first, second
    left = b * b - t * t * var_b
    if left <= 0:
        return None
    middle = a * b - t * t * covariance
    half = max(0.0, middle * middle - left * (a * a - t * t * var_a)) ** 0.5
    return (middle - half) / left, (middle + half) / left
