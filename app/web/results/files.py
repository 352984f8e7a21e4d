"""What files of a publication there are, for the programs that an M&E officer and their donor work with."""

from functools import partial
from typing import Any, NamedTuple

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from app.exports import FORMATS, REQUIRED, NeedsExtra, Unfit, activity_of
from app.services.figures import reporting
from app.web.access import audience, staff
from app.web.refused import Refused
from app.web.results.iati_form import LONGEST, ActivityForm
from app.wording import Words


class FileKind(NamedTuple):
    form: str
    name: str
    purpose: str


@audience("me_officer", "partner_lead")
def internal(form: str = "") -> ResponseReturnValue:
    """Refuses a file of internal figures (409) and notes that in the audit: files come from publications alone.

    Answers 404, without a note, for an unknown format.
    """
    if form and form not in FORMATS:
        abort(404)
    note = partial(reporting.refuse_file, scope=reporting.scope_of(staff().grants), form=form)
    raise Refused((render_template("results/internal.html"), 409), note)


def choices(words: Words) -> dict[str, Any]:
    """Returns the template variables of the part of a publication's page that offers files."""
    return {
        "tables": _tables(words),
        "systems": _systems(words),
        "iati": "IATI",
        "activity": ActivityForm(),
        "required": REQUIRED,
        "totals": ("dhis2", "adx"),
        "codes": _codes(words),
    }


def destination(form: str) -> dict[str, Any]:
    """Returns what the address says about where a file goes, as the fields `activity` and `org_unit` of Destination.

    activity: for the form "iati" alone, else None. org_unit: None if the address has none. Raises Unfit if IATI
    requires more.
    """
    activity = activity_of(ActivityForm(request.args).data) if form == "iati" else None
    return {"activity": activity, "org_unit": request.args.get("org_unit", "").strip()[:LONGEST] or None}


def refusal(fault: Unfit | NeedsExtra, words: Words) -> tuple[str, int]:
    """Returns a sentence on why a file cannot be made, and the HTTP status: 501 if a library is missing, else 422."""
    _ = words.gettext
    if isinstance(fault, NeedsExtra):
        return _("This installation lacks a library for that format: ask whoever runs it to install it."), 501
    sentences = {
        "nobody": _("Nobody has taken both tests, so there is nothing to send."),
        "suppressed": _(
            "Every group is hidden, for too few learners took both tests, so there is nothing to send. "
            "For DHIS2 and ADX the total can be sent to an org unit."
        ),
        "no_region": _("There the figures go to regions: take the table by region, or name the org unit of the total."),
        "no_period": _(
            "There a figure belongs to one month, quarter or year, and these groups settled over a longer time."
        ),
        "no_activity": _("IATI wants this too, and only you know it: %(fields)s."),
        "bad_activity": _("IATI does not know what stands here: %(fields)s."),
    }
    labels = {field.name: str(field.label.text) for field in ActivityForm()}
    return sentences[fault.code] % {"fields": ", ".join(labels[field] for field in fault.fields)}, 422


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
            "SN_RETEST_PERCENT, …_LOW, …_HIGH, SN_RETEST_N",
            _(
                "beside it, the percentage that scored higher on a retest with nothing taught between, its interval "
                "and n: measured here or as published, which the comment says"
            ),
        ),
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
