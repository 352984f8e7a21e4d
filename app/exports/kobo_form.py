"""The test as an XLSForm: the same questions on the tablets of those who work with KoboToolbox or ODK."""

from collections.abc import Mapping

from babel import Locale

from app.exports.workbook import workbook
from app.wording import Words
from assessments import Instrument, InstrumentWords
from assessments.formats import AskedWords, xlsform
from courses import Wave


def kobo_form(
    instrument: Instrument, words: Mapping[str, InstrumentWords], *, form: str, wave: str, language: str
) -> bytes:
    """Returns one form in one wave as an XLSForm workbook (.xlsx) in every language of `words`; it holds no key.

    language: the default of the workbook. Only the post-test asks for reactions.
    """
    in_order = {language: words[language], **words}
    captions = {each: _words(each) for each in in_order}
    with_reactions = wave == Wave.POST
    made = xlsform(instrument, in_order, captions, form=form, wave=wave, with_reactions=with_reactions)
    return workbook({"survey": made.survey, "choices": made.choices, "settings": made.settings})


def _words(language: str) -> AskedWords:
    _ = Words(language).gettext
    return AskedWords(
        name=Locale.parse(language).get_display_name(language) or language,
        learner_code=_("Code from your card"),
        wrong_code=_("The code has eight letters and digits."),
        unsure=_("I don’t know yet"),
        not_both=_("Mark lines or “I don’t know yet”, not both."),
        how_far=_("There is no right answer here, and it changes no result. How much is this so for you?"),
        points=(_("not at all"), _("a little"), _("half and half"), _("much"), _("very much")),
    )
