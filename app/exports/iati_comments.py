"""Comments to a value of IATI in words: n, interval, who is missing, without which it says nothing.

Figures are written here as in the report, and intervals of shares whole; the value itself is for programs.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from analytics import GroupReport, Method, ReactionReport, StatementReport
from analytics.report.followup import FollowUpReport
from app.wording import Taught, Words, figure_text, interval_text, level_name, range_text, retest_in_short


@dataclass(frozen=True)
class Comments:
    """Writes the comment on each kind of figure in an IATI file.

    method: gives the confidence of every interval, and the retest that is named beside the share by chance alone.
    """

    words: Words
    method: Method
    taught: Sequence[Taught]

    def nothing(self, _group: GroupReport) -> str:
        return ""

    def of_share(self, group: GroupReport) -> str:
        _ = self.words.gettext
        improved, flow = group.improved, group.flow
        if improved is None or flow is None:
            return ""
        pre, post, number = flow.pre_only or 0, flow.post_only or 0, self.words.number
        values = {
            "count": number(improved.count or 0),
            "n": number(flow.paired),
            "pre": number(pre),
            "post": number(post),
        }
        text = _("%(count)s of %(n)s with both tests; %(pre)s took the first only, %(post)s the second only.") % values
        if flow.enrolled is not None:
            values["neither"] = number(flow.enrolled - flow.paired - pre - post)
            values["enrolled"] = number(flow.enrolled)
            text += " " + _("Enrolled: %(enrolled)s, of whom %(neither)s took neither.") % values
        if improved.least is not None and improved.most is not None:
            text += " " + _("Share improved: %(range)s, since counts are rounded.") % {
                "range": range_text(self.words, improved.least, improved.most)
            }
        text += self._interval("improved.low", improved.low, improved.high)
        if group.noise_floor is not None:
            share = figure_text(self.words, "noise_floor.share", group.noise_floor.share)
            text += " " + _("By chance alone %(share)s would.") % {"share": share}
            text += " " + retest_in_short(self.words, self.method)
        return text

    def of_gain(self, group: GroupReport) -> str:
        gain = group.gain
        if gain is None:
            return ""
        values = {
            "n": self.words.number(gain.n),
            "gain": figure_text(self.words, "gain.mean", gain.mean, is_signed=True),
        }
        text = self.words.gettext("Learners with both tests: %(n)s. Gain %(gain)s.") % values
        return text + self._interval("gain.low", gain.low, gain.high)

    def of_pass(self, group: GroupReport) -> str:
        rate = group.pass_
        if rate is None:
            return ""
        text = self.words.gettext("Learners with both tests: %(n)s.") % {"n": self.words.number(rate.n)}
        if rate.difference is None:
            return text
        points = figure_text(self.words, "pass.difference", rate.difference, is_signed=True)
        text += " " + self.words.gettext("Difference %(points)s percentage points.") % {"points": points}
        return text + self._interval("pass.low", rate.low, rate.high, is_bare=True)

    def of_follow_up(self, follow_up: FollowUpReport, _all: GroupReport) -> str:
        """Returns how many the share is of, how many scored lower, and how many did not take the follow-up.

        Returns "" if the figures are not known.
        """
        not_lower, lower = follow_up.kept, follow_up.from_after.worse
        if not_lower is None or lower is None:
            return ""
        text = self.words.gettext(
            "%(count)s of %(n)s with all three tests; %(lower)s scored lower, %(share)s. With both tests and without a "
            "follow-up: %(left)s."
        ) % {
            "count": self.words.number(not_lower.count or 0),
            "n": self.words.number(not_lower.n),
            "lower": self.words.number(lower.count or 0),
            "share": figure_text(self.words, "follow_up.from_after.worse.share", lower.share or 0),
            "left": self.words.number(follow_up.left),
        }
        return text + self._interval("follow_up.kept.low", not_lower.low, not_lower.high)

    def of_statement(self, statement: StatementReport, group: GroupReport) -> str:
        _ = self.words.gettext
        figures = next(one for one in (*statement.groups, statement.total) if one.key == group.key)
        text = _("%(n)s of %(all)s with both tests answered it twice; mean before %(before)s.") % {
            **self._answered(figures.n, group),
            "before": figure_text(self.words, "statements.before", figures.before or 0),
        }
        if figures.change is None:
            return text
        change = figure_text(self.words, "statements.change.mean", figures.change.mean, is_signed=True)
        text += " " + _("Change %(change)s.") % {"change": change}
        return text + self._interval("statements.change.low", figures.change.low, figures.change.high)

    def of_reaction(self, reaction: ReactionReport, group: GroupReport) -> str:
        figures = next(one for one in (*reaction.groups, reaction.total) if one.key == group.key)
        text = self.words.gettext("%(n)s of %(all)s with both tests answered.") % self._answered(figures.n, group)
        share = figures.satisfied
        return text if share is None else text + self._interval("reactions.satisfied.low", share.low, share.high)

    def of_peers(self, group: GroupReport) -> str:
        learners = self.words.number(next(one.learners or 0 for one in self.taught if one.key == group.key))
        return self.words.gettext("Reported by %(learners)s learners.") % {"learners": learners}

    def _answered(self, n: int | None, group: GroupReport) -> dict[str, str]:
        everyone = group.flow.paired if group.flow else 0
        return {"n": self.words.number(n or 0), "all": self.words.number(everyone)}

    def _interval(self, path: str, low: float | None, high: float | None, *, is_bare: bool = False) -> str:
        """After a sentence; nothing where one cannot be given. path: of the figure of its lower end."""
        if low is None or high is None:
            return ""
        return " " + self.words.gettext("%(level)s confidence interval %(interval)s.") % {
            "level": level_name(self.words, self.method),
            "interval": interval_text(self.words, path, low, high, is_bare=is_bare),
        }
