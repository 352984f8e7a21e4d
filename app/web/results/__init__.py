"""The M&E officer's pages: who learned how much, and how sure that is."""

from dataclasses import replace

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from app.exports import gain_csv, made_sentence, version
from app.services import reporting
from app.services.reception import reception_of
from app.web.access import audience, staff
from app.web.clock import now
from app.web.language import language
from app.web.results import files, publications
from app.web.results.asked import Question, asked
from app.web.results.reception import reception_cards
from app.web.results.shown import cover_of, shown, with_cards, writing
from app.web.transaction import db
from app.wording import Words, chosen_sentences

ANSWERS_UP_TO = 30_000
"""Learners with both tests up to whom a page waits for their answers to be counted; files and the command line do."""

bp = Blueprint("results", __name__, url_prefix="/figures")
bp.add_url_rule("/files", view_func=files.files)
bp.add_url_rule("/files/<form>", view_func=files.file)
bp.add_url_rule("/publications", view_func=publications.publications)
bp.add_url_rule("/publications", view_func=publications.publish, methods=["POST"])
bp.add_url_rule("/publications/new", view_func=publications.preview)
bp.add_url_rule("/publications/<name>", view_func=publications.publication)
bp.add_url_rule("/publications/<name>/files/<form>", view_func=publications.publication_file)
bp.add_url_rule("/publications/<name>/withdraw", view_func=publications.withdraw, methods=["POST"])


@bp.get("")
@audience("me_officer", "partner_lead")
def figures() -> ResponseReturnValue:
    words = Words(language())
    question = asked(reporting.scope_of(staff().grants), words)
    if question.unknown:
        return _no_such_figures(question, words)
    parts = reporting.report(db(), question.filters, (question.by,), answers_up_to=ANSWERS_UP_TO, shown_at=now())
    names = reporting.names(db(), parts, (question.by,), words)
    covers = [
        replace(
            cover_of(part, question, names, words, made_on=now().date()),
            reception=reception_of(db(), question.filters, (question.by,), part, words, up_to=ANSWERS_UP_TO),
        )
        for part in parts
    ]
    results = [
        with_cards(shown(part, cover, words), reception_cards(part.gains, cover, words))
        for part, cover in zip(parts, covers, strict=True)
    ]
    return render_template(
        "results/figures.html",
        question=question,
        results=results,
        **writing(words),
        made=[*chosen_sentences(words, question.chosen), made_sentence(words, now().date(), version())],
    )


@bp.get("/table.csv")
@audience("me_officer", "partner_lead")
def table() -> ResponseReturnValue:
    """Exactly the figures of the page with the same filters."""
    words = Words(language())
    question = asked(reporting.scope_of(staff().grants), words)
    if question.unknown:
        return _no_such_figures(question, words)
    parts = reporting.report(db(), question.filters, (question.by,), shown_at=now())
    names = reporting.names(db(), parts, (question.by,), words)
    covers = [
        replace(
            cover_of(part, question, names, words, made_on=now().date()),
            reception=reception_of(db(), question.filters, (question.by,), part, words),
        )
        for part in parts
    ]
    data = gain_csv([(part.gains, cover) for part, cover in zip(parts, covers, strict=True)], words)
    disposition = f'attachment; filename="{question.file_name}-{now():%Y-%m-%d}.csv"'
    return Response(data, mimetype="text/csv", headers={"Content-Disposition": disposition})


def _no_such_figures(question: Question, words: Words) -> ResponseReturnValue:
    return render_template("results/figures.html", question=question, results=[], words=words), 404
