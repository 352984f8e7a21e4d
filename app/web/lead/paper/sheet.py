"""Answers on paper: the grid into which sheets are typed."""

from collections.abc import Mapping, Sequence

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.services.facilitator import paper as sheets
from app.services.facilitator.paper_marks import letters_in
from app.services.intake import ACCEPTED
from app.services.releases import release_of
from app.services.submission import Source, Way
from app.services.waves import Wave, schedule_of
from app.store.answers import seats
from app.store.people import learners
from app.store.programmes.cohorts import Cohort
from app.web.access import audience, staff
from app.web.clock import now
from app.web.lead.led import led, led_to_read, wave_named
from app.web.lead.paper.sheet_forms import (
    SheetForm,
    SittingForm,
    stored_row,
    typed_handles,
    typed_row,
)
from app.web.lead.paper.words import code_sentence
from app.web.transaction import db, reading
from assessments import FORMS

ROWS_AT_ONCE = 40


@audience("facilitator")
def paper(ref: str) -> ResponseReturnValue:
    """Shows the grid for sheets of paper, 40 learners a page; a POST stores its complete rows.

    A row that is incomplete or has a fault is not stored: it stays as it was typed, with the reason. A request that
    prefers JSON gets `message` and `is_kept` by handle. Learners whose test came from a phone are left out of the grid.
    `from` in the address: the handle to begin at.
    """
    if request.method != "POST":
        cohort = led_to_read(ref)
        return _grid(cohort, SittingForm.of_request(cohort), {})
    cohort = led(ref)
    sitting = SittingForm.of_request(cohort)
    wave = wave_named(sitting.wave.data, cohort)
    typed: dict[int, SheetForm] = {}
    for handle in typed_handles():
        learner = learners.by_handle(db(), cohort.cohort_id, handle)
        if learner is None:
            continue
        typed[handle] = typed_row(handle, sheets.paper_of(db(), learner.learner_id, wave))
        _keep(cohort, learner.learner_id, typed[handle], sitting, wave)
    if request.accept_mimetypes.best == "application/json":
        return jsonify({str(handle): {"message": row.message, "is_kept": row.is_kept} for handle, row in typed.items()})
    saved = sum(row.is_kept for row in typed.values())
    if saved and all(row.is_kept for row in typed.values()):
        flash(_("Sheets saved: %(count)d.", count=saved))
        return redirect(url_for("lead.paper", ref=ref, wave=wave.value), 303)
    if typed:
        flash(_not_all_saved(saved, [row for row in typed.values() if not row.is_kept]), "stop")
    return _grid(cohort, sitting, typed)


def _not_all_saved(saved: int, left: Sequence[SheetForm]) -> str:
    """On the top of the page, with the first reason: the column that says why may lie out of sight."""
    why = _("Not saved: %(count)d. The last column says why.", count=len(left))
    first = _("No. %(number)d: %(said)s", number=left[0].handle, said=left[0].message)
    return " ".join([*([_("Sheets saved: %(count)d.", count=saved)] if saved else []), why, first])


def _grid(cohort: Cohort, sitting: SittingForm, typed_rows: Mapping[int, SheetForm]) -> ResponseReturnValue:
    wave = wave_named(sitting.wave.data, cohort)
    seated = seats.list_seats(reading(), cohort.cohort_id, wave.value)
    on_paper = [seat for seat in seated if not seat.has_counted or seat.is_typed]
    start = _start(on_paper)
    shown = on_paper[start : start + ROWS_AT_ONCE]
    papers = sheets.papers_of(reading(), [seat.learner_id for seat in shown], wave)
    release = release_of(reading(), cohort.course_release_id)
    return render_template(
        "lead/paper.html",
        cohort=cohort,
        wave=wave,
        waves=list(schedule_of(reading(), cohort).opened_by(now())),
        rows=[typed_rows.get(seat.handle) or stored_row(seat.handle, papers[seat.learner_id]) for seat in shown],
        former=on_paper[max(0, start - ROWS_AT_ONCE)].handle if start else None,
        following=on_paper[start + ROWS_AT_ONCE].handle if len(on_paper) > start + ROWS_AT_ONCE else None,
        joined=len(seated),
        from_phones=len(seated) - len(on_paper),
        typed=sum(seat.is_typed for seat in on_paper),
        items=range(1, len(release.instrument.items) + 1),
        statements=range(1, len(release.instrument.beside(with_reactions=wave is Wave.POST)) + 1),
        letters=letters_in(cohort.language),
        options=max((len(item.forms["A"].options) for item in release.instrument.choices), default=0),
        lines=[n for n, item in enumerate(release.instrument.items, start=1) if item.has_lines],
        sitting=sitting,
        languages=list(release.instrument_words),
        forms=FORMS,
    )


def _start(on_paper: Sequence[seats.Seat]) -> int:
    """Place of the first sheet from the number that is asked on; behind the last one, the last page."""
    number = request.args.get("from", 1, type=int)
    behind = sum(seat.handle < number for seat in on_paper)
    return behind if behind < len(on_paper) else max(0, (len(on_paper) - 1) // ROWS_AT_ONCE * ROWS_AT_ONCE)


def _keep(cohort: Cohort, learner_id: int, row: SheetForm, sitting: SittingForm, wave: Wave) -> None:
    """Keep a full row without faults; its message says what became of it."""
    if row.filled < len(row.marks):
        row.message = _("%(filled)d of %(all)d", filled=row.filled, all=len(row.marks))
    elif not sitting.validate():
        row.message = sitting.sat_on.errors[0]
    elif not row.validate():
        row.message = next(field.errors[0] for field in row if field.errors)
    else:
        code = sheets.type_in(
            db(),
            cohort,
            learner_id,
            wave,
            answers=row.answers(),
            points=row.statements(),
            sat_on=sitting.sat_on.data,
            source=Source(Way.PAPER, staff().staff_id, sitting.why),
            now=now(),
        )
        row.message, row.is_kept = code_sentence(code), code in ACCEPTED
