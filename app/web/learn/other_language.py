"""What to say where a lesson is not in the learner's language yet."""

from collections.abc import Mapping

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.content import Release
from courses import words_for

NOT_YET = {
    "kk": _l("This lesson is not in Kazakh yet."),
    "ru": _l("This lesson is not in Russian yet."),
    "en": _l("This lesson is not in English yet."),
}
SHOWN_IN = {
    "kk": _l("The Kazakh one is below."),
    "ru": _l("The Russian one is below."),
    "en": _l("The English one is below."),
}


def shown_instead(wanted: str, shown: str) -> str:
    """Returns one kind sentence to show above a lesson in another language; "" if it is in the one wanted.

    wanted, shown: codes of languages.
    """
    if shown == wanted:
        return ""
    not_yet = NOT_YET.get(wanted) or _("This lesson is not in your language yet.")
    return f"{not_yet} {SHOWN_IN.get(shown, '')}".strip()


def lessons_for_now(release: Release, offered: Mapping[str, str]) -> dict[str, str]:
    """Returns a sentence for each offered language that lacks lessons: which languages these are in for now.

    offered: names of languages by code. The sentences are by code, each in its own language; complete languages have
    none.
    """
    sentences = {}
    for code in offered:
        second = next((it for it in offered if it != code), code)
        shown = {words_for(by_language, code, second)[1] for by_language in release.lessons.values()} - {code}
        if shown:
            with force_locale(code):
                sentences[code] = _(
                    "Lessons for now: %(languages)s", languages=", ".join(offered.get(it, it) for it in shown)
                )
    return sentences
