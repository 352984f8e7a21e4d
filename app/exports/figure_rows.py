"""Every figure of a report as a row of its own: what, its value, its interval, of how many."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from analytics import GainReport, GroupReport, Key, ShareEstimate, StatementFigures
from app.exports.cover import Cover


class FigureRow(NamedTuple):
    """group: None for all. figure: part.name as in the JSON. of: the item, statement, lessons or group it is about, or
    "". value, low, high: None where not given. n: learners it rests on."""

    group: Key | None
    figure: str
    of: str
    value: float | int | str | None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    p: float | None = None


def figure_rows(report: GainReport, cover: Cover) -> Iterator[FigureRow]:
    """Group after group, the whole last, then what there is of the whole only. Nothing of a group that is hidden."""
    for group in (*report.groups, report.total):
        if group.suppressed:
            yield FigureRow(group.key, "suppressed", "", 1)
        else:
            yield from _of_group(group)
    yield from _between(report)
    yield from _items(report, cover)
    yield from _beside(report, cover)
    yield from _received(cover)


def _of_group(group: GroupReport) -> Iterator[FigureRow]:
    key, n = group.key, group.flow.paired if group.flow else None
    if group.flow is not None:
        for name in ("enrolled", "pre_only", "post_only", "paired"):
            yield FigureRow(key, f"flow.{name}", "", getattr(group.flow, name))
        least, most = group.flow.improved_at_least, group.flow.improved_at_most
        yield FigureRow(key, "missing.improved", "", None, least, most, n)
    for name in ("improved", "same", "worse", "reliable_change"):
        yield from _share(key, name, "", getattr(group, name))
    if group.noise_floor is not None:
        yield FigureRow(key, "noise_floor", "", group.noise_floor.share, n=n)
    gain = group.gain
    if gain is not None:
        yield FigureRow(key, "gain.before", "", gain.pre_mean, n=n)
        yield FigureRow(key, "gain.after", "", gain.post_mean, n=n)
        t = group.tests.t if group.tests else None
        yield FigureRow(key, "gain.mean", "", gain.mean, gain.low, gain.high, n, t.p if t else None)
        for name in ("sd", "percent", "cohorts", "icc", "design_effect", "effective_n"):
            yield FigureRow(key, f"gain.{name}", "", getattr(gain, name), n=n)
    yield from _of_effect(group, n)
    yield from _of_tests(group, n)
    yield from _of_bounds(group, n)


def _of_bounds(group: GroupReport, n: int | None) -> Iterator[FigureRow]:
    """Who passed, who could not gain, who left, what could have been shown."""
    key, rate = group.key, group.pass_
    if rate is not None:
        yield FigureRow(key, "pass.before", "", rate.pre, n=n)
        yield FigureRow(key, "pass.after", "", rate.post, n=n)
        yield FigureRow(key, "pass.difference", "", rate.difference, rate.low, rate.high, n, rate.p)
    if group.ceiling is not None:
        for name in ("pre", "post", "floor_pre", "floor_post"):
            yield FigureRow(key, f"ceiling.{name}", "", getattr(group.ceiling, name), n=n)
    if group.attrition is not None:
        yield from _share(key, "attrition.lost", "", group.attrition.lost)
    if group.power is not None:
        yield FigureRow(key, "power.smallest_gain", "", group.power.smallest_gain.points, n=n)
        after = group.power.next_round
        if after is not None:
            yield FigureRow(key, "power.next_round.learners", "", after.gain.learners)
            yield FigureRow(key, "power.next_round.cohorts", "", after.gain.cohorts)


def _of_effect(group: GroupReport, n: int | None) -> Iterator[FigureRow]:
    if group.hake is not None:
        for name in ("of_averages", "average", "undefined"):
            yield FigureRow(group.key, f"hake.{name}", "", getattr(group.hake, name), n=n)
    effect = group.effect
    if effect is None:
        return
    for name in ("d_z", "d_av", "hedges_g", "rank_biserial", "p_superiority", "hodges_lehmann"):
        interval = getattr(effect.ci, name, None)
        value = getattr(effect, name)
        low, high = (interval.low, interval.high) if interval and value is not None else (None, None)
        yield FigureRow(group.key, f"effect.{name}", "", value, low, high, n)


def _of_tests(group: GroupReport, n: int | None) -> Iterator[FigureRow]:
    tests = group.tests
    if tests is None:
        return
    if tests.sign is not None:
        yield FigureRow(group.key, "tests.sign.ln_p", "", tests.sign.ln_p, n=n, p=tests.sign.p)
    if tests.wilcoxon is not None:
        yield FigureRow(group.key, "tests.wilcoxon.ln_p", "", tests.wilcoxon.ln_p, n=n, p=tests.wilcoxon.p)
        yield FigureRow(group.key, "tests.wilcoxon.z", "", tests.wilcoxon.z, n=n, p=tests.wilcoxon.p)
    if tests.t is not None:
        yield FigureRow(group.key, "tests.t", "", tests.t.t, n=n, p=tests.t.p)
        yield FigureRow(group.key, "tests.t.df", "", tests.t.df, n=n)
        yield FigureRow(group.key, "tests.t.ln_p", "", tests.t.ln_p, n=n, p=tests.t.p)


def _between(report: GainReport) -> Iterator[FigureRow]:
    between = report.between
    if between is None:
        return
    if between.improved is not None:
        yield FigureRow(None, "between.improved", "", between.improved.statistic, p=between.improved.p)
    if between.gain is not None:
        yield FigureRow(None, "between.gain", "", between.gain.statistic, p=between.gain.p)
    if between.ancova is not None:
        yield FigureRow(None, "between.ancova", "", between.ancova.f, p=between.ancova.p)
    if between.robust is not None:
        yield FigureRow(None, "between.robust", "", between.robust.test.statistic, p=between.robust.test.p)
    if between.welch is not None and between.welch.p is not None:
        yield FigureRow(None, "between.welch", "", between.welch.statistic, n=between.welch.n, p=between.welch.p)
    if between.attrition is not None and between.attrition.test is not None:
        test = between.attrition.test
        yield FigureRow(None, "between.attrition", "", test.statistic, p=test.p)
    for apart in between.share_differences:
        of = apart.difference
        yield FigureRow(apart.key, "between.share_difference", "", of.value, of.low, of.high, of.n)
    for found in between.adjusted:
        yield FigureRow(found.key, "between.holm", "", None, p=found.holm)
        yield FigureRow(found.key, "between.benjamini_hochberg", "", None, p=found.benjamini_hochberg)
    for drawn in between.shrunken.groups if between.shrunken else ():
        yield FigureRow(drawn.key, "between.shrunken", "", drawn.share, drawn.low, drawn.high, drawn.n)
    for rank in between.ranks:
        yield FigureRow(rank.key, "between.rank", "", rank.rank, rank.low, rank.high)


def _items(report: GainReport, cover: Cover) -> Iterator[FigureRow]:
    for change in report.items.changes if report.items else ():
        name = cover.called.item(change.item)
        yield from _share(None, "item.before", name, change.before)
        yield from _share(None, "item.after", name, change.after)
        difference = change.difference
        yield FigureRow(
            None, "item.change", name, difference.value, difference.low, difference.high, change.n, change.adjusted
        )
        yield FigureRow(None, "item.gained", name, change.gained, n=change.n)
        yield FigureRow(None, "item.lost", name, change.lost, n=change.n)
    for wave in report.items.waves if report.items else ():
        for item in wave.items:
            of = f"{cover.called.item(item.item)} ({wave.wave}{f', {wave.form}' if wave.form else ''})"
            yield FigureRow(None, "item.item_rest", of, item.item_rest, n=wave.n)
            yield FigureRow(None, "item.discrimination", of, item.discrimination, n=wave.n)
    for found in report.reliability or ():
        of = f"{found.wave}{f', {found.form}' if found.form else ''}"
        yield FigureRow(None, "reliability", of, found.alpha.value, found.alpha.low, found.alpha.high, found.n)


def _beside(report: GainReport, cover: Cover) -> Iterator[FigureRow]:
    forms = report.forms
    if forms is not None:
        found = forms.test.difference
        yield FigureRow(None, "forms.difference", "", found.value, found.low, found.high, found.n, forms.test.p_differ)
        yield from _share(None, "forms.equated", "", forms.equated)
    follow_up = report.follow_up
    if follow_up is not None and not follow_up.from_before.suppressed and not follow_up.from_after.suppressed:
        gain, part = follow_up.from_before.gain, follow_up.part_kept
        yield FigureRow(None, "follow_up.n", "", follow_up.n)
        yield FigureRow(None, "follow_up.left", "", follow_up.left)
        if gain is not None:
            yield FigureRow(None, "follow_up.gain", "", gain.mean, gain.low, gain.high, follow_up.n)
        yield from _share(None, "follow_up.kept", "", follow_up.kept)
        yield FigureRow(None, "follow_up.part_kept", "", part.value, part.low, part.high, part.n)
    for asked in report.statements or ():
        for one in (*asked.groups, asked.total):
            yield from _said(one, cover.called.statement(asked.statement))
    for step in report.dose.steps if report.dose else ():
        if step.gain is not None:
            of, gain = str(step.lessons), step.gain
            yield FigureRow(None, "dose.gain", of, gain.mean, gain.low, gain.high, step.n)
            yield from _share(None, "dose.improved", of, step.improved)


def _said(one: StatementFigures, name: str) -> Iterator[FigureRow]:
    change, key, n = one.change, one.key, one.n
    if change is not None:
        t = one.tests.t if one.tests else None
        yield FigureRow(key, "statement.before", name, one.before, n=n)
        yield FigureRow(key, "statement.after", name, one.after, n=n)
        yield FigureRow(key, "statement.change", name, change.mean, change.low, change.high, n, t.p if t else None)


def _received(cover: Cover) -> Iterator[FigureRow]:
    """What was said of the course; nothing of what is hidden."""
    for asked in cover.reception.reactions:
        name = cover.reception.question(asked.reaction)
        for one in (*asked.groups, asked.total):
            if one.n:
                yield from _share(one.key, "reaction", name, one.satisfied)
                yield FigureRow(one.key, "reaction.mean", name, one.mean, one.low, one.high, one.n)
    for told in cover.reception.taught:
        if told.learners is not None:
            yield FigureRow(told.key, "taught.peers", "", told.peers, n=told.learners)


def _share(key: Key | None, figure: str, of: str, share: Any) -> Iterator[FigureRow]:
    """Count and share with its interval; withheld, neither: its bounds are no interval and would be read as one."""
    found: ShareEstimate | None = share
    if found is None:
        return
    is_told = found.share is not None
    yield FigureRow(key, f"{figure}.count", of, found.count, n=found.n)
    low, high = (found.low, found.high) if is_told else (None, None)
    yield FigureRow(key, f"{figure}.share", of, found.share, low, high, found.n)
