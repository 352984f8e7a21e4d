"""Figures for DHIS2, as the JSON of its data value sets or as ADX (the XML that other health systems read too)."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, time
from xml.etree import ElementTree

from app.exports.about import about_in_one_text, for_programs
from app.exports.cover import Made
from app.exports.data_key import DataKey, check_place, data_key, data_set
from app.exports.indicators import Indicator, indicators
from app.exports.unfit import NOTHING_SHOWN, Unfit
from app.wording import Words, retest_sentence

ADX = "urn:ihe:qrph:adx:2015"


def gain_dhis2(made: Made, words: Words, org_unit: str | None = None) -> bytes:
    """Returns the figures of the newest instrument as DHIS2's JSON of data values, by org unit (region) and period.

    Other variables make the category option combination, partner and programme the attribute option combination; all
    identifiers are codes. A suppressed figure is left out and never sent as 0. org_unit: where figures without a region
    are filed; None: they are left out. All together are sent only in a report by region alone. Raises Unfit if there is
    nothing to send, or no org unit or period for it.
    """
    _report, cover = made[0]
    values = [
        {
            "dataElement": one.code,
            "period": key.period.dhis2,
            "orgUnit": key.org_unit,
            **({"categoryOptionCombo": key.option_combination} if key.options else {}),
            **({"attributeOptionCombo": key.attribute_combination} if key.attributes else {}),
            "value": one.value,
            **_comment(one, made, words),
        }
        for key, filed_values in _filed(made, org_unit)
        for one in filed_values
    ]
    document = {"dataSet": data_set(cover), "completeDate": cover.made_on.isoformat(), "dataValues": values}
    return for_programs((json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode())


def gain_adx(made: Made, words: Words, org_unit: str | None = None) -> bytes:
    """Returns the figures of the newest instrument as ADX: XML with a group for each org unit, period and partner.

    Other variables are attributes of the values. org_unit: where figures without a region are filed; None: they are
    left out. Raises Unfit if there is nothing to send, or no org unit or period for it.
    """
    _report, cover = made[0]
    ElementTree.register_namespace("", ADX)
    exported = datetime.combine(cover.made_on, time(), UTC)
    root = ElementTree.Element(f"{{{ADX}}}adx", exported=exported.strftime("%Y-%m-%dT%H:%M:%SZ"))
    root.append(ElementTree.Comment(f" {about_in_one_text(made[:1], words).replace('--', '–')} "))
    places: dict[tuple[str, ...], ElementTree.Element] = {}
    for key, values in _filed(made, org_unit):
        place = (key.org_unit, key.period.dhis2, key.attribute_combination)
        if place not in places:
            places[place] = ElementTree.SubElement(
                root,
                f"{{{ADX}}}group",
                {
                    "orgUnit": key.org_unit,
                    "period": f"{key.period.first.isoformat()}/{key.period.duration}",
                    "completeDate": cover.made_on.isoformat(),
                    "dataSet": data_set(cover),
                    **{name.upper(): value for name, value in key.attributes.items()},
                },
            )
        options = {name.upper(): value for name, value in key.options.items()}
        for one in values:
            ElementTree.SubElement(
                places[place], f"{{{ADX}}}dataValue", {"dataElement": one.code, **options, "value": one.value}
            )
    ElementTree.indent(root, " ")
    return for_programs(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n")


def _comment(one: Indicator, made: Made, words: Words) -> dict[str, str]:
    """What the people are; beside the n of all shares how the figures were made, beside the retest where it is from."""
    report, cover = made[0]
    comment = cover.data
    if one.code == "SN_PAIRED":
        comment = about_in_one_text(made[:1], words)
    elif one.code == "SN_RETEST_PERCENT":
        comment = " ".join(filter(None, (comment, retest_sentence(words, report.method))))
    return {"comment": comment} if comment else {}


def _filed(made: Made, org_unit: str | None) -> list[tuple[DataKey, tuple[Indicator, ...]]]:
    """Groups that may be shown, each under its key. Raises Unfit, also where there is none."""
    report, cover = made[0]
    if cover.months is None:
        raise Unfit("nobody", "there is nothing to send: nobody has taken a test")
    check_place(cover, org_unit)
    filed = list(_keyed(made, org_unit))
    if not filed:
        way_out = "" if report.total.suppressed or org_unit else "; all together can be sent: name their org unit"
        raise Unfit("suppressed", f"{NOTHING_SHOWN}{way_out}")
    return filed


def _keyed(made: Made, org_unit: str | None) -> Iterator[tuple[DataKey, tuple[Indicator, ...]]]:
    """Of the newest instrument: scores of different ones never add, and a place for a value holds one.

    All together stand beside regions alone: beside options they would be counted twice.
    """
    report, cover = made[0]
    with_all = (report.total,) if cover.disaggregates == ("region",) else ()
    keys = set()
    for group in (*report.groups, *with_all):
        values = indicators(report, cover, group)
        key = data_key(group, cover, org_unit)
        if not values or key is None:
            continue
        identity = (key.org_unit, key.period.dhis2, key.option_combination, key.attribute_combination)
        if identity not in keys:  # somebody named a region as the org unit of all
            keys.add(identity)
            yield key, values
