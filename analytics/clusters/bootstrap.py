"""The cluster bootstrap: whole cohorts drawn with replacement, in memory that does not grow with their number."""

import numpy as np

from analytics.counts.joint import Counts
from analytics.estimate import Estimate
from analytics.notes import Note, NoteCode
from analytics.shares.intervals import tail

DRAWS = 9_999
SEED = 20_240_917
CELLS = 1 << 20
"""Numbers drawn at once (8 MB)."""


def cluster_bootstrap(n: Counts, total: Counts, confidence: float = 0.95, draws: int = DRAWS) -> Estimate:
    """Percentile interval of Σx / Σn over cohorts. n, total: learners and Σx per cohort, shape (cohorts,).

    Cohorts of the same n and Σx are one kind; drawing cohorts with replacement is drawing how many of each kind, a
    multinomial. So the cost is that of the kinds. Fixed seed. ONE_COHORT under two; NO_SPREAD where all have one mean.
    With under some twenty cohorts it is too narrow: use CR2. Field & Welsh 2007, JRSS B 69:369.
    """
    if draws < 2:
        raise ValueError(f"an interval needs some thousand draws, not {draws}")
    everyone = int(n.sum())
    if n.size < 2:
        one = Note(NoteCode.ONE_COHORT, {"n": everyone})
        return Estimate(None, None, None, everyone, "cluster_bootstrap", (one,))
    kinds, counts = np.unique(np.column_stack((n, total)), axis=0, return_counts=True)
    sizes, sums = kinds.T
    value = int(total.sum()) / everyone
    if (sums * everyone == sizes * int(total.sum())).all():
        note = Note(NoteCode.NO_SPREAD, {"figure": "gain", "n": everyone})
        return Estimate(value, None, None, everyone, "cluster_bootstrap", (note,))
    random = np.random.default_rng(SEED)
    means = np.empty(draws)
    at_once = max(1, CELLS // counts.size)
    for start in range(0, draws, at_once):
        drawn = random.multinomial(n.size, counts / n.size, size=min(at_once, draws - start))
        means[start : start + at_once] = (drawn @ sums) / (drawn @ sizes)
    out = tail(confidence)
    low, high = np.quantile(means, (out, 1 - out))
    note = Note(NoteCode.RESAMPLED, {"draws": draws})
    se = float(means.std(ddof=1))
    return Estimate(value, float(low), float(high), everyone, "cluster_bootstrap", (note,), se=se)
