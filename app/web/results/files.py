"""The report as files, for the programs that an M&E officer and their donor work with."""

from dataclasses import replace
from typing import NamedTuple

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from app.exports import FORMATS, Activity, Destination, NeedsExtra, Unfit
from app.services import periods, reporting
from app.services.reception import reception_of
from app.web.access import audience, staff
from app.web.address import public_address
from app.web.clock import now
from app.web.language import language
from app.web.results.asked import asked
from app.web.results.shown import cover_of
from app.web.transaction import db
from app.wording import Words

LONGEST_IDENTIFIER = 120


class FileKind(NamedTuple):
    form: str
    name: str
    purpose: str


@audience("me_officer", "partner_lead")
def files() -> ResponseReturnValue:
    words = Words(language())
    question = asked(reporting.scope_of(staff().grants), words)
    if question.unknown:
        return render_template("results/figures.html", question=question, results=[], words=words), 404
    report = reporting.report(db(), question.filters, (question.by,), shown_at=now())
    return render_template(
        "results/files.html",
        question=question,
        report=report,
        tables=_tables(words),
        systems=_systems(words),
        iati="IATI",
        codes=_codes(words),
    )


@audience("me_officer", "partner_lead")
def file(form: str) -> ResponseReturnValue:
    """Exactly the figures of the page with the same filters; a question that a format cannot say is answered so."""
    if form not in FORMATS:
        abort(404)
    words = Words(language())
    question = asked(reporting.scope_of(staff().grants), words)
    report = None if question.unknown else reporting.report(db(), question.filters, (question.by,), shown_at=now())
    if report is None or not report.parts:
        return render_template("results/figures.html", question=question, results=[], words=words), 404
    names = reporting.names(db(), report, words)
    made = [
        (
            part.gains,
            replace(
                cover_of(part, question, names, words, made_on=now().date()),
                course=part.course,
                months=periods.months_of(db(), question.filters, part.structure),
                reception=reception_of(db(), question.filters, report.by, part, words),
            ),
        )
        for part in report.parts
    ]
    try:
        data = FORMATS[form].write(made, words, _destination())
    except Unfit as fault:
        return render_template("results/no_file.html", question=question, why=_why(fault.code, words)), 422
    except NeedsExtra:
        return render_template("results/no_file.html", question=question, why=_why("not_installed", words)), 501
    name = f"{question.file_name}-{now():%Y-%m-%d}.{FORMATS[form].ending}"
    return Response(
        data, mimetype=FORMATS[form].kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _destination() -> Destination:
    identifier, organisation = (
        request.args.get(name, "").strip()[:LONGEST_IDENTIFIER] for name in ("activity", "organisation")
    )
    return Destination(public_address(), Activity(identifier, organisation) if identifier and organisation else None)


def _why(code: str, words: Words) -> str:
    _ = words.gettext
    said = {
        "nobody": _("Nobody has taken both tests, so there is nothing to send."),
        "no_region": _("There the figures go to regions: split the report by region first."),
        "no_period": _("The figures run over more than one year, and there a figure belongs to one: choose a year."),
        "no_activity": _("The identifier of the activity and the reference of the organisation are both needed."),
        "not_installed": _("This installation lacks a library for that format: ask whoever runs it to install it."),
    }
    return said[code]


def _tables(words: Words) -> list[FileKind]:
    _ = words.gettext
    return [
        FileKind("xlsx", "XLSX", _("Excel: figures, what each column means, how they were made")),
        FileKind("csv", "CSV", _("anything; UTF-8")),
        FileKind("sav", "SPSS", _("with labels in the language of this page")),
        FileKind("dta", "Stata", _("the same, version 14 or newer")),
        FileKind("parquet", "Parquet", _("R, Python, a data warehouse")),
        FileKind("pdf", "PDF", _("a report to print and to send")),
    ]


def _systems(words: Words) -> list[FileKind]:
    _ = words.gettext
    return [
        FileKind("dhis2", "DHIS2", _("data values as JSON; org units are the codes of regions")),
        FileKind("adx", "ADX", _("the same as XML for other health systems")),
        FileKind("xapi", "xAPI", _("statements on groups, for a learning record store")),
    ]


def _codes(words: Words) -> list[tuple[str, str]]:
    _ = words.gettext
    return [
        (
            "SN_ENROLLED, SN_PRE_ONLY, SN_POST_ONLY, SN_PAIRED",
            _("enrolled; the first test only; the second only; both: n of every share"),
        ),
        (
            "SN_IMPROVED, SN_SAME, SN_WORSE",
            _("learners with both tests who scored higher, the same, lower the second time"),
        ),
        (
            "SN_IMPROVED_PERCENT, …_LOW, …_HIGH",
            _("the percentage of them who improved, and its interval; it does not add up over regions"),
        ),
        ("SN_CHANCE_PERCENT", _("the percentage that would improve by chance alone")),
        (
            "SN_SAID_…_BEFORE, …_AFTER, …_CHANGE, …_LOW, …_HIGH, …_N",
            _("what learners say of themselves, by statement: means from 1 to 5, interval, how many answered"),
        ),
        (
            "SN_COURSE_…_PERCENT, …_MEAN, …_LOW, …_HIGH, …_N",
            _("what they say of the course, by question: percentage at 4 or 5, mean, intervals, how many answered"),
        ),
        ("SN_TAUGHT_PEERS, SN_TAUGHT_LEARNERS", _("peers taught, as learners report; learners who reported")),
    ]
