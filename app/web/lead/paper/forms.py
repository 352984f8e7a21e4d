"""The test to be taken elsewhere: a sheet to print, a form for KoboToolbox and ODK."""

from flask import Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from app.exports import FORMATS, kobo_form
from app.services.facilitator.paper_marks import letters_in
from app.services.releases import release_of
from app.services.waves import Wave
from app.web.access import audience
from app.web.lead.led import led_to_read, wave_named
from app.web.transaction import reading
from assessments import FORMS, POINTS


@audience("facilitator")
def paper_sheet(ref: str, form: str, language: str) -> ResponseReturnValue:
    """Shows one form of the test to print, in one language, without the right answers.

    `wave` in the address: on the second test the sheet also asks about the course. Answers 404 for an unknown form,
    language or wave.
    """
    cohort = led_to_read(ref)
    release = release_of(reading(), cohort.course_release_id)
    words = release.instrument_words.get(language)
    if form not in FORMS or words is None:
        abort(404)
    is_post = wave_named(request.args.get("wave", ""), cohort) is Wave.POST
    back = _("Back")
    with force_locale(language):
        return render_template(
            "lead/paper_sheet.html",
            cohort=cohort,
            form=form,
            paper_language=language,
            title=words.title,
            letters=letters_in(language),
            items=[(words.form(form)[item.id], item.form(form)) for item in release.instrument.items],
            statements=[words.beside[each] for each in release.instrument.beside(with_reactions=is_post)],
            points=POINTS,
            back=back,
            back_url=url_for("lead.paper", ref=ref),
        )


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
    words = release.instrument_words
    language = cohort.language if cohort.language in words else next(iter(words))
    data = kobo_form(release.instrument, words, form=form, wave=of.value, language=language)
    disposition = f'attachment; filename="form-{form}-{of.value}.xlsx"'
    return Response(data, mimetype=FORMATS["xlsx"].kind, headers={"Content-Disposition": disposition})
