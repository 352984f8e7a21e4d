"""Every figure of a publication: that the attacker uses it, or why it can tell nothing of a suppressed group.

| figures | stand in | the attacker |
|---|---|---|
| improved, same, worse, beyond error, passed before and after, mean scores and gain | every table | uses all: cells |
| who is missing: one test only, neither | every table | uses those of regions, partners and ways |
| learners by answer to a statement | tables without suppressed groups | uses their sum: one more rounding of n |
| unsaid, suppressed, rounded, dropped, as of | beside a table | uses all; that a split was dropped, not |
| shares, n, passed of n | every table | are counts again |
| ends of intervals, p of mean gains and between groups | every table | not: spreads are not told |
| sd, ranks, effect sizes, ceilings, ... | total, exact regions | not: nothing of it is told of a part of these |
| items, forms, follow-up, lessons, comparison, reactions, peers | once, of the whole | not: of no group |
"""

USED = frozenset(
    {
        *(f"{of}.count" for of in ("improved", "same", "worse", "reliable_change")),
        *("pass.n", "pass.pre", "pass.post", "gain.n", "gain.pre_mean", "gain.post_mean", "gain.mean"),
        *("flow.pre_only", "flow.post_only", "flow.paired", "missing.enrolled"),
        *("statements.n", "statements.up.count", "statements.same.count", "statements.down.count"),
    }
)
"""Of groups, by path in the register."""

RANGE = "between which ends a share lies, worked out from the rounded counts that are used"
AGAIN = "a quotient of counts that are used, or one of them again"
ENDS = "made of the rounded count, with a design effect to one decimal that only says how cohorts differ"
SPREAD = "rests on the spread of gains between cohorts, which is told of no rounded group"
ANSWERS = "what was answered to a statement says nothing of scores; how many answered is used"
OF_NOBODY = "the same number in every group"

TELLS_NOTHING = {
    **{f"{of}.{part}": AGAIN for of in ("improved", "same", "worse", "reliable_change") for part in ("n", "share")},
    **{f"{of}.{end}": ENDS for of in ("improved", "same", "worse", "reliable_change") for end in ("low", "high")},
    **{
        f"{of}{end}": RANGE
        for of in (
            *(f"{of}." for of in ("improved", "same", "worse", "reliable_change")),
            *(f"statements.{of}." for of in ("up", "same", "down")),
            *("pass.pre_", "pass.post_"),
        )
        for end in ("least", "most")
    },
    **dict.fromkeys(("gain.low", "gain.high", "tests.t.p"), SPREAD),
    **dict.fromkeys(
        ("between.gain.p", "between.robust.test.p"), "one p of all groups, whose ranks and spreads are not told"
    ),
    **{f"statements.{of}.{part}": AGAIN for of in ("up", "same", "down") for part in ("n", "share")},
    **{f"statements.{of}.{end}": ENDS for of in ("up", "same", "down") for end in ("low", "high")},
    **{f"statements.{of}": ANSWERS for of in ("before", "after", "tests.t.p")},
    **{f"statements.change.{of}": ANSWERS for of in ("n", "pre_mean", "post_mean", "mean", "low", "high")},
    **{f"reliable_change.{of}": OF_NOBODY for of in ("threshold", "standard_error", "reliability")},
    "pass.mark": OF_NOBODY,
}
"""Of groups in rounded tables, by path in the register: every figure there by itself."""

OF_A_WHOLE = "of the whole programme and of whole regions, and nothing of it is told of a part of them"
OF_ALL = "told once, of all learners together: of no group"

EXACT_ALONE = {
    "missing": "bounds of a share: the same counts again",
    "noise_floor": OF_A_WHOLE,
    "pass": OF_A_WHOLE,
    "gain": OF_A_WHOLE,
    "hake": OF_A_WHOLE,
    "effect": OF_A_WHOLE,
    "tests": OF_A_WHOLE,
    "ceiling": OF_A_WHOLE,
    "attrition": "who left before the second test: flow again, and scores of people who are in no count",
    "regression": OF_A_WHOLE,
    "power": "made of the spread and the number of cohorts of a whole region",
    "next_cohort": "made of the spread and the number of cohorts of a whole region",
    "between": "compares whole regions",
    "statements": ANSWERS,
}
"""Of the total and the regions of an exact table, by the first word of the path: what no rounded table has."""

OF_THE_WHOLE = {
    "comparison": "arms of the programme that no table has as groups",
    "items": OF_ALL,
    "item_waves": OF_ALL,
    "reliability": OF_ALL,
    "distractors": OF_ALL,
    "dif": "is not published",
    "forms": OF_ALL,
    "follow_up": "of those with three tests together; left out where few are left over",
    "dose": "groups by lessons done, which no table crosses; left out where few are left over",
    "late": "rounded; by region of all or none, where in none few are left over, few are new, or few beside one cohort",
    "came": "how tests came, rounded and from eleven learners on: nothing of what anybody answered",
    "circumstances": "extra time, and why some left: rounded and from eleven learners on, of all together",
    "reactions": OF_ALL,
    "taught": OF_ALL,
    "method": "of the test and of all cohorts together",
}
"""By the first word of the path."""

FIELDS = {
    "Content": {
        "programme": "a name",
        "is_one_of_several": "of the instance",
        "number": "used",
        "edition": "used: a new one may have shrunk",
        "until_on": "a day",
        "made_on": "a day",
        "kind": "of the instance",
        "home": "an address",
        "version": "of the software",
        "names": "names",
        "parts": "used",
    },
    "Part": {
        "structure": "of the test",
        "release": "of the course",
        "course": "of the course",
        "tables": "used",
        "reactions": OF_ALL,
        "peers": OF_ALL,
        "months": "first and last month of all cohorts",
        "regions": "used: names of groups",
        "partners": "used: names of groups",
    },
    "Table": {"variables": "used", "disclosed": "used", "as_of": "used"},
    "Disclosed": {
        "report": "used",
        "suppressed": "used",
        "is_rounded": "used",
        "unsaid": "used",
        "dropped": "that a split was left out tells that a group there was near an edge, and no more (docs/privacy.md)",
        "is_split_dropped": "the same",
        "as_of": "used",
    },
}
"""Of the parts of a publication around its figures."""
