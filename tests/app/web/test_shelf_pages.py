"""The open door: anybody looks something up, without a sign-in, a cookie or a script."""

import gzip
import re
from datetime import timedelta

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.content import served_articles
from articles import Shelf
from tests.app.web.reader import Phone

LANGUAGES = ("en", "ru", "kk")


@pytest.fixture
def shelf() -> Shelf:
    return served_articles()


@pytest.fixture
def nobody(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_a_situation_leads_to_an_article_with_its_sources_and_days(phone: Phone, shelf: Shelf, tongue: str) -> None:
    article = shelf.article("passport-held-back")
    words = shelf.words[article.slug][tongue]
    page = phone.open(f"/open?lang={tongue}")
    assert next(it for it in shelf.topics if it.id == article.topic).words[tongue] in page.text

    page = page.tap(words.title)

    assert page.path == f"/open/passport-held-back?lang={tongue}"
    assert words.title in page.text
    for source in article.sources:
        assert source.publisher in page.text
        assert str(source.url) in page.html
    assert str(article.valid_until.year) in page.text


def test_every_page_of_it_knows_nobody(nobody: FlaskClient, shelf: Shelf) -> None:
    """No cookie comes back, whatever is read, and none that is sent changes a byte."""
    for article in shelf.articles:
        answer = nobody.get(f"/open/{article.slug}?lang=kk")
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
    for address in ("/open", "/open?lang=kk", "/open/all?lang=kk", "/open/nothing-of-the-kind"):
        assert "Set-Cookie" not in nobody.get(address).headers


def test_who_is_signed_in_on_this_phone_is_not_looked_up(learner: object, phone: Phone, app: Flask) -> None:
    signed_in = learner.phone.client  # type: ignore[attr-defined]
    for address in ("/open?lang=ru", "/open/consulates?lang=ru", "/open/all?lang=ru"):
        answer = signed_in.get(address)
        assert "Set-Cookie" not in answer.headers
        assert answer.data == app.test_client().get(address).data


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_the_language_stands_in_every_address(nobody: FlaskClient, shelf: Shelf, tongue: str) -> None:
    for article in shelf.articles:
        html = nobody.get(f"/open/{article.slug}?lang={tongue}").text
        ours = re.findall(r'href="(/(?:open|help)[^"]*)"', html)
        assert ours
        assert all(address.endswith(f"?lang={tongue}") for address in ours), ours


def test_without_an_address_s_language_the_browser_s_is_taken(nobody: FlaskClient) -> None:
    assert '<html lang="kk">' in nobody.get("/open", headers={"Accept-Language": "kk"}).text


def test_an_article_that_is_over_says_so_itself_on_every_door(app: Flask, nobody: FlaskClient, shelf: Shelf) -> None:
    first = min(shelf.articles, key=lambda article: article.valid_until)
    before = nobody.get(f"/open/{first.slug}?lang=en").text
    app.extensions["clock_offset"] += (first.valid_until - _today(app)) + timedelta(days=1)

    for address in (f"/open/{first.slug}?lang=en", "/open/all?lang=en"):
        assert "It may have changed since" in nobody.get(address).text
    assert "It may have changed since" not in before


def test_help_stands_above_the_words_of_an_article_about_danger(nobody: FlaskClient, shelf: Shelf) -> None:
    for article in shelf.articles:
        html = nobody.get(f"/open/{article.slug}?lang=ru").text
        above = html.partition('class="prose')[0].partition("<main>")[2]
        assert ('href="/help' in above) == article.is_danger, article.slug


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_all_of_a_language_is_small_enough_to_keep(nobody: FlaskClient, shelf: Shelf, tongue: str) -> None:
    answer = nobody.get(f"/open/all?lang={tongue}", headers={"Accept-Encoding": "gzip"})
    html = gzip.decompress(answer.data)

    assert len(answer.data) <= 250_000
    assert len(brotli.compress(html)) < len(answer.data)
    for article in shelf.articles:
        assert f'<article class="gap2" id="{article.slug}">'.encode() in html


def test_a_page_weighs_less_than_a_lesson(nobody: FlaskClient, shelf: Shelf) -> None:
    for address in ("/open?lang=kk", *(f"/open/{article.slug}?lang=kk" for article in shelf.articles)):
        assert len(nobody.get(address, headers={"Accept-Encoding": "gzip"}).data) <= 8_000, address


def test_an_article_that_is_not_there_is_said_so(phone: Phone) -> None:
    assert phone.open("/open/no-such-article", status=404).text


def _today(app: Flask):  # type: ignore[no-untyped-def]
    from app.web.clock import now

    with app.app_context():
        return now().date()
