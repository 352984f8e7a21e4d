"""Tail probabilities as natural logarithms, so that a p of 1e-400 is told from 0.

Each takes the ordinary double where that is precise and a series in logarithms where the double would underflow.
"""

from math import exp, expm1, inf, isinf, log, log1p

import numpy as np
from scipy import special

LN_2 = log(2.0)
SERIES_CHUNK = 4096  # terms of a series summed at once
UNDERFLOW = 1e-290  # under this a double has begun, or will soon begin, to lose digits


def p_value(ln_p: float) -> float:
    """Returns the p whose natural logarithm is ln_p: exp(ln_p), at most 1."""
    return min(1.0, exp(ln_p))


def ln_normal_two_sided(z: float) -> float:
    """Returns ln P(|Z| >= |z|), Z standard normal."""
    return float(min(0.0, LN_2 + special.log_ndtr(-abs(z))))


def normal_deviate(ln_p: float) -> float:
    """Returns the |z| at which ln P(|Z| >= |z|) is ln_p, Z standard normal; 0 if ln_p is 0 or over."""
    return abs(float(special.ndtri_exp(min(ln_p, 0.0) - LN_2)))


def ln_binomial_half_lower(count: int, n: int) -> float:
    """Returns ln P(X <= count), X the number of heads in n tosses of a fair coin; 0 <= count <= n."""
    if count == n:
        return 0.0
    tail = float(special.bdtr(count, n, 0.5))
    if tail > UNDERFLOW:
        return log(tail)
    return ln_binomial_half_at(count, n) + _ln_falling_sum(count, n)


def ln_binomial_half_at(count: int, n: int) -> float:
    """Returns ln P(X = count), X the number of heads in n tosses of a fair coin."""
    return float(-special.betaln(count + 1, n - count + 1)) - log1p(n) - n * LN_2


def _ln_falling_sum(count: int, n: int) -> float:
    """ln of Σ P(X = i) / P(X = count) over i <= count: each term is the last times i / (n - i + 1), under 1 here."""
    ratio = count / (n - count + 1)
    if ratio == 0:
        return 0.0
    terms = min(count, int(40 / -log(ratio)) + 1)
    i = np.arange(count, count - terms, -1, dtype=np.float64)
    return float(np.log1p(np.exp(np.cumsum(np.log(i / (n - i + 1)))).sum()))


def ln_t_two_sided(t: float, df: float) -> float:
    """Returns ln P(|T| >= |t|), T Student's t on df > 0; -inf if t is infinite."""
    if isinf(t):
        return -inf
    p = 2 * float(special.stdtr(df, -abs(t)))
    if p > UNDERFLOW:
        return min(0.0, log(p))
    return _ln_small_beta(df / 2, 0.5, ln_x=-log1p(t * t / df))


def ln_f_upper(f: float, df1: float, df2: float) -> float:
    """Returns ln P(X >= f), X following F on df1 and df2; -inf if f is infinite."""
    if isinf(f):
        return -inf
    p = float(special.fdtrc(df1, df2, f))
    if p > UNDERFLOW:
        return log(p)
    return _ln_small_beta(df2 / 2, df1 / 2, ln_x=-log1p(df1 * f / df2))


def _ln_small_beta(a: float, b: float, ln_x: float) -> float:
    """ln of the regularised incomplete beta function far in its lower tail.

    x^a (1-x)^b / (a B(a, b)) times 1 + Σ Π (a + b + j) / (a + 1 + j) x (Abramowitz & Stegun 26.5.4).
    """
    total, ln_term, start = 1.0, 0.0, 0
    while ln_term > log(total) - 40:
        j = np.arange(start, start + SERIES_CHUNK, dtype=np.float64)
        ln_terms = ln_term + np.cumsum(np.log((a + b + j) / (a + 1 + j)) + ln_x)
        total += float(np.exp(ln_terms).sum())
        ln_term, start = float(ln_terms[-1]), start + SERIES_CHUNK
    return a * ln_x + b * log(-expm1(ln_x)) - log(a) - float(special.betaln(a, b)) + log(total)


def ln_chi_square_upper(statistic: float, df: int) -> float:
    """Returns ln P(χ² >= statistic), χ² on df >= 1."""
    p = float(special.chdtrc(df, statistic))
    if p > UNDERFLOW:
        return log(p)
    return _ln_gamma_upper(df / 2, statistic / 2)


def _ln_gamma_upper(a: float, x: float) -> float:
    """ln of the regularised upper incomplete gamma function for x well over a, by Legendre's continued fraction.

    Evaluated from the front after Lentz (Abramowitz & Stegun 6.5.31).
    """
    b = x + 1 - a
    c, d = inf, 1 / b
    fraction = d
    for i in range(1, 10_000):
        step = -i * (i - a)
        b += 2
        d = 1 / (step * d + b)
        c = b + step / c
        fraction *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return -x + a * log(x) - float(special.gammaln(a)) + log(fraction)
