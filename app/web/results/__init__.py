"""The M&E officer's pages: who learned how much, and how sure that is."""

from flask import Blueprint, Response, render_template

from app.exports import gain_csv
from app.services import reporting
from app.web.access import audience, staff
from app.web.clock import now
from app.web.language import language
from app.web.results.asked import asked
from app.web.results.shown import cover_of, shown
from app.web.transaction import db
from app.wording import Words, withheld

bp = Blueprint("results", __name__, url_prefix="/figures")


@bp.get("")
@audience("me_officer", "partner_lead")
def figures() -> str:
    words = Words(language())
    question = asked(reporting.scope_of(staff().grants), words)
    report = reporting.report(db(), question.filters, (question.by,))
    names = reporting.names(db(), report, words)
    results = [shown(part, names, words) for part in report.parts]
    return render_template("results/figures.html", question=question, results=results, words=words, withheld=withheld)


@bp.get("/table.csv")
@audience("me_officer", "partner_lead")
def table() -> Response:
    """Exactly the figures of the page with the same filters."""
    words = Words(language())
    question = asked(reporting.scope_of(staff().grants), words)
    report = reporting.report(db(), question.filters, (question.by,))
    names = reporting.names(db(), report, words)
    covers = [cover_of(part, question, names, words, made_on=now().date()) for part in report.parts]
    data = gain_csv([(part.gains, cover) for part, cover in zip(report.parts, covers, strict=True)], words)
    disposition = f'attachment; filename="figures-{now():%Y-%m-%d}.csv"'
    return Response(data, mimetype="text/csv", headers={"Content-Disposition": disposition})
