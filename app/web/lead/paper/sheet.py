"""Answers on paper: the grid into which sheets are typed, and a sheet taken out again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.services.cohorts import today_of
from app.services.facilitator import paper as sheets
from app.services.facilitator.paper import Paper
from app.services.intake import ACCEPTED, Source, Way
from app.services.releases import release_of
from app.services.waves import Wave, schedule_of
from app.store.answers import seats
from app.store.people import learners
from app.store.programmes.cohorts import Cohort
from app.web.access import audience, staff
from app.web.clock import now
from app.web.lead.asked import day_asked, wave_asked, wave_named
from app.web.lead.led import led, led_to_read
from app.web.lead.paper.words import code_sentence
from app.web.transaction import db, reading
from assessments import FORMS, POINTS

ROWS_AT_ONCE = 40


@dataclass(frozen=True)
class GridRow:
    """One learner's sheet in the grid: marks as typed, or as they are kept."""

    handle: int
    form: str
    marks: tuple[str, ...]
    points: tuple[str, ...]
    message: str = ""
    """what became of it: "saved", or what is wrong"""
    is_kept: bool = False


@audience("facilitator")
def paper(ref: str) -> ResponseReturnValue:
    """Type in sheets, as many as there are; whole rows are kept, the others stay as they were typed."""
    if request.method != "POST":
        return _grid(led_to_read(ref), {})
    cohort = led(ref)
    wave, sat_on = wave_asked(cohort), day_asked()
    typed: dict[int, GridRow] = {}
    for handle in _typed_handles():
        learner = learners.by_handle(db(), cohort.cohort_id, handle)
        if learner is None:
            continue
        sheet = sheets.paper_of(db(), learner.learner_id, wave)
        typed[handle] = _keep(cohort, learner.learner_id, handle, wave, sheet, sat_on)
    if request.accept_mimetypes.best == "application/json":
        return jsonify({str(handle): {"said": row.message, "is_kept": row.is_kept} for handle, row in typed.items()})
    saved = sum(row.is_kept for row in typed.values())
    if saved and all(row.is_kept for row in typed.values()):
        flash(_("Sheets saved: %(count)d.", count=saved))
        return redirect(url_for("lead.paper", ref=ref, wave=wave.value), 303)
    if typed:
        flash(_not_all_saved(saved, [row for row in typed.values() if not row.is_kept]), "stop")
    return _grid(cohort, typed)


def _not_all_saved(saved: int, left: Sequence[GridRow]) -> str:
    """On the top of the page, with the first reason: the column that says why may lie out of sight."""
    why = _("Not saved: %(count)d. The last column says why.", count=len(left))
    first = _("No. %(number)d: %(said)s", number=left[0].handle, said=left[0].message)
    return " ".join([*([_("Sheets saved: %(count)d.", count=saved)] if saved else []), why, first])


def _grid(cohort: Cohort, typed_rows: Mapping[int, GridRow]) -> ResponseReturnValue:
    wave = wave_asked(cohort)
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
        rows=[typed_rows.get(seat.handle) or _row(seat.handle, papers[seat.learner_id], cohort) for seat in shown],
        former=on_paper[max(0, start - ROWS_AT_ONCE)].handle if start else None,
        following=on_paper[start + ROWS_AT_ONCE].handle if len(on_paper) > start + ROWS_AT_ONCE else None,
        joined=len(seated),
        from_phones=len(seated) - len(on_paper),
        typed=sum(seat.is_typed for seat in on_paper),
        items=range(1, len(release.instrument.items) + 1),
        statements=range(1, len(release.instrument.beside(with_reactions=wave is Wave.POST)) + 1),
        letters=sheets.letters_in(cohort.language),
        options=max(len(item.forms["A"].options) for item in release.instrument.items),
        sat_on=request.values.get("sat_on") or today_of(cohort, now()).isoformat(),
        languages=list(release.instrument_words),
        forms=FORMS,
    )


def _start(on_paper: Sequence[seats.Seat]) -> int:
    """Place of the first sheet from the number that is asked on; behind the last one, the last page."""
    number = request.values.get("from", 1, type=int)
    behind = sum(seat.handle < number for seat in on_paper)
    return behind if behind < len(on_paper) else max(0, (len(on_paper) - 1) // ROWS_AT_ONCE * ROWS_AT_ONCE)


def _row(handle: int, sheet: Paper, cohort: Cohort) -> GridRow:
    if not sheet.is_typed:
        return GridRow(handle, sheet.form, ("",) * len(sheet.items), ("",) * len(sheet.statements))
    marks = tuple(sheets.mark_of(sheet.answers.get(item), them, cohort.language) for item, them in sheet.items.items())
    points = tuple(str(sheet.points.get(it) or "") for it in sheet.statements)
    return GridRow(handle, sheet.form, marks, points, _("saved"), is_kept=True)


def _keep(cohort: Cohort, learner_id: int, handle: int, wave: Wave, sheet: Paper, sat_on: date | None) -> GridRow:
    marks = tuple(request.form.get(f"m-{handle}-{n}", "").strip() for n in range(1, len(sheet.items) + 1))
    points = tuple(request.form.get(f"s-{handle}-{n}", "").strip() for n in range(1, len(sheet.statements) + 1))

    def grid_row(message: str, *, is_kept: bool = False) -> GridRow:
        return GridRow(handle, sheet.form, marks, points, message, is_kept)

    filled = sum(bool(mark) for mark in marks)
    if filled < len(marks):
        return grid_row(_("%(filled)d of %(all)d", filled=filled, all=len(marks)))
    if sat_on is None:
        return grid_row(_("Give the day on which the test was sat."))
    answers: dict[str, str | None] = {}
    for number, (mark, (item, options)) in enumerate(zip(marks, sheet.items.items(), strict=True), start=1):
        try:
            answers[item] = sheets.read_mark(mark.upper(), options)
        except ValueError:
            return grid_row(_("Question %(number)d has no answer “%(mark)s”.", number=number, mark=mark))
    if any(point not in ("", *map(str, POINTS)) for point in points):
        return grid_row(_("A statement is answered with 1 to 5, or left empty."))
    code = sheets.type_in(
        db(),
        cohort,
        learner_id,
        wave,
        answers=answers,
        points={it: int(point) if point else None for it, point in zip(sheet.statements, points, strict=True)},
        sat_on=sat_on,
        source=Source(Way.PAPER, staff().staff_id),
        now=now(),
    )
    return grid_row(code_sentence(code), is_kept=code in ACCEPTED)


@audience("facilitator")
def take_out(ref: str, handle: int, wave: str) -> ResponseReturnValue:
    """Ask, then remove a sheet that was typed in."""
    if request.method != "POST":
        cohort = led_to_read(ref)
        of = wave_named(wave, cohort)
        learner = learners.by_handle(reading(), cohort.cohort_id, handle)
        if learner is None or not sheets.paper_of(reading(), learner.learner_id, of).is_typed:
            abort(404)
        return render_template("lead/ask_take_out.html", cohort=cohort, handle=handle, wave=of)
    cohort = led(ref)
    of = wave_named(wave, cohort)
    learner = learners.by_handle(db(), cohort.cohort_id, handle)
    if learner is None:
        abort(404)
    if sheets.take_out(db(), cohort, learner.learner_id, of, by=staff().staff_id, now=now()):
        flash(_("Removed. Number %(handle)d can send the test from a phone, or you type it in again.", handle=handle))
    return redirect(url_for("lead.paper", ref=ref, wave=of.value), 303)


def _typed_handles() -> list[int]:
    """Handles of rows in which something was typed."""
    handles = {int(name.split("-")[1]) for name, value in request.form.items() if _is_mark(name) and value.strip()}
    return sorted(handles)


def _is_mark(name: str) -> bool:
    parts = name.split("-")
    return len(parts) == 3 and parts[0] in ("m", "s") and parts[1].isdecimal()
