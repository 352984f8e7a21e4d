"""Pages of the shelf: its topics, an article, and all of it in one page that a phone can keep."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from app.web.access import audience
from app.web.articles import in_this_language, shelf, words_of
from app.web.clock import now
from articles import ANYWHERE, Article, standing


@audience("anyone")
def topics() -> ResponseReturnValue:
    """Shows what can be looked up, by situation; each situation opens into its articles, without a script too."""
    return _page("topics")


@audience("anyone")
def article(slug: str) -> ResponseReturnValue:
    """Shows an article with its sources and its days; answers 404 if there is none."""
    articles = shelf()
    try:
        one = articles.article(slug) if articles else None
    except KeyError:
        one = None
    if one is None:
        abort(404)
    return _page("article", article=one)


@audience("anyone")
def everything() -> ResponseReturnValue:
    """Shows all articles of a language one below another: the page that a phone keeps, when it is asked to."""
    return _page("everything")


def _page(name: str, **more: object) -> str:
    today = now().date()

    def standing_of(article: Article) -> str:
        return standing(article, today)

    return render_template(
        f"shelf/{name}.html",
        shelf=shelf(),
        standing_of=standing_of,
        words_of=words_of,
        in_this_language=in_this_language,
        ANYWHERE=ANYWHERE,
        **more,
    )
