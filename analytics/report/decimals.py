"""How many decimals people read of a figure of the register."""

from analytics.report.entry import Figure, Unit

SHOWN = {
    **dict.fromkeys(("pass.mark", "method.pass_mark", "method.max_score", "regression.low.cut"), 0),
    **dict.fromkeys(("between.ranks.low", "between.ranks.high"), 0),
    "gain.percent": 1,
    "effect.hodges_lehmann": 1,
    "reliable_change.threshold": 1,
    "power.power": 0,
    "power.next_round.points": 1,
    "noise_floor.share": 0,
    "noise_floor.same": 0,
    "missing.improved_at_least": 0,
    "missing.improved_at_most": 0,
    "distractors.items.options.share": 0,
    "distractors.items.options.upper": 0,
    "forms.test.margin": 1,
    "follow_up.part_kept.value": 0,
    "dose.mean_lessons": 1,
}
"""Decimals that are not those of the unit, by place."""

ENDS = ("low", "high", "least", "most", "pre_least", "pre_most", "post_least", "post_most")
"""Of a share: its ends are not known to a tenth of a per cent, so people read them whole."""

DEGREES = ("df", "df1", "df2")
"""Degrees of freedom, which are seldom whole."""

ICC = "icc"
"""An ICC of 0.004 is not none: in cohorts of thirty it makes an interval wider."""


def decimals_of(one: Figure) -> int:
    """Returns the number of decimals with which people read a figure; files for programs use those of the unit."""
    *within, name = one.path.split(".")
    if one.unit is Unit.SHARE and name in ENDS:
        return 0
    if one.unit is Unit.NUMBER and one.part in DEGREES:
        return 1
    if one.unit is Unit.NUMBER and ICC in (name, *within):
        return 3
    return SHOWN.get(one.path.removeprefix(f"{one.within}."), SHOWN.get(one.path, one.decimals))
