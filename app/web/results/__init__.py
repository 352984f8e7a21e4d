"""The M&E officer's pages: who learned how much, and how sure that is."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.exports import made_sentence, version
from app.services.cohorts import today_of_house
from app.services.figures import reporting
from app.services.figures.deeds import deed_counts
from app.services.figures.reception import reception_of
from app.services.figures.unsettled import MOST, list_unsettled
from app.web.access import audience, staff
from app.web.clock import now
from app.web.language import language
from app.web.results import files, publications, settling
from app.web.results.deeds import deed_cards
from app.web.results.question import Question, read_question
from app.web.results.shown import Shown, cover_of, shown, writing
from app.web.transaction import db
from app.wording import Words, chosen_sentences

bp = Blueprint("results", __name__, url_prefix="/figures")
for address in ("/files", "/files/<form>", "/table.csv"):
    bp.add_url_rule(address, view_func=files.internal)
bp.add_url_rule("/publications", view_func=publications.publications)
bp.add_url_rule("/publications", view_func=publications.publish, methods=["POST"])
bp.add_url_rule("/settling", view_func=settling.changes)
bp.add_url_rule("/settling/anew", view_func=settling.anew, methods=["GET", "POST"])
bp.add_url_rule("/publications/new", view_func=publications.preview)
bp.add_url_rule("/publications/<name>", view_func=publications.publication)
bp.add_url_rule("/publications/<name>/files/<form>", view_func=publications.publication_file)
bp.add_url_rule("/publications/<name>/withdraw", view_func=publications.withdraw, methods=["POST"])


@bp.get("")
@audience("me_officer", "partner_lead")
def figures() -> ResponseReturnValue:
    """Shows the internal figures of all that this person answers for, filtered and split as the address says.

    Answers 404 without figures if the address asks for something that does not exist or that this person may not see.
    If figures are not stored in such detail, the page says so.
    """
    words, today = Words(language()), today_of_house(db(), now())
    question = read_question(reporting.scope_of(staff().grants), words)
    if question.unknown:
        return _page(question, words, today), 404
    progress = reporting.progress(db(), question.filters.scope)
    ahead = list_unsettled(db(), question.filters.scope, now()) if progress.cohorts else []
    waiting: dict[str, Any] = {
        "progress": progress,
        "unsettled": ahead,
        "most": MOST,
        "region_names": reporting.region_names(db(), words) if ahead else {},
    }
    try:
        parts = reporting.report(db(), question.filters, (question.by,))
    except reporting.NotKept:
        return _page(question, words, today, **waiting, is_too_fine=True)
    names = reporting.names(db(), parts, (question.by,), words)
    covers = [
        replace(
            cover_of(part, question, names, words, made_on=today),
            reception=reception_of(db(), question.filters, (question.by,), part, words),
        )
        for part in parts
    ]
    results = [
        shown(part, cover, words, deed_cards(deed_counts(db(), question.filters, part, words), words))
        for part, cover in zip(parts, covers, strict=True)
    ]
    return _page(question, words, today, results, **waiting)


def _page(question: Question, words: Words, today: date, results: Sequence[Shown] = (), **more: Any) -> str:
    return render_template(
        "results/figures.html",
        question=question,
        results=results,
        **writing(words),
        made=[*chosen_sentences(words, question.chosen), made_sentence(words, today, version())],
        **more,
    )
