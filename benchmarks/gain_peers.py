"""One measurement in a process of its own, so that memory is its own.

    python benchmarks/gain_peers.py STEP FOLDER TIMES

FOLDER holds pre.npy, post.npy, region.npy, cohort.npy. Prints a line of JSON: seconds of each time, and by how many
megabytes the process grew at most. The steps of others need only what they measure, so any Python can run them.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

K = 20
MOST_MEMORY = 14 << 30
PART = 100_000
"""Learners of whom items and the like are made up."""

Columns = dict[str, Any]


def numpy_pass(columns: Columns) -> int:
    """One pass over the columns with numpy alone."""
    return sum(int(column.sum(dtype=np.int64)) for column in columns.values())


def ours(columns: Columns) -> Any:
    """Works out the whole report of 20 regions and the total, from pairs in memory, with cohorts as the unit."""
    from analytics import Options, counts_of_pairs, gain_report

    counts = counts_of_pairs(columns["pre"], columns["post"], K, group=columns["region"], cohort=columns["cohort"])
    return gain_report(counts, options=Options(pass_mark=12))


def plain(columns: Columns) -> Any:
    """Works out the report with the learner as the unit: all that pandas and scipy do here, and more."""
    from analytics import Options, counts_of_pairs, gain_report

    counts = counts_of_pairs(columns["pre"], columns["post"], K, group=columns["region"])
    return gain_report(counts, options=Options(pass_mark=12))


def pandas_scipy(columns: Columns) -> list[Any]:
    """Works out what scipy can do of the report, region by region and between regions."""
    import pandas as pd
    from scipy import stats

    frame = pd.DataFrame({"pre": columns["pre"], "post": columns["post"], "region": columns["region"]})
    frame["gain"] = frame["post"].astype(np.int64) - frame["pre"]
    results: list[Any] = []
    for _, part in [*frame.groupby("region"), ("total", frame)]:
        gain, n = part["gain"], len(part)
        up, down = int((gain > 0).sum()), int((gain < 0).sum())
        results.append(
            [stats.binomtest(count, n).proportion_ci(method="wilson") for count in (up, down, n - up - down)]
        )
        t = stats.ttest_rel(part["post"].astype(float), part["pre"].astype(float))
        results.append((t.pvalue, t.confidence_interval(), gain.mean(), gain.std(), gain.mean() / gain.std()))
        results.append(gain.mean() / ((part["pre"].std() + part["post"].std()) / 2))
        results.append(stats.binomtest(up, up + down).pvalue)
        results.append(stats.wilcoxon(gain, zero_method="pratt", method="asymptotic").pvalue)
    results.append(stats.chi2_contingency(pd.crosstab(frame["region"], frame["gain"] > 0)).pvalue)
    results.append(stats.kruskal(*[part["gain"].to_numpy() for _, part in frame.groupby("region")]).pvalue)
    return results


def pingouin(columns: Columns) -> list[Any]:
    """Works out the t test, Wilcoxon test and effect size of each region with pingouin."""
    import pandas as pd
    import pingouin as pg

    frame = pd.DataFrame({name: columns[name] for name in ("pre", "post", "region")})
    results: list[Any] = []
    for _, part in frame.groupby("region"):
        pre, post = part["pre"].to_numpy(dtype=float), part["post"].to_numpy(dtype=float)
        results += [
            pg.ttest(post, pre, paired=True),
            pg.wilcoxon(post, pre),
            pg.compute_effsize(post, pre, paired=True),
        ]
    return results


def statsmodels(columns: Columns) -> Any:
    """Fits the regression of gain on region with cluster-robust errors in statsmodels."""
    import pandas as pd
    import statsmodels.formula.api as smf

    frame = pd.DataFrame({"gain": columns["post"].astype(float) - columns["pre"], "region": columns["region"]})
    fit = smf.ols("gain ~ C(region)", frame).fit(cov_type="cluster", cov_kwds={"groups": columns["cohort"]})
    return fit.bse


STEPS: dict[str, Callable[[Columns], Any]] = {
    "numpy": numpy_pass,
    "ours": ours,
    "plain": plain,
    "pandas": pandas_scipy,
    "pingouin": pingouin,
    "statsmodels": statsmodels,
}


def tables(columns: Columns) -> Callable[[Columns], Any]:
    """Works out the report from joint tables and classes of cohorts that stand ready, as the store keeps them."""
    from dataclasses import replace

    from analytics import CohortSums, Options, counts_of_pairs, gain_report

    counts = counts_of_pairs(columns["pre"], columns["post"], K, group=columns["region"], cohort=columns["cohort"])
    ready = {}
    for key, group in counts.items():
        assert isinstance(group.cohorts, CohortSums)
        ready[key] = replace(group, cohorts=group.cohorts.classes)
    return lambda _: gain_report(anew(ready), options=Options(pass_mark=12))


def anew(groups: dict[Any, Any]) -> dict[Any, Any]:
    """Returns fresh copies of the counts, as a query gives them, with nothing worked out before."""
    from dataclasses import replace

    return {
        key: replace(group, joint=replace(group.joint), cohorts=replace(group.cohorts)) for key, group in groups.items()
    }


def whole(columns: Columns) -> Callable[[Columns], Any]:
    """Works out the report with all that can be counted besides the scores: items, DIF, forms, follow-up and so on.

    The counts are those of a first part of the learners, times as many as there are: what is measured is the report.
    """
    from dataclasses import replace

    from analytics import CohortClasses, GroupCounts, JointTable, Options, counts_of_pairs, gain_report
    from benchmarks.whole_study import more_counts

    learners = columns["pre"].size
    first = min(learners, PART)
    part, times = {name: column[:first] for name, column in columns.items()}, learners // first
    counts = counts_of_pairs(part["pre"], part["post"], K, group=part["region"], cohort=part["cohort"])

    def scaled(group: GroupCounts) -> GroupCounts:
        cohorts = group.cohorts
        assert cohorts is not None and not isinstance(cohorts, CohortClasses)
        classes = cohorts.classes
        names = ("cohorts_of_size", "gain_squared", "totals", "products")
        grown = replace(classes, **{name: getattr(classes, name) * times for name in names})
        return GroupCounts(
            JointTable(group.joint.counts * times), replace(group.flow, paired=group.flow.paired * times), grown
        )

    ready = {key: scaled(group) for key, group in counts.items()}
    more = more_counts(part, times, scaled)
    return lambda _: gain_report(anew(ready), options=Options(pass_mark=12), more=more)


def megabytes(what: str) -> float:
    """Returns VmRSS (now) or VmHWM (at most) of this process."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(what):
            return int(line.split()[1]) / 1024
    return float("nan")


def main() -> None:
    """Measure and print."""
    step, folder, times = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    columns = {name: np.load(folder / f"{name}.npy") for name in ("pre", "post", "region", "cohort")}
    small = {name: column[:: max(1, columns["pre"].size // 4000)] for name, column in columns.items()}
    ready = {"tables": tables, "whole": whole}
    make = ready[step](columns) if step in ready else STEPS[step]
    make(small)
    Path("/proc/self/clear_refs").write_text("5")  # forget the largest size so far
    before, seconds = megabytes("VmRSS"), []
    for _ in range(times):
        start = time.perf_counter()
        make(columns)
        seconds.append(time.perf_counter() - start)
    print(json.dumps({"seconds": seconds, "grew": megabytes("VmHWM") - before}))


if __name__ == "__main__":
    main()
