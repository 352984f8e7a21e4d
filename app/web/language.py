"""The reader's language: a learner's or staff's own, else the one chosen on this phone, else the phone's."""

from flask import Flask, request, session
from flask_babel import Babel, get_locale

from app.web.access import person

NAMES = {"kk": "Қазақша", "ru": "Русский", "en": "English"}
"""The interface's languages, each by its own name, in the order in which they are offered."""


BY_ADDRESS_ALONE = frozenset({"shelf"})
"""Blueprints of pages that know nobody: their language stands in the address, and no cookie is read or set."""


def language() -> str:
    """Returns the code of the language in which this request is answered."""
    return str(get_locale())


def own_language() -> str:
    """Returns the code of the reader's own language, also where the page is printed in another."""
    choice = request.args.get("lang", "")
    if choice in NAMES:
        return choice
    if request.blueprint in BY_ADDRESS_ALONE:
        return _of_the_browser()
    someone = person()
    if someone is not None and someone.language in NAMES:
        return someone.language
    stored = session.get("language")
    if stored in NAMES:
        return str(stored)
    return _of_the_browser()


def _of_the_browser() -> str:
    return request.accept_languages.best_match(["ru", "kk", "en"], default="ru")


def register(app: Flask) -> None:
    """Chooses each request's language: `lang` in the address, the person's own, the session's, or the browser's.

    A language chosen by `lang` is kept in the session, but for pages that know nobody.
    """
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = app.root_path + "/../translations"
    Babel(app, locale_selector=own_language)

    @app.before_request
    def remember() -> None:
        if request.args.get("lang") in NAMES and request.blueprint not in BY_ADDRESS_ALONE:
            session["language"] = request.args["lang"]

    app.jinja_env.globals.update(language=language, own_language=own_language, language_names=NAMES)
