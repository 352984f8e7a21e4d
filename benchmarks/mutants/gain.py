"""How much was learned: gains, effects, the test's own noise, and who is missing."""

from benchmarks.mutants.mutant import Mutant, Source

MUTANTS = (
    Mutant(
        "gain-in-shares-called-percent",
        "analytics/gains/gain.py",
        "percent=100 * mean / table.max_score,",
        "percent=mean / table.max_score,",
        ("tests/analytics/gains/test_gain.py",),
        Source.BLIND,
    ),
    Mutant(
        "means-before-and-after-swapped",
        "analytics/gains/gain.py",
        "        pre_mean=table.sums.x / gains.n,\n        post_mean=table.sums.y / gains.n,\n",
        "        pre_mean=table.sums.y / gains.n,\n        post_mean=table.sums.x / gains.n,\n",
        ("tests/analytics/gains/test_gain.py",),
    ),
    Mutant(
        "ceiling-and-floor-swapped",
        "analytics/gains/gain.py",
        "Ceiling(int(table.pre[-1]), int(table.post[-1]), int(table.pre[0]), int(table.post[0]))",
        "Ceiling(int(table.pre[0]), int(table.post[0]), int(table.pre[-1]), int(table.post[-1]))",
        ("tests/analytics/gains/test_gain.py",),
        Source.BLIND,
    ),
    Mutant(
        "normalised-gain-leaves-out-the-lowest",
        "analytics/gains/gain.py",
        "undefined = int(table.pre[k])",
        "undefined = int(table.pre[0])",
        ("tests/analytics/gains/test_gain.py",),
        Source.BLIND,
    ),
    Mutant(
        "reliable-change-by-the-spread-after",
        "analytics/gains/measurement.py",
        "else kr21(table), table.sd_pre",
        "else kr21(table), table.sd_post",
        ("tests/analytics/gains/test_measurement.py",),
        Source.BLIND,
    ),
    Mutant(
        "luck-is-halved",
        "analytics/gains/measurement.py",
        "NoiseFloor(float(np.triu(twice, 1).sum()), same",
        "NoiseFloor(float(np.triu(twice, 1).sum()) / 2, same",
        ("tests/analytics/gains/test_measurement.py",),
    ),
    Mutant(
        "effect-size-biased-in-small-groups",
        "analytics/gains/effect.py",
        "exp(special.gammaln(df / 2) - special.gammaln((df - 1) / 2)) / (df / 2) ** 0.5",
        "exp(special.gammaln(df / 2) - special.gammaln((df - 1) / 2)) / ((df - 1) / 2) ** 0.5",
        (
            "tests/analytics/test_edges.py",
            "tests/analytics/test_oracles.py",
        ),
    ),
    Mutant(
        "missing-learners-could-only-have-failed",
        "analytics/counts/flow.py",
        "return successes / everyone, (successes + everyone - observed) / everyone",
        "return successes / everyone, successes / everyone",
        ("tests/analytics/counts/test_flow.py",),
        Source.BLIND,
    ),
    Mutant(
        "those-who-never-came-are-not-missing",
        "analytics/counts/flow.py",
        "horowitz_manski(improved, flow.paired, flow.everyone)",
        "horowitz_manski(improved, flow.paired, flow.seen)",
        ("tests/analytics/counts/test_flow.py",),
        Source.BLIND,
    ),
    Mutant(
        "lost-and-gained-swapped",
        "analytics/counts/twice.py",
        "            lost=int(cells[mark:, :mark].sum()),\n            gained=int(cells[:mark, mark:].sum()),\n",
        "            lost=int(cells[:mark, mark:].sum()),\n            gained=int(cells[mark:, :mark].sum()),\n",
        ("tests/analytics/test_oracles.py",),
    ),
    Mutant(
        "cohort-gain-is-the-sum",
        "app/services/board.py",
        "mean=sums.gain_sum / sums.paired,",
        "mean=sums.gain_sum / sums.out_of,",
        ("tests/app/services/test_board.py::test_the_gain_of_eleven_is_shown",),
    ),
)
