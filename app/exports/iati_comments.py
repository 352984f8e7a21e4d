"""What stands beside a value of IATI in words: n, interval, who is missing, without which it says nothing."""

from dataclasses import dataclass

from analytics import GroupReport, Method, ReactionFigures, StatementFigures
from app.wording import Taught, Words, retest_in_short, share_range


@dataclass(frozen=True)
class Comments:
    """confidence: of every interval. method: with the retest that stands beside what chance alone gives."""

    words: Words
    method: Method

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
        said += self._of_shares(improved.low, improved.high)
        if group.noise_floor is not None:
            share = self.words.percent(group.noise_floor.share, 0)
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
        said = self.words.gettext("Gain %(gain)s.") % {"gain": self.words.signed(gain.mean, 2)}
        return said + self._of_points(gain.low, gain.high, 2)

    def of_pass(self, group: GroupReport) -> str:
        rate = group.pass_
        if rate is None or rate.difference is None or rate.low is None or rate.high is None:
            return ""
        points = self.words.signed(100 * rate.difference)
        said = self.words.gettext("Difference %(points)s percentage points.") % {"points": points}
        return said + self._of_points(100 * rate.low, 100 * rate.high, 1)

    def of_statement(self, said: StatementFigures, group: GroupReport) -> str:
        _ = self.words.gettext
        text = _("%(n)s of %(all)s with both tests answered it twice; mean before %(before)s.") % {
            **self._answered(said.n, group),
            "before": self.words.number(said.before or 0, 2),
        }
        if said.change is None:
            return text
        text += " " + _("Change %(change)s.") % {"change": self.words.signed(said.change.mean, 2)}
        return text + self._of_points(said.change.low, said.change.high, 2)

    def of_reaction(self, said: ReactionFigures, group: GroupReport) -> str:
        text = self.words.gettext("%(n)s of %(all)s with both tests answered.") % self._answered(said.n, group)
        return text if said.satisfied is None else text + self._of_shares(said.satisfied.low, said.satisfied.high)

    def of_peers(self, one: Taught) -> str:
        learners = self.words.number(one.learners or 0)
        return self.words.gettext("Reported by %(learners)s learners.") % {"learners": learners}

    def _answered(self, n: int | None, group: GroupReport) -> dict[str, str]:
        everyone = group.flow.paired if group.flow else 0
        return {"n": self.words.number(n or 0), "all": self.words.number(everyone)}

    def _of_shares(self, low: float | None, high: float | None) -> str:
        return "" if low is None or high is None else self._interval(self.words.span_percent(low, high))

    def _of_points(self, low: float | None, high: float | None, digits: int) -> str:
        return "" if low is None or high is None else self._interval(self.words.span_points(low, high, digits))

    def _interval(self, span: str) -> str:
        """After a sentence; nothing where one cannot be given."""
        return " " + self.words.gettext("%(level)s confidence interval %(interval)s.") % {
            "level": self.words.percent(self.method.confidence, 0),
            "interval": span,
        }
