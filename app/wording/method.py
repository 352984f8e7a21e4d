"""How the figures were made, and what would make them false."""

from analytics import GainReport, Method
from analytics.clusters.design import ASSUMED_ICC
from app.wording.figure_text import figure_text
from app.wording.words import Words


def method_sentence(words: Words, report: GainReport) -> str:
    """Returns the sentence for the head of a report: how many learners and cohorts, and which intervals."""
    _ = words.gettext
    method, flow = report.method, report.total.flow
    if method.max_score is None:
        return _("Nobody who would be in this report has joined yet, so there is nothing to report.")
    if flow is None:
        return _("How many learners took both tests (0 to %(max)s on each) is not shown.") % {
            "max": words.number(method.max_score)
        }
    paired, cohorts = flow.paired or 0, method.cohorts or 0
    in_cohorts = words.ngettext("in %(cohorts)s cohort", "in %(cohorts)s cohorts", cohorts)
    values = {
        "n": words.number(paired),
        "in_cohorts": in_cohorts % {"cohorts": words.number(cohorts)},
        "max": words.number(method.max_score),
        "level": level_name(words, method),
    }
    if method.unit == "cohort":
        sentence = words.ngettext(
            "%(n)s learner with both tests (0 to %(max)s on each) %(in_cohorts)s; %(level)s confidence intervals, "
            "the cohort as the unit.",
            "%(n)s learners with both tests (0 to %(max)s on each) %(in_cohorts)s; %(level)s confidence intervals, "
            "the cohort as the unit.",
            paired,
        )
    else:
        sentence = words.ngettext(
            "%(n)s learner with both tests (0 to %(max)s on each); %(level)s confidence intervals, the learner as "
            "the unit.",
            "%(n)s learners with both tests (0 to %(max)s on each); %(level)s confidence intervals, the learner as "
            "the unit.",
            paired,
        )
    return sentence % values


def level_name(words: Words, method: Method) -> str:
    """Returns the level of confidence as text, such as 95 % or 97.5 %."""
    return words.percent(method.confidence, 0 if round(method.confidence * 100, 6).is_integer() else 1)


def scoring_sentence(words: Words) -> str:
    """Returns the sentence on how a test is scored, which every file has, however little else it has room for."""
    _ = words.gettext
    return _(
        "Where answers are known item by item, a test counts when at least four in five of them were given; what was "
        "left blank is not right."
    )


def definition_of_improved(words: Words) -> str:
    """Returns the definition of improved, same and worse, as the end of a sentence."""
    return words.gettext(
        "a higher score on the second test (endline) than on the first (baseline), one item or more; same: the "
        "score is equal; worse: it is lower"
    )


def late_sentence(words: Words, days: int) -> str:
    """Returns the rule for tests that arrive after their closing. days: of grace."""
    _ = words.gettext
    return _(
        "The time of arrival decides whether a test was open. One that a phone had finished before the closing, by its "
        "own clock set right by ours, counts when it arrives within %(days)s days; the group's facilitator sees which. "
        "Where some arrived when the right answers could be seen, the share improved stands with and without them."
    ) % {"days": words.number(days)}


def method_lines(words: Words, method: Method) -> list[str]:
    """Lists the sentences that a reader needs to compute the same figures: definitions, exclusions, intervals etc."""
    _ = words.gettext
    lines = [
        _("Improved: %(definition)s.") % {"definition": definition_of_improved(words)},
        _("Shares are of learners who took both tests; all others are counted in the flow and in no share."),
        _("Differences are made from figures before rounding."),
        scoring_sentence(words),
        _(
            "By chance alone: the share that would score higher with nothing learned, from the spread of scores before "
            "(Lord's beta-binomial model with KR-21). What a second meeting with a test adds is not in it."
        ),
        *_retest(words, method),
        _(
            "Measurement error: by KR-20 of the items before where they are known, else by KR-21 of the scores before; "
            "the same for all subgroups."
        ),
        _(
            "More than chance: statistically significant, p under 0.05. Where something could not be shown, p was "
            "0.05 or more: that is no proof that there is nothing."
        ),
        _(
            "Sign test: exact. Wilcoxon: signed ranks with Pratt's zeros, p exact with ties or by saddlepoint, z that "
            "of p."
        ),
        _("t: the mean gain over its error by cohort (CR2), on Satterthwaite's degrees of freedom.")
        if method.unit == "cohort"
        else _("t: paired."),
        _("Hake's gain: what was gained of what was left to learn; of the averages, and averaged over learners."),
        _(
            "Effect sizes: d_av is the mean gain in standard deviations of the scores (the average of before and "
            "after). P(higher) is the share with a higher score after, and half of those with the same score. "
            "Rank-biserial, from -1 to 1: learners are ranked by how far they moved; it is the part of all ranks that "
            "belongs to those who rose, less the part of those who fell."
        ),
    ]
    level = level_name(words, method)
    if method.cohorts == 0:
        lines.append(_("Confidence intervals: none, since there is no cohort yet."))
    elif method.unit == "cohort" and method.cohorts is not None:
        lines.append(
            words.ngettext(
                "Confidence intervals %(level)s, the cohort as the unit (%(cohorts)s cohort): Korn–Graubard for "
                "shares; CR2 with Satterthwaite's degrees of freedom for the mean gain.",
                "Confidence intervals %(level)s, the cohort as the unit (%(cohorts)s cohorts): Korn–Graubard for "
                "shares; CR2 with Satterthwaite's degrees of freedom for the mean gain.",
                method.cohorts,
            )
            % {"level": level, "cohorts": words.number(method.cohorts)}
        )
        lines += _borrowed_icc(words, method)
    else:
        lines.append(
            _("Confidence intervals %(level)s, the learner as the unit: Wilson for shares, Student for the mean gain.")
            % {"level": level}
        )
    if method.suppress is not None:
        lines.append(
            words.ngettext(
                "Figures of fewer than %(threshold)s learner are hidden: of subgroups, and of parts such as scores of "
                "leavers. How many took which test is shown.",
                "Figures of fewer than %(threshold)s learners are hidden: of subgroups, and of parts such as scores of "
                "leavers. How many took which test is shown.",
                method.suppress,
            )
            % {"threshold": words.number(method.suppress)}
        )
    return lines


def _borrowed_icc(words: Words, method: Method) -> list[str]:
    """What groups of few cohorts borrow; nothing where there is one cohort."""
    _ = words.gettext
    icc = method.icc
    if icc is None or icc.cohorts < 2:
        return []
    if icc.cohorts - icc.df > 1:
        rule = _(
            "Cohorts are compared within their region. A group of fewer than ten cohorts uses the ICC of all cohorts"
        )
    else:
        rule = _("Cohorts are compared with one another. A group of fewer than ten cohorts uses the ICC of all cohorts")
    if icc.gain is None or icc.improved is None:
        assumed = figure_text(words, "method.icc.improved", ASSUMED_ICC)
        return [_("%(rule)s, or %(icc)s where it cannot be estimated.") % {"rule": rule, "icc": assumed}]
    return [
        _("%(rule)s (share improved %(improved)s, mean gain %(gain)s, on %(df)s degrees of freedom).")
        % {
            "rule": rule,
            "improved": figure_text(words, "method.icc.improved", icc.improved),
            "gain": figure_text(words, "method.icc.gain", icc.gain),
            "df": words.number(icc.df),
        }
    ]


def _retest(words: Words, method: Method) -> list[str]:
    """Where the published retest is to be found; nothing where there was one here."""
    retest = method.retest
    if not retest.source:
        return []
    data, _, paper = retest.source.partition("; ")
    sentence = words.gettext(
        "Published retest: the items of the Homeostasis Concept Inventory, sat twice by %(n)s students in the United "
        "States with nothing taught between. Who scored higher was counted from the published data set %(data)s; of "
        "the inventory and its students: %(source)s."
    )
    return [sentence % {"n": words.number(retest.improved.n), "data": data, "source": paper}]


def danger_sentence(words: Words, finding: str) -> str:
    """Returns what would make the figures of one section false; "" for a section without such a sentence.

    finding: the section's name.
    """
    _ = words.gettext
    dangers = {
        "missing": _("Those who left may have learned less than those who stayed."),
        "improved": _("People often score a little higher when they meet a test again, with no lesson in between."),
        "gain": _(
            "A score is partly chance: whoever scored low by bad luck the first time scores higher the second by "
            "itself."
        ),
        "groups": _(
            "People taught together are alike: a few cohorts may speak of their facilitator, not of the course."
        ),
        "items": _("An item that was met in the lesson in its own words is remembered, and need not be understood."),
        "forms": _("Where the second test is easier than the first, scores rise by themselves."),
        "follow_up": _("Its answers had been shown before: it measures what was kept of them, too."),
        "statements": _("People say what they believe is wanted, more so after a lesson."),
        "dose": _("Learners who did more lessons chose to, so they may differ from the others in other ways too."),
        "power": _("The size of the next round assumes that it is like this one."),
    }
    return dangers.get(finding, "")


def what_would_make_it_false(words: Words) -> list[tuple[str, str]]:
    """Lists (name, sentence) for each way in which a gain may only seem to be one."""
    _ = words.gettext
    return [
        (_("Retest"), _("People often score a little higher when they meet a test again, with no lesson in between.")),
        (
            _("Few cohorts"),
            _("People taught together are alike: a few cohorts may speak of their facilitator, not of the course."),
        ),
        (_("Unequal forms"), _("Where the second test is easier than the first, scores rise by themselves.")),
        (_("The missing"), _("Those who left may have learned less than those who stayed.")),
        (
            _("Regression to the mean"),
            _(
                "A score is partly chance: whoever scored low by bad luck the first time scores higher the second by "
                "itself."
            ),
        ),
    ]
