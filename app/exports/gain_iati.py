"""Figures as results of an aid activity: IATI 2.03, to be published as it is or put into the activity's own file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from analytics import GainReport, GroupReport
from app.exports.about import about_in_one_text, for_programs
from app.exports.cover import Cover, Made
from app.exports.data_key import codes_of, last_day
from app.exports.iati_activity import Activity
from app.exports.iati_comments import Comments
from app.exports.self_reports import reacted_of, said_of, taught_of
from app.exports.unfit import NOTHING_SHOWN, Unfit
from app.wording import POOLED, Words

OUTCOME, BEGAN = "2", "2"
UNIT, PERCENT = "1", "2"
"""Codes of the list IndicatorMeasure."""
PLACES = ("region", "country")


@dataclass(frozen=True)
class _Value:
    """actual, before: as they are written. before: the baseline, where there was one."""

    group: GroupReport
    actual: str
    comment: str = ""
    before: str | None = None


@dataclass(frozen=True)
class _Indicator:
    """is_count: of people, so that the values of groups may add up."""

    title: str
    measure: str
    values: Sequence[_Value]
    is_count: bool = False


def gain_iati(made: Made, words: Words, activity: Activity) -> bytes:
    """Of the newest instrument: all together, then each group that may be shown, by location and dimension.

    Raises Unfit where there is nothing.
    """
    _ = words.gettext
    report, cover = made[0]
    if cover.months is None or (report.total.flow is not None and not report.total.flow.paired):
        raise Unfit("nobody", "there is nothing to send: nobody has taken both tests")
    shown = _shown(report, cover)
    lines = [line for line in _indicators(report, cover, shown, words) if line.values]
    if not lines:
        raise Unfit("hidden", NOTHING_SHOWN)

    root = Element("iati-activities", version="2.03")
    if cover.data:
        root.append(ElementTree.Comment(f" {cover.data} "))
    of = _activity(root, activity, words)
    for country in cover.selection.countries:
        SubElement(of, "recipient-country", code=country)
    for place in dict.fromkeys(place for group in shown for place in _places(group, cover)):
        location = SubElement(of, "location", ref=place)
        _narrative(SubElement(location, "name"), cover.selection.names.get(place, place))
    if activity.sector:
        SubElement(of, "sector", vocabulary="1", code=activity.sector)

    result = SubElement(of, "result", {"type": OUTCOME, "aggregation-status": "0"})
    _narrative(
        SubElement(result, "title"), _("Knowledge before and after the course: %(course)s") % {"course": cover.source}
    )
    _narrative(SubElement(result, "description"), about_in_one_text(made[:1], words))
    for line in lines:
        _write(result, line, cover)
    ElementTree.indent(root, " ")
    return for_programs(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n")


def _activity(root: Element, activity: Activity, words: Words) -> Element:
    """What the publisher says of it, in the order of the standard."""
    of = SubElement(root, "iati-activity", {"xml:lang": words.language})
    SubElement(of, "iati-identifier").text = activity.identifier
    name = activity.organisation_name or activity.organisation
    _narrative(SubElement(of, "reporting-org", ref=activity.organisation, type=activity.organisation_type), name)
    _narrative(SubElement(of, "title"), activity.title)
    _narrative(SubElement(of, "description"), activity.description or activity.title)
    of_same = {"ref": activity.organisation, "type": activity.organisation_type, "role": activity.role}
    _narrative(SubElement(of, "participating-org", of_same), name)
    SubElement(of, "activity-status", code=activity.status)
    SubElement(of, "activity-date", {"type": BEGAN, "iso-date": activity.start})
    return of


def _shown(report: GainReport, cover: Cover) -> list[GroupReport]:
    """All together first, unless they are one group and the same."""
    groups = [group for group in report.groups if not group.suppressed and group.flow is not None]
    total = report.total
    is_told = not total.suppressed and total.flow is not None and not (groups and _is_one_group(cover))
    return [total, *groups] if is_told else groups


def _is_one_group(cover: Cover) -> bool:
    """Whether the report is narrowed to one value of all that it is split by."""
    return cover.selection.codes.keys() >= set(cover.disaggregates)


def _indicators(report: GainReport, cover: Cover, shown: Sequence[GroupReport], words: Words) -> Iterator[_Indicator]:
    _, say = words.gettext, Comments(words, report.method)
    paired = [_Value(group, str(flow.paired), say.of_range(group)) for group in shown if (flow := group.flow)]
    yield _Indicator(_("Learners with both tests"), UNIT, paired, is_count=True)
    improved = [
        _Value(group, str(share.count))
        for group in shown
        if (share := group.improved) is not None and share.count is not None
    ]
    yield _Indicator(_("Learners who improved"), UNIT, improved, is_count=True)
    shares = [
        _Value(group, f"{100 * share.share:.1f}", say.of_share(group))
        for group in shown
        if (share := group.improved) is not None and share.share is not None
    ]
    yield _Indicator(_("Percentage of learners with both tests who improved"), PERCENT, shares)
    yield from _scores(report, shown, words)
    told = [(group, taught_of(cover, group)) for group in shown]
    peers = [_Value(group, str(one.peers), say.of_peers(one)) for group, one in told if one is not None]
    yield _Indicator(_("Peers taught, as learners report"), UNIT, peers, is_count=True)
    yield from _said(report, cover, shown, words)


def _scores(report: GainReport, shown: Sequence[GroupReport], words: Words) -> Iterator[_Indicator]:
    """What was so before the course too, with that as the baseline."""
    _, say = words.gettext, Comments(words, report.method)
    most = words.number(report.method.max_score or 0)
    means = [
        _Value(group, f"{gain.post_mean:.2f}", say.of_gain(group), f"{gain.pre_mean:.2f}")
        for group in shown
        if (gain := group.gain) is not None
    ]
    yield _Indicator(_("Mean score on the test, points out of %(max)s") % {"max": most}, UNIT, means)
    passed = [
        _Value(group, f"{100 * found.post:.1f}", say.of_pass(group), f"{100 * found.pre:.1f}")
        for group in shown
        if (found := group.pass_) is not None and found.pre is not None and found.post is not None
    ]
    title = _("Percentage of learners with both tests who reach the pass mark, %(mark)s of %(max)s points")
    yield _Indicator(title % {"mark": words.number(report.method.pass_mark or 0), "max": most}, PERCENT, passed)


def _said(report: GainReport, cover: Cover, shown: Sequence[GroupReport], words: Words) -> Iterator[_Indicator]:
    """What learners said of themselves and of the course, each with its n and interval."""
    _, say = words.gettext, Comments(words, report.method)
    for one in report.statements or ():
        means = [
            _Value(group, f"{said.after:.2f}", say.of_statement(said, group), f"{said.before:.2f}")
            for group in shown
            if (said := said_of(one, group)) is not None
            and said.change is not None
            and said.before is not None
            and said.after is not None
        ]
        title = _("%(said)s Mean after, 1 to 5") % {"said": cover.called.statement(one.statement)}
        yield _Indicator(title, UNIT, means)
    for asked in cover.reception.reactions:
        shares = [
            _Value(group, f"{100 * reacted.satisfied.share:.1f}", say.of_reaction(reacted, group))
            for group in shown
            if (reacted := reacted_of(asked, group)) is not None
            and reacted.satisfied is not None
            and reacted.satisfied.share is not None
        ]
        title = _("%(said)s Share at 4 or 5") % {"said": cover.reception.question(asked.reaction)}
        yield _Indicator(title, PERCENT, shares)


def _write(result: Element, line: _Indicator, cover: Cover) -> None:
    """A group without a value has no line, and never 0. `ascending`: more is better of all of them."""
    adds = "1" if line.is_count and _adds_up(line.values, cover) else "0"
    indicator = SubElement(result, "indicator", {"measure": line.measure, "ascending": "1", "aggregation-status": adds})
    _narrative(SubElement(indicator, "title"), line.title)
    first, last = _days(cover)
    for value in line.values:
        if value.before is not None:
            before = SubElement(indicator, "baseline", {"year": str(first.year), "value": value.before})
            _place(before, value.group, cover)
    within = SubElement(indicator, "period")
    SubElement(within, "period-start", {"iso-date": first.isoformat()})
    SubElement(within, "period-end", {"iso-date": last.isoformat()})
    for value in line.values:
        actual = SubElement(within, "actual", value=value.actual)
        _place(actual, value.group, cover)
        if value.comment:
            _narrative(SubElement(actual, "comment"), value.comment)


def _adds_up(values: Sequence[_Value], cover: Cover) -> bool:
    """Whether the groups come to all together: not where one of them is hidden."""
    total = [int(value.actual) for value in values if value.group.key is None]
    groups = [int(value.actual) for value in values if value.group.key is not None]
    return not groups or _is_one_group(cover) or sum(total) == sum(groups)


def _place(element: Element, group: GroupReport, cover: Cover) -> None:
    """Locations and dimensions: what the group is of, and what the whole report is narrowed to."""
    for place in _places(group, cover):
        SubElement(element, "location", ref=place)
    for name, code in codes_of(group, cover).items():
        is_of_group = group.key is not None and name in cover.disaggregates
        if name in PLACES or (name == "month" and not is_of_group):  # the months of all stand in the period
            continue
        named = (cover.selection.names.get(one, one) for one in code.split(POOLED))
        SubElement(element, "dimension", name=name, value=f" {POOLED} ".join(named))


def _places(group: GroupReport, cover: Cover) -> list[str]:
    """Codes of regions, several where hidden ones are told together; else of the country; none of everywhere."""
    codes = codes_of(group, cover)
    code = codes.get("region") or codes.get("country")
    return code.split(POOLED) if code else []


def _days(cover: Cover) -> tuple[date, date]:
    """First and last day of the months that the figures are of."""
    (year, month), (last_year, last) = (map(int, text.split("-")) for text in cover.months or ())
    return date(year, month, 1), last_day(last_year, last)


def _narrative(parent: Element, text: str) -> None:
    SubElement(parent, "narrative").text = text
