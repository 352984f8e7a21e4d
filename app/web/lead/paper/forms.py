"""The test to be taken elsewhere: a sheet to print, a form for KoboToolbox and ODK."""

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from app.exports import kobo_form
from app.services.releases import release_of
from app.web.access import audience
from app.web.lead.file_names import sent_as
from app.web.lead.led import led_to_read, wave_named
from app.web.lead.paper.printing import form_printed, language_on_paper
from app.web.staff_words import wave_name
from app.web.transaction import reading
from assessments import FORMS


@audience("facilitator")
def paper_sheet(ref: str, form: str, language: str) -> ResponseReturnValue:
    """Shows one form of the test to print, in one language, without the right answers.

    `wave` in the address: on the second test the sheet also asks about the course. Answers 404 for an unknown form,
    language or wave.
    """
    cohort = led_to_read(ref)
    release = release_of(reading(), cohort.course_release_id)
    if form not in FORMS or language not in release.instrument_words:
        abort(404)
    shown = form_printed(release, form, language, wave_named(request.args.get("wave", ""), cohort))
    around = {"back": _("Back"), "back_url": url_for("lead.paper", ref=ref)}
    with force_locale(language):
        return render_template("lead/paper_sheet.html", cohort=cohort, of=shown, paper_language=language, **around)


@audience("facilitator")
def paper_form(ref: str, form: str, wave: str) -> ResponseReturnValue:
    """Sends one form of a test as an XLSForm (.xlsx) for KoboToolbox or ODK, in every language.

    It holds no right answers, and the file's name says nothing about the course. Answers 404 for an unknown form or
    wave.
    """
    cohort = led_to_read(ref)
    release = release_of(reading(), cohort.course_release_id)
    of = wave_named(wave, cohort)
    if form not in FORMS:
        abort(404)
    words, language = release.instrument_words, language_on_paper(cohort, release)
    data = kobo_form(release.instrument, words, form=form, wave=of.value, language=language)
    what = _("form %(form)s, %(test)s", form=form, test=wave_name(of.value))
    return sent_as(cohort, what, data, "xlsx")
