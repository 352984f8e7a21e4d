"""Are two forms of an instrument equally hard? A test of equivalence, since "no difference found" proves nothing."""

from dataclasses import dataclass
from math import log1p

import numpy as np

from analytics.counts.joint import Counts, sample_sd
from analytics.estimate import Estimate
from analytics.notes import Note, NoteCode
from analytics.numerics.tails import LN_2, ln_t_two_sided, p_value
from analytics.shares.intervals import t_quantile

FEWEST_LEARNERS = 30
"""Fewest learners on each form."""


@dataclass(frozen=True)
class FormsReport:
    """A FormsReport says whether two forms are equally hard (equivalence test).

    difference: mean of form A less form B, points, Welch's interval. margin: points that would still count as equal.
    equivalent: p_equivalent, the larger of the two one-sided p, is at most 1 - confidence. differ: the same of
    p_differ, of the two-sided test of a difference. If both are False, nothing is known. ln_p_...: their logarithms,
    which do not underflow. A figure that cannot be worked out is None; the notes of `difference` say why.
    """

    difference: Estimate
    margin: float
    equivalent: bool | None
    p_equivalent: float | None
    differ: bool | None
    p_differ: float | None
    ln_p_equivalent: float | None = None
    ln_p_differ: float | None = None


def equal_forms(form_a: Counts, form_b: Counts, *, margin: float, confidence: float = 0.95) -> FormsReport:
    """Tests whether two forms are equally hard, by two one-sided Welch tests.

    form_a, form_b: learners by score before, who got a form by chance; all independent. margin: in points, over 0; half
    a point of 14 items is small. p_equivalent = P(T >= (margin - |mean A - mean B|) / se), se² = s_A²/n_A + s_B²/n_B.
    Figures are None under 30 learners on a form (TOO_FEW_LEARNERS), or if scores vary on neither (NO_SPREAD).
    Schuirmann 1987, J Pharmacokinet Biopharm 15:657; Welch 1947.
    """
    sizes = [int(margin_.sum()) for margin_ in (form_a, form_b)]
    n = sum(sizes)
    if min(sizes) < FEWEST_LEARNERS:
        note = Note(NoteCode.TOO_FEW_LEARNERS, {"figure": "equating", "n": min(sizes), "needed": FEWEST_LEARNERS})
        return _none(n, margin, note)
    means, variances = [], []
    for size, counts in zip(sizes, (form_a, form_b), strict=True):
        scores = np.arange(counts.size)
        total, squares = int(scores @ counts), int(scores**2 @ counts)
        means.append(total / size)
        variances.append((sample_sd(size, total, squares) or 0.0) ** 2 / size)
    se = sum(variances) ** 0.5
    if se == 0:
        return _none(n, margin, Note(NoteCode.NO_SPREAD, {"figure": "equating", "n": n}))
    value = means[0] - means[1]
    # Welch: (Σ s²/n)² / Σ (s²/n)² / (n - 1), since the forms may spread differently.
    df = sum(variances) ** 2 / sum(v * v / (size - 1) for v, size in zip(variances, sizes, strict=True))
    half, alpha = t_quantile(confidence, df) * se, 1 - confidence
    ln_differ = ln_t_two_sided(value / se, df)
    # Of the two one-sided tests the one at the nearer margin decides, being the larger p.
    nearer = (margin - abs(value)) / se
    # Half the two-sided tail; where the difference is beyond the margin, the other half.
    ln_one_sided = ln_t_two_sided(nearer, df) - LN_2
    ln_equivalent = ln_one_sided if nearer >= 0 else log1p(-p_value(ln_one_sided))
    difference = Estimate(value, value - half, value + half, n, "welch", se=se, df=df)
    p_equivalent, p_differ = p_value(ln_equivalent), p_value(ln_differ)
    return FormsReport(
        difference, margin, p_equivalent <= alpha, p_equivalent, p_differ <= alpha, p_differ, ln_equivalent, ln_differ
    )


def _none(n: int, margin: float, note: Note) -> FormsReport:
    return FormsReport(Estimate(None, None, None, n, "welch", (note,)), margin, None, None, None, None)
