"""What needs the server, asked for without a connection: said in the learner's language and our words."""

import re

import pytest
from playwright.sync_api import Error, Page, expect
from sqlalchemy.exc import OperationalError

from app.services.waves import Wave
from app.store import Database
from tests.browser.arriving import has_joined
from tests.browser.conftest import Look, Open, Site
from tests.browser.network import Network
from tests.browser.test_learner_journey import GO
from tests.browser.test_offline import (
    add_helpline,
    come_along,
    counted,
    done,
    has_taken_along,
    read_on,
    sit_to_the_end,
    until,
)
from tests.browser.test_offline_left import leave_without_a_connection

NO_WORKER = "navigator.serviceWorker.getRegistrations().then((all) => Promise.all(all.map((it) => it.unregister())))"
"""The next page is the server's own."""

CUT = "Сервер не отвечает. Когда появится связь, обнови страницу"


def says_that_it_is_cut(page: Page) -> None:
    expect(page.locator("main")).to_contain_text(CUT)
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    expect(page.locator(".safe a")).to_have_count(2)


def test_a_join_link_and_a_form_without_a_connection(site: Site, network: Network, profile: Open, look: Look) -> None:
    page = profile()
    come_along(page, site)
    address = f"/j/{site.room.cohort.join_code}"
    network.cut()
    page.goto(address)
    says_that_it_is_cut(page)
    look(page, "cut-off")
    network.join()
    page.locator(GO).click()
    expect(page.locator("main")).not_to_contain_text(CUT)
    expect(page).to_have_url(re.compile(address + "$"))

    page.goto("/road")
    network.cut()
    page.locator("form[action='/language'] button[value=kk]").click()
    says_that_it_is_cut(page)
    network.join()
    page.goto("/road")
    page.locator("form[action='/language'] button[value=kk]").click()
    expect(page.locator("html")).to_have_attribute("lang", "kk")


def test_a_page_that_only_the_server_has_is_said_to_be_out_of_reach(
    site: Site, network: Network, profile: Open, look: Look
) -> None:
    """The way in its place would not say why it is there."""
    page = profile()
    come_along(page, site)
    network.cut()
    page.locator("main a[href='/card']").click()
    says_that_it_is_cut(page)
    look(page, "cut-off-card")
    page.locator(GO).click()
    expect(page.locator(".way li")).not_to_have_count(0)
    for address in ("/stop", "/result", "/reached"):
        page.goto(address)
        says_that_it_is_cut(page)
    page.goto("/stop")
    network.join()
    page.locator(GO).click()
    expect(page.locator("main form[method=post] .btn")).to_have_text("Стереть мои ответы")


def test_a_new_learner_who_is_cut_off_with_the_card_in_hand_sees_no_broken_page(
    site: Site, network: Network, profile: Open
) -> None:
    """Nothing was taken along yet: that begins on the road."""
    page = profile()
    page.goto(f"/j/{site.room.cohort.join_code}?lang=ru")
    page.locator("button[value=yes]").click()
    page.locator("label", has=page.locator("input[name=sex][value=female]")).click()
    page.locator("label", has=page.locator("input[name=age_band][value='15-17']")).click()
    page.locator(GO).click()
    expect(page).to_have_url(re.compile("/card$"))
    until(lambda: page.evaluate("!!navigator.serviceWorker.controller"))
    network.cut()
    page.locator(GO).click()
    expect(page.locator("main")).to_contain_text(CUT)
    page.goto("/")
    expect(page.locator("main")).to_contain_text(CUT)
    network.join()
    page.goto("/card")
    expect(page.locator(".ticket dd")).to_have_count(3)


def test_the_next_one_on_the_phone_reads_it_in_the_language_that_they_have_chosen(
    site: Site, network: Network, profile: Open, look: Look
) -> None:
    page = profile()
    has_joined(page, site, lang="kk")
    page.goto("/road")
    has_taken_along(page, site)
    page.locator("form[action='/out'] button").click()
    expect(page).to_have_url(re.compile("/$"))
    page.goto(f"/j/{site.room.cohort.join_code}?lang=ru")
    network.cut()
    page.locator("button[value=yes]").click()
    expect(page.locator("main [lang=ru]")).to_contain_text(CUT)
    look(page, "cut-off-of-another-language")


def test_staff_who_share_the_phone_are_not_told_in_words_of_a_learner(
    site: Site, network: Network, profile: Open
) -> None:
    page = profile()
    come_along(page, site)
    page.goto("/staff/in")
    network.cut()
    page.evaluate("document.querySelector('main form').submit()")
    with pytest.raises(Error, match="ERR_CONNECTION_REFUSED"):
        page.wait_for_url("chrome-error://**")


def test_a_proxy_that_finds_no_server_behind_it_is_no_answer(site: Site, network: Network, profile: Open) -> None:
    page = profile()
    add_helpline(site, "KZ", "111")
    come_along(page, site, Wave.PRE)
    network.lose_server()
    page.goto("/road")
    expect(page.locator(".way li")).not_to_have_count(0)
    page.goto("/t/1")
    page.locator(GO).click()
    page.wait_for_url("**/t/1/1")
    page.goto("/help")
    expect(page.locator("a.call").first).to_contain_text("111")
    for address in ("/card", f"/j/{site.room.cohort.join_code}"):
        page.goto(address)
        says_that_it_is_cut(page)
    page.goto("/road")
    network.find_server()
    page.goto("/road")
    network.lose_server()
    page.locator("form[action='/language'] button[value=kk]").click()
    says_that_it_is_cut(page)


def test_what_waits_is_neither_dropped_nor_put_aside_by_anybody_but_the_server(
    site: Site, network: Network, profile: Open
) -> None:
    page = profile()
    come_along(page, site, Wave.PRE)
    network.cut()
    sit_to_the_end(page, site)
    page.goto("/l/1")
    read_on(page)
    for proxy in ("404 Not Found", "409 Conflict", "410 Gone", "422 Unprocessable", "200 OK"):
        network.lose_server(proxy)
        assert page.evaluate("phone.flush().then((told) => told.map((it) => !!it.isLeft))") == [True, True], proxy

    network.find_server()
    page.goto("/road")
    until(lambda: counted(site) == [("pre", 3, 4)] and len(done(site)) == 1)


def test_a_server_that_cannot_say_who_is_here_signs_nobody_out_of_the_phone(
    site: Site, network: Network, profile: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = profile()
    come_along(page, site)
    with monkeypatch.context() as broken:
        broken.setattr(Database, "reading_session", refuse)
        broken.setattr(Database, "writing_session", refuse)
        page.evaluate(NO_WORKER)
        assert page.goto("/t/1").status == 503
        page.wait_for_load_state("networkidle")
    network.cut()
    page.goto("/road")

    expect(page.locator(".way li")).not_to_have_count(0)
    expect(page.locator("#nobody")).to_be_hidden()


def test_a_server_that_cannot_say_who_is_here_does_not_take_leaving_back(
    site: Site, network: Network, profile: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = profile()
    leave_without_a_connection(page, site, network)
    network.join()
    with monkeypatch.context() as broken:
        broken.setattr(Database, "reading_session", refuse)
        broken.setattr(Database, "writing_session", refuse)
        page.evaluate(NO_WORKER)
        assert page.goto("/t/1").status == 503
        page.wait_for_load_state("networkidle")
    page.goto("/road")

    expect(page.locator("#code")).to_be_visible()
    expect(page.locator(".way")).to_have_count(0)


def refuse(*_: object) -> None:
    raise OperationalError("SELECT", {}, Exception("gone"))
