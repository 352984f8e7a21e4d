"""Figures of a group as indicators that other systems know by a code: counts, and shares beside their counts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from analytics import GainReport, GroupReport
from app.exports.beside_the_scores import reacted_of, said_of, taught_of
from app.exports.cover import Cover
from app.exports.data_key import upper


@dataclass(frozen=True)
class Indicator:
    """code: the same for ever. value: as written; a count is whole, a percent has one decimal, a mean two."""

    code: str
    value: str
    measure: Literal["count", "percent", "mean"]


def indicators(report: GainReport, cover: Cover, group: GroupReport) -> tuple[Indicator, ...]:
    """What may be told of this group; nothing of a hidden one, and never 0 for what is not known."""
    if group.suppressed or group.flow is None:
        return ()
    counts: dict[str, int | None] = {
        "SN_ENROLLED": group.flow.enrolled,
        "SN_PRE_ONLY": group.flow.pre_only,
        "SN_POST_ONLY": group.flow.post_only,
        "SN_PAIRED": group.flow.paired,
        "SN_IMPROVED": group.improved.count if group.improved else None,
        "SN_SAME": group.same.count if group.same else None,
        "SN_WORSE": group.worse.count if group.worse else None,
    }
    shares: dict[str, float | None] = {"SN_CHANCE_PERCENT": group.noise_floor.share if group.noise_floor else None}
    if group.improved is not None and group.improved.share is not None:
        shares |= {
            "SN_IMPROVED_PERCENT": group.improved.share,
            "SN_IMPROVED_PERCENT_LOW": group.improved.low,
            "SN_IMPROVED_PERCENT_HIGH": group.improved.high,
        }
    return (
        *(Indicator(code, str(count), "count") for code, count in counts.items() if count is not None),
        *(Indicator(code, f"{100 * share:.1f}", "percent") for code, share in shares.items() if share is not None),
        *_passed_on(cover, group),
        *_said(report, cover, group),
    )


def _passed_on(cover: Cover, group: GroupReport) -> Iterator[Indicator]:
    told = taught_of(cover, group)
    if told is not None:
        yield Indicator("SN_TAUGHT_LEARNERS", str(told.learners), "count")
        yield Indicator("SN_TAUGHT_PEERS", str(told.peers), "count")


def _said(report: GainReport, cover: Cover, group: GroupReport) -> Iterator[Indicator]:
    """Attitude and confidence before and after, and what was said of the course: means from 1 to 5, each with its n."""
    for one in report.statements or ():
        said = said_of(one, group)
        if said is not None and said.change is not None:
            code = f"SN_SAID_{upper(one.statement)}"
            yield Indicator(f"{code}_N", str(said.n), "count")
            means = {"BEFORE": said.before, "AFTER": said.after}
            yield from _means(code, means | _ends("CHANGE", said.change.mean, said.change.low, said.change.high))
    for asked in cover.reception.reactions:
        told = reacted_of(asked, group)
        if told is None or told.satisfied is None:
            continue
        code, share = f"SN_COURSE_{upper(asked.reaction)}", told.satisfied
        yield Indicator(f"{code}_N", str(told.n), "count")
        yield from _means(code, _ends("MEAN", told.mean, told.low, told.high))
        if share.share is not None:
            percents = _ends("PERCENT", share.share, share.low, share.high)
            yield from (
                Indicator(f"{code}_{part}", f"{100 * value:.1f}", "percent")
                for part, value in percents.items()
                if value is not None
            )


def _ends(name: str, value: float | None, low: float | None, high: float | None) -> dict[str, float | None]:
    return {name: value, f"{name}_LOW": low, f"{name}_HIGH": high}


def _means(code: str, values: Mapping[str, float | None]) -> Iterator[Indicator]:
    return (Indicator(f"{code}_{part}", f"{value:.2f}", "mean") for part, value in values.items() if value is not None)
