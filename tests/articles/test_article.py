"""An article names its sources and its last day, and says on any day whether it holds."""

from datetime import date, timedelta
from typing import Any

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from articles import SOON, Article, ArticleWords, standing
from articles.countries import COUNTRIES
from tests.articles.conftest import article, words

LAST = date(2027, 11, 30)
ORDER = ("current", "ending", "over")


@pytest.mark.parametrize(
    ("on", "is_then"),
    [
        pytest.param(LAST - SOON - timedelta(days=1), "current", id="61 days before the end"),
        pytest.param(LAST - SOON, "ending", id="60 days before it"),
        pytest.param(LAST, "ending", id="on its last day"),
        pytest.param(LAST + timedelta(days=1), "over", id="a day after"),
    ],
)
def test_an_article_says_on_a_day_whether_it_holds(on: date, is_then: str) -> None:
    assert standing(Article.model_validate(article(valid_until=LAST)), on) == is_then


@given(st.dates(max_value=date(9000, 1, 1)), st.integers(0, 200))
def test_what_is_over_never_holds_again(on: date, days: int) -> None:
    text = Article.model_validate(article(valid_until=LAST))

    assert ORDER.index(standing(text, on)) <= ORDER.index(standing(text, on + timedelta(days=days)))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"countries": ("XX",)}, "'XX' is no country"),
        ({"countries": ()}, "at least 1"),
        ({"audience": ("everybody",)}, "Input should be 'going'"),
        ({"sources": ()}, "at least 1"),
        ({"valid_until": "2027-02-30"}, "'2027-02-30' is no day"),
        ({"valid_until": "soon"}, "'soon' is no day"),
        ({"slug": "They keep it"}, "cannot be a slug"),
        ({"asked_as": {"en": ("one", "two")}}, "at least 3"),
        ({"asked_as": {"English": ("one", "two", "three")}}, "is not the code of a language"),
        ({"colour": "red"}, "Extra inputs"),
    ],
)
def test_what_is_no_article_is_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Article.model_validate(article(**change))


@pytest.mark.parametrize(
    "url", ["law.example/1", "javascript:alert(1)", "https://", "ftp://law.example", 'https://a"b']
)
def test_a_source_without_a_whole_address_is_refused(url: str) -> None:
    source = {"title": "A law", "publisher": "A ministry", "url": url, "read_on": "2026-11-30"}

    with pytest.raises(ValidationError, match="is no address of a page"):
        Article.model_validate(article(sources=(source,)))


def test_anywhere_is_a_country_and_an_article_never_changes() -> None:
    text = Article.model_validate(article(countries=("ZZ",)))

    with pytest.raises(ValidationError):
        text.topic = "back"  # type: ignore[misc]


def test_words_name_the_articles_to_which_they_lead() -> None:
    text = ArticleWords(**words('<p><a href="/open/a-b">A</a>, <a href="/help">Help</a>, <a href="/open/c">C</a></p>'))

    assert text.links == ("a-b", "c")


def test_countries_are_those_that_have_a_name() -> None:
    """CLDR names more: parts, unions and what is reserved."""
    more = ["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"]
    named = {code for code in Locale("en").territories if len(code) == 2 and code.isalpha()}

    assert named - set(more) == COUNTRIES
