"""People who are signed in without a page of the way there: for tests of what comes after."""

from typing import Any

from playwright.sync_api import Page

from app.services import signing
from app.services.secret_hashes import hash_secret
from app.web.signed import SignedCookies
from tests.browser.conftest import Site


def give_cookie(page: Page, site: Site, token: str, **more: Any) -> None:
    """The browser is that of whoever has this sign-in; `more` is what else the pages keep in its cookie."""
    signer = SignedCookies().get_signing_serializer(site.room.app)
    assert signer is not None
    value = signer.dumps({"_user_id": token, "_fresh": True, **more})
    page.context.add_cookies([{"name": "n", "value": value, "url": site.url, "httpOnly": True, "sameSite": "Lax"}])


def has_joined(page: Page, site: Site, *, lang: str = "ru") -> tuple[str, str]:
    """A learner on the road, as `join` leaves them after six pages; gives code and PIN."""
    site.room.wait()
    school = site.room.school
    learner_id = school.learner(site.room.cohort, language=lang)
    card = school.cards[learner_id]
    signing.replace_card(school.session, learner_id, card, hash_secret(card.pin))
    signed_in = signing.start_learner(school.session, learner_id, school.now)
    school.session.commit()
    give_cookie(page, site, signed_in.token, learner=learner_id, language=lang)
    page.goto("/road")
    return card.learner_code, card.pin
