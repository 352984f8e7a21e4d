"""Everything on the shelf leads somewhere, or there is no shelf."""

from typing import Any

import pytest
from pydantic import ValidationError

from articles import Shelf
from tests.articles.conftest import article, words


def test_a_shelf_hands_out_articles_by_slug_and_by_topic(shelf: dict[str, Any]) -> None:
    whole = Shelf.model_validate(shelf)

    assert whole.article("home").topic == "back"
    assert [one.slug for one in whole.of_topic("trouble")] == ["passport-held-back"]
    for missing in (whole.article, whole.of_topic):
        with pytest.raises(KeyError):
            missing("nowhere")


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        pytest.param("articles", (article(),), "do not fit: home", id="words of no article"),
        pytest.param("articles", (article(), article()), "'passport-held-back' stands there twice", id="a slug twice"),
        pytest.param("topics", ({"id": "back", "words": {"en": "Home"}},), "'trouble', which is not known", id="topic"),
        pytest.param("topics", ({"id": "back", "words": {}},) * 2, "'back' stands there twice", id="a topic twice"),
        pytest.param("languages", ("en", "ru"), "is not in the languages of the shelf, en, ru", id="a language"),
        pytest.param("topics", (), "at least 1", id="no topic"),
    ],
)
def test_a_shelf_that_does_not_fit_is_refused(shelf: dict[str, Any], key: str, value: Any, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Shelf.model_validate({**shelf, key: value})


def test_a_link_to_an_article_that_is_not_there_is_refused(shelf: dict[str, Any]) -> None:
    shelf["words"]["home"] = {"en": words('<p><a href="/open/nowhere">x</a></p>')}

    with pytest.raises(ValidationError, match="'home' leads to 'nowhere', which is no article"):
        Shelf.model_validate(shelf)
