"""One form of an instrument as an XLSForm, so that KoboToolbox or ODK asks it: three sheets of rows.

Source: the XLSForm specification. There is no key in it; answers come back as option ids by learner code.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.instrument import UNSURE, Instrument
from assessments.statements import POINTS
from assessments.words import InstrumentWords

Row = tuple[str, ...]
STATEMENT, SCALE = "said_", "scale"
NOT_BOTH = f"not(selected(., '{UNSURE}')) or count-selected(.) = 1"
CODE_PATTERN = "regex(., '^[A-Za-z0-9]{4}[- ]?[A-Za-z0-9]{4}$')"


@dataclass(frozen=True)
class XlsForm:
    """Holds the rows of the sheets `survey`, `choices` and `settings`, each with its head."""

    survey: tuple[Row, ...]
    choices: tuple[Row, ...]
    settings: tuple[Row, ...]


@dataclass(frozen=True)
class AskedWords:
    """Holds the form's own words, besides those of the items, in one language.

    name: the language's name in that language.
    """

    name: str
    learner_code: str
    wrong_code: str
    unsure: str
    not_both: str
    """what is wrong with lines that are marked beside "I am not sure" """
    how_far: str
    """the hint under each statement"""
    points: tuple[str, ...]
    """names of the points of a statement's scale, from 1"""


def xlsform(
    instrument: Instrument,
    words: Mapping[str, InstrumentWords],
    captions: Mapping[str, AskedWords],
    *,
    form: str,
    wave: str,
    with_reactions: bool,
) -> XlsForm:
    """Makes an XLSForm of one form of an instrument, with a column of words for each language and no key.

    words and captions: by language code, the first being the default. wave: stored with every answer. with_reactions:
    it also asks how the course was. Statements come after the items, as on a phone.
    """
    languages = tuple(words)
    heads = [f"{captions[language].name} ({language})" for language in languages]
    blank = [""] * len(heads)
    survey: list[Row] = [
        (
            "type",
            "name",
            *(f"label::{head}" for head in heads),
            *(f"hint::{head}" for head in heads),
            "required",
            "constraint",
            *(f"constraint_message::{head}" for head in heads),
            "calculation",
        ),
        ("start", "start", *blank, *blank, "", "", *blank, ""),
        ("end", "end", *blank, *blank, "", "", *blank, ""),
        ("calculate", "wave", *blank, *blank, "", "", *blank, f"'{wave}'"),
        ("calculate", "form", *blank, *blank, "", "", *blank, f"'{form}'"),
        (
            "text",
            "learner_code",
            *(captions[language].learner_code for language in languages),
            *blank,
            "yes",
            CODE_PATTERN,
            *(captions[language].wrong_code for language in languages),
            "",
        ),
    ]
    choices: list[Row] = [("list_name", "name", *(f"label::{head}" for head in heads))]
    for item in instrument.items:
        stems = [words[language].form(form)[item.id].stem for language in languages]
        kind, only, why = "select_one", "", blank
        if item.has_lines:
            kind, only = "select_multiple", NOT_BOTH
            why = [captions[language].not_both for language in languages]
        survey.append((f"{kind} {_name(item.id)}", _name(item.id), *stems, *blank, "", only, *why, ""))
        for option in item.form(form).options:
            labels = [words[language].form(form)[item.id].options[option] for language in languages]
            choices.append((_name(item.id), option, *labels))
        choices.append((_name(item.id), UNSURE, *(captions[language].unsure for language in languages)))
    beside = instrument.beside(with_reactions=with_reactions)
    for statement in beside:
        texts = [words[language].beside[statement] for language in languages]
        hints = [captions[language].how_far for language in languages]
        survey.append((f"select_one {SCALE}", f"{STATEMENT}{statement}", *texts, *hints, "", "", *blank, ""))
    for point in POINTS if beside else ():
        choices.append(
            (SCALE, str(point), *(f"{point}: {captions[language].points[point - 1]}" for language in languages))
        )
    settings = (
        ("form_title", "form_id", "version", "default_language"),
        (words[languages[0]].title, f"{instrument.slug}_{form}_{wave}", str(instrument.version), heads[0]),
    )
    return XlsForm(tuple(survey), tuple(choices), settings)


def _name(item_id: str) -> str:
    """A name of a question begins with a letter; "item_" also keeps it apart from the form's own names."""
    return f"item_{item_id}"
