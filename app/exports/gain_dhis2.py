"""Figures for DHIS2, as the JSON of its data value sets or as ADX (the XML that other health systems read too)."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, time
from xml.etree import ElementTree

from app.exports.indicators import Indicator, Period, Unfit, data_set, indicators, period_of, place_of
from app.exports.variable import Made
from app.exports.variables import about_in_one_text
from app.wording import Words

ADX = "urn:ihe:qrph:adx:2015"


def gain_dhis2(made: Made, words: Words) -> bytes:
    """Data values by region (org unit) and month or year; other disaggregates are the category option combination.

    Identifiers are codes. A hidden figure is left out: it is never sent as 0. Raises Unfit.
    """
    _report, cover = made[0]
    values = []
    for region, others, found, period in _groups(made):
        combination = {"categoryOptionCombo": "_".join(others.values())} if others else {}
        values += [
            {
                "dataElement": one.code,
                "period": period.dhis2,
                "orgUnit": region,
                **combination,
                "value": one.value,
                **_comment(one, made, words),
            }
            for one in found
        ]
    document = {"dataSet": data_set(cover), "completeDate": cover.made_on.isoformat(), "dataValues": values}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def gain_adx(made: Made, words: Words) -> bytes:
    """The same as ADX: a group per region, disaggregates as attributes. Raises Unfit."""
    _report, cover = made[0]
    ElementTree.register_namespace("", ADX)
    exported = datetime.combine(cover.made_on, time(), UTC)
    root = ElementTree.Element(f"{{{ADX}}}adx", exported=exported.strftime("%Y-%m-%dT%H:%M:%SZ"))
    root.append(ElementTree.Comment(f" {about_in_one_text(made[:1], words).replace('--', '–')} "))
    places: dict[str, ElementTree.Element] = {}
    for region, others, found, period in _groups(made):
        if region not in places:
            places[region] = ElementTree.SubElement(
                root,
                f"{{{ADX}}}group",
                orgUnit=region,
                period=f"{period.first.isoformat()}/{period.duration}",
                completeDate=cover.made_on.isoformat(),
                dataSet=data_set(cover),
            )
        attributes = {name.upper(): value for name, value in others.items()}
        for one in found:
            ElementTree.SubElement(
                places[region], f"{{{ADX}}}dataValue", {"dataElement": one.code, **attributes, "value": one.value}
            )
    ElementTree.indent(root, " ")
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _comment(one: Indicator, made: Made, words: Words) -> dict[str, str]:
    """What the people are; beside the n of all shares how the figures were made."""
    said = about_in_one_text(made[:1], words) if one.code == "SN_PAIRED" else made[0][1].data
    return {"comment": said} if said else {}


def _groups(made: Made) -> Iterator[tuple[str, dict[str, str], tuple[Indicator, ...], Period]]:
    """Of the newest instrument: scores of different ones never add, and a place for a value holds one."""
    report, cover = made[0]
    if cover.months is None:
        raise Unfit("nobody", "there is nothing to send: nobody has taken a test")
    period = period_of(*cover.months)
    for group in report.groups:
        found = indicators(report, cover, group)
        if found:
            region, others = place_of(group, cover)
            yield region, dict(others), found, period
