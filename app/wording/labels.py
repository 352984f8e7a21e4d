"""Names of disaggregates, of their values, and of outcomes."""

from collections.abc import Iterable
from datetime import date

from babel.dates import format_skeleton

from app.wording.words import Words

CLDR_MENDED = {("ru", "KG"): "Кыргызстан"}
"""Where CLDR has a name that the country itself does not use."""


def dimension_name(words: Words, name: str) -> str:
    """Returns the reader's name of a disaggregate; an unknown one, such as a column of a file, as it is."""
    _ = words.gettext
    names = {
        "period": _("Period"),
        "programme": _("Programme"),
        "region": _("Region"),
        "country": _("Country"),
        "partner": _("Partner"),
        "sex": _("Sex"),
        "age_band": _("Age"),
        "language": _("Language"),
        "way": _("How they met"),
        "month": _("Month"),
        "channel": _("How it was taken"),
        "cohort": _("Cohort"),
    }
    return names.get(name, name)


def value_name(words: Words, dimension: str, value: str) -> str:
    """Returns the reader's name of a value of sex, age band, language, way, channel, month or country.

    Any other value is returned as it is; "" becomes "Not given".
    """
    _ = words.gettext
    if dimension == "country":
        return CLDR_MENDED.get((words.language, value)) or words.locale.territories.get(value, value)
    if dimension == "language":
        return str(words.locale.languages.get(value, value))
    if dimension == "month" and len(value) == 7:
        return str(format_skeleton("yMMMM", date(int(value[:4]), int(value[5:]), 1), locale=words.locale))
    names = {
        ("sex", "female"): _("Female"),
        ("sex", "male"): _("Male"),
        ("sex", "unsaid"): _("Rather not say"),
        ("age_band", "unsaid"): _("Rather not say"),
        ("age_band", "25-plus"): _("25 and over"),
        ("way", "room"): _("In a room"),
        ("way", "remote"): _("Remote"),
        ("way", "mixed"): _("Mixed"),
        ("way", "paper"): _("On paper only"),
        ("channel", "page"): _("On a web page"),
        ("channel", "phone"): _("In the lessons kept on a phone"),
        ("channel", "chat"): _("In a chat"),
        ("channel", "paper"): _("On paper"),
        ("channel", "none"): _("No test taken"),
    }
    if (dimension, value) in names:
        return names[dimension, value]
    if dimension == "age_band":
        return value.replace("-", "–")
    return value or _("Not given")


def outcome_name(words: Words, outcome: str) -> str:
    """Returns the reader's word for improved, same or worse; raises KeyError for any other outcome."""
    _ = words.gettext
    return {"improved": _("Improved"), "same": _("Same"), "worse": _("Worse")}[outcome]


def data_mark(words: Words, kind: str) -> str:
    """Returns the words that mark pages and files of an instance with invented people; "" for a real one."""
    _ = words.gettext
    return {"demonstration": _("Demonstration data"), "test": _("Test instance")}.get(kind, "")


def chosen_sentences(words: Words, chosen: Iterable[tuple[str, str]]) -> list[str]:
    """Lists a sentence for each filter of a report. chosen: (disaggregate, value in words)."""
    _ = words.gettext
    return [
        _("Filtered: %(name)s = %(value)s.") % {"name": dimension_name(words, name), "value": value}
        for name, value in chosen
    ]
