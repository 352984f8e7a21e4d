"""Figures as results of an aid activity: IATI 2.03, to be published as it is or put into the activity's own file."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from analytics import FIGURES, GainReport, GroupReport, Key, Unit
from app.exports.about import about_in_one_text, for_programs
from app.exports.columns import all_values
from app.exports.cover import Cover, Made
from app.exports.data_key import codes_of, last_day
from app.exports.iati_activity import Activity
from app.exports.iati_comments import Comments
from app.exports.unfit import NOTHING_SHOWN, Unfit, check_anybody
from app.wording import Words, plain_text

OUTCOME, BEGAN = "2", "2"
UNIT, PERCENT = "1", "2"
"""Codes of the list IndicatorMeasure."""


@dataclass(frozen=True)
class _Value:
    """actual, before: as they are written. before: the baseline, where there was one."""

    group: GroupReport
    actual: str
    comment: str
    before: str | None


@dataclass(frozen=True)
class _Indicator:
    """figure, before: paths of the register, of the baseline "" where there is none. about: see Value. is_of_all: no
    group has it."""

    title: str
    figure: str
    comment: Callable[[GroupReport], str]
    before: str = ""
    about: tuple[str, ...] = ()
    is_of_all: bool = False

    @property
    def unit(self) -> Unit:
        return FIGURES[self.figure].unit


_Texts = Mapping[tuple[Key | None, str, tuple[str, ...]], str]
"""By group, path and what it is about: each figure as programs read it."""


def gain_iati(made: Made, words: Words, activity: Activity) -> bytes:
    """Returns the figures of the newest instrument as results of an IATI activity, in XML.

    Each indicator has its value for all together, then for each group that is not suppressed, by location and
    dimension. Raises Unfit if nobody has taken both tests or everything is suppressed.
    """
    _ = words.gettext
    report, cover = made[0]
    check_anybody(made[:1])
    shown = _shown(report)
    texts = _texts(report, cover)
    of_all = [group for group in shown if group.key is None]
    lines = [
        (line, _values(line, of_all if line.is_of_all else shown, texts)) for line in _indicators(report, cover, words)
    ]
    if not any(values for _line, values in lines):
        raise Unfit("suppressed", NOTHING_SHOWN)

    root = Element("iati-activities", version="2.03")
    if cover.data:
        root.append(ElementTree.Comment(f" {cover.data} "))
    of = _activity(root, activity, words)
    for country in cover.filing.countries:
        SubElement(of, "recipient-country", code=country)
    regions = (codes_of(group, cover).get("region") for group in shown)
    for place in dict.fromkeys(filter(None, regions)):
        location = SubElement(of, "location", ref=place)
        _narrative(SubElement(location, "name"), cover.filing.names.get(place, place))
    if activity.sector:
        SubElement(of, "sector", vocabulary="1", code=activity.sector)

    result = SubElement(of, "result", {"type": OUTCOME, "aggregation-status": "0"})
    _narrative(
        SubElement(result, "title"), _("Knowledge before and after the course: %(course)s") % {"course": cover.source}
    )
    _narrative(SubElement(result, "description"), about_in_one_text(made[:1], words))
    for line, values in lines:
        if values:
            _write(result, line, values, cover)
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


def _shown(report: GainReport) -> list[GroupReport]:
    """All together first."""
    return [group for group in (report.total, *report.groups) if not group.suppressed and group.flow is not None]


def _indicators(report: GainReport, cover: Cover, words: Words) -> Iterator[_Indicator]:
    """Of scores, with what was so before the course too as the baseline; then of what learners say."""
    _, say = words.gettext, Comments(words, report.method, cover.reception.taught)
    scale = {
        "max": words.number(report.method.max_score or 0),
        "mark": words.number(report.method.pass_mark or 0),
    }
    yield _Indicator(_("Learners with both tests"), "flow.paired", say.nothing)
    yield _Indicator(_("Learners who improved"), "improved.count", say.nothing)
    yield _Indicator(_("Percentage of learners with both tests who improved"), "improved.share", say.of_share)
    title = _("Mean score on the test, points out of %(max)s") % scale
    yield _Indicator(title, "gain.post_mean", say.of_gain, "gain.pre_mean")
    title = _("Percentage of learners with both tests who reach the pass mark, %(mark)s of %(max)s points") % scale
    yield _Indicator(title, "pass.post", say.of_pass, "pass.pre")
    if report.follow_up is not None:
        title = _("Percentage of learners with all three tests who scored no lower than right after the lessons")
        follow_up_comment = partial(say.of_follow_up, report.follow_up)
        yield _Indicator(title, "follow_up.kept.share", follow_up_comment, is_of_all=True)
    yield _Indicator(_("Peers taught, as learners report"), "taught.peers", say.of_peers)
    for statement in report.statements or ():
        title = _("%(said)s Mean after, 1 to 5") % {"said": cover.called.statement(statement.statement)}
        comment = partial(say.of_statement, statement)
        yield _Indicator(title, "statements.after", comment, "statements.before", (statement.statement,))
    for reaction in cover.reception.reactions:
        title = _("%(said)s Share at 4 or 5") % {"said": cover.reception.question(reaction.reaction)}
        comment = partial(say.of_reaction, reaction)
        yield _Indicator(title, "reactions.satisfied.share", comment, about=(reaction.reaction,))


def _texts(report: GainReport, cover: Cover) -> _Texts:
    return {
        (one.key, one.figure.path, one.about): plain_text(one.figure, one.value) for one in all_values(report, cover)
    }


def _values(line: _Indicator, shown: Sequence[GroupReport], texts: _Texts) -> list[_Value]:
    """Of the groups that have the figure and, where there is to be one, its baseline."""
    values = []
    for group in shown:
        actual = texts.get((None if line.is_of_all else group.key, line.figure, line.about))
        before = texts.get((group.key, line.before, line.about))
        if actual is not None and (before is not None or not line.before):
            values.append(_Value(group, actual, line.comment(group), before))
    return values


def _write(result: Element, line: _Indicator, values: Sequence[_Value], cover: Cover) -> None:
    """A group without a value has no line, and never 0. `ascending`: more is better of all of them."""
    adds = "1" if line.unit is Unit.COUNT and _adds_up(values) else "0"
    measure = PERCENT if line.unit is Unit.SHARE else UNIT
    indicator = SubElement(result, "indicator", {"measure": measure, "ascending": "1", "aggregation-status": adds})
    _narrative(SubElement(indicator, "title"), line.title)
    first, last = _days(cover)
    for value in values:
        if value.before is not None:
            before = SubElement(indicator, "baseline", {"year": str(first.year), "value": value.before})
            _place(before, value.group, cover)
    within = SubElement(indicator, "period")
    SubElement(within, "period-start", {"iso-date": first.isoformat()})
    SubElement(within, "period-end", {"iso-date": last.isoformat()})
    for value in values:
        actual = SubElement(within, "actual", value=value.actual)
        _place(actual, value.group, cover)
        if value.comment:
            _narrative(SubElement(actual, "comment"), value.comment)


def _adds_up(values: Sequence[_Value]) -> bool:
    """Whether the groups come to all together: not where one of them is suppressed."""
    total = [int(value.actual) for value in values if value.group.key is None]
    groups = [int(value.actual) for value in values if value.group.key is not None]
    return not groups or sum(total) == sum(groups)


def _place(element: Element, group: GroupReport, cover: Cover) -> None:
    """Location and dimensions: what the group is of."""
    for name, code in codes_of(group, cover).items():
        if name == "region":
            SubElement(element, "location", ref=code)
        else:
            SubElement(element, "dimension", name=name, value=cover.filing.names.get(code, code))


def _days(cover: Cover) -> tuple[date, date]:
    """First and last day of the months that the figures are of."""
    (year, month), (last_year, last) = (map(int, text.split("-")) for text in cover.months or ())
    return date(year, month, 1), last_day(last_year, last)


def _narrative(parent: Element, text: str) -> None:
    SubElement(parent, "narrative").text = text
