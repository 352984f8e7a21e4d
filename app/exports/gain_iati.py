"""Figures as results of an aid activity: IATI 2.03, to be published as it is or put into the activity's own file."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from analytics import GainReport, GroupReport, ReactionFigures, StatementFigures
from app.exports.beside_the_scores import reacted_of, said_of, taught_of
from app.exports.cover import Cover
from app.exports.indicators import Period, Unfit, period_of, place_of
from app.exports.variable import Made
from app.exports.variables import about_in_one_text
from app.wording import Taught, Words, scoring_sentence

OUTCOME = "2"
COUNT, MEAN, PERCENT = ("1", "1"), ("1", "0"), ("2", "0")
"""(code of the list IndicatorMeasure, whether the values of regions add up)"""
IMPLEMENTING, IMPLEMENTATION, STARTED = "4", "2", "2"


@dataclass(frozen=True)
class Activity:
    """What only the publisher knows. identifier: of the activity; organisation: the reporting organisation's ref."""

    identifier: str
    organisation: str
    organisation_kind: str = "22"
    """code of the list OrganisationType: 22 is a national NGO"""


def gain_iati(made: Made, words: Words, activity: Activity) -> bytes:
    """Learners with both tests, those who improved, and the percentage with its interval, by region. Raises Unfit."""
    _ = words.gettext
    report, cover = made[0]
    if cover.months is None:
        raise Unfit("nobody", "there is nothing to publish: nobody has taken a test")
    period = period_of(*cover.months)
    shown = [group for group in report.groups if not group.suppressed and group.flow is not None]
    regions = list(dict.fromkeys(place_of(group, cover)[0] for group in shown))

    root = Element("iati-activities", version="2.03")
    if cover.data:
        root.append(ElementTree.Comment(f" {cover.data} "))
    of = SubElement(root, "iati-activity", {"xml:lang": words.language, "default-currency": "USD"})
    SubElement(of, "iati-identifier").text = activity.identifier
    organisation = SubElement(of, "reporting-org", ref=activity.organisation, type=activity.organisation_kind)
    _narrative(organisation, activity.organisation)
    _narrative(SubElement(of, "title"), cover.source)
    _narrative(SubElement(of, "description"), " ".join((f"{cover.source}.", *cover.taken, scoring_sentence(words))))
    SubElement(of, "participating-org", ref=activity.organisation, role=IMPLEMENTING)
    SubElement(of, "activity-status", code=IMPLEMENTATION)
    SubElement(of, "activity-date", {"type": STARTED, "iso-date": period.first.isoformat()})
    for region in regions:
        _narrative(SubElement(SubElement(of, "location", ref=region), "name"), region)

    result = SubElement(of, "result", {"type": OUTCOME, "aggregation-status": "0"})
    _narrative(SubElement(result, "title"), _("Knowledge gained on safe migration"))
    _narrative(SubElement(result, "description"), about_in_one_text(made[:1], words))
    for title, what in ((_("Learners with both tests"), "paired"), (_("Learners who improved"), "improved")):
        counts = [(group, _count(group, what), "") for group in shown]
        _indicator(result, title, COUNT, counts, cover, period)
    shares = [(group, _percent(group), _beside(group, words)) for group in shown]
    _indicator(result, _("Percentage of learners with both tests who improved"), PERCENT, shares, cover, period)
    told = [(group, taught_of(cover, group)) for group in shown]
    peers = [(group, str(one.peers), _reported(one, words)) for group, one in told if one is not None]
    if peers:
        _indicator(result, _("Peers taught, as learners report"), COUNT, peers, cover, period)
    _said(result, report, cover, words, shown, period)
    ElementTree.indent(root, " ")
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _said(
    result: Element, report: GainReport, cover: Cover, words: Words, shown: Sequence[GroupReport], period: Period
) -> None:
    """What learners said of themselves and of the course, each region with its n and interval."""
    _ = words.gettext
    for one in report.statements or ():
        told = [(group, said) for group in shown if (said := said_of(one, group)) is not None and said.change]
        if told:
            title = _("%(said)s Mean after, 1 to 5") % {"said": cover.called.statement(one.statement)}
            means = [(group, f"{said.after:.2f}", _of_statement(said, group, words)) for group, said in told]
            _indicator(result, title, MEAN, means, cover, period)
    for asked in cover.reception.reactions:
        found = [(group, reacted) for group in shown if (reacted := reacted_of(asked, group)) is not None]
        shares = [
            (group, f"{100 * reacted.satisfied.share:.1f}", _of_reaction(reacted, group, words))
            for group, reacted in found
            if reacted.satisfied is not None and reacted.satisfied.share is not None
        ]
        if shares:
            title = _("%(said)s Share at 4 or 5") % {"said": cover.reception.question(asked.reaction)}
            _indicator(result, title, PERCENT, shares, cover, period)


def _of_statement(said: StatementFigures, group: GroupReport, words: Words) -> str:
    _ = words.gettext
    text = _("%(n)s of %(all)s with both tests answered it twice; mean before %(before)s.") % {
        "n": words.number(said.n or 0),
        "all": words.number(group.flow.paired if group.flow else 0),
        "before": words.number(said.before or 0, 2),
    }
    change = said.change
    if change is not None and change.low is not None and change.high is not None:
        interval = words.span_points(change.low, change.high, 2)
        text += " " + _("Change: interval %(interval)s.") % {"interval": interval}
    return text


def _of_reaction(said: ReactionFigures, group: GroupReport, words: Words) -> str:
    _ = words.gettext
    text = _("%(n)s of %(all)s with both tests answered.") % {
        "n": words.number(said.n or 0),
        "all": words.number(group.flow.paired if group.flow else 0),
    }
    share = said.satisfied
    if share is not None and share.low is not None and share.high is not None:
        text += " " + _("Interval %(interval)s.") % {"interval": words.span_percent(share.low, share.high)}
    return text


def _count(group: GroupReport, what: str) -> str | None:
    if what == "paired":
        return str(group.flow.paired) if group.flow else None
    return None if group.improved is None or group.improved.count is None else str(group.improved.count)


def _percent(group: GroupReport) -> str | None:
    share = None if group.improved is None else group.improved.share
    return None if share is None else f"{100 * share:.1f}"


def _beside(group: GroupReport, words: Words) -> str:
    """n, interval and who is missing, without which a share says nothing."""
    _ = words.gettext
    improved, flow = group.improved, group.flow
    if improved is None or flow is None:
        return ""
    said = _("%(count)s of %(n)s with both tests; %(pre)s took the first only, %(post)s the second only.") % {
        "count": words.number(improved.count or 0),
        "n": words.number(flow.paired),
        "pre": words.number(flow.pre_only or 0),
        "post": words.number(flow.post_only or 0),
    }
    if improved.low is not None and improved.high is not None:
        said += " " + _("Interval %(interval)s.") % {"interval": words.span_percent(improved.low, improved.high)}
    if group.noise_floor is not None:
        said += " " + _("By chance alone %(share)s would.") % {"share": words.percent(group.noise_floor.share, 0)}
    return said


def _reported(one: Taught, words: Words) -> str:
    return words.gettext("Reported by %(learners)s learners.") % {"learners": words.number(one.learners or 0)}


def _indicator(
    result: Element,
    title: str,
    measure: tuple[str, str],
    actuals: Sequence[tuple[GroupReport, str | None, str]],
    cover: Cover,
    period: Period,
) -> None:
    """actuals: (group, value, comment); a group without a value has no line, and never 0."""
    code, adds = measure
    indicator = SubElement(result, "indicator", {"measure": code, "ascending": "1", "aggregation-status": adds})
    _narrative(SubElement(indicator, "title"), title)
    within = SubElement(indicator, "period")
    SubElement(within, "period-start", {"iso-date": period.first.isoformat()})
    SubElement(within, "period-end", {"iso-date": period.last.isoformat()})
    for group, value, comment in actuals:
        if value is None:
            continue
        region, _others = place_of(group, cover)
        actual = SubElement(within, "actual", value=value)
        SubElement(actual, "location", ref=region)
        parts = dict(zip(cover.disaggregates, cover.parts(group.key or ""), strict=True))
        for name, part in parts.items():
            if name != "region":
                SubElement(actual, "dimension", name=name, value=part)
        if comment:
            _narrative(SubElement(actual, "comment"), comment)


def _narrative(parent: Element, text: str) -> None:
    SubElement(parent, "narrative").text = text
