"""Answers on paper that somebody has typed into a file already."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.content import Release
from app.files import Table, TableFault
from app.services.facilitator import paper_cells, paper_file, paper_only
from app.services.facilitator.paper_file import Taken
from app.services.releases import release_of
from app.services.waves import Wave
from app.store.programmes.cohorts import Cohort
from app.web.access import audience, staff
from app.web.clock import now
from app.web.lead.led import led, led_to_read, wave_named
from app.web.lead.paper.columns import as_on_the_sheet, expected, named_as_elsewhere, unread
from app.web.lead.paper.printing import choice_of_sheets
from app.web.lead.paper.saved import other_day_sentence
from app.web.lead.paper.sheet_forms import FileForm, printed_in
from app.web.lead.paper.words import fault_sentence
from app.web.transaction import db, reading
from app.web.uploaded import read_upload, upload_sentence


@audience("facilitator")
def paper_file_of(ref: str) -> ResponseReturnValue:
    """Stores the answers of many paper sheets from an uploaded table: every row or none.

    A row whose learner has sent the test from a phone is left out, and a message lists it. Answers 422 with the reasons
    if the file cannot be read, lacks columns or has a row with a fault; 404 to an upload for an archived cohort.
    """
    if request.method != "POST":
        cohort = led_to_read(ref)
        return _file_page(cohort, FileForm.of_request(cohort))
    cohort = led_to_read(ref)
    if cohort.archived_at is not None:
        abort(404)
    form = FileForm.of_request(cohort)
    wave = wave_named(form.wave.data, cohort)
    if not form.validate():
        return _file_page(cohort, form, next(each.errors[0] for each in (form.table, form.sat_on) if each.errors)), 422
    try:
        table = read_upload(form.table.data)  # before it is the writer's turn: answers of others are stored meanwhile
        by, why = staff().staff_id, form.why
        table, own = named_as_elsewhere(table, release_of(reading(), cohort.course_release_id), wave)
        taken = paper_file.take(
            db(),
            led(ref),
            wave,
            table,
            sat_on=form.sat_on.data,
            by=by,
            now=now(),
            reason=why,
            language=printed_in(),
        )
    except TableFault as fault:
        return _file_page(cohort, form, upload_sentence(fault)), 422
    except paper_file.NoColumns as lacking:
        release = release_of(reading(), cohort.course_release_id)
        missing = as_on_the_sheet(lacking.missing, set(table.columns) - set(own), release, wave)[:5]
        names = ", ".join(missing).rstrip(".")
        lacks = [_("The table lacks columns: %(names)s.", names=names), *_unread_columns(table, own, release, wave)]
        lacks.append(_("From KoboToolbox, download the answers with “XML values and headers”, not with labels."))
        return _file_page(cohort, form, " ".join(lacks)), 422
    if taken.faults:
        db().rollback()
        as_written = [replace(it, column=own.get(it.column, it.column)) for it in taken.faults]
        return _file_page(led_to_read(ref), form, faults=[fault_sentence(it, cohort) for it in as_written]), 422
    _say(taken, _unread_columns(table, own, release_of(reading(), cohort.course_release_id), wave))
    return redirect(url_for("lead.paper", ref=ref, wave=wave.value), 303)


def _say(taken: Taken, unread_columns: Sequence[str]) -> None:
    flash(_("Sheets saved: %(count)d.", count=taken.stored + taken.corrected + taken.waiting))
    for sentence in unread_columns:
        flash(sentence)
    if taken.already:
        flash(_("Unchanged: %(count)d.", count=taken.already))
    if taken.other_day:
        flash(other_day_sentence(), "stop")
    if taken.waiting:
        flash(_("Of these %(count)d wait for a second yes: the right answers could be seen.", count=taken.waiting))
    if taken.empty:
        flash(ngettext("%(num)d row was empty.", "%(num)d rows were empty.", taken.empty))
    if taken.left_out:
        rows = ", ".join(str(row.row) for row in taken.left_out)
        flash(_("Left out, since a phone has sent this test and that counts: rows %(rows)s.", rows=rows))


def _unread_columns(table: Table, own: Mapping[str, str], release: Release, wave: Wave) -> list[str]:
    """A sentence on the columns of which nothing was read; none if everything was."""
    heads = unread(table, own, release, wave)
    if not heads:
        return []
    names = ", ".join(f"“{head}”" for head in heads[:5])
    return [
        _("Not read: %(names)s.", names=names),
        _("Columns that can be read: %(heads)s.", heads=expected(release, wave)),
    ]


def _file_page(cohort: Cohort, form: FileForm, wrong: str = "", faults: Sequence[str] = ()) -> str:
    release = release_of(reading(), cohort.course_release_id)
    return render_template(
        "lead/paper_file.html",
        cohort=cohort,
        form=form,
        wave=wave_named(form.wave.data, cohort),
        waves=paper_only.waves_to_type(reading(), cohort, now()),
        wrong=wrong,
        faults=faults,
        printed_in=printed_in(),
        **choice_of_sheets(cohort),
        columns={
            "who": f"{paper_cells.NUMBER}, {paper_cells.CODE}",
            "answers": ", ".join(f"{paper_cells.ITEM}{item.id}" for item in release.instrument.items),
            "beside": ", ".join(
                f"{paper_cells.STATEMENT}{it}" for it in release.instrument.beside(with_reactions=True)
            ),
            "more": f"{paper_cells.DAY}, {paper_cells.SEX}, {paper_cells.AGE}",
            "checked": f"{paper_cells.FORM}, {paper_cells.WAVE}",
        },
    )
