"""What an English report claims: each number beside the name of its figure, and each verdict, with where it stands.

A sentence with a number in it that nothing here understands is a fault too: a claim that is not read is not checked.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from analytics import FIGURES as REGISTER
from analytics import GainReport, GroupReport, Key
from analytics.report.followup import FollowUpReport
from app.exports.grid import Grid
from app.wording import Called, Words, findings, plain_sentences, summary_sentences
from app.wording.figure_text import decimals_of_threshold

TOTAL = "All"
NUMBER = r"[+-]?[\d,]+(?:\.\d+)?"
P = r"p = \S+?(?=[.;,)]*(?:\s|$))"
SPAN = rf"{NUMBER} (?:–|…) {NUMBER}"


@dataclass(frozen=True)
class Claim:
    """group: the name in the report. value: as it is written, or the class of a verdict."""

    group: str
    figure: str
    value: str
    sentence: str


def plain(text: str) -> str:
    """With ordinary spaces and signs."""
    return text.replace("\u00a0", " ").replace("\u2060", "").replace("−", "-")


FIGURES = [
    rf"(?P<improved_count>{NUMBER}) of (?P<n>{NUMBER}) learners? who took both tests scored higher the second time: "
    rf"(?P<improved_share>{NUMBER} %)",
    r"about (?:\d+ in 10 \()?(?P<chance>\d+ %)\)? would score higher by chance alone",
    rf"Read (?P<improved_share>{NUMBER} %) against both: what chance alone gives \((?P<chance>\d+ %)\) and what a "
    rf"second sitting without lessons gave \((?P<retest>{NUMBER} %)\)",
    rf"The 95 % confidence interval goes from (?P<improved_low>{NUMBER}) % to (?P<improved_high>{NUMBER}) %",
    rf"The mean gain is (?P<gain>{NUMBER}) points of (?P<max>\d+)"
    rf"(?:, with a confidence interval of (?P<gain_span>{SPAN}))?",
    rf"The mean gain can be told from chance(?:, and it is a loss)?: (?P<gain>{NUMBER}) points \((?P<t_p>{P})\)",
    rf"Nor can the mean gain: (?P<gain>{NUMBER}) points \((?P<t_p>{P})\)",
    rf"paired t(?: by cohort)?, (?P<t_p>{P})",
    rf"Both tests \(baseline and endline\): (?P<n>{NUMBER}) of (?P<everyone>{NUMBER}) learners?",
    rf"Improved: (?P<improved_count>{NUMBER}) of (?P<n>{NUMBER}), (?P<improved_share>{NUMBER} %)"
    rf"(?: \(95 % confidence interval (?P<improved_span>{SPAN}) %\))?",
    r"By chance alone about (?P<chance>\d+ %) would have",
    rf"Mean gain: (?P<gain>{NUMBER}) of (?P<max>\d+)(?: \(95 % confidence interval (?P<gain_span>{SPAN})\))?",
    rf"difference (?P<leavers_difference>{NUMBER}) \(interval (?P<leavers_span>{SPAN}), (?P<leavers_p>{P})\)",
    rf"before, (?P<leavers_mean>{NUMBER}) against (?P<stayers_mean>{NUMBER}) points",
    rf"leavers had scored (?P<leavers_mean>{NUMBER}) points and those who stayed (?P<stayers_mean>{NUMBER})",
    rf"the same mean score, (?P<leavers_mean>{NUMBER}) points \(interval of the difference (?P<leavers_span>{SPAN})\)",
    rf"Of (?P<first>{NUMBER}) who took the first test, (?P<left>{NUMBER}) \((?P<left_share>{NUMBER} %)\) have",
    rf"(?P<missing>{NUMBER}) of (?P<everyone>{NUMBER}) who joined",
    r"would be (?P<least>[\d.]+) %; if (?:all|they) had, (?P<most>[\d.]+) %",
    r"Had none of them improved: (?P<least>[\d.]+) %; had all: (?P<most>[\d.]+) %",
    rf"everyone(?: who joined)? \((?P<n>{NUMBER})\) took both",
    rf"Missing \(attrition\): (?P<missing>{NUMBER})",
    rf"uncertain by some (?P<error>{NUMBER}) points \(KR-2[01]\), .+ more than (?P<threshold>{NUMBER}) is beyond the "
    rf"error of the test: (?P<beyond>{NUMBER}) \((?P<beyond_share>{NUMBER} %)\)",
    rf"Gained more than measurement error \(over (?P<threshold>{NUMBER}) points\): (?P<beyond>{NUMBER}) of "
    rf"(?P<n>{NUMBER}), (?P<beyond_share>{NUMBER} %)(?: \(95 % confidence interval (?P<beyond_span>{SPAN}) %\))?",
    rf"Passed \((?P<mark>\d+) of (?P<max>\d+) points or more\): (?P<passed_before_count>{NUMBER}) of (?P<n>{NUMBER}) "
    rf"\((?P<passed_before>{NUMBER} %)\) before",
    rf"before, (?P<passed_after_count>{NUMBER}) of (?P<n>{NUMBER}) \((?P<passed_after>{NUMBER} %)\) after",
    rf"Difference: (?P<passed_difference>{NUMBER}) percentage points"
    rf"(?: \(95 % confidence interval (?P<passed_span>{SPAN})\))?",
    rf"retest.+?, (?P<retest>{NUMBER} %) scored",
    rf"not above the upper limit of that retest, (?P<retest_high>{NUMBER} %)",
    rf"also above the upper limit of that retest, (?P<beside_retest>{NUMBER} %)",
    rf"lower limit, (?P<beside_low>{NUMBER} %), is above what chance alone would give, (?P<beside_chance>{NUMBER} %)",
    rf"upper limit, (?P<beside_high>{NUMBER} %), is below what chance alone would give, (?P<beside_chance>{NUMBER} %)",
    rf"(?P<three>{NUMBER}) learners? ha(?:s|ve) taken the follow-up too\. Others .+ closed without them: "
    rf"(?P<not_three>\d+)",
    rf"Their follow-up against their first test: (?P<later>{NUMBER}) points \((?P<later_span>{SPAN}|no interval)",
    rf"Their follow-up against their second test: (?P<since>{NUMBER}) points \((?P<since_span>{SPAN}|no interval)",
    rf"Higher than on the first test: (?P<higher>{NUMBER}) of (?P<three>{NUMBER}), "
    rf"(?P<higher_share>{NUMBER} %)",
    rf"Right after the lessons they had gained (?P<own_gain>{NUMBER}) points; all with both tests (?P<gain>{NUMBER})",
    rf"No lower than right after the lessons: (?P<no_lower>{NUMBER}) of (?P<three>{NUMBER}), "
    rf"(?P<no_lower_share>{NUMBER} %)",
    rf"^Lower than right after the lessons: (?P<lower>{NUMBER}) of (?P<three>{NUMBER}), (?P<lower_share>{NUMBER} %) "
    rf"\((?P<lower_span>{SPAN}|no interval)",
    rf"Follow-up \((?P<three>{NUMBER}) learners?\): (?P<later>{NUMBER}) points against the first test "
    rf"\((?P<later_span>{SPAN}|no interval)",
    rf"(?P<lower>{NUMBER}) of (?P<three>{NUMBER}) scored lower than right after the lessons, "
    rf"(?P<lower_share>{NUMBER} %) \((?P<lower_span>{SPAN}|no interval)",
    rf"(?P<not_three>{NUMBER}) more with both tests did not take it",
    rf"Of the gain, (?P<part_kept>{NUMBER} %) was kept",
    r"that the mean changed in (?P<unclear>\d+) of (?P<groups>\d+) subgroups",
]
VERDICTS = [
    (r"Even its lower limit, .+, is above what chance alone would give", "improved_verdict", "above"),
    (r"Even its upper limit, .+, is below what chance alone would give", "improved_verdict", "below"),
    (r"chance alone would give lies within it|[Ll]uck alone lies within", "improved_verdict", "within"),
    (r"Could not be shown: .*that more improved than by chance alone", "improved_shown", "no"),
    (r"It is also above the upper limit of that retest", "retest_verdict", "above"),
    (r"But it is not above the upper limit of that retest", "retest_verdict", "not above"),
    (r"Could not be shown: .*that more improved than on a second sitting alone", "retest_shown", "no"),
    (r"Such a rise would be unlikely", "gain_verdict", "rise"),
    (r"Such a fall would be unlikely", "gain_verdict", "fall"),
    (r"at random could look like this", "gain_verdict", "none"),
    (r"The mean gain can be told from chance:", "t_verdict", "rise"),
    (r"The mean gain can be told from chance, and it is a loss", "t_verdict", "fall"),
    (r"Nor can the mean gain", "t_verdict", "none"),
    (r"Could not be shown: (?:.*; )?that the mean changed(?:;|\.)", "t_verdict", "none"),
    (r"Leavers had scored higher before", "leavers_verdict", "higher"),
    (r"Leavers had scored lower before", "leavers_verdict", "lower"),
    (r"do(?:es)? not show that anything was learned|[Nn]othing was learned|[Nn]obody learned", "learning", "none"),
]
BY_NAME = (
    rf"(?P<name>[^;:(]+) \((?P<improved_share>{NUMBER} %), (?P<improved_span>{SPAN}) %, "
    r"by chance (?P<chance>\d+ %)\)"
)
HARMLESS = re.compile(
    r"fewer than 1 in 100 would|others? with both tests ha(?:s|ve) no follow-up here|There is no interval|"
    r"points? or fewer \(|^Missing \(attrition\): nobody"
)
"""Sentences whose numbers are no figures of the table, or are those of another figure (regression to the mean)."""


def claims_of_a_group(name: str, sentences: Iterable[str], faults: list[str]) -> Iterator[Claim]:
    """Of sentences on one group. A sentence with a number that nothing here reads is put among the faults."""
    for sentence in map(plain, sentences):
        matches = [match for pattern in FIGURES for match in re.finditer(pattern, sentence)]
        for match in matches:
            for figure, value in match.groupdict().items():
                if value is not None:
                    yield Claim(name, figure, value, sentence)
        for pattern, figure, verdict in VERDICTS:
            if re.search(pattern, sentence):
                yield Claim(name, figure, verdict, sentence)
        if re.search(r"\d", sentence) and not matches and not HARMLESS.search(sentence):
            faults.append(f"nothing reads this: {sentence}")


def claims_by_name(sentences: Iterable[str]) -> Iterator[Claim]:
    """Of groups that are named one by one beside what chance alone would give."""
    for sentence in map(plain, sentences):
        verdict = {"Less than chance": "below", "Share cannot be told": "within"}.get(
            next((start for start in ("Less than chance", "Share cannot be told") if sentence.startswith(start)), "")
        )
        for match in re.finditer(BY_NAME, sentence.partition(": ")[2]) if verdict else ():
            values = match.groupdict()
            name = values.pop("name").strip()
            yield Claim(name, "improved_verdict", verdict or "", sentence)
            for figure, value in values.items():
                yield Claim(name, figure, value, sentence)


CELLS = {
    ("improved", "n"): ("n",),
    ("improved", "Improved"): ("improved_count", "improved_share", "improved_span"),
    ("improved", "By chance"): ("chance",),
    ("gain", "Gain"): ("gain",),
    ("gain", "Interval"): ("gain_span",),
    ("missing", "Improved, the missing counted"): ("missing_span",),
}


def claims_of_tables(grids: Iterable[Grid]) -> Iterator[Claim]:
    for grid in grids:
        if grid.section == "gain" and "Gain" not in grid.head:
            continue
        for row in (*grid.rows, *([grid.total] if grid.total else [])):
            for head, cell in zip(grid.head, row, strict=True):
                names = CELLS.get((grid.section, head), ())
                parts = re.split(r"; | \(", plain(cell).removesuffix(")"))
                for figure, value in zip(names, parts, strict=False):
                    if value not in ("—", "hidden", ""):
                        yield Claim(plain(row[0]), figure, value, f"table {grid.title}: {plain(' | '.join(row))}")


def claims_of(report: GainReport, grids: Iterable[Grid], called: Called, faults: list[str]) -> list[Claim]:
    """Everything that the report says of a share improved, a mean gain, leavers and the missing."""
    words, read = Words("en"), ("improved", "gain", "missing", "follow_up")
    names: dict[Key | None, str] = {None: TOTAL, **called.groups}
    claims = [*claims_of_tables(grids)]
    for group in (report.total, *report.groups):
        sentences = plain_sentences(words, group, report.method)
        claims += claims_of_a_group(names[group.key], sentences, faults)
    for section in findings(words, report, called):
        if section.name in read:
            claims += claims_of_a_group(TOTAL, section.sentences, faults)
        elif section.name == "groups":
            claims += claims_by_name(section.sentences)
    claims += claims_of_a_group(TOTAL, summary_sentences(words, report, called), faults)
    return [claim for one in claims for claim in _joined(one)]


def _joined(claim: Claim) -> Iterator[Claim]:
    """Ends told one by one are those of the interval."""
    ends = {"improved_low": "improved_span", "improved_high": "improved_span"}
    if claim.figure in ends:
        yield Claim(claim.group, claim.figure, claim.value, claim.sentence)
    elif claim.figure.endswith("_span") and claim.figure[:-5] in ("improved", "missing"):
        span = re.split(r" (?:–|…) ", claim.value.removesuffix(" %"))
        low, high = span[0], span[-1]  # one number where both are the same
        first, second = ("improved_low", "improved_high") if claim.figure == "improved_span" else ("least", "most")
        yield Claim(claim.group, first, low, claim.sentence)
        yield Claim(claim.group, second, high, claim.sentence)
    else:
        yield claim


def disagreements(claims: Iterable[Claim]) -> Iterator[str]:
    """Two claims on one figure of one group that are not written alike, or verdicts that cannot both hold."""
    by_figure: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for claim in claims:
        by_figure[claim.group, claim.figure].setdefault(claim.value, claim.sentence)
    for (group, figure), values in by_figure.items():
        if len(values) > 1:
            both = " AGAINST ".join(f"[{value}] {sentence}" for value, sentence in values.items())
            yield f"{group}, {figure}: {both}"
    for (group, figure), values in by_figure.items():
        if figure == "learning":
            others = [by_figure.get((group, of), {}) for of in ("improved_verdict", "gain_verdict", "t_verdict")]
            if any({"above", "rise"} & set(of) for of in others):
                yield f"{group}: something was learned, and nothing was: {next(iter(values.values()))}"
        if figure == "improved_shown" and "above" in by_figure.get((group, "improved_verdict"), {}):
            yield f"{group}: above chance, and not shown to be: {next(iter(values.values()))}"
        if figure == "retest_shown" and "above" in by_figure.get((group, "retest_verdict"), {}):
            yield f"{group}: above the retest, and not shown to be: {next(iter(values.values()))}"
    for (group, figure), values in by_figure.items():
        is_doubted = (group, "retest_shown") in by_figure
        if "not above" in values and figure == "retest_verdict" and group == TOTAL and not is_doubted:
            yield f"{group}: not above the retest, and in short nothing of it: {next(iter(values.values()))}"


PATHS = {
    "improved_share": "improved.share",
    "chance": "noise_floor.share",
    "gain": "gain.mean",
    "passed_before": "pass.pre",
    "passed_after": "pass.post",
    "passed_difference": "pass.difference",
    "left_share": "attrition.lost.share",
    "leavers_mean": "attrition.scores.leavers_mean",
    "stayers_mean": "attrition.scores.stayers_mean",
    "leavers_difference": "attrition.scores.difference.value",
    "threshold": "reliable_change.threshold",
    "beyond_share": "reliable_change.share",
    "later": "follow_up.from_before.gain.mean",
    "since": "follow_up.from_after.gain.mean",
    "no_lower_share": "follow_up.kept.share",
    "higher_share": "follow_up.from_before.improved.share",
    "own_gain": "gain.mean",
    "lower_share": "follow_up.from_after.worse.share",
    "part_kept": "follow_up.part_kept.value",
}
"""In the register."""


def untrue(claims: Iterable[Claim], report: GainReport, names: Mapping[Any, str]) -> Iterator[str]:
    """Claims that are not what the report holds, or not in the decimals in which the figure is written elsewhere."""
    groups = {names[group.key]: group for group in (report.total, *report.groups)}
    for claim in claims:
        held = _held(groups[claim.group], claim.figure)
        if held is None and report.follow_up is not None:
            held = _held_later(report.follow_up, claim.figure)
        if held is not None and not _fits(claim.value, held):
            yield f"{claim.group}, {claim.figure}: {claim.value} is written, {held} is held: {claim.sentence}"
        if claim.figure in PATHS and _decimals(claim.value) != _decimals_of(PATHS[claim.figure], held):
            yield f"{claim.group}, {claim.figure}: {claim.value} has other decimals elsewhere: {claim.sentence}"


def _decimals_of(path: str, held: float) -> int:
    """Of a threshold so many that as many whole points are over it as it is written."""
    return decimals_of_threshold(path, held) if path == "reliable_change.threshold" else REGISTER[path].decimals


def _held(group: GroupReport, figure: str) -> Any:
    improved, floor, gain, flow = group.improved, group.noise_floor, group.gain, group.flow
    change, t = group.reliable_change, group.tests.t if group.tests else None
    rate = group.pass_
    scores = group.attrition.scores if group.attrition else None
    holders: dict[str, Any] = {
        "improved_count": improved and improved.count,
        "improved_share": improved and improved.share is not None and 100 * improved.share,
        "improved_low": improved and improved.low is not None and 100 * improved.low,
        "improved_high": improved and improved.high is not None and 100 * improved.high,
        "beside_low": improved and improved.low is not None and 100 * improved.low,
        "beside_high": improved and improved.high is not None and 100 * improved.high,
        "beside_chance": floor and 100 * floor.share,
        "n": flow and flow.paired,
        "chance": floor and 100 * floor.share,
        "gain": gain and gain.mean,
        "gain_span": gain and gain.low is not None and (gain.low, gain.high),
        "t_p": t and t.p,
        "least": flow and flow.improved_at_least is not None and 100 * flow.improved_at_least,
        "most": flow and flow.improved_at_most is not None and 100 * flow.improved_at_most,
        "leavers_mean": scores and scores.leavers_mean,
        "stayers_mean": scores and scores.stayers_mean,
        "leavers_difference": scores and scores.difference.value is not None and -scores.difference.value,
        "error": change and change.standard_error,
        "threshold": change and change.threshold,
        "beyond": change and change.count,
        "beyond_share": change and change.share is not None and 100 * change.share,
        "beyond_span": change and change.low is not None and (100 * change.low, 100 * (change.high or 0)),
        "passed_before": rate and rate.pre is not None and 100 * rate.pre,
        "passed_after": rate and rate.post is not None and 100 * rate.post,
        "passed_before_count": rate and rate.pre is not None and round(rate.n * rate.pre),
        "passed_after_count": rate and rate.post is not None and round(rate.n * rate.post),
        "passed_difference": rate and rate.difference is not None and 100 * rate.difference,
        "passed_span": rate and rate.low is not None and (100 * rate.low, 100 * (rate.high or 0)),
        "improved_verdict": _verdict(group),
        "t_verdict": t and gain and ("none" if t.p >= 0.05 else "rise" if gain.mean > 0 else "fall"),
        "leavers_verdict": scores
        and scores.difference.value is not None
        and ("higher" if scores.difference.value < 0 else "lower"),
    }
    held = holders.get(figure)
    return None if held is None or held is False else held


def _held_later(follow_up: FollowUpReport, figure: str) -> Any:
    """Of the follow-up, which is of all together."""
    gain, since, lower = follow_up.from_before.gain, follow_up.from_after.gain, follow_up.from_after.worse
    higher = follow_up.from_before.improved
    holders: dict[str, Any] = {
        "three": follow_up.n,
        "higher": higher and higher.count,
        "higher_share": higher and higher.share is not None and 100 * higher.share,
        "own_gain": gain and since and since.pre_mean - gain.pre_mean,
        "not_three": follow_up.left,
        "later": gain and gain.mean,
        "later_span": gain and ((gain.low, gain.high) if gain.low is not None else "no interval"),
        "since": since and since.mean,
        "since_span": since and ((since.low, since.high) if since.low is not None else "no interval"),
        "no_lower": follow_up.kept and follow_up.kept.count,
        "no_lower_share": follow_up.kept and follow_up.kept.share is not None and 100 * follow_up.kept.share,
        "lower": lower and lower.count,
        "lower_share": lower and lower.share is not None and 100 * lower.share,
        "lower_span": lower
        and ((100 * lower.low, 100 * (lower.high or 0)) if lower.low is not None else "no interval"),
        "part_kept": follow_up.part_kept.value is not None and 100 * follow_up.part_kept.value,
    }
    held = holders.get(figure)
    return None if held is None or held is False else held


def _verdict(group: GroupReport) -> str | None:
    improved, floor = group.improved, group.noise_floor
    if improved is None or floor is None or improved.share is None or improved.low is None or improved.high is None:
        return None
    return "above" if improved.low > floor.share else "below" if improved.high < floor.share else "within"


def _decimals(written: str) -> int:
    return len(written.removesuffix(" %").partition(".")[2])


def _fits(written: str, held: Any) -> bool:
    if isinstance(held, str):
        return written == held
    if isinstance(held, tuple):
        ends = re.split(r" (?:–|…) ", written)
        return all(_fits(end, one) for end, one in zip((ends[0], ends[-1]), held, strict=True))
    text = written.removeprefix("p = ").removesuffix(" %").replace(",", "")
    power = re.fullmatch(r"([\d.]+)×10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", text)
    if power:
        exponent = int(power[2].translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")))
        return bool(held == 0 or abs(float(power[1]) * 10.0**exponent - held) <= 0.06 * held)
    return bool(abs(float(text) - held) <= 0.5 * 10 ** -_decimals(text) + 1e-9)
