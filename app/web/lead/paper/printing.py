"""What is printed for a class without phones: a sheet with a number for each learner, and what they agree to."""

from collections.abc import Sequence
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
    words = release.instrument_words
    return cohort.language if cohort.language in words else next(iter(words))


def to_print(cohort: Cohort, wave: Wave, numbered: Sequence[NumberedSheet]) -> dict[str, Any]:
    """Returns what the template of numbered sheets shows: the sheets, and the words of each form on them."""
    release = release_of(reading(), cohort.course_release_id)
    language = language_on_paper(cohort, release)
    return {
        "numbered": numbered,
        "forms_printed": {it: form_printed(release, it, language, wave) for it in {sheet.form for sheet in numbered}},
        "paper_language": language,
        "paper_wave": wave,
        "sexes": list(SEXES_READ_OUT.values()),
        "ages": [choice.label for choice in labelled(AGE_BANDS, AGE_LABELS)],
    }


def sheets_of_cards(cohort: Cohort, made: Sequence[tuple[int, Card]]) -> dict[str, Any]:
    """Returns, for the template of numbered sheets, a sheet of the first test for each card that was just printed."""
    wave = waves_of(cohort)[0]
    codes = {handle: card.learner_code for handle, card in made}
    numbered = [
        NumberedSheet(it.handle, it.first_form, codes[it.handle], asks_who=True)
        for it in prepared.list_cards(db(), cohort.cohort_id)
        if it.handle in codes
    ]
    return to_print(cohort, wave, numbered)


@audience("facilitator")
def numbered_sheets(ref: str) -> ResponseReturnValue:
    """Shows a sheet to print for every learner and for every unused printed card, each with its number and its form.

    `wave` in the address: which test. Who has sent it from a phone is left out. Codes are on no sheet, for the database
    does not know them.
    """
    cohort = led_to_read(ref)
    wave = wave_named(request.args.get("wave", ""), cohort)
    seated = seats.list_seats(reading(), cohort.cohort_id, wave.value)
    papers = sheets.papers_of(reading(), [seat.learner_id for seat in seated], wave)
    numbered = [NumberedSheet(it.handle, papers[it.learner_id].form) for it in seated if not it.has_sent or it.is_typed]
    for card in prepared.list_cards(reading(), cohort.cohort_id):
        form = without_phones.paper_of_card(reading(), cohort, card, wave).form
        numbered.append(NumberedSheet(card.handle, form, asks_who=True))
    around = {"back": _("Back"), "back_url": url_for("lead.paper", ref=ref, wave=wave.value)}
    shown = to_print(cohort, wave, sorted(numbered, key=lambda it: it.handle))
    with force_locale(shown["paper_language"]):
        return render_template("lead/paper_sheets.html", cohort=cohort, waves=waves_of(cohort), **around, **shown)


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
