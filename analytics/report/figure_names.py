"""What files with a row for each group, and other systems, call the figures of the register."""

SHORT = {
    "attrition.scores.difference.value": "attrition_scores_difference",
    "statements.n": "said_{}_n",
    "statements.before": "said_{}_before",
    "statements.after": "said_{}_after",
    "statements.change.mean": "said_{}_change",
    "statements.change.low": "said_{}_low",
    "statements.change.high": "said_{}_high",
    "reactions.n": "course_{}_n",
    "reactions.satisfied.share": "course_{}_share",
    "reactions.satisfied.low": "course_{}_low",
    "reactions.satisfied.high": "course_{}_high",
    "reactions.mean": "course_{}_mean",
    "reactions.low": "course_{}_m_low",
    "reactions.high": "course_{}_m_high",
}
"""Names of variables whose paths are too long for one; in braces what it is about: the statement or the question."""
SHARES = ("count", "n", "share", "low", "high")
RANGE = ("least", "most")
BESIDE = (
    *(path for path in SHORT if path.startswith(("statements.", "reactions."))),
    "taught.learners",
    "taught.peers",
    *(f"{of}.{part}" for of in ("method.retest.improved", "late.without") for part in SHARES),
    *(f"late.without.{end}" for end in RANGE),
)
"""Of what was said, of the retest that stands beside what chance alone gives, and of those who were not late, the
variables of files with a row for each group; of the scores every figure is one."""

CODES = {
    "missing.enrolled": "SN_ENROLLED",
    "flow.pre_only": "SN_PRE_ONLY",
    "flow.post_only": "SN_POST_ONLY",
    "flow.paired": "SN_PAIRED",
    "improved.count": "SN_IMPROVED",
    "same.count": "SN_SAME",
    "worse.count": "SN_WORSE",
    "noise_floor.share": "SN_CHANCE_PERCENT",
    "method.retest.improved.n": "SN_RETEST_N",
    "method.retest.improved.share": "SN_RETEST_PERCENT",
    "method.retest.improved.low": "SN_RETEST_PERCENT_LOW",
    "method.retest.improved.high": "SN_RETEST_PERCENT_HIGH",
    "improved.share": "SN_IMPROVED_PERCENT",
    "improved.least": "SN_IMPROVED_PERCENT_LEAST",
    "improved.most": "SN_IMPROVED_PERCENT_MOST",
    "improved.low": "SN_IMPROVED_PERCENT_LOW",
    "improved.high": "SN_IMPROVED_PERCENT_HIGH",
    "taught.learners": "SN_TAUGHT_LEARNERS",
    "taught.peers": "SN_TAUGHT_PEERS",
    "statements.n": "SN_SAID_{}_N",
    "statements.before": "SN_SAID_{}_BEFORE",
    "statements.after": "SN_SAID_{}_AFTER",
    "statements.change.mean": "SN_SAID_{}_CHANGE",
    "statements.change.low": "SN_SAID_{}_CHANGE_LOW",
    "statements.change.high": "SN_SAID_{}_CHANGE_HIGH",
    "reactions.n": "SN_COURSE_{}_N",
    "reactions.mean": "SN_COURSE_{}_MEAN",
    "reactions.low": "SN_COURSE_{}_MEAN_LOW",
    "reactions.high": "SN_COURSE_{}_MEAN_HIGH",
    "reactions.satisfied.share": "SN_COURSE_{}_PERCENT",
    "reactions.satisfied.low": "SN_COURSE_{}_PERCENT_LOW",
    "reactions.satisfied.high": "SN_COURSE_{}_PERCENT_HIGH",
}
"""What other systems know a figure by; what they have no code for they do not get."""
