"""What is printed for a class without phones: a sheet with a number for each learner, and what they agree to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from app.content import Release
from app.services.facilitator import paper as sheets
from app.services.facilitator import without_phones
from app.services.facilitator.paper_marks import letters_in
from app.services.people import AGE_BANDS, Card
from app.services.releases import release_of
from app.services.waves import Wave, waves_of
from app.store.answers import seats
from app.store.people import prepared
from app.store.programmes.cohorts import Cohort
from app.web.access import audience
from app.web.forms import AGE_LABELS, labelled
from app.web.lead.forms import SEXES_READ_OUT
from app.web.lead.led import led_to_read, wave_named
from app.web.lead.messages import languages_of
from app.web.transaction import db, reading
from assessments import POINTS


@dataclass(frozen=True)
class NumberedSheet:
    """A NumberedSheet is a sheet to print for one learner, and which form of the test is on it.

    code: of the card, which is known only while the card is shown; "" later. asks_who: nobody has said yet whose it is,
    so the sheet asks for sex and age.
    """

    handle: int
    form: str
    code: str = ""
    asks_who: bool = False


def form_printed(release: Release, form: str, language: str, wave: Wave) -> dict[str, Any]:
    """Returns what a printed sheet shows of one form of a test, in one language and without the right answers."""
    words = release.instrument_words[language]
    items = [(words.form(form)[item.id], item.form(form)) for item in release.instrument.items]
    beside = release.instrument.beside(with_reactions=wave is Wave.POST)
    return {
        "form": form,
        "title": words.title,
        "letters": letters_in(language),
        "items": items,
        "statements": [words.beside[each] for each in beside],
        "points": POINTS,
    }


def language_on_paper(cohort: Cohort, release: Release) -> str:
    """Returns the language of a cohort's printed sheets: its own, or else the first that the test has."""
    return languages_of(cohort, release)[0]


@dataclass(frozen=True)
class SheetsWanted:
    """A SheetsWanted is of which tests sheets are printed, and in which language."""

    waves: tuple[Wave, ...]
    language: str


def sheets_wanted(cohort: Cohort) -> SheetsWanted:
    """Returns what this request asks to print: the tests that are ticked, in the language that was chosen.

    The language is the group's own where none is named. Answers 404 for one that the test does not have.
    """
    release = release_of(reading(), cohort.course_release_id)
    language = request.values.get("paper_language") or language_on_paper(cohort, release)
    if language not in release.instrument_words:
        abort(404)
    return SheetsWanted(tuple(it for it in waves_of(cohort) if f"sheet-{it.value}" in request.values), language)


def choice_of_sheets(cohort: Cohort) -> dict[str, Any]:
    """Returns what the template that asks for sheets shows: the tests of the group, and the languages."""
    release = release_of(reading(), cohort.course_release_id)
    return {"sheet_waves": waves_of(cohort), "paper_languages": languages_of(cohort, release)}


def to_print(cohort: Cohort, sheets_by_wave: Mapping[Wave, Sequence[NumberedSheet]], language: str) -> dict[str, Any]:
    """Returns what the template of numbered sheets shows: the sheets of each test, and the words of its forms."""
    release = release_of(reading(), cohort.course_release_id)
    tests = [
        {
            "wave": wave,
            "numbered": numbered,
            "forms": {it: form_printed(release, it, language, wave) for it in {sheet.form for sheet in numbered}},
        }
        for wave, numbered in sheets_by_wave.items()
    ]
    return {
        "tests": tests,
        "paper_language": language,
        "sexes": list(SEXES_READ_OUT.values()),
        "ages": [choice.label for choice in labelled(AGE_BANDS, AGE_LABELS)],
    }


def sheets_of_cards(cohort: Cohort, made: Sequence[tuple[int, Card]], wanted: SheetsWanted) -> dict[str, Any]:
    """Returns, for the template of numbered sheets, sheets for each card that was just printed: of the tests wanted.

    The first of them asks who holds the card.
    """
    codes = {handle: card.learner_code for handle, card in made}
    unused = [it for it in prepared.list_cards(db(), cohort.cohort_id) if it.handle in codes]
    numbered = {
        wave: [
            NumberedSheet(
                it.handle,
                without_phones.paper_of_card(db(), cohort, it, wave).form,
                codes[it.handle],
                asks_who=wave is wanted.waves[0],
            )
            for it in unused
        ]
        for wave in wanted.waves
    }
    return to_print(cohort, numbered, wanted.language)


@audience("facilitator")
def numbered_sheets(ref: str) -> ResponseReturnValue:
    """Shows a sheet to print for every learner and for every unused printed card, each with its number and its form.

    In the address: which tests, by `wave` or as the form that asks for sheets sends them, and `paper_language`. Who has
    sent a test from a phone is left out of it. Codes are on no sheet, for the database does not know them.
    """
    cohort = led_to_read(ref)
    wanted = sheets_wanted(cohort)
    waves = wanted.waves or (wave_named(request.args.get("wave", ""), cohort),)
    shown = to_print(cohort, {wave: _sheets_of(cohort, wave) for wave in waves}, wanted.language)
    back = url_for("lead.paper", ref=ref, wave=waves[0].value, paper_language=request.args.get("paper_language"))
    around = {"back": _("Back"), "back_url": back, "print": _("Print")}
    with force_locale(wanted.language):
        return render_template("lead/paper_sheets.html", cohort=cohort, **around, **shown)


def _sheets_of(cohort: Cohort, wave: Wave) -> list[NumberedSheet]:
    """Of everybody who may still sit this test on paper."""
    seated = seats.list_seats(reading(), cohort.cohort_id, wave.value)
    papers = sheets.papers_of(reading(), [seat.learner_id for seat in seated], wave)
    numbered = [NumberedSheet(it.handle, papers[it.learner_id].form) for it in seated if not it.has_sent or it.is_typed]
    for card in prepared.list_cards(reading(), cohort.cohort_id):
        form = without_phones.paper_of_card(reading(), cohort, card, wave).form
        numbered.append(NumberedSheet(card.handle, form, asks_who=True))
    return sorted(numbered, key=lambda it: it.handle)


@audience("facilitator")
def assent(ref: str, language: str) -> ResponseReturnValue:
    """Shows what a learner agrees to, to be printed: the words that phones show, in one language.

    Answers 404 for a language that the course does not have.
    """
    cohort = led_to_read(ref)
    release = release_of(reading(), cohort.course_release_id)
    if language not in release.instrument_words:
        abort(404)
    around = {"back": _("Back"), "back_url": url_for("lead.paper", ref=ref)}
    with force_locale(language):
        return render_template(
            "lead/paper_assent.html",
            cohort=cohort,
            release=release,
            is_waiting=cohort.is_waiting,
            lessons_on=cohort.lessons_on,
            paper_language=language,
            **around,
        )
