"""What stands beside a value of IATI in words: n, interval, who is missing, without which it says nothing.

Figures are written here as in the report, and intervals of shares whole; the value itself is for programs."""

from collections.abc import Sequence
from dataclasses import dataclass

from analytics import GroupReport, Method, ReactionReport, StatementReport
from app.wording import Taught, Words, figure_text, interval_text, level_name, retest_in_short, share_range


@dataclass(frozen=True)
class Comments:
    """method: with the confidence of every interval, and the retest that stands beside what chance alone gives."""

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
        said = _("%(count)s of %(n)s with both tests; %(pre)s took the first only, %(post)s the second only.") % {
            "count": self.words.number(improved.count or 0),
            "n": self.words.number(flow.paired),
            "pre": self.words.number(flow.pre_only or 0),
            "post": self.words.number(flow.post_only or 0),
        }
        said += self._interval("improved.low", improved.low, improved.high)
        if group.noise_floor is not None:
            share = figure_text(self.words, "noise_floor.share", group.noise_floor.share)
            said += " " + _("By chance alone %(share)s would.") % {"share": share}
            said += " " + retest_in_short(self.words, self.method)
        return said

    def of_range(self, group: GroupReport) -> str:
        """A share that is told as a range has no value of its own."""
        improved = group.improved
        if improved is None or improved.share is not None or improved.high is None:
            return ""
        said = share_range(self.words, improved.low or 0, improved.high)
        return self.words.gettext("Improved: %(range)s.") % {"range": said}

    def of_gain(self, group: GroupReport) -> str:
        gain = group.gain
        if gain is None:
            return ""
        mean = figure_text(self.words, "gain.mean", gain.mean, is_signed=True)
        return self.words.gettext("Gain %(gain)s.") % {"gain": mean} + self._interval("gain.low", gain.low, gain.high)

    def of_pass(self, group: GroupReport) -> str:
        rate = group.pass_
        if rate is None or rate.difference is None or rate.low is None or rate.high is None:
            return ""
        points = figure_text(self.words, "pass.difference", rate.difference, is_signed=True)
        said = self.words.gettext("Difference %(points)s percentage points.") % {"points": points}
        return said + self._interval("pass.low", rate.low, rate.high, is_bare=True)

    def of_statement(self, statement: StatementReport, group: GroupReport) -> str:
        _ = self.words.gettext
        said = next(one for one in (*statement.groups, statement.total) if one.key == group.key)
        text = _("%(n)s of %(all)s with both tests answered it twice; mean before %(before)s.") % {
            **self._answered(said.n, group),
            "before": figure_text(self.words, "statements.before", said.before or 0),
        }
        if said.change is None:
            return text
        change = figure_text(self.words, "statements.change.mean", said.change.mean, is_signed=True)
        text += " " + _("Change %(change)s.") % {"change": change}
        return text + self._interval("statements.change.low", said.change.low, said.change.high)

    def of_reaction(self, reaction: ReactionReport, group: GroupReport) -> str:
        said = next(one for one in (*reaction.groups, reaction.total) if one.key == group.key)
        text = self.words.gettext("%(n)s of %(all)s with both tests answered.") % self._answered(said.n, group)
        share = said.satisfied
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
