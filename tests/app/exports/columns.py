"""What stands under each heading of the tables on paper: places of figures in the JSON, in the order of the cell."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """places: of a group, or of whatever the row is of. times: 100 for per cent. ends: how many of the last places are
    the ends of a range, which may be rounded outwards."""

    places: tuple[str, ...]
    times: int = 1
    ends: int = 0


def share(place: str) -> Column:
    """ "159; 91.9 % (82 – 96)" """
    return Column(tuple(f"{place}.{part}" for part in ("count", "share", "low", "high")), 100, 2)


def one(place: str, times: int = 1) -> Column:
    return Column((place,), times)


def span(place: str, times: int = 1) -> Column:
    return Column((f"{place}.low", f"{place}.high"), times, 2)


def effect(name: str, times: int = 1) -> Column:
    return Column((f"effect.{name}", f"effect.ci.{name}.low", f"effect.ci.{name}.high"), times, 2)


GROUPS: Mapping[str, Mapping[str, Column]] = {
    "Who improved": {
        "n": one("flow.paired"),
        "Improved": share("improved"),
        "By chance": one("noise_floor.share", 100),
        "Same": share("same"),
        "Worse": share("worse"),
    },
    "How much they gained": {
        "Before": one("gain.pre_mean"),
        "After": one("gain.post_mean"),
        "Gain": one("gain.mean"),
        "Interval": span("gain"),
    },
    "Can it be chance": {
        "Sign p": one("tests.sign.p"),
        "Wilcoxon z": one("tests.wilcoxon.z"),
        "Wilcoxon p": one("tests.wilcoxon.p"),
        "t": one("tests.t.t"),
        "df": one("tests.t.df"),
        "t: p": one("tests.t.p"),
        "Cohorts": one("gain.cohorts"),
        "ICC": one("gain.icc"),
        "Deff of gain": one("gain.design_effect"),
    },
    "Effect size": {
        "d_av": effect("d_av"),
        "Hedges' g": effect("hedges_g"),
        "Rank-biserial": effect("rank_biserial"),
        "P(higher)": effect("p_superiority", 100),
    },
    "Passed": {
        "n": one("pass.n"),
        "Before": one("pass.pre", 100),
        "After": one("pass.post", 100),
        "Difference": one("pass.difference", 100),
        "Interval": span("pass", 100),
        "p": one("pass.p"),
    },
    "Who took which test": {
        "Enrolled": one("missing.enrolled"),
        "First only": one("flow.pre_only"),
        "Second only": one("flow.post_only"),
        "Both": one("flow.paired"),
        "Improved, the missing counted": Column(("missing.improved_at_least", "missing.improved_at_most"), 100, 2),
    },
}
"""Tables with a row for each group, by the beginning of the title."""

OTHER_UNITS: Mapping[str, Column] = {
    "Percent of maximum": one("gain.percent"),
    "Middle gain (Hodges–Lehmann)": one("effect.hodges_lehmann"),
    "Hake, of averages": one("hake.of_averages"),
    "Hake, by learner": one("hake.average"),
}
"""Of the gain: beside it, or in a table of their own."""

STATEMENTS: Mapping[str, Column] = {
    "Answered twice": Column(("n", "of")),
    "Before": one("before"),
    "After": one("after"),
    "Change": one("change.mean"),
    "Interval": span("change"),
    "p": one("tests.t.p"),
}
REACTED: Mapping[str, Column] = {
    "Answered": Column(("n", "of")),
    "4 or 5": share("satisfied"),
    "Mean": one("mean"),
    "Interval": Column(("low", "high"), 1, 2),
}
TAUGHT: Mapping[str, Column] = {"Learners who reported": Column(("learners", "of")), "Peers taught": one("peers")}
COMPARED: Mapping[str, Column] = {
    "As observed": one("shrunken.raw", 100),
    "Adjusted (shrunk)": Column(("shrunken.share", "shrunken.low", "shrunken.high"), 100, 2),
    "Possible ranks": Column(("ranks.low", "ranks.high"), 1, 2),
    "p of its gain (Holm)": one("adjusted.holm"),
}
ITEMS: Mapping[str, Column] = {
    "n": one("n"),
    "Right before": one("before.share", 100),
    "Right after": one("after.share", 100),
    "Learned": one("gained"),
    "Lost": one("lost"),
    "Change": one("difference.value", 100),
    "Interval": span("difference", 100),
    "p (corrected)": one("adjusted"),
}
DOSE: Mapping[str, Column] = {
    "Both": one("n"),
    "Improved": share("improved"),
    "Gain": one("gain.mean"),
    "Interval": span("gain"),
}
WITH_AND_WITHOUT: Mapping[str, Column] = {
    "Both": one("n"),
    "First only": one("first_only"),
    "Second only": one("second_only"),
    "Cohorts": one("cohorts"),
    "Before": one("before"),
    "After": one("after"),
    "Gain": one("gain.value"),
    "Interval": span("gain"),
    "Improved": share("improved"),
}
DIFFERENCES: Mapping[str, Column] = {
    "Difference": one("value"),
    "Interval": Column(("low", "high"), 1, 2),
    "t": one("t"),
    "df": one("df"),
    "p": one("p"),
}
"""Of a comparison group: each of the two, and the one less the other."""
