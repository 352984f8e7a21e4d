"""How large a gain is, free of the test's points."""

from dataclasses import dataclass


@dataclass(frozen=True)
class EffectSizes:
    """d_z: mean gain over its own sd (for planning). d_av: over the mean of the two sds (for comparing programmes).

    hedges_g: d_z without small-sample bias. rank_biserial: -1..1. p_superiority: 0..1, ties as halves.
    hodges_lehmann: points. None where a spread is missing.
    """

    d_z: float | None
    d_av: float | None
    hedges_g: float | None
    rank_biserial: float | None
    p_superiority: float | None
    hodges_lehmann: float
