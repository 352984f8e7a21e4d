"""Who reached the pass mark before and after."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PassRate:
    """mark: points needed. pre, post: shares 0..1 of n. difference: post - pre with low and high (Newcombe's method 10).

    gained, lost: learners who passed only after, only before. p, ln_p: McNemar mid-p, two-sided.
    """

    mark: int
    n: int
    pre: float | None
    post: float | None
    gained: int | None
    lost: int | None
    difference: float | None
    low: float | None
    high: float | None
    p: float | None
    ln_p: float | None
