"""The tables of a report as words, the same for a terminal and for a page."""

from collections.abc import Callable, Iterable

from analytics import Estimate, GainReport, GroupReport, ShareEstimate
from analytics.significance.paired import SignTest, StudentTest
from analytics.significance.signed_rank import SignedRankTest
from app.exports.cover import Cover
from app.exports.finding_grids import finding_grids
from app.exports.grid import (
    NOT_GIVEN,
    Grid,
    Row,
    cell_count,
    cell_figure,
    cell_share,
    cell_span,
    with_ends,
    without_dashes,
)
from app.wording import Words, dimension_name, interval_text, level_name, range_text

RowMaker = Callable[[GroupReport], Iterable[str]]


def grids(report: GainReport, cover: Cover, words: Words) -> list[Grid]:
    """Returns the tables of a report: improved, gain, passed, other units, tests, effects and flow, then the others.

    Tables, rows and columns without a figure are left out. See `finding_grids` for the others.
    """
    maker = _Maker(report, cover, words)
    tables = [maker.shares(), maker.gains()]
    if report.method.pass_mark is not None:
        tables.append(maker.passed())
    tables += [maker.more_gains(), maker.tests(), maker.effects(), maker.flow()]
    return [*(one for grid in tables for one in without_dashes(grid, words)), *finding_grids(report, cover, words)]


class _Maker:
    def __init__(self, report: GainReport, cover: Cover, words: Words) -> None:
        self.report, self.cover, self.words = report, cover, words
        self.is_rounded = False

    def flow(self) -> Grid:
        _ = self.words.gettext
        head = [_("Enrolled")] if self._knows_enrolled() else []
        head += [_("First only"), _("Second only"), _("Both"), _("Improved, the missing counted")]
        return self._grid("missing", _("Who took which test (flow)"), tuple(head), self._flow_row)

    def shares(self) -> Grid:
        _ = self.words.gettext
        title = _("Who improved: count, share, %(level)s confidence interval") % {
            "level": level_name(self.words, self.report.method)
        }
        late = self.report.late is not None and self.report.late.groups
        head = ["n", _("Improved"), *([_("Without late")] if late else []), _("By chance"), _("Same"), _("Worse")]
        return self._grid("improved", title, tuple(head), self._shares_row)

    def gains(self) -> Grid:
        _ = self.words.gettext
        most = self.report.method.max_score or 0
        heading = self.words.ngettext(
            "How much they gained, of %(max)s point", "How much they gained, of %(max)s points", most
        )
        title = heading % {"max": self.words.number(most)}
        return self._grid(
            "gain",
            title,
            (_("Before"), _("After"), _("Gain"), _("Interval")),
            self._gain_row,
        )

    def more_gains(self) -> Grid:
        _ = self.words.gettext
        head = (
            _("Percent of maximum"),
            _("Middle gain (Hodges–Lehmann)"),
            _("Hake, of averages"),
            _("Hake, by learner"),
        )
        return self._grid("gain", _("The gain in other units"), head, self._more_gain_row, is_annex=True)

    def effects(self) -> Grid:
        _ = self.words.gettext
        head = ("d_av", _("Hedges' g"), _("Rank-biserial"), _("P(higher)"))
        return self._grid(
            "gain",
            _("Effect size: how large that is, free of the test's points"),
            head,
            self._effects_row,
            is_annex=True,
        )

    def tests(self) -> Grid:
        _ = self.words.gettext
        head = [_("Sign p"), _("Wilcoxon z"), _("Wilcoxon p"), "t", "df", _("t: p")]
        if not self._has_cohorts():
            return self._grid("gain", _("Can it be chance?"), tuple(head), self._tests_row, is_annex=True)
        head += [_("Cohorts"), _("Deff of gain"), "ICC"]
        title = _("Can it be chance? With the design effect (deff) of the mean gain")
        return self._grid("gain", title, tuple(head), self._tests_row, is_annex=True)

    def passed(self) -> Grid:
        _ = self.words.gettext
        mark = self.report.method.pass_mark or 0
        heading = self.words.ngettext("Passed: %(mark)s point or more", "Passed: %(mark)s points or more", mark)
        title = heading % {"mark": self.words.number(mark)}
        return self._grid(
            "gain", title, ("n", _("Before"), _("After"), _("Difference"), _("Interval"), "p"), self._pass_row
        )

    def _grid(self, section: str, title: str, head: Row, make: RowMaker, *, is_annex: bool = False) -> Grid:
        _ = self.words.gettext
        by = " / ".join(dimension_name(self.words, name) for name in self.cover.disaggregates)
        rows = tuple(
            (self.cover.names[group.key], *self._cells(group, make, len(head)))
            for group in self.report.groups
            if group.key is not None
        )
        total = (_("All"), *self._cells(self.report.total, make, len(head)))
        rounding = self.cover.published.rounding if self.cover.published else ""
        title = f"{title}; {rounding}" if rounding else title
        return Grid(section, title, (by, *head), rows, total, is_annex)

    def _cells(self, group: GroupReport, make: RowMaker, columns: int) -> Row:
        _ = self.words.gettext
        if group.suppressed:
            return (_("hidden"), *[""] * (columns - 1))
        self.is_rounded = group.improved is not None and group.improved.least is not None
        return tuple(make(group))

    def _knows_enrolled(self) -> bool:
        return any(group.flow and group.flow.enrolled is not None for group in (*self.report.groups, self.report.total))

    def _flow_row(self, group: GroupReport) -> Iterable[str]:
        flow = group.flow
        if flow is None:
            return
        if self._knows_enrolled():
            yield self._count(flow.enrolled)
        yield from (self._count(count) for count in (flow.pre_only, flow.post_only, flow.paired))
        if flow.improved_at_least is None or flow.improved_at_most is None:
            yield NOT_GIVEN
        elif flow.improved_at_least == flow.improved_at_most:  # nobody is missing
            yield self._figure("missing.improved_at_least", flow.improved_at_least)
        else:
            yield interval_text(self.words, "missing.improved_at_least", flow.improved_at_least, flow.improved_at_most)

    def _shares_row(self, group: GroupReport) -> Iterable[str]:
        yield self._count(group.flow.paired if group.flow else None)
        yield self._share("improved", group.improved)
        if self.report.late is not None and self.report.late.groups:
            yield self._share("late.without", self.report.late.without_of(group.key))
        yield self._figure("noise_floor.share", group.noise_floor.share if group.noise_floor else None)
        yield self._share("same", group.same)
        yield self._share("worse", group.worse)

    def _gain_row(self, group: GroupReport) -> Iterable[str]:
        gain = group.gain
        yield self._figure("gain.pre_mean", gain.pre_mean if gain else None)
        yield self._figure("gain.post_mean", gain.post_mean if gain else None)
        yield self._figure("gain.mean", gain.mean if gain else None, is_signed=True)
        yield self._span("gain.low", gain.low, gain.high) if gain else NOT_GIVEN

    def _more_gain_row(self, group: GroupReport) -> Iterable[str]:
        gain, hake = group.gain, group.hake
        middle = group.effect.hodges_lehmann if group.effect else None
        yield self._figure("gain.percent", gain.percent if gain else None, is_signed=True)
        yield self._figure("effect.hodges_lehmann", middle, is_signed=True)
        yield self._figure("hake.of_averages", hake.of_averages if hake else None)
        yield self._figure("hake.average", hake.average if hake else None)

    def _effects_row(self, group: GroupReport) -> Iterable[str]:
        effect = group.effect
        of = effect.ci if effect else None
        for name in ("d_av", "hedges_g", "rank_biserial", "p_superiority"):
            yield self._effect(name, getattr(effect, name, None), getattr(of, name, None))

    def _effect(self, name: str, value: float | None, interval: Estimate | None) -> str:
        """ "0.43 (0.34 – 0.52)": a number between -1 and 1 or in standard deviations; a chance in per cent."""
        shown = self._figure(f"effect.{name}", value)
        if value is None or interval is None or interval.low is None or interval.high is None:
            return shown
        return with_ends(shown, self.words, f"effect.ci.{name}.low", interval.low, interval.high)

    def _tests_row(self, group: GroupReport) -> Iterable[str]:
        tests, gain = group.tests, group.gain
        sign, wilcoxon, t = (tests.sign, tests.wilcoxon, tests.t) if tests else (None, None, None)
        yield self._p("tests.sign.p", sign)
        yield self._figure("tests.wilcoxon.z", wilcoxon.z if wilcoxon else None)
        yield self._p("tests.wilcoxon.p", wilcoxon)
        yield self._figure("tests.t.t", t.t if t else None)
        yield self._figure("tests.t.df", t.df if t else None)
        yield self._p("tests.t.p", t)
        if self._has_cohorts():
            yield self._count(gain.cohorts if gain else None)
            yield self._figure("gain.design_effect", gain.design_effect if gain else None)
            yield self._figure("gain.icc", gain.icc if gain else None)

    def _has_cohorts(self) -> bool:
        return self.report.method.unit == "cohort"

    def _pass_row(self, group: GroupReport) -> Iterable[str]:
        rate = group.pass_
        if rate is None:
            yield from [NOT_GIVEN] * 6
            return
        yield self._count(rate.n)
        yield self._passed("pass.pre", rate.pre, rate.pre_least, rate.pre_most)
        yield self._passed("pass.post", rate.post, rate.post_least, rate.post_most)
        yield self._figure("pass.difference", rate.difference, is_signed=True)
        yield self._span("pass.low", rate.low, rate.high)
        yield cell_figure(self.words, "pass.p", rate.p, rate.ln_p)

    def _passed(self, path: str, share: float | None, least: float | None, most: float | None) -> str:
        if least is None or most is None:
            return self._figure(path, share)
        return range_text(self.words, least, most)

    def _share(self, of: str, share: ShareEstimate | None) -> str:
        return cell_share(self.words, of, share)

    def _span(self, path: str, low: float | None, high: float | None) -> str:
        return cell_span(self.words, path, low, high, is_rounded=self.is_rounded)

    def _count(self, count: int | None) -> str:
        return cell_count(self.words, count)

    def _figure(self, path: str, value: float | None, *, is_signed: bool = False) -> str:
        return cell_figure(self.words, path, value, is_signed=is_signed, is_rounded=self.is_rounded)

    def _p(self, path: str, test: SignTest | SignedRankTest | StudentTest | None) -> str:
        return cell_figure(self.words, path, test.p, test.ln_p) if test else NOT_GIVEN
