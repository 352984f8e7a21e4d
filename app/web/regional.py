"""Countries, regions and time zones by the names that a reader knows, and moments as a clock there shows them."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.core import get_global
from babel.dates import get_timezone_location
from flask import Blueprint
from flask_babel import format_date, format_datetime, format_timedelta, get_locale
from flask_babel import gettext as _

from app.store.programmes.helplines import EVERYWHERE
from app.store.programmes.regions import Region
from app.web.clock import now
from app.web.language import language
from app.wording import Words, value_name

HOME = ("KZ", "KG", "TJ", "TM", "UZ")
"""The five countries whose regions we know."""

ROADS = ("RU", "TR", "AE", "CN", "DE", "KR", "PL")
"""Where many of their young people go; a programme may name others by its helplines."""

ZONES = (
    *("Asia/Almaty", "Asia/Qyzylorda", "Asia/Aqtobe", "Asia/Aqtau", "Asia/Atyrau", "Asia/Oral", "Asia/Qostanay"),
    *("Asia/Bishkek", "Asia/Dushanbe", "Asia/Ashgabat", "Asia/Tashkent", "Asia/Samarkand"),
)
"""Of the five countries, first in every list."""

OTHER_ZONES = (
    *("Europe/Lisbon", "Europe/London", "Europe/Berlin", "Europe/Paris", "Europe/Rome", "Europe/Warsaw"),
    *("Europe/Athens", "Europe/Bucharest", "Europe/Helsinki", "Europe/Kyiv", "Europe/Kaliningrad"),
    *("Europe/Istanbul", "Europe/Minsk", "Europe/Moscow", "Asia/Jerusalem", "Asia/Riyadh", "Asia/Tehran"),
    *("Asia/Baku", "Asia/Dubai", "Asia/Tbilisi", "Asia/Yerevan", "Europe/Samara", "Asia/Kabul", "Asia/Karachi"),
    *("Asia/Yekaterinburg", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Dhaka", "Asia/Omsk", "Asia/Urumqi"),
    *("Asia/Bangkok", "Asia/Krasnoyarsk", "Asia/Novosibirsk", "Asia/Hovd", "Asia/Irkutsk", "Asia/Manila"),
    *("Asia/Shanghai", "Asia/Singapore", "Asia/Ulaanbaatar", "Asia/Seoul", "Asia/Tokyo", "Asia/Yakutsk"),
    *("Asia/Vladivostok", "Asia/Magadan", "Asia/Kamchatka"),
)
"""Where people of the five countries live, go or are helped from; a programme in another zone keeps it."""

FORMER_NAMES = {"Europe/Kyiv": "Europe/Kiev", "Asia/Kolkata": "Asia/Calcutta", "Asia/Kathmandu": "Asia/Katmandu"}
"""Zones that were renamed: the names of their cities in other languages still stand under the former name."""


def country_name(code: str) -> str:
    """Returns a country's name in the reader's language; its code if it has no name. EVERYWHERE is all countries."""
    if code == EVERYWHERE:
        return _("All countries")
    return value_name(Words(language()), "country", code)


def country_choices() -> list[tuple[str, str]]:
    """Lists (code, name) of every country: home countries and those where many go first, then by name."""
    names = {code: country_name(code) for code in get_locale().territories if len(code) == 2 and code.isalpha()}
    near = [*HOME, *ROADS]
    others = sorted(set(names) - set(near) - {"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"}, key=lambda code: names[code])
    return [(code, str(names[code])) for code in [*near, *others]]


def region_name(region: Region) -> str:
    """Returns a region's name in the reader's language."""
    return region.name_in(language())


def today_in(country: str) -> date:
    """Returns today's date in a country, by the clock of its first zone that the lists name; in UTC for no country."""
    zones = [zone for zone in (*ZONES, *OTHER_ZONES) if get_global("zone_territories").get(zone) == country]
    return now().astimezone(ZoneInfo(zones[0] if zones else "UTC")).date()


def zone_choices(at: datetime, current: str = "") -> dict[str, list[tuple[str, str]]]:
    """Returns time zones to choose from as (zone, city with its offset at that moment), under two headings.

    First come those of the five countries, then others by offset, the `current` one among them.
    """
    others = {*OTHER_ZONES, *([current] if current else [])} - set(ZONES)
    by_offset = sorted(others, key=lambda zone: (at.astimezone(ZoneInfo(zone)).utcoffset(), zone))
    return {
        _("In the five countries"): [(zone, _zone(zone, at)) for zone in ZONES],
        _("Elsewhere"): [(zone, _zone(zone, at)) for zone in by_offset],
    }


def _zone(name: str, at: datetime) -> str:
    """ "Almaty (UTC+05:00)"."""
    return f"{zone_city(name)} (UTC{at.astimezone(ZoneInfo(name)).isoformat()[-6:]})"


def zone_city(name: str) -> str:
    """Returns the city that a time zone is named after, in the reader's language."""
    renamed = get_locale().time_zones.get(FORMER_NAMES.get(name, ""), {}).get("city")
    return str(renamed or get_timezone_location(name, locale=get_locale(), return_city=True))


def moment(at: datetime, zone: str) -> str:
    """Writes the day and time that a clock in that time zone shows, in the reader's language.

    The year stands there where it is another than this one.
    """
    then, today = at.astimezone(ZoneInfo(zone)), now().astimezone(ZoneInfo(zone))
    pattern = "d MMM, HH:mm" if then.year == today.year else "d MMM y, HH:mm"
    return str(format_datetime(then, pattern, rebase=False))


def clock(at: datetime, zone: str) -> str:
    """Writes the time of day that a clock in that time zone shows, as 09:30."""
    return str(format_datetime(at.astimezone(ZoneInfo(zone)), "HH:mm", rebase=False))


def is_today(at: datetime, zone: str) -> bool:
    """Returns whether a moment is on today's day in that time zone."""
    return at.astimezone(ZoneInfo(zone)).date() == now().astimezone(ZoneInfo(zone)).date()


def at_time(at: datetime, zone: str) -> str:
    """Writes the time of day of a moment of today in that time zone, and of any other its day as well."""
    return clock(at, zone) if is_today(at, zone) else moment(at, zone)


def whole_minute(at: datetime) -> datetime:
    """Returns the moment, or the next whole minute after it: what is promised for then has happened by the clock."""
    return at if at.second == at.microsecond == 0 else at.replace(second=0, microsecond=0) + timedelta(minutes=1)


def day(on: date) -> str:
    """Writes a day with its year in the reader's language.

    Without Russian's "г." after the year, whose full stop would meet that of the sentence; in English the day before
    the month, as most of those who read English here write it.
    """
    pattern = "d MMMM y" if language() == "en" else "long"
    return str(format_date(on, pattern, rebase=False)).removesuffix("\u202fг.")


def day_of(at: datetime, zone: str) -> str:
    """Writes the day of a moment in that time zone as `day` does. Raises ZoneInfoNotFoundError for an unknown zone."""
    return day(at.astimezone(ZoneInfo(zone)).date())


def ago(at: datetime) -> str:
    """Writes how long ago a moment was, in minutes, hours or days, rounded; at least one minute."""
    return str(format_timedelta(min(at - now(), timedelta(seconds=-1)), granularity="minute", add_direction=True))


def until(at: datetime) -> str:
    """Writes in how long a moment to come is, never more: days and hours, else hours, else minutes from 1."""
    left = max(at - now(), timedelta(minutes=1))
    days, hours = left.days, left.seconds // 3600
    if days and hours:
        return _("in %(days)s %(hours)s", days=_span(days=days), hours=_span(hours=hours))
    whole = {"days": days} if days else {"hours": hours} if hours else {"minutes": left.seconds // 60}
    return _span(is_to_come=True, **whole)


def _span(*, is_to_come: bool = False, **amount: int) -> str:
    (unit,) = amount
    span = timedelta(**amount)
    return str(format_timedelta(span, granularity=unit.removesuffix("s"), threshold=1e6, add_direction=is_to_come))


def register(bp: Blueprint) -> None:
    """Makes the functions that write moments, days and names of places filters of every template."""
    for name in (moment, clock, at_time, whole_minute, day, day_of, ago, until, country_name, region_name, zone_city):
        bp.add_app_template_filter(name)
