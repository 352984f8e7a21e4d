"""An administrator sees on the first page which articles end, which are over, and whether the shelf can be read."""

from pathlib import Path

from flask import Flask

from app.content import ARTICLES, ARTICLES_SETTING, served_articles
from app.services.people import Role
from tests.app.web.conftest import Room
from tests.app.web.desk import sit_down
from tests.app.web.reader import Phone


def test_an_article_is_named_before_it_ends_and_once_it_is_over(app: Flask, room: Room, desk: Phone) -> None:
    shelf = served_articles()
    first = min(shelf.articles, key=lambda article: article.valid_until)
    title = shelf.words[first.slug]["en"].title
    before = desk.open("/setup").text
    assert f"not yet confirmed by a person: {len(shelf.articles)}" in before
    assert title not in before

    days = (first.valid_until - room.school.now.date()).days
    root = room.school.staff("root of later", Role.ADMINISTRATOR)
    for wait, words in ((days, f"“{title}” holds until"), (1, f"“{title}” was taken to hold until")):
        room.wait(days=wait)
        assert words in sit_down(app, room.school.session, root, room.school.now).open("/setup").text


def test_a_shelf_that_cannot_be_read_stops_no_page_and_is_told(app: Flask, desk: Phone, tmp_path: Path) -> None:
    (tmp_path / "topics.yaml").write_text((ARTICLES / "topics.yaml").read_text())
    (tmp_path / "no-words").mkdir()
    app.config[ARTICLES_SETTING] = tmp_path
    try:
        assert "nothing can be looked up" in desk.open("/setup").text
        page = Phone(app).open("/open?lang=en")
        assert "nothing to look up here just now" in page.text
        assert Phone(app).open("/open/consulates", status=404).status == 404
        assert Phone(app).open("/open/all?lang=en").status == 200
    finally:
        del app.config[ARTICLES_SETTING]
