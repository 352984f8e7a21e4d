"""What `python -m benchmarks.gain` measures still runs: a name that has gone would stop it only after minutes."""

import numpy as np

from analytics import Options, counts_of_pairs, gain_report
from benchmarks.whole_study import K, more_counts


def test_the_made_up_study_has_every_part_that_its_report_is_timed_with() -> None:
    random = np.random.default_rng(3)
    pre, cohort = random.integers(0, K // 2, 240), np.arange(240) // 20
    post = pre + random.integers(0, K // 2, 240)
    counts = counts_of_pairs(pre, post, K, cohort=cohort)
    more = more_counts({"pre": pre, "post": post, "cohort": cohort}, 1, lambda one: one)
    report = gain_report(counts, options=Options(pass_mark=12), more=more)

    parts = ("items", "reliability", "distractors", "dif", "forms", "follow_up", "statements", "dose")
    assert [part for part in parts if not getattr(report, part)] == []
