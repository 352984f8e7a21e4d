"""The second step at sign-in as people see it: on a computer and on a phone, with a camera's picture and without."""

import re
from datetime import UTC, datetime

import pyotp
import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update

from app.services import staff_signing
from app.services.learner import languages
from app.services.people import Role
from app.services.secret_hashes import hash_secret
from app.store.tables import Instance
from tests.browser.conftest import Look, Site

PASSPHRASE = "seven stones on the road"
BEGIN, GO = "Приложение есть: начать", "Включить"


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def come_in(page: Page, name: str) -> None:
    page.goto("/staff/in?lang=ru")
    page.get_by_label("Имя").fill(name)
    page.get_by_label("Парольная фраза").fill(PASSPHRASE)
    press(page, "Войти")


@pytest.mark.parametrize(("javascript", "width"), [(True, 360), (False, 1280)])
def test_an_officer_sets_the_second_step_up_and_comes_in_by_it(
    site: Site, hand: object, look: Look, *, javascript: bool, width: int
) -> None:
    school, session = site.room.school, site.room.school.session
    session.execute(update(Instance).values(kind="real"))
    officer = school.staff("dana", Role.ME_OFFICER)
    languages.choose_for_staff(session, officer, "ru")
    link = staff_signing.make_link(session, officer, school.now)
    staff_signing.use_link(session, link, hash_secret(PASSPHRASE), school.now)
    session.commit()
    assert callable(hand)
    page: Page = hand(javascript=javascript, width=width)

    def see(name: str) -> None:
        if javascript:  # what looks for faults is a script, too
            look(page, f"second-{width}-{name}")

    come_in(page, "dana")
    see("begin")
    press(page, BEGIN)
    see("offer")
    key = "".join(re.findall(r"[A-Z2-7]{4}", page.locator("li .code").inner_text().upper()))
    app = pyotp.TOTP(key)

    def now() -> datetime:
        moment: datetime = datetime.now(UTC) + site.room.app.extensions["clock_offset"]
        return moment

    page.get_by_label("Код", exact=True).fill(app.at(now()))
    press(page, GO)
    expect(page.get_by_role("heading", name="Ваши запасные коды")).to_be_visible()
    see("codes")
    page.get_by_role("link", name="Они у меня на бумаге").click()
    page.goto("/staff/own")
    see("own")
    page.goto("/staff/own/passphrase")
    see("passphrase")
    press(page, "Выйти")
    site.room.wait(minutes=2)

    come_in(page, "dana")
    see("code")
    page.get_by_label("Код", exact=True).fill(app.at(now()))
    press(page, "Продолжить")
    expect(page).to_have_url(re.compile("/figures$"))
    page.goto("/staff/second-factor")
    see("on")
