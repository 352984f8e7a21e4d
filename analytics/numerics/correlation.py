"""How far a correlation can be trusted."""

from math import atanh, tanh


def fisher_bounds(r: float, n: int, z: float) -> tuple[float, float] | None:
    """Returns the ends of Fisher's interval of a correlation of n independent learners: tanh(atanh r ± z / √(n - 3)).

    z: quantile of the normal. None for fewer than four learners or at |r| = 1. Exact for two normal variables; for one
    that is right or wrong it is rough. Fisher 1921, Metron 1:3.
    """
    if n < 4 or abs(r) >= 1:
        return None
    middle, half = atanh(r), z / (n - 3) ** 0.5
    return tanh(middle - half), tanh(middle + half)
